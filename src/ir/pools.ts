import type { Site } from "./site.js";
import type { Listen, Pool, Proxy } from "./traffic.js";
import { oncePer } from "../source/once.js";

/** The servers that take traffic while all are well. */
export function activeServers({ servers }: Pool): number {
  return servers.filter(({ backup, weight }) => !backup && weight > 0).length;
}

/** Whether the proxies in front of a service speak TLS to it by HTTP. */
export function speaksHttps(service: string, { proxies }: Pick<Site, "proxies">): boolean {
  return secured(proxies).has(service);
}

// Each instance of a service asks.
const secured = oncePer((proxies: readonly Proxy[]) => new Set(proxies.flatMap(({ pools }) => pools.flatMap(({ entity, protocol }) => (protocol === "https" ? [entity] : [])))));

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

/** The first listen that sends to each pool. */
const listensByPool = oncePer((proxy: Proxy): ReadonlyMap<string, Listen> => {
  const found = new Map<string, Listen>();
  const add = (name: string, listen: Listen): void => {
    if (!found.has(name)) found.set(name, listen);
  };
  for (const listen of proxy.listens) {
    if (listen.pool !== null) add(listen.pool, listen);
    for (const { action } of listen.routes) if (action.do === "proxy") add(action.pool, listen);
  }
  return found;
});
