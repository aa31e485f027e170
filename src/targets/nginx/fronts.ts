import type { Listen, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { schemeOf } from "./clients.js";
import { isSince } from "./installation.js";
import { type Socket, socketsOfListen } from "./listens.js";
import { each, some } from "./kept.js";
import { type Location, locationsOf } from "./location.js";
import type { Word } from "./model.js";
import { cannot, type Scope } from "./scope.js";
import { type Served, servedSites } from "./served-sites.js";
import { type Setting, setting } from "./settings.js";
import { tlsSettings } from "./tls.js";
import { time, wait } from "./units.js";
import { placesOf, type Upstreams } from "./upstreams.js";
import { findNamed } from "../../source/group.js";
import { flatAgain, sameItems } from "../../source/kept-lists.js";

/** The way of requests: by which listen they come. */
export interface Way {
  readonly proxy: Proxy;
  readonly listen: Listen;
  /** What no other listen of this nginx is called. */
  readonly called: string;
  /** The scheme by which the client came, as the servers are told. */
  readonly scheme: Word;
}

/** What all servers of one listen share. */
export interface Front extends Way {
  readonly sockets: readonly Socket[];
  readonly http2: boolean;
  readonly settings: readonly Setting<Front>[];
}

/** The servers of a listen. */
export interface ListenPlan extends Served {
  readonly front: Front;
  /** Those that the servers have, each once, in their order. */
  readonly locations: readonly Location[];
  /** Of each pool of the proxy, by its place, whether they lead to it. */
  readonly leadsTo: readonly boolean[];
}

export interface Plans {
  /** For each listen that would answer a domain that nobody named: where it does, a server refuses it. */
  readonly refusing: readonly Front[];
  /** The listens of HTTP that have servers. */
  readonly listens: readonly ListenPlan[];
  /** Of all servers, each once, in their order: those that refuse come first. */
  readonly fronts: readonly Front[];
  /** Of all servers, each once, in their order. */
  readonly locations: readonly Location[];
}

export function planServers(scope: Scope): Plans {
  const planned = scope.proxies.flatMap((proxy) => proxy.listens.flatMap((listen) => (listen.mode === "http" ? [planListen(proxy, listen, scope)] : [])));
  const listens = planned.filter(({ sites }) => sites.length > 0);
  const refused = refusing(listens);
  const locations = listens.length === 1 ? listens[0]!.locations : flatAgain(`${scope.called} locations`, listens.map(({ locations }) => locations), scope.keeping.tables);
  return { refusing: refused, listens, fronts: [...refused, ...listens.map(({ front }) => front)], locations };
}

function refusing(listens: readonly ListenPlan[]): readonly Front[] {
  const answering = listens.filter(({ sites }) => sites[0]!.domains.length === 0);
  const answered = new Set(answering.flatMap(({ front }) => front.sockets.map(({ name }) => name)));
  return listens.flatMap(({ front }) => {
    const open = front.sockets.filter(({ name }) => !answered.has(name));
    for (const { name } of open) answered.add(name);
    return open.length === 0 ? [] : [{ ...front, sockets: open }];
  });
}

function planListen(proxy: Proxy, listen: Listen, scope: Scope): ListenPlan {
  const routes = listen.routes.length > 0 || listen.pool === null ? listen.routes : [routeTo(listen.pool, proxy, listen)];
  const called = `${proxy.name} ${listen.name}`;
  const way: Way = { proxy, listen, called, scheme: schemeOf(proxy, listen, scope) };
  const upstreams = scope.upstreamsOf(proxy);
  const targets = targetsOf(called, routes, upstreams, scope);
  const all = locationsOf(way, routes, targets.map((place) => (place === nowhere ? null : upstreams.all[place]!)), scope);
  const front: Front = { ...way, sockets: socketsOfListen(listen, scope), http2: wantsHttp2(way, all, scope), settings: listenSettings(listen, scope) };
  const { sites, places } = servedSites(called, routes, all, scope);
  return { front, sites, places, locations: places === null ? all : places.map((at) => all[at]!), leadsTo: markedOf(places === null ? targets : places.map((at) => targets[at]!), upstreams.all.length) };
}

const nowhere = -1;

/** The places of the pools that the routes lead to. */
function targetsOf(called: string, routes: readonly Route[], upstreams: Upstreams, scope: Scope): readonly number[] {
  const { tables } = scope.keeping;
  const list = `pools behind ${called}`;
  const pools = sameItems(`${scope.called} ${list}`, each(scope, list, [], routes, ({ action }) => (action.do === "proxy" ? action.pool : "")), tables);
  const known = tables.table<readonly string[], readonly number[]>(`${scope.called} places of ${list}`, [pools, upstreams.names]);
  const places = placesOf(upstreams);
  const targets = known.get(pools) ?? pools.map((pool) => places.get(pool) ?? nowhere);
  known.set(pools, targets);
  return targets;
}

function markedOf(targets: readonly number[], count: number): readonly boolean[] {
  const marked = new Array<boolean>(count).fill(false);
  for (let at = 0; at < targets.length; at++) if (targets[at] !== nowhere) marked[targets[at]!] = true;
  return marked;
}

/** Browsers speak HTTP/2 over TLS alone; gRPC needs it everywhere, and before 1.25.1 a port without TLS speaks one of the two. */
function wantsHttp2({ listen: { tls, origin }, called }: Way, locations: readonly Location[], scope: Scope): boolean {
  if (tls !== null) return true;
  const hasGrpc = some(scope, `gRPC ${called}`, locations, ({ by }) => by === "grpc");
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
