import type { Pool, Route } from "../../ir/traffic.js";
import { type Beside, degradeOf } from "./degrade.js";
import { line, none } from "./directive.js";
import type { Way } from "./fronts.js";
import { responseHeaders } from "./headers.js";
import { type LocationSettings, passingSettings } from "./location-settings.js";
import type { Directive, Word } from "./model.js";
import { fixed, joined } from "./quote.js";
import { ignores, type Scope } from "./scope.js";
import { serverTls } from "./tls.js";
import type { Upstream } from "./upstreams.js";

/** How a location passes requests to the servers of a pool. */
export interface Passing {
  readonly by: "proxy" | "grpc";
  readonly settings: LocationSettings["all"];
  /** What counts requests before they are passed on. */
  readonly guards: readonly Directive[];
  readonly lines: readonly Directive[];
  readonly besides: readonly Beside[];
}

// The language's own; only other ones are worth a word.
const usual = { queue: 60_000, tunnel: 3_600_000 };

export function passingOf({ proxy, scheme }: Way, route: Route, { pool, word }: Upstream, scope: Scope): Passing {
  const by = pool.protocol === "grpc" ? "grpc" : "proxy";
  const lines = passLines(by, route, pool, word, scope);
  const settings = passingSettings(route, by, pool, scheme, scope);
  checkTimeouts(pool, scope);
  if (route.degrade.length === 0) return { by, settings: settings.all, guards: none, lines, besides: noBesides };
  const degraded = degradeOf(proxy, route, by, lines, settings.passing, scope);
  return { by, settings: settings.all, guards: degraded.guards, lines: [...lines, ...degraded.inside], besides: degraded.besides };
}

const noBesides: readonly Beside[] = [];

function passLines(by: "proxy" | "grpc", route: Route, pool: Pool, upstream: Word, scope: Scope): readonly Directive[] {
  const { origin } = route;
  const isSecure = pool.tls !== null || pool.protocol === "https";
  const pass =
    by === "grpc"
      ? line(origin, "grpc_pass", joined(isSecure ? fixed("grpcs://") : fixed("grpc://"), upstream))
      : line(origin, "proxy_pass", joined(isSecure ? fixed("https://") : fixed("http://"), upstream));
  if (!isSecure && route.headers.length === 0) return [pass];
  return [pass, ...(isSecure ? serverTls(by, pool, scope) : []), ...responseHeaders(route, by, scope)];
}

function checkTimeouts({ timeouts: { tunnelMs, queueMs, serverMs, origin } }: Pool, scope: Scope): void {
  if (tunnelMs !== usual.tunnel && tunnelMs !== serverMs) ignores(scope, origin, "has no time of its own for tunnels", "a websocket that is silent for as long as `server` says is closed");
  if (queueMs !== usual.queue) ignores(scope, origin, "has no queue for servers", "a request that no server may take is refused at once");
}
