import type { Listen, Pool } from "./traffic.js";

/** Whether the servers of a pool speak TLS, and nobody says how it would be made or checked on the way to them. */
export function isUnsaidTls({ tls }: Pick<Pool, "tls">): boolean {
  return tls !== null && tls.authority === null && tls.certificate === null && tls.verify === "yes";
}

/**
 * Whether TLS of the clients goes through to servers that speak it, as the bytes that they are: nobody says how it would be made on the way, and none of the
 * listens that lead there, all streams, ends it. Else it would be wrapped in TLS once more.
 */
export function passesTls(pool: Pick<Pool, "tls">, listens: readonly Pick<Listen, "tls">[]): boolean {
  return isUnsaidTls(pool) && listens.every(({ tls }) => tls === null);
}
