import type { Pool, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { Tables } from "../../source/tables.js";
import { namesStandardVariables, requestHeaders } from "./headers.js";
import type { Location } from "./location.js";
import type { Word } from "./model.js";
import { fixed } from "./quote.js";
import { cannot, type Scope } from "./scope.js";
import { type Setting, setting } from "./settings.js";
import { checkWait, patience, size } from "./units.js";

/** What a location says of how requests come and are passed on. */
export interface LocationSettings {
  readonly all: readonly Setting<Location>[];
  /** Those of passing them on. */
  readonly passing: readonly Setting<Location>[];
}

/** The settings of a location that answers by itself what a client sends. */
export function answerSettings(route: Route, scope: Scope): readonly Setting<Location>[] {
  checkBody(route, scope);
  return bodySettings(route);
}

/** The settings of a location that passes requests on. Locations that say the same share them. */
export function passingSettings(route: Route, by: "proxy" | "grpc", pool: Pool, scheme: Word, scope: Scope): LocationSettings {
  const { connectMs, serverMs, origin } = pool.timeouts;
  checkWait(serverMs, "a server", origin, scope.report);
  checkWait(connectMs, "a server to accept", origin, scope.report);
  checkBody(route, scope);
  const { settings } = scope;
  if (settings.last !== null && saysTheSame(settings.last, route, by, pool, scheme)) return settings.last.said;
  const isKept = namesStandardVariables(route);
  const key = `${by} ${connectMs} ${serverMs} ${pool.retries} ${route.buffer} ${route.bodyBytes} ${route.timeouts.clientMs} ${scheme} ${route.forward.join()} ${JSON.stringify(requested(route))}`;
  const known = isKept ? settings.byKey.get(key) : undefined;
  const reported = scope.keeping.diagnostics.length;
  const said = known ?? { route, by, pool, scheme, said: settingsOf(route, by, pool, scheme, scope) };
  if (!isKept || scope.keeping.diagnostics.length > reported) return said.said;
  settings.last = said;
  settings.byKey.set(key, said);
  return said.said;
}

/** The headers that the server is sent because the route says so. */
function requested({ headers }: Route): readonly (readonly [string, string | null])[] {
  return headers.filter(({ on }) => on === "request").map(({ name, value }) => [name, value]);
}

/** Settings that were said before, by all that they follow from: so they stay the same from one compilation to the next. */
export interface KnownSettings {
  last: Said | null;
  readonly byKey: Map<string, Said>;
}

export function knownSettings(called: string, tables: Tables): KnownSettings {
  const slot = tables.slot<KnownSettings>(`${called} settings`, []);
  const settings = slot.get() ?? { last: null, byKey: new Map() };
  slot.set(settings);
  return settings;
}

/** Settings that were said before, and of what. */
interface Said {
  readonly route: Route;
  readonly by: "proxy" | "grpc";
  readonly pool: Pool;
  readonly scheme: Word;
  readonly said: LocationSettings;
}

/** Whether settings follow from the same values: of thousands of locations one after the other most do. */
function saysTheSame(last: Said, { headers, buffer, bodyBytes, timeouts: { clientMs }, forward }: Route, by: "proxy" | "grpc", { timeouts: { connectMs, serverMs }, retries }: Pool, scheme: Word): boolean {
  const { route, pool } = last;
  if (last.by !== by || last.scheme !== scheme || pool.retries !== retries || pool.timeouts.connectMs !== connectMs || pool.timeouts.serverMs !== serverMs) return false;
  if (route.headers !== headers && route.headers.length + headers.length > 0) return false;
  if (route.buffer !== buffer || route.bodyBytes !== bodyBytes || route.timeouts.clientMs !== clientMs || route.forward.length !== forward.length) return false;
  for (let at = 0; at < forward.length; at++) if (route.forward[at] !== forward[at]) return false;
  return true;
}

function settingsOf(route: Route, by: "proxy" | "grpc", pool: Pool, scheme: Word, scope: Scope): LocationSettings {
  const passing = [...(by === "grpc" ? grpcSettings(pool) : proxySettings(route, pool)), requestHeaders(route, by, scheme, ofRoute, scope)];
  return { all: [...bodySettings(route), ...passing], passing };
}

const ofRoute = ({ route }: Location): Origin => route.origin;
const ofClient = ({ route }: Location): Origin => route.timeouts.origin;
const ofPool = ({ upstream }: Location): Origin => upstream!.pool.origin;
const ofServers = ({ upstream }: Location): Origin => upstream!.pool.timeouts.origin;

function checkBody({ bodyBytes, timeouts, origin }: Route, scope: Scope): void {
  if (bodyBytes === 0) cannot(scope, origin, "refuse every body", "write `body 1B` or more");
  checkWait(timeouts.clientMs, "a client", timeouts.origin, scope.report);
}

function bodySettings({ bodyBytes, timeouts }: Route): readonly Setting<Location>[] {
  const client = patience(timeouts.clientMs);
  return [
    setting(ofRoute, "client_max_body_size", bodyBytes === null ? fixed("0") : size(bodyBytes)),
    setting(ofClient, "client_body_timeout", client),
    setting(ofClient, "send_timeout", client),
  ];
}

function proxySettings({ buffer }: Route, { timeouts: { connectMs, serverMs }, retries }: Pool): readonly Setting<Location>[] {
  const silence = patience(serverMs);
  const gathered = buffer ? fixed("on") : fixed("off");
  return [
    setting(ofServers, "proxy_connect_timeout", patience(connectMs)),
    setting(ofServers, "proxy_send_timeout", silence),
    setting(ofServers, "proxy_read_timeout", silence),
    // The first request is a try, too.
    retries === 0 ? setting(ofPool, "proxy_next_upstream", fixed("off")) : setting(ofPool, "proxy_next_upstream_tries", fixed(`${retries + 1}`)),
    setting(ofRoute, "proxy_buffering", gathered),
    setting(ofRoute, "proxy_request_buffering", gathered),
  ];
}

function grpcSettings({ timeouts: { connectMs, serverMs }, retries }: Pool): readonly Setting<Location>[] {
  const silence = patience(serverMs);
  return [
    setting(ofServers, "grpc_connect_timeout", patience(connectMs)),
    setting(ofServers, "grpc_send_timeout", silence),
    setting(ofServers, "grpc_read_timeout", silence),
    retries === 0 ? setting(ofPool, "grpc_next_upstream", fixed("off")) : setting(ofPool, "grpc_next_upstream_tries", fixed(`${retries + 1}`)),
  ];
}
