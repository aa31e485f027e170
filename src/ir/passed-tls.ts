import type { Listen, Pool } from "./traffic.js";

/**
 * Whether TLS of the clients goes through to servers that speak it, as the bytes that they are: nobody says how it would be made or checked on the way, and
 * none of the listens that lead there, all streams, ends it. Else it would be wrapped in TLS once more.
 */
export function passesTls({ tls }: Pick<Pool, "tls">, listens: readonly Pick<Listen, "tls">[]): boolean {
  return tls !== null && tls.authority === null && tls.certificate === null && tls.verify === "yes" && listens.every((listen) => listen.tls === null);
}
