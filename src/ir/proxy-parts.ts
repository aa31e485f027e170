import type { LayerListens } from "./hops.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";
import type { Listen, Pool, Proxy, Route, Server } from "./traffic.js";

/** What few pools and routes of a proxy have, found in one look at all of them; each list is in their order. */
export interface ProxyParts {
  readonly proxy: Proxy;
  /** Whose servers are found while the site runs. */
  readonly discovering: readonly Pool[];
  /** Whose servers' names are resolved again. */
  readonly resolving: readonly Pool[];
  /** That are checked at a port of their own. */
  readonly checkedApart: readonly Pool[];
  /** That a script checks. */
  readonly scripted: readonly Pool[];
  /** Whose servers are known to speak something else than HTTP. */
  readonly speaking: readonly Pool[];
  /** For whom it is a question which server takes writes. */
  readonly writing: readonly Pool[];
  /** Whose servers all have a weight of 0. */
  readonly weightless: readonly Pool[];
  /** Whose servers all are backups. */
  readonly waiting: readonly Pool[];
  /** With a server at a port at which a layer of the site listens. */
  readonly atLayerPorts: readonly Pool[];
  /** With a server at port 443. */
  readonly atTlsPort: readonly Pool[];
  /** Where two servers have one address and port. */
  readonly repeating: readonly Pool[];
  readonly redirects: readonly { readonly listen: Listen; readonly route: Route }[];
}

export function proxyPartsOf({ proxies }: Site, index: SiteIndex): readonly ProxyParts[] {
  const listens = index.layerListens();
  return proxies.map((proxy) => partsOf(proxy, listens));
}

function partsOf(proxy: Proxy, listens: LayerListens): ProxyParts {
  const parts = {
    proxy,
    discovering: [] as Pool[],
    resolving: [] as Pool[],
    checkedApart: [] as Pool[],
    scripted: [] as Pool[],
    speaking: [] as Pool[],
    writing: [] as Pool[],
    weightless: [] as Pool[],
    waiting: [] as Pool[],
    atLayerPorts: [] as Pool[],
    atTlsPort: [] as Pool[],
    repeating: [] as Pool[],
    redirects: redirectsOf(proxy),
  };
  for (const pool of proxy.pools) {
    if (pool.discovery !== null) parts.discovering.push(pool);
    if (pool.resolve !== null) parts.resolving.push(pool);
    if (pool.check !== null && pool.check.port !== null) parts.checkedApart.push(pool);
    if (pool.check?.form === "script") parts.scripted.push(pool);
    if (pool.speaks !== null && pool.speaks !== "http") parts.speaking.push(pool);
    if (pool.writes !== null) parts.writing.push(pool);
    const { servers } = pool;
    let weights = 0;
    let backups = 0;
    let layers = 0;
    let secure = 0;
    for (const { weight, backup, port } of servers) {
      if (weight > 0) weights++;
      if (backup) backups++;
      if (listens.has(port)) layers++;
      if (port === 443) secure++;
    }
    if (servers.length > 0 && weights === 0) parts.weightless.push(pool);
    if (servers.length > 0 && backups === servers.length) parts.waiting.push(pool);
    if (layers > 0) parts.atLayerPorts.push(pool);
    if (secure > 0) parts.atTlsPort.push(pool);
    if (isRepeating(servers)) parts.repeating.push(pool);
  }
  return parts;
}

function redirectsOf({ listens }: Proxy): ProxyParts["redirects"] {
  const redirects: { readonly listen: Listen; readonly route: Route }[] = [];
  for (const listen of listens) for (const route of listen.routes) if (route.action.do === "redirect") redirects.push({ listen, route });
  return redirects;
}

/** Up to so many are compared each with each, which is cheaper than to remember them. */
const few = 8;

function isRepeating(servers: readonly Server[]): boolean {
  if (servers.length > few) return new Set(servers.map(({ address, port }) => `${address} ${port}`)).size < servers.length;
  for (let at = 1; at < servers.length; at++) {
    const { address, port } = servers[at]!;
    for (let earlier = 0; earlier < at; earlier++) if (servers[earlier]!.port === port && servers[earlier]!.address === address) return true;
  }
  return false;
}
