import type { Tls } from "../../ir/basics.js";
import { passesTls } from "../../ir/passed-tls.js";
import type { Listen, Pool, Proxy } from "../../ir/traffic.js";
import { realAddress } from "./clients.js";
import { group, line, section } from "./directive.js";
import { addDirectives, extend } from "./extend.js";
import { connectionCaps } from "./limits.js";
import { streamListens } from "./listens.js";
import { logsOf, type Logs } from "./logs.js";
import type { Directive } from "./model.js";
import { placed, type Placed } from "./native.js";
import { fixed } from "./quote.js";
import { cannot, need, type Scope } from "./scope.js";
import { directivesOf } from "./settings.js";
import { certificateLines, serverTls, sessionLines, tlsSettings } from "./tls.js";
import { wait } from "./units.js";
import { printUpstreams } from "./upstream.js";
import { placesOf, type Upstream } from "./upstreams.js";
import { groupBy } from "../../source/group.js";

interface StreamPlan {
  readonly proxy: Proxy;
  readonly listen: Listen;
  readonly upstream: Upstream;
}

/** `stream {}`: what is balanced as TCP or UDP. Null when nothing is. Source: nginx.org, ngx_stream_proxy_module. */
export function streamOf(natives: ReadonlyMap<Proxy, Placed>, scope: Scope): readonly Directive[] | null {
  const plans = scope.proxies.flatMap((proxy) => proxy.listens.filter(({ mode }) => mode === "tcp").flatMap((listen) => planOf(proxy, listen, scope)));
  const [first] = plans;
  const native = [...natives.values()].flatMap((each) => each.get("stream") ?? []);
  if (first === undefined && native.length === 0) return null;
  need(scope, "stream", first?.listen.origin ?? native[0]!.origin);
  const logs = logsOf("stream", [...new Set(plans.map(({ proxy }) => proxy))], scope);
  const upstreams = [...groupBy(plans, ({ proxy }) => proxy)].flatMap(([proxy, own]) => printUpstreams("stream", [...new Set(own.map(({ upstream }) => upstream))], proxy, scope));
  const servers = plans.map((plan) => serverOf(plan, logs, natives, scope));
  const secure = plans.find(({ listen }) => listen.tls !== null)?.listen;
  const head = [...logs.formats, ...logs.common, ...(secure === undefined ? [] : group(sessionLines(secure.tls!.origin, fixed("shared:SSL_stream:10m")))), ...group(scope.declared.stream)];
  return addDirectives([...head, ...upstreams, ...servers], native, scope.report);
}

function planOf(proxy: Proxy, listen: Listen, scope: Scope): readonly StreamPlan[] {
  const upstreams = scope.upstreamsOf(proxy);
  const place = listen.pool === null ? undefined : placesOf(upstreams).get(listen.pool);
  const upstream = place === undefined ? undefined : upstreams.all[place];
  if (upstream === undefined) cannot(scope, listen.origin, "listen without knowing where to send what it gets", "write `-> SERVICE`");
  if (listen.routes.length > 0) cannot(scope, listen.origin, "tell paths apart in TCP", "write `http` after the port");
  return upstream === undefined ? [] : [{ proxy, listen, upstream }];
}

// The language's own: what somebody wrote instead counts.
const usual = { client: 60_000, server: 60_000, tunnel: 3_600_000 };

/** nginx has one time for both sides. A connection of TCP is a tunnel, unless somebody said how long a side may be silent. */
function silenceOf({ binds }: Listen, { timeouts: { clientMs, serverMs, tunnelMs } }: Pool): number {
  const sides = Math.min(clientMs, serverMs);
  const isUdp = binds.some(({ transport }) => transport === "udp");
  return isUdp || (tunnelMs === usual.tunnel && (clientMs !== usual.client || serverMs !== usual.server)) ? sides : tunnelMs;
}

function serverOf({ proxy, listen, upstream: { pool, word } }: StreamPlan, logs: Logs, natives: ReadonlyMap<Proxy, Placed>, scope: Scope): Directive {
  const { origin, tls } = listen;
  const at = pool.timeouts.origin;
  const body = [
    ...streamListens(listen, scope),
    ...(tls === null ? [] : [...certificateLines(tls, scope), ...tlsSettings(tls, ({ origin: at }: Tls) => at, scope).flatMap((each) => directivesOf(each, tls))]),
    // The PROXY header is the only word on the client's address that TCP has.
    ...(listen.acceptProxy ? realAddress(proxy, listen, scope).filter(({ name }) => name === "set_real_ip_from") : []),
    ...connectionCaps("stream", proxy, listen, scope),
    ...logs.of(proxy),
    line(origin, "proxy_pass", word),
    ...(pool.proxyProtocol === null ? [] : [line(pool.origin, "proxy_protocol", fixed("on"))]),
    ...(pool.tls === null || passesTls(pool, [listen]) ? [] : [line(pool.tls.origin, "proxy_ssl", fixed("on")), ...serverTls("proxy", pool, scope)]),
    line(at, "proxy_connect_timeout", wait(pool.timeouts.connectMs, "a server to accept", at, scope.report)),
    line(at, "proxy_timeout", wait(silenceOf(listen, pool), "a connection", at, scope.report)),
    ...(pool.retries === 0 ? [line(pool.origin, "proxy_next_upstream", fixed("off"))] : [line(pool.origin, "proxy_next_upstream_tries", fixed(`${pool.retries + 1}`))]),
  ];
  return section(origin, "server", [], extend(body, "stream-server", [natives.get(proxy)!, placed(listen.native, "stream-server", scope)], scope.report));
}

