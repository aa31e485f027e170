import { findNamed } from "../source/group.js";
import type { Hop, LayerListen } from "./hops.js";
import { indexRoutes } from "./route-index.js";
import type { Pool, Proxy, Route } from "./traffic.js";

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

/** Finds where the requests of a step may go on to, of those that `wanted` says. */
export function onwardsOf(wanted: (onward: Onward) => boolean): (hop: Hop) => readonly Onward[] {
  const indexOf = memoOf((to) => indexRoutes(allOnwards(to).filter(wanted), ({ route }) => route));
  return (hop) => indexOf(hop.to).meeting(hop.from.kind === "proxy" ? hop.from.route : null, domainsOf(hop));
}

/** What `make` gives for a listen, made once. */
function memoOf<Value>(make: (to: LayerListen) => Value): (to: LayerListen) => Value {
  const known = new Map<LayerListen["listen"], Value>();
  return (to) => {
    let found = known.get(to.listen);
    if (found === undefined) known.set(to.listen, (found = make(to)));
    return found;
  };
}

function allOnwards(to: LayerListen): readonly Onward[] {
  if (to.kind === "cache" || to.listen.mode !== "http" || to.layer.engine === "lvs") return [];
  const { layer, listen } = to;
  const whole = listen.pool === null ? undefined : findNamed(layer.pools, listen.pool);
  const onwards: Onward[] = whole === undefined ? [] : [{ layer, route: null, pool: whole }];
  for (const route of listen.routes) {
    const pool = route.action.do === "proxy" ? findNamed(layer.pools, route.action.pool) : undefined;
    if (pool !== undefined) onwards.push({ layer, route, pool });
  }
  return onwards;
}

/** The domains of the requests of a step; empty: any. */
function domainsOf({ from }: Hop): readonly string[] {
  return from.kind === "proxy" ? (from.route?.domains ?? []) : from.origin.domains;
}

/** How many servers one request may be sent to, one after another, when they fail; HAProxy tries again only until a connection stands. */
export function triesOf({ engine }: Proxy, { retries, servers }: Pool): number {
  return engine === "haproxy" || engine === "lvs" ? 1 : Math.max(1, Math.min(retries + 1, servers.filter(({ weight }) => weight > 0).length));
}
