import { filterAgain, partedAgain } from "../source/kept-groups.js";
import { noTables, type Tables } from "../source/tables.js";
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

/** Pools that did not change since the compilation before are not looked at again. */
export function proxyPartsOf({ proxies }: Site, index: SiteIndex, tables: Tables): readonly ProxyParts[] {
  const listens = index.layerListens();
  const frame = tables === noTables ? [] : [[...listens.keys()].join(" ")];
  return proxies.map((proxy) => ({ proxy, redirects: redirectsOf(proxy, tables), ...partedAgain(`parts of proxy ${proxy.name}`, frame, proxy.pools, bit, (pool) => bitsOf(pool, listens), tables) }));
}

const bit = { discovering: 1, resolving: 2, checkedApart: 4, scripted: 8, speaking: 16, writing: 32, weightless: 64, waiting: 128, atLayerPorts: 256, atTlsPort: 512, repeating: 1024 };

function bitsOf({ discovery, resolve, check, speaks, writes, servers }: Pool, listens: LayerListens): number {
  let bits = discovery === null ? 0 : bit.discovering;
  if (resolve !== null) bits |= bit.resolving;
  if (check !== null && check.port !== null) bits |= bit.checkedApart;
  if (check?.form === "script") bits |= bit.scripted;
  if (speaks !== null && speaks !== "http") bits |= bit.speaking;
  if (writes !== null) bits |= bit.writing;
  let weights = 0;
  let backups = 0;
  for (const { weight, backup, port } of servers) {
    if (weight > 0) weights++;
    if (backup) backups++;
    if (listens.has(port)) bits |= bit.atLayerPorts;
    if (port === 443) bits |= bit.atTlsPort;
  }
  if (servers.length > 0 && weights === 0) bits |= bit.weightless;
  if (servers.length > 0 && backups === servers.length) bits |= bit.waiting;
  if (isRepeating(servers)) bits |= bit.repeating;
  return bits;
}

function redirectsOf({ name, listens }: Proxy, tables: Tables): ProxyParts["redirects"] {
  return listens.flatMap((listen) => filterAgain(`redirects of ${name} ${listen.name}`, listen.routes, ({ action }) => action.do === "redirect", tables).map((route) => ({ listen, route })));
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
