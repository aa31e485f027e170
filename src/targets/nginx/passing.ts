import type { Listen, Pool, Proxy, Route } from "../../ir/traffic.js";
import { schemeOf } from "./clients.js";
import { type Beside, degradeOf } from "./degrade.js";
import { line } from "./directive.js";
import { requestHeaders, responseHeaders } from "./headers.js";
import type { Directive } from "./model.js";
import { fixed, joined, named } from "./quote.js";
import { ignores, type Scope } from "./scope.js";
import { type Setting, setting } from "./settings.js";
import { serverTls } from "./tls.js";
import { wait } from "./units.js";

/** How a location passes requests to the servers of a pool. */
export interface Passing {
  readonly by: "proxy" | "grpc";
  readonly settings: readonly Setting[];
  /** What counts requests before they are passed on. */
  readonly guards: readonly Directive[];
  readonly lines: readonly Directive[];
  readonly besides: readonly Beside[];
}

// The language's own; only other ones are worth a word.
const usual = { queue: 60_000, tunnel: 3_600_000 };

export function passingOf(proxy: Proxy, listen: Listen, route: Route, pool: Pool, scope: Scope): Passing {
  const { origin } = route;
  const by = pool.protocol === "grpc" ? "grpc" : "proxy";
  const isSecure = pool.tls !== null || pool.protocol === "https";
  const upstream = named(scope.upstreamOf(pool));
  const pass =
    by === "grpc"
      ? line(origin, "grpc_pass", joined(isSecure ? fixed("grpcs://") : fixed("grpc://"), upstream))
      : line(origin, "proxy_pass", joined(isSecure ? fixed("https://") : fixed("http://"), upstream));
  const lines = [pass, ...(isSecure ? serverTls(by, pool, scope) : []), ...responseHeaders(route, by, scope)];
  const settings = [...(by === "grpc" ? grpcSettings(pool, scope) : proxySettings(route, pool, scope)), requestHeaders(route, by, schemeOf(proxy, listen, scope), scope)];
  const degraded = degradeOf(proxy, route, by, lines, settings, scope);
  checkTimeouts(pool, scope);
  return {
    by,
    settings,
    guards: degraded.guards,
    lines: [...lines, ...degraded.inside],
    besides: degraded.besides,
  };
}

function checkTimeouts({ timeouts: { tunnelMs, queueMs, serverMs, origin } }: Pool, scope: Scope): void {
  if (tunnelMs !== usual.tunnel && tunnelMs !== serverMs) ignores(scope, origin, "has no time of its own for tunnels", "a websocket that is silent for as long as `server` says is closed");
  if (queueMs !== usual.queue) ignores(scope, origin, "has no queue for servers", "a request that no server may take is refused at once");
}

function proxySettings({ buffer, origin }: Route, pool: Pool, scope: Scope): readonly Setting[] {
  const { connectMs, serverMs, origin: at } = pool.timeouts;
  const silence = wait(serverMs, "a server", at, scope.report);
  const gathered = buffer ? fixed("on") : fixed("off");
  return [
    setting(at, "proxy_connect_timeout", wait(connectMs, "a server to accept", at, scope.report)),
    setting(at, "proxy_send_timeout", silence),
    setting(at, "proxy_read_timeout", silence),
    // The first request is a try, too.
    pool.retries === 0 ? setting(pool.origin, "proxy_next_upstream", fixed("off")) : setting(pool.origin, "proxy_next_upstream_tries", fixed(`${pool.retries + 1}`)),
    setting(origin, "proxy_buffering", gathered),
    setting(origin, "proxy_request_buffering", gathered),
  ];
}

function grpcSettings(pool: Pool, scope: Scope): readonly Setting[] {
  const { connectMs, serverMs, origin: at } = pool.timeouts;
  const silence = wait(serverMs, "a server", at, scope.report);
  return [
    setting(at, "grpc_connect_timeout", wait(connectMs, "a server to accept", at, scope.report)),
    setting(at, "grpc_send_timeout", silence),
    setting(at, "grpc_read_timeout", silence),
    pool.retries === 0 ? setting(pool.origin, "grpc_next_upstream", fixed("off")) : setting(pool.origin, "grpc_next_upstream_tries", fixed(`${pool.retries + 1}`)),
  ];
}
