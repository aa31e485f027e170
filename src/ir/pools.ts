import type { Site } from "./site.js";
import type { Listen, Pool, Proxy } from "./traffic.js";

/** The servers that take traffic while all are well. */
export function activeServers({ servers }: Pool): number {
  return servers.filter(({ backup, weight }) => !backup && weight > 0).length;
}

/** Whether the proxies in front of a service speak TLS to it by HTTP. */
export function speaksHttps(service: string, { proxies }: Pick<Site, "proxies">): boolean {
  let secure = secured.get(proxies);
  if (secure === undefined) {
    secure = new Set(proxies.flatMap(({ pools }) => pools.flatMap(({ entity, protocol }) => (protocol === "https" ? [entity] : []))));
    secured.set(proxies, secure);
  }
  return secure.has(service);
}

// Each instance of a service asks.
const secured = new WeakMap<readonly Proxy[], ReadonlySet<string | null>>();

/** The names of the pools that streams are passed on to as a whole. */
export function streamedPools({ listens }: Proxy): ReadonlySet<string> {
  const streamed = new Set<string>();
  for (const { mode, pool } of listens) if (mode === "tcp" && pool !== null) streamed.add(pool);
  return streamed;
}

/** The first port at which clients come to a pool. */
export function portTo(pool: Pool, proxy: Proxy): number {
  return listensByPool(proxy).get(pool.name)?.binds[0]?.from ?? pool.servers[0]!.port;
}

const firstListens = new WeakMap<Proxy, ReadonlyMap<string, Listen>>();

/** The first listen that sends to each pool; made once for a proxy. */
function listensByPool(proxy: Proxy): ReadonlyMap<string, Listen> {
  const known = firstListens.get(proxy);
  if (known !== undefined) return known;
  const found = new Map<string, Listen>();
  const add = (name: string, listen: Listen): void => {
    if (!found.has(name)) found.set(name, listen);
  };
  for (const listen of proxy.listens) {
    if (listen.pool !== null) add(listen.pool, listen);
    for (const { action } of listen.routes) if (action.do === "proxy") add(action.pool, listen);
  }
  firstListens.set(proxy, found);
  return found;
}
