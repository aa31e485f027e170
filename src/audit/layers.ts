import type { Cache } from "../ir/cache.js";
import type { Hops, LayerListen } from "../ir/hops.js";
import type { Node } from "../ir/place.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Site } from "../ir/site.js";
import type { Discovery, Pool, Proxy, Route } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import type { AgentOf } from "./agents.js";
import type { Holding } from "./holdings.js";
import type { Unit, Units } from "./units.js";

/** A gateway, balancer or cache. */
export interface Layer {
  readonly name: string;
  readonly engine: string;
  readonly nodes: readonly Node[];
  /** VIPs that its listens without an address bind. */
  readonly vips: readonly string[];
  readonly origin: Origin;
}

/** Where requests come to a layer. */
export interface Arrival {
  readonly layer: Layer;
  readonly binds: readonly { readonly address: string | null; readonly from: number; readonly to: number; readonly transport: "tcp" | "udp" }[];
  readonly exits: readonly Exit[];
  readonly origin: Origin;
}

/** What becomes of some of the requests that came to a layer. */
export interface Exit {
  readonly domains: readonly string[];
  readonly match: Route["match"];
  /** null where requests are not read. */
  readonly path: string | null;
  /** Who answers them; null: the layer itself. */
  readonly supply: Supply | null;
  /** False for what is no answer: a refusal, a redirect. */
  readonly serves: boolean;
  readonly origin: Origin;
}

/** The servers of a pool. */
export interface Supply {
  readonly name: string;
  /** The layer whose pool it is, and its engine. */
  readonly layer: string;
  readonly engine: string;
  /** Those that can be sent to. */
  readonly suppliers: readonly Supplier[];
  /** Those that nobody is sent to for a weight of 0, and backups whose turn never comes, as nobody looks at the others. */
  readonly idle: number;
  /** How many of them must be there. */
  readonly needs: number;
  readonly role: string | null;
  readonly writes: Pool["writes"];
  readonly checked: boolean;
  readonly discovery: Discovery | null;
  readonly origin: Origin;
}

export interface Supplier {
  readonly name: string;
  readonly to: Destination;
  /** The Consul agent that tells of it; undefined where that does not matter. */
  readonly agent: Unit | undefined;
}

export type Destination =
  | { readonly kind: "node"; readonly node: Node; readonly unit: Unit; readonly arrival: Arrival | undefined }
  | { readonly kind: "vip"; readonly holding: Holding; readonly address: string; readonly arrival: Arrival | undefined }
  /** Something on a host of the site that no declaration says. */
  | { readonly kind: "host"; readonly unit: Unit; readonly port: number }
  | { readonly kind: "outside"; readonly host: string; readonly port: number };

/** What suppliers are found by. */
interface Finder {
  readonly units: Units;
  readonly hops: Hops;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly hosts: ReadonlyMap<string, Unit>;
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly arrivals: Map<LayerListen["listen"], Arrival>;
  readonly agent: AgentOf;
}

/** Every arrival of every layer. */
export function arrivalsOf(site: Site, index: SiteIndex, units: Units, holdings: readonly Holding[], agent: AgentOf): readonly Arrival[] {
  const finder: Finder = {
    units,
    hops: index.hops(),
    nodes: new Map(site.nodes.map((node) => [node.name, node])),
    hosts: new Map(site.hosts.flatMap(({ name, interfaces }) => interfaces.flatMap(({ address }) => (address === null ? [] : [[address, units.host(name)!] as const])))),
    holdings: new Map(holdings.flatMap((holding) => holding.vrrp.addresses.map(({ address }) => [address, holding] as const))),
    arrivals: new Map(),
    agent,
  };
  // Suppliers lead to arrivals, which must be there before: their exits are filled in afterwards.
  const fills = [...site.proxies.flatMap((proxy) => announceProxy(proxy, finder)), ...site.caches.flatMap((cache) => announceCache(cache, finder))];
  for (const fill of fills) fill();
  return [...finder.arrivals.values()];
}

function layerOf({ name, nodes, addresses, origin }: Proxy | Cache, engine: string, { nodes: byName }: Finder): Layer {
  return { name, engine, nodes: nodes.flatMap((each) => byName.get(each) ?? []), vips: addresses, origin };
}

function announceProxy(proxy: Proxy, finder: Finder): readonly (() => void)[] {
  const layer = layerOf(proxy, proxy.engine, finder);
  const pools = new Map(proxy.pools.map((pool) => [pool.name, pool]));
  const supplies = new Map<string, Supply>();
  const supplyOf = (name: string): Supply | null => {
    const pool = pools.get(name);
    if (pool !== undefined && !supplies.has(name)) supplies.set(name, supplyOfPool(pool, proxy, finder));
    return supplies.get(name) ?? null;
  };
  return proxy.listens.map((listen) => {
    const exits: Exit[] = [];
    finder.arrivals.set(listen, { layer, binds: listen.binds, exits, origin: listen.origin });
    return () => {
      if (listen.pool !== null) exits.push({ domains: [], match: "prefix", path: null, supply: supplyOf(listen.pool), serves: true, origin: listen.origin });
      for (const { domains, match, path, action, origin } of listen.routes) {
        const supply = action.do === "proxy" ? supplyOf(action.pool) : null;
        exits.push({ domains, match, path, supply, serves: supply !== null || action.do === "files" || action.do === "lua", origin });
      }
    };
  });
}

function supplyOfPool(pool: Pool, proxy: Proxy, finder: Finder): Supply {
  const { discovery } = pool;
  // nginx leaves out a server to which requests failed, and tries the next one.
  const checked = (pool.check !== null && pool.check.form !== "none") || !["haproxy", "lvs"].includes(proxy.engine);
  const weighted = pool.servers.filter(({ weight }) => weight > 0);
  const first = weighted.filter(({ backup }) => !backup);
  const servers = checked || first.length === 0 ? weighted : first;
  return {
    name: pool.entity,
    needs: pool.role === "replicas" && isPostgres(pool, finder) ? 2 : 1,
    layer: proxy.name,
    engine: proxy.engine,
    idle: pool.servers.length - servers.length,
    suppliers: servers.map((server) => {
      // Consul leaves out what was told to an agent that is gone; keys stay where they are.
      const told = discovery?.via === "dns" || discovery?.via === "health" ? finder.agent(discovery, server.name) : undefined;
      return { name: server.name, to: destinationOf(server, proxy, finder), agent: told };
    }),
    role: pool.role,
    writes: pool.writes,
    checked,
    discovery,
    origin: pool.origin,
  };
}

/** Of whose servers, all in the pool, one is the primary, whichever it is: it answers nobody who asks for replicas. */
function isPostgres({ servers }: Pool, { nodes }: Finder): boolean {
  return servers.some(({ name }) => nodes.get(name)?.kind === "postgres");
}

function announceCache(cache: Cache, finder: Finder): readonly (() => void)[] {
  const layer = layerOf(cache, "squid", finder);
  const supplies = cache.origins.map(({ name, servers, origin }) => (): Supply => ({
    name, layer: cache.name, engine: "squid", idle: 0, needs: 1, role: null, writes: null, checked: true, discovery: null, origin,
    suppliers: servers.filter(({ weight }) => weight > 0).map((server) => ({ name: server.name, to: destinationOf(server, cache, finder), agent: undefined })),
  }));
  return cache.listens.map((listen) => {
    const exits: Exit[] = [];
    const binds = listen.binds.map(({ address, port }) => ({ address, from: port, to: port, transport: "tcp" as const }));
    finder.arrivals.set(listen, { layer, binds, exits, origin: listen.origin });
    return () => {
      const add = (domains: readonly string[], supply: Supply | null, origin: Origin): void => void exits.push({ domains, match: "prefix", path: null, supply, serves: true, origin });
      if (listen.mode !== "accelerate") add([], null, listen.origin);
      else cache.origins.forEach(({ domains, origin }, at) => add(domains, supplies[at]!(), origin));
    };
  });
}

function destinationOf({ name, address, port }: Pool["servers"][number], from: Proxy | Cache, { hops, holdings, nodes, units, hosts, arrivals }: Finder): Destination {
  const [listen] = hops.at(address, port, from.machines[0]);
  const arrival = listen && arrivals.get(listen.listen);
  const holding = holdings.get(address);
  if (holding !== undefined) return { kind: "vip", holding, address, arrival };
  const node = nodes.get(name);
  if (node !== undefined && (node.address === address || node.addresses.some((each) => each.address === address))) return { kind: "node", node, unit: units.node(name), arrival };
  // An endpoint that is written as such may still be one of the site's.
  const own = arrival?.layer.nodes.find((each) => each.address === address);
  if (own !== undefined) return { kind: "node", node: own, unit: units.node(own.name), arrival };
  const unit = hosts.get(address);
  return unit === undefined ? { kind: "outside", host: address, port } : { kind: "host", unit, port };
}
