import { type Bound, type Entity, find, findAll, impliedValue, implyOf, says } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import type { PortRange } from "../vocabulary/values/numbers.js";
import { clusterPorts } from "./clusters.js";
import { publishedElsewhere } from "./diagnostics.js";
import { canRunInContainer, countOf, type Draft, type EntityOf, hostsOf, instancesOf, isForeign, isPlaced, nameOfInstance, runsDocker } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { portNamed } from "./log-ports.js";

/** The port that each container of a Docker host is published on: its own where that is free, else the lowest free from 20000 on. */
export function allocatePorts(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const entries: LockEntry[] = [];
  const hostNamed = usedPorts(draft);
  const kept = lockedPorts(locked);
  const publishing = new Set(draft.saying("publish"));
  const open = draft.entities.filter((entity) => "publish" in entity.declaration.clauses && isPlaced(entity) && !(publishing.has(entity) && isPublished(entity)));
  open.sort((a, b) => compareNames(a.name, b.name));
  for (const entity of open) {
    const hosts = hostsWithContainers(entity, hostNamed);
    if (hosts.length === 0) continue;
    const most = hosts.reduce((longest, { instances }) => Math.max(longest, instances.length), 0);
    const added = portsToReach(entity).map((own) => {
      const published: number[] = [];
      for (let place = 0; place < most; place++) {
        const there = hosts.filter(({ instances }) => instances.length > place);
        const name = nameOfInstance(entity, there[0]!.instances[place]!);
        const locked = kept.size === 0 ? undefined : kept.get(`${name} ${own.from}`);
        const port = locked !== undefined && isFree(locked, there) ? locked : place === 0 && isFree(own.from, there) ? own.from : lowestFree(there);
        if (place === 0 && port !== own.from) reportElsewhere(entity, own.from, port, there, draft);
        for (const host of there) take(port, host, entity);
        published.push(port);
        if (port !== own.from) entries.push({ what: "port", key: `${name} ${own.from}`, value: String(port) });
      }
      return publishAt(published, own, entity);
    });
    draft.extend(entity.name, added);
  }
  return entries;
}

/** The hosts on which it has containers, each with their places among its instances. */
function hostsWithContainers(entity: Entity, hostNamed: (name: string) => HostPorts): readonly HostPorts[] {
  if (isForeign(entity) || !canRunInContainer(entity)) return [];
  const hosts: HostPorts[] = [];
  const named = hostsOf(entity).map(hostNamed);
  const count = countOf(entity);
  for (let place = 0; place < count; place++) {
    const host = named[place % named.length]!;
    if (!host.runsContainers) continue;
    if (host.instancesOf !== entity) {
      host.instancesOf = entity;
      host.instances = [];
      hosts.push(host);
    }
    host.instances.push(place);
  }
  return hosts;
}

function publishAt(published: readonly number[], { from, transport }: PortRange, entity: Entity): Bound {
  const { publish } = kinds.service.clauses;
  const { "->": lead } = publish.clauses;
  const origin: Origin = { span: entity.origin.span, because: "the port of a Docker host that leads to it" };
  const arrow = implyOf(lead, "->", { port: impliedValue(lead.args.port.type, { address: undefined, from, to: from, transport }, origin) }, origin);
  const binds = published.map((port) => impliedValue(publish.args.binds.type, { address: undefined, from: port, to: port, transport }, origin));
  return implyOf(publish, "publish", { binds }, origin, [arrow]);
}

/** Says where a container is found whose own port another has on its host. */
function reportElsewhere(entity: Entity, own: number, published: number, hosts: readonly HostPorts[], { report }: Draft): void {
  const host = hosts.find(({ owners }) => owners.has(own));
  const owner = host?.owners.get(own);
  if (host === undefined || owner === undefined || owner.name === entity.name) return;
  const text = `\`${entity.name}\` is published on port ${published} of \`${host.name}\`, where \`${owner.name}\` has port ${own}`;
  report(publishedElsewhere, { at: entity.nameOrigin, data: { text }, related: [{ span: owner.nameOrigin.span, text: `port ${own} is its` }] });
}

/** The ports of a host. */
interface HostPorts {
  readonly name: string;
  readonly runsContainers: boolean;
  /** Who took each port first. */
  readonly owners: Map<number, Entity>;
  /** Ports are only ever taken, so a search from 20000 on begins where the last one ended. */
  lowest: number;
  /** The places of a declaration's containers here, of the one that was looked at last. */
  instances: number[];
  instancesOf: Entity | undefined;
}

const firstOfRest = 20_000;

function isFree(port: number, hosts: readonly HostPorts[]): boolean {
  for (const { owners } of hosts) if (owners.has(port)) return false;
  return true;
}

function take(port: number, { owners }: HostPorts, owner: Entity): void {
  if (!owners.has(port)) owners.set(port, owner);
}

/** The lowest from 20000 on that is free on all of them. */
function lowestFree(hosts: readonly HostPorts[]): number {
  let port = firstOfRest;
  for (const host of hosts) {
    while (host.owners.has(host.lowest)) host.lowest++;
    port = Math.max(port, host.lowest);
  }
  while (port < 65_535 && !isFree(port, hosts)) port++;
  return Math.min(port, 65_535);
}

/** The ports of each host, those taken that the program itself says. */
function usedPorts(draft: Draft): (name: string) => HostPorts {
  const byName = new Map<string, HostPorts>();
  const hostNamed = (name: string): HostPorts => {
    let host = byName.get(name);
    if (host === undefined) {
      host = { name, runsContainers: runsDocker(name, draft), owners: new Map(), lowest: firstOfRest, instances: [], instancesOf: undefined };
      byName.set(name, host);
    }
    return host;
  };
  const takeOn = (port: number, hosts: readonly string[], owner: Entity): void => {
    for (const name of hosts) take(port, hostNamed(name), owner);
  };
  for (const entity of draft.saying("listen", "publish")) takeWritten(entity, takeOn);
  for (const consul of draft.ofKind("consul")) {
    for (const name of Object.keys(clusterPorts["consul"]!)) takeOn(portNamed(consul as unknown as Entity, name)!, hostsOfConsul(consul as unknown as Entity), consul as unknown as Entity);
  }
  return hostNamed;
}

/** The ports of hosts that the program itself uses: the host's own daemons were there first. */
function takeWritten(entity: Entity, take: (port: number, hosts: readonly string[], owner: Entity) => void): void {
  for (const listen of findAll(entity as unknown as EntityOf<"gateway">, "listen")) {
    const hosts = hostsOf(entity);
    for (const { value } of listen.args.binds ?? []) for (let port = value.from; port <= value.to; port++) take(port, hosts, entity);
  }
  const publishes = findAll(entity as unknown as EntityOf<"service">, "publish");
  if (publishes.length === 0) return;
  const hosts = [...new Set(instancesOf(entity).flatMap(({ host }) => host ?? []))];
  for (const { args } of publishes) for (const { value } of args.binds) take(value.from, hosts, entity);
}

/** By the node and its own port. The first of two equal entries counts. */
function lockedPorts(locked: readonly LockEntry[]): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const { what, key, value } of locked) if (what === "port" && !ports.has(key)) ports.set(key, Number(value));
  return ports;
}

/** The hosts of Consul's servers and clients, which are daemons of theirs. */
function hostsOfConsul(entity: Entity): readonly string[] {
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
  const written: PortRange[] = [];
  for (const { args } of findAll(service, "port")) {
    for (const { value } of args.ports) for (let port = value.from; port <= value.to; port++) written.push({ from: port, to: port, transport: value.transport });
  }
  const publishes = findAll(service, "publish");
  const standard = entity.kind === "logstash" ? undefined : clusterPorts[entity.kind];
  if (standard === undefined && publishes.length === 0 && written.length < 2) return written;
  const names = Object.keys(standard ?? {}).filter((name) => name !== "rest" || says(entity, "patroni"));
  const usual = names.map((name): PortRange => {
    const port = portNamed(entity, name)!;
    return { from: port, to: port, transport: "tcp" };
  });
  const led = publishes.map((publish) => find(publish, "->")?.args.port.value ?? publish.args.binds[0]?.value);
  const seen = new Set(led.map((bind) => bind?.from));
  return [...written, ...usual].filter(({ from }) => !seen.has(from) && seen.add(from));
}
