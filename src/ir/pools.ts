import type { Pool, Proxy } from "./traffic.js";

/** The servers that take traffic while all are well. */
export function activeServers({ servers }: Pool): number {
  return servers.filter(({ backup, weight }) => !backup && weight > 0).length;
}

/** The first port at which clients come to a pool. */
export function portTo(pool: Pool, { listens }: Proxy): number {
  const listen = listens.find((each) => each.pool === pool.name || each.routes.some(({ action }) => action.do === "proxy" && action.pool === pool.name));
  return listen?.binds[0]?.from ?? pool.servers[0]!.port;
}
