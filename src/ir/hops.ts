import { findNamed } from "../source/group.js";
import type { Cache, CacheListen, CacheOrigin } from "./cache.js";
import type { Node } from "./place.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";
import type { Listen, Pool, Proxy, Route, Server } from "./traffic.js";

/** A listen of a gateway, balancer or cache. */
export type LayerListen = { readonly kind: "proxy"; readonly layer: Proxy; readonly listen: Listen } | { readonly kind: "cache"; readonly layer: Cache; readonly listen: CacheListen };

/** Who sends: what comes to a listen of a proxy (by a route; null: all of it), or what a cache asks an origin for. */
export type Sender =
  | { readonly kind: "proxy"; readonly layer: Proxy; readonly listen: Listen; readonly route: Route | null; readonly pool: Pool }
  | { readonly kind: "cache"; readonly layer: Cache; readonly origin: CacheOrigin };

/** One step of a request within the site, from one layer to a listen of another (or of the same). */
export interface Hop {
  readonly from: Sender;
  /** The first of the servers that are this listen. */
  readonly server: Server;
  readonly to: LayerListen;
}

export interface Hops {
  readonly all: readonly Hop[];
  /** The listens of layers at an address and port, as `machine` reaches them. */
  at(address: string, port: number, machine: string | undefined): readonly LayerListen[];
}

/** Finds the steps by addresses and ports, so that an endpoint that is written as such counts like a name. */
export function hopsOf(site: Site, index: SiteIndex): Hops {
  const listens = index.layerListens();
  const at: Hops["at"] = (address, port, machine) => listens.get(port)?.get(isLoopback(address) ? (machine ?? "") : address) ?? none;
  const all: Hop[] = [];
  for (const { proxy, atLayerPorts } of index.proxyParts()) addHops(proxy, atLayerPorts, at, all);
  for (const layer of site.caches) {
    for (const origin of layer.origins) for (const { server, to } of layersBehind(origin.servers, layer.machines[0], at)) all.push({ from: { kind: "cache", layer, origin }, server, to });
  }
  return { all, at };
}

function addHops(layer: Proxy, pools: readonly Pool[], at: Hops["at"], all: Hop[]): void {
  const behind = new Map<string, { readonly pool: Pool; readonly found: readonly Behind[] }>();
  for (const pool of pools) {
    const found = layersBehind(pool.servers, layer.machines[0], at);
    if (found.length > 0) behind.set(pool.name, { pool, found });
  }
  if (behind.size === 0) return;
  const add = (listen: Listen, route: Route | null, name: string | null): void => {
    const known = name === null ? undefined : behind.get(name);
    if (known === undefined) return;
    const from: Sender = { kind: "proxy", layer, listen, route, pool: known.pool };
    for (const { server, to } of known.found) all.push({ from, server, to });
  };
  for (const listen of layer.listens) {
    add(listen, null, listen.pool);
    for (const route of listen.routes) if (route.action.do === "proxy") add(listen, route, route.action.pool);
  }
}

/** A listen of a layer, and the first of some servers that is it. */
interface Behind {
  readonly server: Server;
  readonly to: LayerListen;
}

function layersBehind(servers: readonly Server[], machine: string | undefined, at: Hops["at"]): readonly Behind[] {
  const found: Behind[] = [];
  const seen = new Set<LayerListen["listen"]>();
  for (const server of servers) {
    for (const to of at(server.address, server.port, machine)) {
      if (seen.has(to.listen)) continue;
      seen.add(to.listen);
      found.push({ server, to });
    }
  }
  return found;
}

const none: readonly LayerListen[] = [];

export function isLoopback(address: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(address);
}

/** Listens by their port, then by the addresses and names at which others reach them, and by the machine that itself reaches them at 127.0.0.1. */
export type LayerListens = ReadonlyMap<number, ReadonlyMap<string, readonly LayerListen[]>>;

export function findListens(site: Site, index: SiteIndex): LayerListens {
  const nodes = new Map(["gateway", "balancer", "cache"].flatMap((kind) => index.nodeParts().byKind.get(kind) ?? []).map((node) => [node.name, node]));
  const found = new Map<number, Map<string, LayerListen[]>>();
  const put = (at: Map<string, LayerListen[]>, place: string, listen: LayerListen): void => {
    const known = at.get(place);
    if (known === undefined) at.set(place, [listen]);
    else if (known.at(-1)!.listen !== listen.listen) known.push(listen);
  };
  /** Where the machines of a layer are reached at all. */
  const placesOf = (layer: Proxy | Cache): readonly { readonly machine: string; readonly addresses: readonly string[] }[] =>
    layer.nodes.map((name, place) => {
      const node = nodes.get(name);
      const interfaces = (node?.host == null ? undefined : findNamed(site.hosts, node.host))?.interfaces.flatMap(({ address }) => address ?? []) ?? [];
      return { machine: layer.machines[place] ?? name, addresses: [...new Set([...ownAddresses(node), ...interfaces, ...layer.addresses])] };
    });
  const bind = (listen: LayerListen, places: ReturnType<typeof placesOf>, address: string | null, port: number): void => {
    let at = found.get(port);
    if (at === undefined) found.set(port, (at = new Map()));
    if (address !== null && !isLoopback(address)) return put(at, address, listen);
    for (const { machine, addresses } of places) {
      put(at, machine, listen);
      if (address === null) for (const each of addresses) put(at, each, listen);
    }
  };
  for (const layer of site.proxies) {
    const places = placesOf(layer);
    for (const listen of layer.listens) {
      const here: LayerListen = { kind: "proxy", layer, listen };
      for (const { address, from, to, transport } of listen.binds) {
        if (transport === "tcp") for (let port = from; port <= to; port++) bind(here, places, address, port);
      }
    }
  }
  for (const layer of site.caches) {
    const places = placesOf(layer);
    for (const listen of layer.listens) for (const { address, port } of listen.binds) bind({ kind: "cache", layer, listen }, places, address, port);
  }
  return found;
}

/** A node's addresses, and its name where others find it by that. */
function ownAddresses(node: Node | undefined): readonly string[] {
  return node === undefined ? [] : [node.name, node.entity, node.address, ...node.addresses.map(({ address }) => address)];
}
