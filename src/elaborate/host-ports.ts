import { type Entity, find, findAll } from "../bind/bound.js";
import { clusterPorts } from "./clusters.js";
import { type Draft, type EntityOf, hostsOf, instancesOf, runsDocker } from "./draft.js";
import { portNamed } from "./log-ports.js";

/** The ports of a host. */
export interface HostPorts {
  readonly name: string;
  readonly runsContainers: boolean;
  /** Who took each port first. */
  readonly owners: Map<number, Entity>;
  /** Ports are only ever taken, so a search from 20000 on begins where the last one ended. */
  lowest: number;
}

const firstOfRest = 20_000;

export function isFree(port: number, hosts: readonly HostPorts[]): boolean {
  for (let at = 0; at < hosts.length; at++) if (hosts[at]!.owners.has(port)) return false;
  return true;
}

function take(port: number, { owners }: HostPorts, owner: Entity): void {
  if (!owners.has(port)) owners.set(port, owner);
}

const lastPort = 65_535;

/** Takes a port that was found for it: only the last, where none is free, may be another's. */
export function claim(port: number, host: HostPorts, owner: Entity): void {
  if (port === lastPort) take(port, host, owner);
  else host.owners.set(port, owner);
}

/** The lowest from 20000 on that is free on all of them. */
export function lowestFree(hosts: readonly HostPorts[]): number {
  let port = firstOfRest;
  for (const host of hosts) {
    while (host.owners.has(host.lowest)) host.lowest++;
    port = Math.max(port, host.lowest);
  }
  while (port < lastPort && !isFree(port, hosts)) port++;
  return Math.min(port, lastPort);
}

/** The ports of each host, those taken that the program itself says. */
export function usedPorts(draft: Draft): (name: string) => HostPorts {
  const byName = new Map<string, HostPorts>();
  const hostNamed = (name: string): HostPorts => {
    let host = byName.get(name);
    if (host === undefined) {
      host = { name, runsContainers: runsDocker(name, draft), owners: new Map(), lowest: firstOfRest };
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

/** The hosts of Consul's servers and clients, which are daemons of theirs. */
function hostsOfConsul(entity: Entity): readonly string[] {
  const clients = find(entity as unknown as EntityOf<"consul">, "client")?.args.hosts.map(({ value }) => value.name) ?? [];
  return [...hostsOf(entity), ...clients];
}
