import { type Bound, type Entity, find, findAll, imply, says } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { implied } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import type { PortRange } from "../vocabulary/values/numbers.js";
import { clusterPorts } from "./clusters.js";
import { publishedElsewhere } from "./diagnostics.js";
import { countOf, type Draft, type EntityOf, hostsOf, instancesOf, isForeign, isPlaced, nameOfInstance, runsInContainer } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { portNamed } from "./log-ports.js";

/** The port that each container of a Docker host is published on: its own where that is free, else the lowest free from 20000 on. */
export function allocatePorts(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const entries: LockEntry[] = [];
  const ports = usedPorts(draft);
  const kept = lockedPorts(locked);
  const publishing = new Set(draft.saying("publish"));
  const open = [...draft.entities.values()].filter((entity) => "publish" in entity.declaration.clauses && isPlaced(entity) && !(publishing.has(entity) && isPublished(entity)));
  open.sort((a, b) => compareNames(a.name, b.name));
  for (const entity of open) {
    const byHost = containersByHost(entity, draft);
    const [first] = byHost.values();
    if (first === undefined) continue;
    const most = [...byHost.values()].reduce((longest, { length }) => Math.max(longest, length), 0);
    const added = portsToReach(entity).map((own) => {
      const published: number[] = [];
      for (let place = 0; place < most; place++) {
        const hosts: string[] = [];
        let instance: number | undefined;
        for (const [host, instances] of byHost) {
          if (instances.length <= place) continue;
          hosts.push(host);
          instance ??= instances[place];
        }
        const key = `${nameOfInstance(entity, instance!)} ${own.from}`;
        const locked = kept.get(key);
        const port = locked !== undefined && ports.isFree(locked, hosts) ? locked : place === 0 && ports.isFree(own.from, hosts) ? own.from : ports.lowestFree(hosts);
        if (place === 0 && port !== own.from) reportElsewhere(entity, own.from, port, hosts, ports, draft);
        ports.take(port, hosts, entity);
        published.push(port);
        if (port !== own.from) entries.push({ what: "port", key, value: String(port) });
      }
      return publishAt(published, own, entity);
    });
    draft.extend(entity.name, added);
  }
  return entries;
}

/** The places of its containers among its instances, by the host that runs them. */
function containersByHost(entity: Entity, draft: Draft): ReadonlyMap<string, readonly number[]> {
  const byHost = new Map<string, number[]>();
  if (isForeign(entity)) return byHost;
  const hosts = hostsOf(entity);
  const count = countOf(entity);
  for (let place = 0; place < count; place++) {
    const host = hosts[place % hosts.length]!;
    const places = byHost.get(host);
    if (places) places.push(place);
    else if (runsInContainer(entity, host, draft)) byHost.set(host, [place]);
  }
  return byHost;
}

function publishAt(published: readonly number[], { from, transport }: PortRange, entity: Entity): Bound {
  const { publish } = kinds.service.clauses;
  const origin = implied({ span: entity.origin.span }, "the port of a Docker host that leads to it");
  const arrow = imply(publish.clauses["->"], "->", { port: { address: undefined, from, to: from, transport } }, origin);
  return imply(publish, "publish", { binds: published.map((port) => ({ address: undefined, from: port, to: port, transport })) }, origin, [arrow]);
}

/** Says where a container is found whose own port another has on its host. */
function reportElsewhere(entity: Entity, own: number, published: number, hosts: readonly string[], ports: UsedPorts, { report }: Draft): void {
  const host = hosts.find((each) => ports.ownerOf(own, each) !== undefined);
  const owner = host === undefined ? undefined : ports.ownerOf(own, host);
  if (owner === undefined || owner.name === entity.name) return;
  const text = `\`${entity.name}\` is published on port ${published} of \`${host}\`, where \`${owner.name}\` has port ${own}`;
  report(publishedElsewhere, { at: entity.nameOrigin, data: { text }, related: [{ span: owner.nameOrigin.span, text: `port ${own} is its` }] });
}

/** The ports of hosts. */
interface UsedPorts {
  isFree(port: number, hosts: readonly string[]): boolean;
  take(port: number, hosts: readonly string[], owner: Entity): void;
  /** Who took the port first. */
  ownerOf(port: number, host: string): Entity | undefined;
  /** The lowest from 20000 on that is free on all of them. */
  lowestFree(hosts: readonly string[]): number;
}

const firstOfRest = 20_000;

function usedPorts(draft: Draft): UsedPorts {
  const used = new Map<string, Map<number, Entity>>();
  // Ports are only ever taken, so a search begins where the last one ended.
  const lowest = new Map<string, number>();
  const usedOn = (host: string): Map<number, Entity> => {
    let ports = used.get(host);
    if (ports === undefined) {
      ports = new Map();
      used.set(host, ports);
    }
    return ports;
  };
  const lowestOn = (host: string): number => {
    let port = lowest.get(host) ?? firstOfRest;
    while (usedOn(host).has(port)) port++;
    lowest.set(host, port);
    return port;
  };
  const isFree: UsedPorts["isFree"] = (port, hosts) => hosts.every((host) => !usedOn(host).has(port));
  const take: UsedPorts["take"] = (port, hosts, owner) => {
    for (const host of hosts) if (!usedOn(host).has(port)) usedOn(host).set(port, owner);
  };
  for (const entity of draft.saying("listen", "publish")) takeWritten(entity, take);
  for (const consul of draft.ofKind("consul")) {
    for (const name of Object.keys(clusterPorts["consul"]!)) take(portNamed(consul as unknown as Entity, name)!, hostsOfConsul(consul as unknown as Entity), consul as unknown as Entity);
  }
  return {
    isFree,
    take,
    ownerOf: (port, host) => usedOn(host).get(port),
    lowestFree(hosts) {
      let port = hosts.reduce((highest, host) => Math.max(highest, lowestOn(host)), firstOfRest);
      while (port < 65_535 && !isFree(port, hosts)) port++;
      return Math.min(port, 65_535);
    },
  };
}

/** The ports of hosts that the program itself uses: the host's own daemons were there first. */
function takeWritten(entity: Entity, take: UsedPorts["take"]): void {
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
