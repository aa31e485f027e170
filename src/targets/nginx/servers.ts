import type { Listen, Proxy, Route } from "../../ir/traffic.js";
import { connectionCaps } from "./limits.js";
import { realAddress } from "./clients.js";
import { apart, explained, line, section } from "./directive.js";
import { blocks, extend, simpleOnes } from "./extend.js";
import { isSince } from "./installation.js";
import { httpListens, type Socket, socketsOfListen } from "./listens.js";
import { type Location, locationOf, printLocation } from "./location.js";
import type { Logs } from "./logs.js";
import { luaOfServer } from "./lua.js";
import type { Directive } from "./model.js";
import { placed, type Placed } from "./native.js";
import type { Pages } from "./pages.js";
import { fixed } from "./quote.js";
import { cannot, requireVersion, type Scope } from "./scope.js";
import { type Hoisted, type Setting, setting } from "./settings.js";
import { sitesOf } from "./sites.js";
import { certificateLines, tlsSettings } from "./tls.js";
import { time, wait } from "./units.js";
import { findNamed } from "../../source/group.js";

/** A server as it is planned: what it listens on, which domains, which locations. */
export interface ServerPlan {
  readonly proxy: Proxy;
  readonly listen: Listen;
  readonly sockets: readonly Socket[];
  readonly http2: boolean;
  /** Empty: every domain that no other server names. */
  readonly domains: readonly string[];
  /** Null for the server that refuses the domains that nobody named. */
  readonly locations: readonly Location[] | null;
  readonly settings: readonly Setting[];
}

/** The servers of all listens of HTTP, and before them one for each listen that would answer a domain that nobody named. */
export function planServers(scope: Scope): readonly ServerPlan[] {
  const plans = scope.proxies.flatMap((proxy) => proxy.listens.filter(({ mode }) => mode === "http").flatMap((listen) => planListen(proxy, listen, scope)));
  const answered = new Set(plans.filter(({ domains }) => domains.length === 0).flatMap(({ sockets }) => sockets.map(({ name }) => name)));
  const refusing: ServerPlan[] = [];
  for (const plan of plans) {
    const open = plan.sockets.filter(({ name }) => !answered.has(name));
    for (const { name } of open) answered.add(name);
    if (open.length > 0) refusing.push({ ...plan, sockets: open, domains: [], locations: null });
  }
  return [...refusing, ...plans];
}

function planListen(proxy: Proxy, listen: Listen, scope: Scope): readonly ServerPlan[] {
  const routes = listen.routes.length > 0 || listen.pool === null ? listen.routes : [routeTo(listen.pool, proxy, listen)];
  const lowered = new Map(routes.map((route) => [route, locationOf(proxy, listen, route, scope)]));
  const shared = { proxy, listen, sockets: socketsOfListen(listen, scope), http2: wantsHttp2(listen, [...lowered.values()], scope), settings: listenSettings(listen, scope) };
  return sitesOf(routes).map((site) => ({ ...shared, domains: site.domains, locations: site.routes.map((route) => lowered.get(route)!) }));
}

/** Browsers speak HTTP/2 over TLS alone; gRPC needs it everywhere, and before 1.25.1 a port without TLS speaks one of the two. */
function wantsHttp2({ tls, origin }: Listen, locations: readonly Location[], scope: Scope): boolean {
  if (tls !== null) return true;
  const hasGrpc = locations.some(({ passing }) => passing?.by === "grpc");
  if (hasGrpc && !isSince(scope.installation, "1.25.1") && locations.some(({ passing }) => passing?.by !== "grpc")) {
    cannot(scope, origin, "speak HTTP/1 and gRPC on one port without TLS before 1.25.1", "give gRPC a `listen` of its own, or `tls`");
  }
  return hasGrpc;
}

/** A listen without routes sends all that it gets to one pool. */
function routeTo(pool: string, proxy: Proxy, { timeouts, origin }: Listen): Route {
  const { serverMs, connectMs } = findNamed(proxy.pools, pool)?.timeouts ?? timeouts;
  return {
    domains: [],
    match: "prefix",
    path: "/",
    action: { do: "proxy", pool },
    limits: [],
    connections: null,
    headers: [],
    forward: ["client", "proto", "host"],
    bodyBytes: 2 ** 20,
    buffer: true,
    timeouts: { ...timeouts, serverMs, connectMs },
    degrade: [],
    native: [],
    origin,
  };
}

function listenSettings({ timeouts, tls }: Listen, scope: Scope): readonly Setting[] {
  const { origin, requestMs, idleMs } = timeouts;
  return [
    setting(origin, "client_header_timeout", wait(requestMs, "the head of a request", origin, scope.report)),
    setting(origin, "keepalive_timeout", time(idleMs)),
    ...(tls === null ? [] : tlsSettings(tls, scope)),
  ];
}

/** What is said around the servers. */
export interface Around {
  readonly ofServers: Hoisted;
  readonly ofLocations: Hoisted;
  readonly natives: ReadonlyMap<Proxy, Placed>;
  readonly logs: Logs;
  readonly pages: Pages;
  /** Whether `http {}` says whose word on the client's address counts. */
  readonly trustIsCommon: boolean;
}

export function printServer(plan: ServerPlan, around: Around, scope: Scope): Directive {
  const { proxy, listen, locations } = plan;
  const pages = around.pages.on(plan.sockets.map(({ name }) => name));
  if (locations === null) return section(listen.origin, "server", [], [...headLines(plan, around, pages.length > 0, scope), ...refusal(listen, pages)]);
  const native = [around.natives.get(proxy)!, placed(listen.native, "server", scope)];
  const head = [...headLines(plan, around, true, scope), ...connectionCaps("http", proxy, listen, scope), ...around.logs.of(proxy), ...luaOfServer(proxy, scope)];
  const simple = extend(head, "server", native.map(simpleOnes), scope.report);
  const inside = locations.flatMap((location) => printLocation(location, around.ofLocations, native, scope));
  const body = [...simple, ...[...pages, ...inside, ...elsewhere(plan, native)].map(apart)];
  return section(originOf(plan), "server", [], extend(body, "server", native.map(blocks), scope.report));
}

/** What no route takes: without this, nginx would serve the files that it was installed with. */
function elsewhere({ locations, listen }: ServerPlan, native: readonly Placed[]): readonly Directive[] {
  const isTaken = locations?.some(({ route }) => route.match === "prefix" && route.path === "/");
  const isNative = native.some((level) => level.get("server")?.some(({ name, words }) => name === "location" && words.join(" ") === "/"));
  return isTaken || isNative ? [] : [section(listen.origin, "location", [fixed("/")], [line(listen.origin, "return", fixed("404"))])];
}

function headLines(plan: ServerPlan, around: Around, answers: boolean, scope: Scope): readonly Directive[] {
  const { proxy, listen, sockets, domains, http2, settings } = plan;
  const names = domains.length === 0 ? [fixed("_")] : domains.map((domain) => scope.quote.domain(domain, originOf(plan, domain)));
  return [
    ...httpListens(listen, sockets, domains.length === 0, http2, scope),
    line(originOf(plan), "server_name", ...names),
    ...tlsLines(listen, answers, scope),
    ...(around.trustIsCommon && !listen.acceptProxy ? [] : realAddress(proxy, listen, scope)),
    ...around.ofServers.rest(settings),
  ];
}

function originOf({ domains, listen, locations }: ServerPlan, domain = domains[0]): Listen["origin"] {
  return locations?.find(({ route }) => domain !== undefined && route.domains.includes(domain))?.route.origin ?? listen.origin;
}

function tlsLines({ tls, origin }: Listen, answers: boolean, scope: Scope): readonly Directive[] {
  if (tls === null) return [];
  if (answers) return certificateLines(tls, scope);
  requireVersion(scope, origin, "1.19.4", "refuse TLS for a domain that no route has");
  return [explained(line(origin, "ssl_reject_handshake", fixed("on")), fixed("No certificate for a domain that is none of this site's."))];
}

function refusal({ origin, tls }: Listen, pages: readonly Directive[]): readonly Directive[] {
  if (tls !== null && pages.length === 0) return [];
  const closed = explained(line(origin, "return", fixed("444")), fixed("Closes the connection: the request is for no domain of this site."));
  return pages.length === 0 ? [closed] : [...pages, section(origin, "location", [fixed("/")], [closed])].map(apart);
}
