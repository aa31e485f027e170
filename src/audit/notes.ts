import { isLoopback } from "../ir/hops.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import type { Audit } from "./audit.js";
import type { Supply } from "./layers.js";
import type { Model } from "./model.js";

type Outside = Audit["outside"][number];

/** What entries and logs need that is not of this site. */
export function outsideOf({ ways, pipes, around }: Model): readonly Outside[] {
  const supplies = [...new Set(ways.flatMap((way) => way.supplies))];
  const found = [
    ...supplies.flatMap(serversOutside),
    ...supplies.flatMap((supply) => registryOutside(supply, around.nodesOf)),
    ...pipes.flatMap(({ name, steps }) => steps.flatMap((step) => step.outside.map((endpoint): Outside => ({ endpoint, name: step.name, usedBy: name, alone: step.outside.length === 1 })))),
  ];
  const unique = new Map(found.map((each) => [`${each.endpoint.host} ${each.endpoint.port} ${each.name} ${each.usedBy}`, each]));
  return [...unique.values()].sort((a, b) => compareNames(a.name, b.name) || compareNames(a.endpoint.host, b.endpoint.host) || compareNames(a.usedBy, b.usedBy));
}

function serversOutside({ name, layer, suppliers }: Supply): readonly Outside[] {
  return suppliers.flatMap(({ to }) => (to.kind !== "outside" || isLoopback(to.host) ? [] : [{ endpoint: { host: to.host, port: to.port }, name, usedBy: layer, alone: suppliers.length === 1 }]));
}

function registryOutside({ discovery, layer }: Supply, nodesOf: (entity: string) => readonly unknown[]): readonly Outside[] {
  if (discovery === null || nodesOf(discovery.cluster).length > 0) return [];
  const endpoints = new Map(discovery.agents.map(({ endpoint }) => [`${endpoint.host} ${endpoint.port}`, endpoint]));
  return [...endpoints.values()].filter(({ host }) => !isLoopback(host)).map((endpoint) => ({ endpoint, name: discovery.cluster, usedBy: layer, alone: endpoints.size === 1 }));
}

const databases = new Set(["postgres", "redis", "mysql"]);

/** Databases that entries write to, of which one instance takes writes. */
export function primariesOf({ ways, around }: Model): Audit["primaries"] {
  const names = new Set(ways.flatMap(({ supplies }) => supplies.flatMap(({ name, writes, role }) => (writes === "one" && role !== "replicas" ? [name] : []))));
  const found = [...names].sort(compareNames).flatMap((name) => {
    const kind = around.nodesOf(name)[0]?.kind;
    return kind !== undefined && databases.has(kind) ? [{ name, kind }] : [];
  });
  return found;
}

/** Declarations with instances that no chain leads to: who uses them, no word of the program says. */
export function unseenOf({ site, ways, pipes, electorates, around }: Model): Audit["unseen"] {
  const seen = new Set([
    ...ways.flatMap(({ door, supplies }) => [door.owner, ...supplies.map(({ name }) => name)]),
    ...ways.flatMap(({ supplies }) => supplies.flatMap(({ suppliers }) => suppliers.flatMap(({ to }) => (to.kind === "node" ? [to.node.entity] : [])))),
    ...pipes.flatMap(({ steps }) => steps.map(({ name }) => name)),
    ...electorates.map(({ name }) => name),
  ]);
  return [...groupBy(site.nodes, ({ entity }) => entity)]
    .filter(([name]) => !seen.has(name))
    .sort(([a], [b]) => compareNames(a, b))
    .map(([name]) => ({ name, kind: around.nodesOf(name)[0]!.kind, nodes: around.nodesOf(name).length }));
}
