import { type Bound, type Entity, find, type Value } from "../bind/bound.js";
import { suggest } from "../diagnostics/suggest.js";
import { unknownPort } from "../elaborate/diagnostics.js";
import { noInstanceThere } from "../elaborate/placing-diagnostics.js";
import type { Node, NodePort } from "../ir/place.js";
import type { Server } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import type { kinds } from "../vocabulary/index.js";
import type { Reference } from "../vocabulary/values/texts.js";
import type { Back } from "./backs.js";
import { type Lowering, none, reachedAt } from "./lowering.js";

/** Whose servers are asked for, and what is said of them where it is. */
export interface Asked {
  readonly back: Back;
  /** Where they are asked for. */
  readonly at: Origin;
  readonly proxy: Entity;
  /** The `backup` clauses of the nearest level that says any. */
  readonly backups: readonly Bound[];
  /** Those of a listen or a route: what the proxy says is of all its pools. */
  readonly ownBackups: readonly Bound[];
  readonly maxconn: number | undefined;
}

/** The servers of a pool; reports what is asked for and not there. */
export function serversOf(asked: Asked, lowering: Lowering): Server[] {
  const { back } = asked;
  const { nodes, port, said } = back;
  // What stands in front says nothing of them, and there is one way to each: then they are the same for all.
  const isPlain = asked.backups.length === 0 && asked.maxconn === undefined && (nodes[0]?.addresses.length ?? 0) < 2;
  if (isPlain && back.servers !== undefined) return back.servers;
  const written = asked.backups.length > 0 ? asked.backups : said.backups;
  const backups: ReadonlySet<string> = written.length === 0 ? noNames : new Set(written.flatMap(referencesOf));
  if (said.at !== undefined) return foreignServers(back, backups);
  const common: Common = {
    weights: said.weights,
    weight: said.weight?.args.weight.value ?? 1,
    backups,
    maxconn: asked.maxconn ?? said.maxconn?.args.count.value ?? null,
    networks: lowering.nodesByEntity.get(asked.proxy.name)?.[0]?.addresses ?? [],
  };
  let servers: Server[] = none;
  for (let place = 0; place < nodes.length; place++) {
    const node = nodes[place]!;
    const found = port === undefined ? node.ports[0] : node.ports.find(({ name }) => name === port);
    if (found === undefined) reportPort(node, port, asked, lowering);
    else if (servers === none) servers = [serverOf(node, found, common)];
    else servers.push(serverOf(node, found, common));
  }
  if (asked.ownBackups.length > 0) reportStrangers(asked, lowering);
  if (isPlain && servers.length === nodes.length) back.servers = servers;
  return servers;
}

const noNames: ReadonlySet<string> = new Set();

/** What the servers of a pool have in common. */
interface Common {
  /** Those of some nodes alone. */
  readonly weights: readonly Bound<(typeof kinds)["service"]["clauses"]["weight"]>[];
  readonly weight: number;
  readonly backups: ReadonlySet<string>;
  readonly maxconn: number | null;
  /** Those of the proxy. */
  readonly networks: Node["addresses"];
}

function serverOf(node: Node, port: NodePort, { weights, weight, backups, maxconn, networks }: Common): Server {
  const own = weights.length === 0 ? undefined : weights.find((clause) => find(clause, "on")?.args.hosts.some(({ value }) => value.name === node.host));
  return {
    name: node.name,
    address: addressFor(node, networks),
    port: reachedAt(node, port),
    weight: own?.args.weight.value ?? weight,
    backup: backups.size > 0 && (backups.has(node.host ?? "") || backups.has(node.name) || backups.has(node.entity)),
    maxconn,
    origin: node.origin,
  };
}

/** The address in a network that the proxy joins, too, of a node with several. */
function addressFor({ address, addresses }: Node, networks: Node["addresses"]): string {
  if (addresses.length < 2) return addresses[0]?.address ?? address;
  return addresses.find(({ network }) => networks.some((joined) => joined.network === network))?.address ?? address;
}

/** What a listen or a route says of servers that are none of this pool. */
function reportStrangers({ ownBackups, back: { entity, nodes } }: Asked, { report }: Lowering): void {
  const names = new Set([entity.name, ...nodes.flatMap(({ name, host }) => [name, host ?? name])]);
  for (const { args } of ownBackups) {
    for (const { value, origin, label } of (args as unknown as { readonly references: readonly Value<Reference>[] }).references) {
      if (!names.has(value.name)) report(noInstanceThere, { at: origin, label, data: { name: value.name, owner: entity.name, known: [...new Set(nodes.map(({ name, host }) => host ?? name))] } });
    }
  }
}

function referencesOf(clause: Bound): readonly string[] {
  const { references, hosts } = clause.args as { readonly references?: readonly Value<Reference>[]; readonly hosts?: readonly Value<Reference>[] };
  return [...(references ?? []), ...(hosts ?? [])].map(({ value }) => value.name);
}

function foreignServers({ entity, said }: Back, backups: ReadonlySet<string>): Server[] {
  return (said.at?.args.endpoints ?? []).map(({ value, origin }, index, all) => ({
    name: all.length === 1 ? entity.name : `${entity.name}-${index + 1}`,
    address: value.host,
    port: value.port,
    weight: 1,
    backup: backups.has(value.host),
    maxconn: said.maxconn?.args.count.value ?? null,
    origin,
  }));
}

function reportPort(node: Node, portName: string | undefined, { at }: Asked, { report }: Lowering): void {
  if (portName === undefined || node.index !== 1) return;
  const known = node.ports.map(({ name }) => name);
  report(unknownPort, { at, data: { name: node.entity, port: portName, what: "port", known, near: suggest(portName, known), numbers: node.ports.map(({ port }) => port) } });
}
