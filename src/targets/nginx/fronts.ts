import type { Listen, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { schemeOf } from "./clients.js";
import { isSince } from "./installation.js";
import { type Socket, socketsOfListen } from "./listens.js";
import { type Location, locationOf } from "./location.js";
import type { Word } from "./model.js";
import { cannot, type Scope, type Upstream } from "./scope.js";
import { type Setting, setting } from "./settings.js";
import { sitesOf } from "./sites.js";
import { tlsSettings } from "./tls.js";
import { time, wait } from "./units.js";
import { findNamed } from "../../source/group.js";

/** The way of requests: by which listen they come, and where its routes may send them. */
export interface Way {
  readonly proxy: Proxy;
  readonly listen: Listen;
  /** The scheme by which the client came, as the servers are told. */
  readonly scheme: Word;
  /** By the names of their pools. */
  readonly upstreams: ReadonlyMap<string, Upstream>;
}

/** What all servers of one listen share. */
export interface Front extends Way {
  readonly sockets: readonly Socket[];
  readonly http2: boolean;
  readonly settings: readonly Setting<Front>[];
}

/** A server as it is planned: what it listens on, which domains, which locations. */
export interface ServerPlan {
  readonly front: Front;
  /** Empty: every domain that no other server names. */
  readonly domains: readonly string[];
  /** Null for the server that refuses the domains that nobody named. */
  readonly locations: readonly Location[] | null;
}

export interface Plans {
  /** Of all servers, each once, in their order. */
  readonly fronts: readonly Front[];
  /** The servers of all listens of HTTP, and before them one for each listen that would answer a domain that nobody named. */
  readonly servers: readonly ServerPlan[];
  /** Of all servers, each once, in their order. */
  readonly locations: readonly Location[];
}

export function planServers(scope: Scope): Plans {
  const plans: ServerPlan[] = [];
  const locations: Location[] = [];
  for (const proxy of scope.proxies) {
    for (const listen of proxy.listens) if (listen.mode === "http") planListen(proxy, listen, plans, locations, scope);
  }
  const servers = [...refusing(plans), ...plans];
  return { fronts: frontsOf(servers), servers, locations };
}

function frontsOf(plans: readonly ServerPlan[]): readonly Front[] {
  return [...new Set(plans.map(({ front }) => front))];
}

function refusing(plans: readonly ServerPlan[]): readonly ServerPlan[] {
  const answered = new Set(plans.filter(({ domains }) => domains.length === 0).flatMap(({ front }) => front.sockets.map(({ name }) => name)));
  return frontsOf(plans).flatMap((front) => {
    const open = front.sockets.filter(({ name }) => !answered.has(name));
    for (const { name } of open) answered.add(name);
    return open.length === 0 ? [] : [{ front: { ...front, sockets: open }, domains: [], locations: null }];
  });
}

function planListen(proxy: Proxy, listen: Listen, plans: ServerPlan[], used: Location[], scope: Scope): void {
  const routes = listen.routes.length > 0 || listen.pool === null ? listen.routes : [routeTo(listen.pool, proxy, listen)];
  const way: Way = { proxy, listen, scheme: schemeOf(proxy, listen, scope), upstreams: scope.upstreamsOf(proxy) };
  const locations = routes.map((route) => locationOf(way, route, scope));
  const front: Front = { ...way, sockets: socketsOfListen(listen, scope), http2: wantsHttp2(listen, locations, scope), settings: listenSettings(listen, scope) };
  const isUsed = locations.map(() => false);
  for (const { domains, places } of sitesOf(routes)) {
    plans.push({ front, domains, locations: places.map((at) => locations[at]!) });
    places.forEach((at) => {
      if (!isUsed[at]) used.push(locations[at]!);
      isUsed[at] = true;
    });
  }
}

/** Browsers speak HTTP/2 over TLS alone; gRPC needs it everywhere, and before 1.25.1 a port without TLS speaks one of the two. */
function wantsHttp2({ tls, origin }: Listen, locations: readonly Location[], scope: Scope): boolean {
  if (tls !== null) return true;
  const hasGrpc = locations.some(({ by }) => by === "grpc");
  if (hasGrpc && !isSince(scope.installation, "1.25.1") && locations.some(({ by }) => by !== "grpc")) {
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

const ofTimeouts = ({ listen }: Front): Origin => listen.timeouts.origin;
const ofTls = ({ listen }: Front): Origin => listen.tls!.origin;

function listenSettings({ timeouts: { origin, requestMs, idleMs }, tls }: Listen, scope: Scope): readonly Setting<Front>[] {
  return [
    setting(ofTimeouts, "client_header_timeout", wait(requestMs, "the head of a request", origin, scope.report)),
    setting(ofTimeouts, "keepalive_timeout", time(idleMs)),
    ...(tls === null ? [] : tlsSettings(tls, ofTls, scope)),
  ];
}
