import type { Engine } from "./container.js";
import type { Consul } from "./consul.js";
import { type Hops, hopsOf } from "./hops.js";
import type { Host, Machine, Network, Node } from "./place.js";
import type { Site } from "./site.js";
import type { Proxy } from "./traffic.js";
import { groupBy } from "../source/group.js";

/** Look-ups by name. A name that the site lacks throws: references were resolved when the site was lowered. */
export interface SiteIndex {
  network(name: string): Network;
  host(name: string): Host;
  machine(name: string): Machine;
  node(name: string): Node;
  proxy(name: string): Proxy;
  consul(name: string): Consul;
  /** The engine whose compose file stands on `machine`. */
  engine(machine: string): Engine;
  /** Undefined for what is no node, such as a server that exists already. */
  findNode(name: string): Node | undefined;
  nodesOf(entity: string): readonly Node[];
  /** Every address that something of the site has: hosts, nodes, VIPs, and the routers of networks. */
  takenAddresses(): ReadonlySet<string>;
  /** The steps of requests from one layer to the next. */
  hops(): Hops;
}

export function indexSite(site: Site): SiteIndex {
  let taken: ReadonlySet<string> | undefined;
  let hops: Hops | undefined;
  const nodesByName = new Map(site.nodes.map((node) => [node.name, node]));
  const nodesByEntity = groupBy(site.nodes, ({ entity }) => entity);
  return {
    network: lookup("network", site.networks, ({ name }) => name),
    host: lookup("host", site.hosts, ({ name }) => name),
    machine: lookup("machine", site.machines, ({ name }) => name),
    node: lookup("node", site.nodes, ({ name }) => name),
    proxy: lookup("proxy", site.proxies, ({ name }) => name),
    consul: lookup("consul", site.consuls, ({ name }) => name),
    engine: lookup("engine", site.engines, ({ machine }) => machine),
    findNode: (name) => nodesByName.get(name),
    nodesOf: (entity) => nodesByEntity.get(entity) ?? [],
    takenAddresses: () => (taken ??= addressesOf(site)),
    hops: () => (hops ??= hopsOf(site)),
  };
}

function addressesOf({ networks, hosts, nodes, vrrps }: Site): ReadonlySet<string> {
  return new Set([
    ...networks.flatMap(({ gateway }) => gateway ?? []),
    ...hosts.flatMap(({ interfaces }) => interfaces.flatMap(({ address }) => address ?? [])),
    ...nodes.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    ...vrrps.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
  ]);
}

function lookup<Item>(what: string, items: readonly Item[], nameOf: (item: Item) => string): (name: string) => Item {
  const byName = new Map(items.map((item) => [nameOf(item), item]));
  return (name) => {
    const found = byName.get(name);
    if (found === undefined) throw new Error(`the site has no ${what} \`${name}\``);
    return found;
  };
}
