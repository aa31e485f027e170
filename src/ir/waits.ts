import type { Hop, LayerListen } from "./hops.js";
import { domainListsMeet } from "./domains.js";
import type { Pool, Proxy, Route } from "./traffic.js";
import { routesMeet } from "./walk.js";

/** What the language takes where nobody says a time, in milliseconds. */
const usual = { client: 60_000, server: 60_000, tunnel: 3_600_000 };

/** How long the front of a step waits for an answer of its server while nothing comes; 0: for ever. */
export function frontWait({ from }: Hop): number | undefined {
  if (from.kind === "cache" || from.layer.engine === "lvs") return undefined;
  const { serverMs, clientMs, tunnelMs } = from.pool.timeouts;
  if (from.listen.mode === "http") return serverMs;
  // A stream lives by the times of its sides where somebody wrote them, else by that of tunnels.
  return tunnelMs === usual.tunnel && (clientMs !== usual.client || serverMs !== usual.server) ? Math.min(clientMs, serverMs) : tunnelMs;
}

/** Where a layer passes the requests of a step on to, one of its pools. */
export interface Onward {
  readonly layer: Proxy;
  readonly route: Route | null;
  readonly pool: Pool;
}

/** Where a listen passes requests of HTTP on to. Those that `wanted` says, found once for a listen. */
export function onwardsOf(wanted: (onward: Onward) => boolean): (to: LayerListen) => readonly Onward[] {
  const known = new Map<LayerListen["listen"], readonly Onward[]>();
  return (to) => {
    const found = known.get(to.listen) ?? allOnwards(to).filter(wanted);
    known.set(to.listen, found);
    return found;
  };
}

function allOnwards(to: LayerListen): readonly Onward[] {
  if (to.kind === "cache" || to.listen.mode !== "http" || to.layer.engine === "lvs") return [];
  const { layer, listen } = to;
  const pools = new Map(layer.pools.map((pool) => [pool.name, pool]));
  const whole = listen.pool === null ? undefined : pools.get(listen.pool);
  const routed = listen.routes.flatMap((route): Onward[] => {
    const pool = route.action.do === "proxy" ? pools.get(route.action.pool) : undefined;
    return pool === undefined ? [] : [{ layer, route, pool }];
  });
  return whole === undefined ? routed : [{ layer, route: null, pool: whole }, ...routed];
}

/** Whether some request of a step goes on by this way. */
export function goesOn({ from }: Hop, { route }: Onward): boolean {
  const outer = from.kind === "proxy" ? from.route : null;
  const domains = from.kind === "proxy" ? (outer?.domains ?? []) : from.origin.domains;
  return route === null || (routesMeet(outer, route) && domainListsMeet(domains, route.domains));
}

/** How many servers one request may be sent to, one after another, when they fail; HAProxy tries again only until a connection stands. */
export function triesOf({ engine }: Proxy, { retries, servers }: Pool): number {
  return engine === "haproxy" || engine === "lvs" ? 1 : Math.max(1, Math.min(retries + 1, servers.filter(({ weight }) => weight > 0).length));
}
