import type { Network, Node } from "./place.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";
import { groupBy } from "../source/group.js";
import type { Container } from "./container.js";
import type { Pool, Proxy } from "./traffic.js";
import type { Vrrp } from "./vip.js";

/** How the servers of an LVS balancer in mode nat answer: by the router of their network, which must be the director. */
export interface WayBack {
  readonly director: Proxy;
  readonly pool: Pool;
  /** The servers that answer in this way. */
  readonly servers: readonly Node[];
  readonly network: Network;
  /** What the router of the network must be: a VIP there that all directors hold, else the address of the only one; null when there is none. */
  readonly wanted: string | null;
  /** Whether the router is that, or an address that is as good. */
  readonly isRight: boolean;
  /** One of several directors whose own address the router is: it stays that when another takes over. */
  readonly onlyOf: string | null;
  /** Whether the router is known: written by a person, or Docker's own, which its containers send to. */
  readonly isKnown: boolean;
}

export function waysBackOf(site: Site, index: SiteIndex): readonly WayBack[] {
  const arrivals = index.arrivals().filter(({ director }) => director.mode === "nat");
  if (arrivals.length === 0) return [];
  const networks = new Map(site.networks.map((network) => [network.name, network]));
  const containers = new Map(site.engines.flatMap((engine) => engine.containers.map((container) => [container.name, container] as const)));
  const placed = site.vrrps.map((vrrp, place) => ({ vrrp, place }));
  const vrrps: VrrpsByFirst = groupBy(placed, ({ vrrp: { members } }) => (members[0] === undefined ? "" : index.node(members[0].node).machine));
  const seen = new Set<string>();
  return arrivals.flatMap(({ director, pool }): readonly WayBack[] => {
    if (pool === undefined || seen.size === seen.add(`${director.name} ${pool.entity}`).size) return [];
    const answering = pool.servers.flatMap(({ name }) => index.findNode(name) ?? []).filter((node) => !routesItself(node, containers));
    return [...groupBy(answering, (node) => networks.get(networkNameOf(node, index) ?? ""))].flatMap(([network, servers]) => {
      if (network === undefined) return [];
      const routers = routersIn(network, director, vrrps, index);
      const clause = network.clauses.find(({ word }) => word === "gateway");
      const isKnown = network.gateway !== null && (servers.some(({ host }) => host === null) || (clause !== undefined && clause.origin.because === undefined));
      return [{ director, pool, servers, network, wanted: routers[0] ?? null, isRight: network.gateway !== null && routers.includes(network.gateway), onlyOf: ownerOf(network.gateway, director, index), isKnown }];
    });
  });
}

function networkNameOf(node: Node, index: SiteIndex): string | null {
  if (node.host === null) return node.addresses.find(({ address }) => address === node.address)?.network ?? null;
  return index.host(node.host).interfaces.find(({ address }) => address === node.address)?.network ?? null;
}

/** Whether a container may set its own routes. */
function routesItself({ name, machine, host }: Node, containers: ReadonlyMap<string, Container>): boolean {
  const container = host === null && machine === name ? containers.get(name) : undefined;
  return container !== undefined && (container.privileged || container.capabilities.some((each) => each.name.toUpperCase().replace("CAP_", "") === "NET_ADMIN"));
}

/** The VRRP instances with their places in the site, by the machine of their first member. */
type VrrpsByFirst = ReadonlyMap<string, readonly { readonly vrrp: Vrrp; readonly place: number }[]>;

/** The addresses in a network by which packets come to the directors, whichever of them is the active one. */
function routersIn({ name }: Network, { nodes, machines }: Proxy, byFirst: VrrpsByFirst, index: SiteIndex): readonly string[] {
  const own = new Set(machines);
  const vips = [...own]
    .flatMap((machine) => byFirst.get(machine) ?? [])
    .sort((a, b) => a.place - b.place)
    .map(({ vrrp }) => vrrp)
    .filter(({ members }) => members.length === nodes.length && members.every(({ node }) => own.has(index.node(node).machine)))
    .flatMap(({ addresses }) => addresses.filter(({ network }) => network === name).map(({ address }) => address));
  if (nodes.length > 1) return vips;
  const only = index.node(nodes[0]!);
  const addresses = only.host === null ? only.addresses.filter(({ network }) => network === name) : index.host(only.host).interfaces.filter(({ network }) => network === name);
  return [...vips, ...addresses.flatMap(({ address }) => address ?? [])];
}

function ownerOf(address: string | null, { nodes }: Proxy, index: SiteIndex): string | null {
  const hosts = nodes.length < 2 ? [] : nodes.flatMap((node) => index.node(node).host ?? []);
  return hosts.find((host) => index.host(host).interfaces.some((each) => each.address === address)) ?? null;
}
