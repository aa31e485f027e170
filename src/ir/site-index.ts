import { groupBy } from "../source/group.js";
import { findInOrder } from "../source/order.js";
import { once, oncePer } from "../source/once.js";
import { filterAgain } from "../source/kept-groups.js";
import { noTables, type Tables } from "../source/tables.js";
import { type Arrival, arrivalsOf } from "./arrivals.js";
import { type Clauses, clausesOfOrigins } from "./clauses.js";
import type { Consul } from "./consul.js";
import type { Container, Engine, OutfittedEngine } from "./container.js";
import { type CheckedThing, checkedThings } from "./election.js";
import { containerNamed, type EngineParts, enginePartsOf } from "./engine-parts.js";
import { findListens, type Hop, type Hops, hopsOf, type LayerListen, type LayerListens } from "./hops.js";
import { type Listener, listenersOf, mayShare } from "./listeners.js";
import { addressOwners, type Owner } from "./owners.js";
import { type NodeParts, nodePartsOf } from "./node-parts.js";
import type { Host, Machine, Network, Node } from "./place.js";
import { type ProxyParts, proxyPartsOf } from "./proxy-parts.js";
import { type Quorum, quorumsOf } from "./quorums.js";
import type { Site } from "./site.js";
import type { Pool, Proxy } from "./traffic.js";
import type { Vrrp } from "./vip.js";
import { type Steps, stepsByListen } from "./walk.js";
import { type WayBack, waysBackOf } from "./way-back.js";

/**
 * Look-ups by name, and what several ask of a whole site. Each is made when it is first asked for, and once. A name that the site lacks throws:
 * references were resolved when the site was lowered.
 */
export interface SiteIndex {
  network(name: string): Network;
  host(name: string): Host;
  machine(name: string): Machine;
  node(name: string): Node;
  proxy(name: string): Proxy;
  consul(name: string): Consul;
  /** The engine whose compose file stands on `machine`. */
  engine(machine: string): Engine;
  /** The container of that name, whichever engine runs it; undefined for what is none. */
  container(name: string): Container | undefined;
  /** Undefined for what is no node, such as a server that exists already. */
  findNode(name: string): Node | undefined;
  nodesOf(entity: string): readonly Node[];
  /** The nodes by what they are. */
  nodeParts(): NodeParts;
  /** The nodes that have one of these addresses. */
  nodesAt(addresses: ReadonlySet<string>): readonly Node[];
  /** What the containers of each engine have, but for their images. */
  engineParts(): readonly EngineParts[];
  /** What the pools and routes of each proxy have. */
  proxyParts(): readonly ProxyParts[];
  /** Every address that something of the site has: hosts, nodes, VIPs, and the routers of networks. */
  takenAddresses(): ReadonlySet<string>;
  /** Who has each address of a host or node, and each VIP. */
  owners(): ReadonlyMap<string, Owner>;
  /** All that listens, each port of a range by itself. */
  listeners(): readonly Listener[];
  /** Whether a port of a machine may have two of them. */
  mayShare(): boolean;
  /** Where gateways, balancers and caches are reached. */
  layerListens(): LayerListens;
  /** The steps of requests from one layer to the next. */
  hops(): Hops;
  /** The steps by the listen that they begin at. */
  steps(): Steps;
  /** The steps by the listen that they lead to. */
  hopsTo(): ReadonlyMap<LayerListen["listen"], readonly Hop[]>;
  /** The pools whose servers are layers of the site, too. */
  poolsOfLayers(): ReadonlySet<Pool>;
  /** Where clients come to LVS. */
  arrivals(): readonly Arrival[];
  /** How servers behind LVS in mode nat answer. */
  waysBack(): readonly WayBack[];
  quorums(): readonly Quorum[];
  /** For who tells parts of a site apart by the clauses that they come from; for which of them a report is about, there are origins. */
  clauses(): Clauses;
  /** Finds what a VIP depends on. */
  checkedThings(): (vrrp: Vrrp) => readonly CheckedThing[];
}

/** How an index comes to what it is made of. */
export interface Sight {
  readonly site: Site;
  readonly once: typeof once;
  /** Its engines, of whose containers nobody asks for the images. */
  outfits(): readonly OutfittedEngine[];
  container(name: string): Container | undefined;
  clauses(): Clauses;
  /** What is known of the site before. */
  readonly tables: Tables;
}

/** Made once for a site. */
export const indexSite: (site: Site) => SiteIndex = oncePer((site) =>
  makeIndex({ site, once, outfits: () => site.engines, container: (name) => containerNamed(name, site), clauses: () => clausesOfOrigins, tables: noTables }),
);

export function makeIndex(sight: Sight): SiteIndex {
  const { site, once, tables } = sight;
  const nodesByName = once(() => byKey(site.nodes, ({ name }) => name));
  const nodesByEntity = once(() => groupBy(site.nodes, ({ entity }) => entity));
  const index: SiteIndex = {
    network: lookup("network", () => site.networks, ({ name }) => name, once),
    host: lookup("host", () => site.hosts, ({ name }) => name, once),
    machine: lookupInOrder("machine", () => site.machines, ({ name }) => name, once),
    node(name) {
      const found = nodesByName().get(name);
      if (found === undefined) throw new Error(`the site has no node \`${name}\``);
      return found;
    },
    proxy: lookup("proxy", () => site.proxies, ({ name }) => name, once),
    consul: lookup("consul", () => site.consuls, ({ name }) => name, once),
    engine: lookup("engine", () => site.engines, ({ machine }) => machine, once),
    container: sight.container,
    findNode: (name) => nodesByName().get(name),
    nodesOf: (entity) => nodesByEntity().get(entity) ?? [],
    nodeParts: once(() => nodePartsOf(site, tables)),
    nodesAt: (sought) => filterAgain(`nodes at ${[...sought].join(" ")}`, site.nodes, ({ addresses }) => addresses.some(({ address }) => sought.has(address)), tables),
    proxyParts: once(() => proxyPartsOf(site, index, tables)),
    engineParts: once(() => enginePartsOf(sight.outfits(), tables)),
    takenAddresses: once(() => addressesOf(site)),
    owners: once(() => addressOwners(site, index)),
    listeners: once(() => listenersOf(site, index, tables)),
    mayShare: () => mayShare(site, index, tables),
    layerListens: once(() => findListens(site, index)),
    hops: once(() => hopsOf(site, index)),
    steps: once(() => stepsByListen(index.hops())),
    hopsTo: once(() => groupBy(index.hops().all, ({ to }) => to.listen)),
    poolsOfLayers: once(() => new Set(index.hops().all.flatMap(({ from }) => (from.kind === "proxy" ? [from.pool] : [])))),
    arrivals: once(() => arrivalsOf(site)),
    waysBack: once(() => waysBackOf(site, index)),
    quorums: once(() => quorumsOf(site, index)),
    checkedThings: once(() => checkedThings(site.vrrps)),
    clauses: sight.clauses,
  };
  return index;
}

function addressesOf({ networks, hosts, nodes, vrrps }: Site): ReadonlySet<string> {
  const taken = new Set<string>();
  for (const { gateway } of networks) if (gateway !== null) taken.add(gateway);
  for (const { interfaces } of hosts) for (const { address } of interfaces) if (address !== null) taken.add(address);
  for (const { addresses } of nodes) for (const { address } of addresses) taken.add(address);
  for (const { addresses } of vrrps) for (const { address } of addresses) taken.add(address);
  return taken;
}

function lookup<Item>(what: string, items: () => readonly Item[], nameOf: (item: Item) => string, make: typeof once): (name: string) => Item {
  const byName = make(() => byKey(items(), nameOf));
  return (name) => {
    const found = byName().get(name);
    if (found === undefined) throw new Error(`the site has no ${what} \`${name}\``);
    return found;
  };
}

/** So often a list is searched before it is worth a map of all. */
const fewAsked = 100;

/** The same of a list in the order of names, which may be long: who asks for a few needs no map of all. */
function lookupInOrder<Item>(what: string, items: () => readonly Item[], nameOf: (item: Item) => string, make: typeof once): (name: string) => Item {
  const find = lookup(what, items, nameOf, make);
  let asked = 0;
  return (name) => (asked++ < fewAsked ? findInOrder(items(), name, nameOf) : undefined) ?? find(name);
}

function byKey<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, Item> {
  const found = new Map<string, Item>();
  for (const item of items) found.set(keyOf(item), item);
  return found;
}
