import { type Entity, find, findAll, imply, says } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { implied } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import type { PortRange } from "../vocabulary/values/numbers.js";
import { clusterPorts } from "./clusters.js";
import { type Draft, type EntityOf, hostsOf, type Instance, instancesOf, runsInContainer } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { portNamed } from "./log-ports.js";

/** The port that each container of a Docker host is published on: its own where that is free, else the lowest free from 20000 on. */
export function allocatePorts(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const entries: LockEntry[] = [];
  const used = new Map<string, Set<number>>();
  const usedOn = (host: string): Set<number> => used.get(host) ?? used.set(host, new Set()).get(host)!;
  for (const entity of draft.entities.values()) {
    // The host's own daemons were there first.
    for (const listen of findAll(entity as unknown as EntityOf<"gateway">, "listen")) {
      for (const host of hostsOf(entity)) for (const { value } of listen.args.binds ?? []) for (let port = value.from; port <= value.to; port++) usedOn(host).add(port);
    }
    for (const host of hostsOfConsul(entity)) for (const name of Object.keys(clusterPorts["consul"]!)) usedOn(host).add(portNamed(entity, name)!);
    for (const publish of findAll(entity as unknown as EntityOf<"service">, "publish")) {
      for (const { host } of instancesOf(entity)) if (host !== undefined) for (const { value } of publish.args.binds) usedOn(host).add(value.from);
    }
  }
  const open = [...draft.entities.values()].filter((entity) => "publish" in entity.declaration.clauses && !isPublished(entity));
  open.sort((a, b) => compareNames(a.name, b.name));
  for (const entity of open) {
    const byHost = new Map<string, Instance[]>();
    for (const instance of instancesOf(entity)) {
      if (instance.host !== undefined && runsInContainer(entity, instance.host, draft)) byHost.set(instance.host, [...(byHost.get(instance.host) ?? []), instance]);
    }
    if (byHost.size === 0) continue;
    for (const own of portsToReach(entity)) {
      const most = Math.max(...[...byHost.values()].map(({ length }) => length));
      const published: number[] = [];
      for (let place = 0; place < most; place++) {
        const hosts = [...byHost].filter(([, instances]) => instances.length > place);
        const isFree = (port: number): boolean => hosts.every(([host]) => !usedOn(host).has(port)) && !published.includes(port);
        const key = `${hosts[0]![1][place]!.name} ${own.from}`;
        const kept = locked.find((entry) => entry.what === "port" && entry.key === key);
        const port = kept && isFree(Number(kept.value)) ? Number(kept.value) : place === 0 && isFree(own.from) ? own.from : lowestPort(isFree);
        for (const [host] of hosts) usedOn(host).add(port);
        published.push(port);
        if (port !== own.from) entries.push({ what: "port", key, value: String(port) });
      }
      const { publish } = kinds.service.clauses;
      const origin = implied({ span: entity.origin.span }, "the port of a Docker host that leads to it");
      const arrow = imply(publish.clauses["->"], "->", { port: { address: undefined, from: own.from, to: own.from, transport: own.transport } }, origin);
      draft.extend(entity.name, [imply(publish, "publish", { binds: published.map((port) => ({ address: undefined, from: port, to: port, transport: own.transport })) }, origin, [arrow])]);
    }
  }
  return entries;
}

/** The hosts of Consul's servers and clients, which are daemons of theirs. */
function hostsOfConsul(entity: Entity): readonly string[] {
  if (entity.kind !== "consul") return [];
  const clients = find(entity as unknown as EntityOf<"consul">, "client")?.args.hosts.map(({ value }) => value.name) ?? [];
  return [...hostsOf(entity), ...clients];
}

/** Whether the program itself says what is published. What is published for others, such as those who send logs, is not all. */
function isPublished(entity: Entity): boolean {
  return findAll(entity as unknown as EntityOf<"service">, "publish").some(({ origin }) => origin.because === undefined);
}

/** The ports that others come to: of a cluster the usual ones of its kind too. Those that a `publish` leads to already are left out. */
function portsToReach(entity: Entity): readonly PortRange[] {
  const service = entity as unknown as EntityOf<"service">;
  const written = findAll(service, "port").flatMap(({ args }) => args.ports.flatMap(({ value: { from, to, transport } }) => Array.from({ length: to - from + 1 }, (_, place): PortRange => ({ from: from + place, to: from + place, transport }))));
  const names = entity.kind === "logstash" ? [] : Object.keys(clusterPorts[entity.kind] ?? {}).filter((name) => name !== "rest" || says(entity, "patroni"));
  const usual = names.map((name): PortRange => {
    const port = portNamed(entity, name)!;
    return { from: port, to: port, transport: "tcp" };
  });
  const led = findAll(service, "publish").map((publish) => find(publish, "->")?.args.port.value ?? publish.args.binds[0]?.value);
  const seen = new Set(led.map((bind) => bind?.from));
  return [...written, ...usual].filter(({ from }) => !seen.has(from) && seen.add(from));
}

function lowestPort(isFree: (port: number) => boolean): number {
  for (let port = 20_000; port < 65_536; port++) if (isFree(port)) return port;
  return 65_535;
}
