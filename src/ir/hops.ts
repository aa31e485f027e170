import type { Cache, CacheListen, CacheOrigin } from "./cache.js";
import type { Node } from "./place.js";
import type { Site } from "./site.js";
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
export function hopsOf(site: Site): Hops {
  const listens = findListens(site);
  const at: Hops["at"] = (address, port, machine) => listens.get(isLoopback(address) ? `${machine ?? ""} ${port}` : `${address} ${port}`) ?? [];
  const all: Hop[] = [];
  const add = (from: Sender, servers: readonly Server[]): void => {
    const found = new Set<LayerListen["listen"]>();
    for (const server of servers) {
      for (const to of at(server.address, server.port, from.layer.machines[0])) {
        if (!found.has(to.listen)) all.push({ from, server, to });
        found.add(to.listen);
      }
    }
  };
  for (const layer of site.proxies) {
    const pools = new Map(layer.pools.map((pool) => [pool.name, pool]));
    for (const listen of layer.listens) {
      const whole = listen.pool === null ? undefined : pools.get(listen.pool);
      if (whole !== undefined) add({ kind: "proxy", layer, listen, route: null, pool: whole }, whole.servers);
      for (const route of listen.routes) {
        const pool = route.action.do === "proxy" ? pools.get(route.action.pool) : undefined;
        if (pool !== undefined) add({ kind: "proxy", layer, listen, route, pool }, pool.servers);
      }
    }
  }
  for (const layer of site.caches) for (const origin of layer.origins) add({ kind: "cache", layer, origin }, origin.servers);
  return { all, at };
}

export function isLoopback(address: string): boolean {
  return /^127\.|^::1$|^localhost$/.test(address);
}

/** Listens by `ADDRESS PORT`, and by `MACHINE PORT` those that the machine itself reaches at 127.0.0.1. */
function findListens(site: Site): ReadonlyMap<string, readonly LayerListen[]> {
  const nodes = new Map(site.nodes.map((node) => [node.name, node]));
  const hosts = new Map(site.hosts.map((host) => [host.name, host]));
  const found = new Map<string, LayerListen[]>();
  const put = (key: string, listen: LayerListen): void => {
    const known = found.get(key);
    if (known === undefined) found.set(key, [listen]);
    else if (known.at(-1)!.listen !== listen.listen) known.push(listen);
  };
  /** Where the machines of a layer are reached at all. */
  const placesOf = (layer: Proxy | Cache): readonly { readonly machine: string; readonly addresses: readonly string[] }[] =>
    layer.nodes.map((name, index) => {
      const node = nodes.get(name);
      const interfaces = hosts.get(node?.host ?? "")?.interfaces.flatMap(({ address }) => address ?? []) ?? [];
      return { machine: layer.machines[index] ?? name, addresses: [...new Set([...ownAddresses(node), ...interfaces, ...layer.addresses])] };
    });
  const bind = (listen: LayerListen, places: ReturnType<typeof placesOf>, address: string | null, port: number): void => {
    if (address !== null && !isLoopback(address)) put(`${address} ${port}`, listen);
    for (const { machine, addresses } of places) {
      if (address === null || isLoopback(address)) put(`${machine} ${port}`, listen);
      if (address === null) for (const each of addresses) put(`${each} ${port}`, listen);
    }
  };
  for (const layer of site.proxies) {
    const places = placesOf(layer);
    for (const listen of layer.listens) {
      for (const { address, from, to, transport } of listen.binds) {
        if (transport === "tcp") for (let port = from; port <= to; port++) bind({ kind: "proxy", layer, listen }, places, address, port);
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
