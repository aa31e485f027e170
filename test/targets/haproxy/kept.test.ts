import { describe, expect, test } from "vitest";
import type { Site } from "../../../src/ir/site.js";
import type { Listen, Pool, Proxy as IrProxy, Route } from "../../../src/ir/traffic.js";
import { createTables, type Tables } from "../../../src/source/tables.js";
import { haproxy } from "../../../src/targets/haproxy/index.js";
import { createTypist } from "../../kit/edits.js";
import { agentOf, checkOf, consulOf, emitSite, listenOf, nativeOf, originOf, poolOf, routeOf, serverOf, timeoutsOf } from "../../kit/site.js";
import { balancerOf, siteWith } from "./kit.js";

const origin = originOf();
const tls = { certificate: "/etc/ssl/site.pem", key: null, authority: "/etc/ssl/ca.pem", minimum: "1.2" as const, ciphers: null, verify: "yes" as const, origin };
const page = { bind: { address: null, port: 8404 }, path: "/haproxy", user: null, password: null, refreshMs: null, admin: false, realm: null, origin };
const discovery = { cluster: "consul", via: "dns" as const, key: "upstreams/found/", service: "found", everyMs: 500, timeoutMs: 360_000, strict: false, agents: [{ node: "lb1", endpoint: { host: "127.0.0.1", port: 8500 } }], origin };

interface State {
  readonly proxies: readonly IrProxy[];
  readonly secrets: Readonly<Record<string, string>>;
}

const names = Array.from({ length: 150 }, (_, at) => `svc${at}`);

function servers(name: string, port = 8000): Pool["servers"] {
  return [1, 2, 3].map((number) => serverOf(`${name}-${number}`, `192.168.0.${number}`, port, { origin: originOf(`${name}-${number}`) }));
}

function pool(name: string, parts: Partial<Pool> = {}): Pool {
  return poolOf(name, servers(name), { check: checkOf(), redispatch: false, origin: originOf(`service ${name}`), ...parts });
}

function route(name: string, parts: Partial<Route> = {}): Route {
  return routeOf("/", name, { domains: [`${name}.example.com`], bodyBytes: null, origin: originOf(`behind ${name}`), ...parts });
}

/** A balancer of many domains, with a stream beside them. */
const byDomains = balancerOf("inner", {
  listens: [listenOf(8080, { name: "inner-8080", routes: names.map((name) => route(name)) }), listenOf(9000, { name: "stream", mode: "tcp", pool: "stream" })],
  pools: [...names.map((name) => pool(name)), pool("stream", { protocol: "tcp" })],
});

/** One of many paths, and of some domains twice; each pool has two listens. */
const byPaths = balancerOf("outer", {
  listens: [80, 81].map((port) =>
    listenOf(port, { name: `outer-${port}`, routes: names.flatMap((name, at) => [route(name, { domains: at % 9 === 0 ? [] : ["shop.example.com"], path: `/${name}`, bodyBytes: 1024 }), ...(at % 40 === 0 ? [route(name)] : [])]) }),
  ),
  pools: names.map((name) => pool(name)),
});

const secured: IrProxy = { ...byDomains, pools: byDomains.pools.map((each, at) => (at === 3 ? pool("svc3", { check: checkOf({ form: "redis", auth: { name: "word" } }) }) : each)) };
const redirecting = withRoutes((routes) => routes.map((each, at) => (at === 3 ? { ...each, action: { do: "redirect", to: "https", status: 301 } } : each)));
const patient: IrProxy = { ...byDomains, listens: byDomains.listens.map((listen) => ({ ...listen, timeouts: timeoutsOf({ clientMs: 10_000 }) })) };
const alike = ["/a-b", "/a_b"].map((path) => route("svc1", { domains: [], path, origin: originOf(path) }));
const oddly = route("svc1", { domains: ["-"] });

function withRoutes(change: (routes: readonly Route[]) => readonly Route[]): IrProxy {
  return { ...byDomains, listens: byDomains.listens.map((listen) => (listen.mode === "tcp" ? listen : { ...listen, routes: [...change(listen.routes)] })) };
}

/** What may change about a pool, a route, a listen and a proxy from one compilation to the next. */
const ofPool: readonly ((pool: Pool, number: number) => Partial<Pool>)[] = [
  ({ name }, number) => ({ servers: servers(name, 1 + number) }),
  ({ name }, number) => ({ servers: [serverOf(name, `db${number}.example.com`, 80, { weight: 1 + (number % 3) })], resolve: null }),
  (_, number) => ({ sticky: number % 2 === 0 ? { by: "cookie", name: "SRV", mode: "insert", origin } : { by: "source", ttlMs: 5000, max: number, origin } }),
  (_, number) => ({ tls: number % 2 === 0 ? tls : null }),
  (_, number) => ({ discovery: number % 2 === 0 ? discovery : null }),
  (_, number) => ({ check: number % 3 === 0 ? null : checkOf({ form: "redis", auth: { name: "word" }, timeoutMs: 1000 + number }) }),
  (_, number) => ({ timeouts: timeoutsOf({ serverMs: 1000 * (1 + (number % 4)) }), retries: number % 3 }),
  (_, number) => ({ native: [nativeOf("haproxy", number % 2 === 0 ? [["http-reuse", "always"]] : [["no-such-word", "x"]])] }),
  (_, number) => ({ balance: { method: number % 2 === 0 ? "lblc" : "leastconn", key: null, origin } }),
];

const ofRoute: readonly ((route: Route, number: number) => Partial<Route>)[] = [
  (_, number) => ({ domains: [`new${number}.example.com`] }),
  (_, number) => ({ domains: [`svc${number % 150}.example.com`] }),
  (_, number) => ({ domains: number % 2 === 0 ? [`a${number}.example.com`, "*.example.com"] : ["größe.example.com"] }),
  (_, number) => ({ domains: [] , path: `/${number % 3}` }),
  (_, number) => ({ path: `/path${number}`, match: number % 2 === 0 ? "exact" : "prefix" }),
  (_, number) => ({ action: { do: "proxy", pool: `svc${number % 10}` } }),
  (_, number) => ({ action: { do: "redirect", to: "https", status: number % 2 === 0 ? 301 : 399 } }),
  (_, number) => ({ limits: [{ requests: number, per: "s", key: { by: "ip" }, burst: 0, delay: null, origin: originOf(`limit ${number}`) }] }),
  (_, number) => ({ headers: [{ on: number % 2 === 0 ? "request" : "response", name: "X-Number", value: `${number}`, origin }] }),
  (_, number) => ({ bodyBytes: number, forward: number % 2 === 0 ? ["client"] : [] }),
  (_, number) => ({ timeouts: timeoutsOf({ clientMs: 1000 + number }) }),
  (_, number) => ({ native: [nativeOf("haproxy", [["http-request", "set-header", "X-A", `${number}`]])] }),
];

const ofListen: readonly ((listen: Listen, number: number) => Partial<Listen>)[] = [
  (_, number) => ({ tls: number % 2 === 0 ? { ...tls, authority: null } : null }),
  (_, number) => ({ name: `größe${number % 2}` }),
  (_, number) => ({ maxconn: number, acceptProxy: number % 2 === 0 }),
  (_, number) => ({ timeouts: timeoutsOf({ clientMs: 1000 * (1 + (number % 2)) }) }),
  ({ routes }) => ({ routes: routes.toReversed() }),
];

const ofProxy: readonly ((proxy: IrProxy, number: number) => Partial<IrProxy>)[] = [
  (_, number) => ({ trust: number % 2 === 0 ? [{ cidr: "10.0.0.0/24", origin }] : [] }),
  (_, number) => ({ health: number % 2 === 0 ? [{ ...page, bind: { address: null, port: 8080 } }] : [], stats: [{ ...page, password: number % 3 === 0 ? { name: "word" } : null }] }),
  (_, number) => ({ logs: [{ kind: "access", to: { where: "syslog", endpoint: null, facility: `local${number % 9}` }, format: null, keep: null, origin }] }),
  (_, number) => ({ native: number % 2 === 0 ? [] : [nativeOf("haproxy", [["backend", "svc7", [["http-reuse", "never"]]], ["frontend", [["http-request", "deny"]]]])] }),
  ({ pools }) => ({ pools: pools.toReversed() }),
];

/** The next of a row of balancers that differ in little. */
function edited(state: State, below: (count: number) => number): State {
  const number = below(1000);
  const pick = <Thing>(changes: readonly ((thing: Thing, number: number) => Partial<Thing>)[], thing: Thing): Thing => ({ ...thing, ...changes[below(changes.length)]!(thing, number) });
  const place = below(state.proxies.length);
  const withProxy = (change: (proxy: IrProxy) => IrProxy): State => ({ ...state, proxies: state.proxies.map((proxy, at) => (at === place ? change(proxy) : proxy)) });
  const withListen = (change: (listen: Listen) => Listen): State =>
    withProxy((proxy) => {
      const which = below(proxy.listens.length);
      return { ...proxy, listens: proxy.listens.map((listen, at) => (at === which ? change(listen) : listen)) };
    });
  const replaced = <Item>(items: readonly Item[], change: (item: Item) => Item): Item[] => {
    const which = below(items.length);
    return items.map((item, at) => (at === which ? change(item) : item));
  };
  switch (below(10)) {
    case 0:
      return withProxy((proxy) => pick(ofProxy, proxy));
    case 1:
      return withListen((listen) => pick(ofListen, listen));
    case 2:
    case 3:
      return withProxy((proxy) => ({ ...proxy, pools: replaced(proxy.pools, (each) => pick(ofPool, each)) }));
    case 4:
    case 5:
      return withListen((listen) => ({ ...listen, routes: replaced(listen.routes, (each) => pick(ofRoute, each)) }));
    case 6:
      return renamed(state, place, `svc${10 + below(140)}`, number % 4 === 0 ? `größe${number}` : `new${number}`);
    case 7:
      return withListen((listen) => ({ ...listen, routes: listen.routes.toSpliced(below(150), 1 + below(40)) }));
    case 8:
      return withListen((listen) => (listen.mode === "tcp" ? listen : { ...listen, routes: [...listen.routes, ...listen.routes.slice(0, 1 + below(40)).map((each, at) => ({ ...each, domains: [`more${number}-${at}.example.com`] }))] }));
    default:
      return { ...state, secrets: { word: `word${number}` } };
  }
}

/** One pool has another name, at another place, and all that send to it. */
function renamed(state: State, place: number, from: string, to: string): State {
  const proxies = state.proxies.map((proxy, at) => {
    const found = proxy.pools.find(({ name }) => name === from);
    if (at !== place || found === undefined) return proxy;
    const follow = (each: Route): Route => (each.action.do === "proxy" && each.action.pool === from ? { ...each, action: { do: "proxy", pool: to } } : each);
    return { ...proxy, pools: [{ ...found, name: to }, ...proxy.pools.filter((each) => each !== found)], listens: proxy.listens.map((listen) => ({ ...listen, routes: listen.routes.map(follow) })) };
  });
  return { ...state, proxies };
}

/** The site around all balancers of these tests: what is in it is the same object each time. */
const around = siteWith([byDomains, byPaths], { site: { consuls: [consulOf([agentOf("consul-1", "192.168.0.2")])] } });

function siteOf({ proxies }: State): Site {
  return { ...around, proxies: [...proxies], daemons: around.daemons.map((daemon) => ({ ...daemon, entities: proxies.map(({ name }) => name) })) };
}

/** Reports in no order: those of what is kept are none, and others come as they are made. */
function emit(state: State, tables?: Tables): unknown {
  const { files, diagnostics } = emitSite(haproxy, siteOf(state), { secrets: state.secrets, ...(tables && { tables }) });
  return { files: files.map((file) => ({ ...file })), diagnostics: diagnostics.map((each) => JSON.stringify(each)).toSorted() };
}

describe("a haproxy.cfg of sections and routes of which most are as they were", () => {
  test.each([
    [1, [byDomains]],
    [2, [byDomains]],
    [3, [byPaths]],
    [4, [byDomains, byPaths]],
    [5, [byDomains, byPaths]],
  ])("is what it is when all of them are made anew (%i)", (seed, proxies) => {
    const { below } = createTypist(seed);
    const tables = createTables();
    const first: State = { proxies, secrets: {} };
    for (let round = 0, state = first; round < 60; round++, state = round % 12 === 0 ? first : edited(state, below)) {
      tables.end(true);
      expect(emit(state, tables)).toEqual(emit(state));
    }
  });

  test.each<readonly [string, (version: number) => Partial<State>]>([
    ["a password", (version) => ({ secrets: { word: `word${version}` }, proxies: [{ ...secured, maxconn: version }] })],
    ["the port that a redirect leads to", (version) => ({ proxies: [{ ...redirecting, listens: [redirecting.listens[0]!, listenOf(8443 + version, { name: "tls", tls, pool: "svc0" })] }] })],
    ["what is said once for all sections", (version) => ({ proxies: [{ ...patient, listens: [...patient.listens, listenOf(1, { name: "late", mode: "tcp", pool: "svc0", timeouts: timeoutsOf({ clientMs: 10_000 * version }) })] }] })],
    ["which of two paths has a name", (version) => ({ proxies: [withRoutes((routes) => (version === 1 ? [...routes, ...alike] : [...routes, ...alike.toReversed()]))] })],
    ["whether a name is free", (version) => ({ proxies: [withRoutes((routes) => (version === 1 ? routes : [...routes, oddly]))] })],
  ])("is made anew where %s is another", (_, state) => {
    const tables = createTables();
    for (const version of [1, 2, 1]) {
      const now = { proxies: [byDomains], secrets: {}, ...state(version) };
      expect(emit(now, tables)).toEqual(emit(now));
    }
  });

  test("makes what is near an edit alone", () => {
    const tables = createTables();
    let [made, asked] = [0, 0];
    // A section is made of its pool's way to choose a server, and a line of its route's path, and both are asked for by nothing else.
    const countedPool = (each: Pool): Pool => Object.defineProperty({ ...each }, "balance", { get: () => (made++, each.balance), enumerable: true });
    const countedRoute = (each: Route): Route => Object.defineProperty({ ...each }, "domains", { get: () => (asked++, each.domains), enumerable: true });
    const [many, stream] = byDomains.listens as [Listen, Listen];
    const pools = byDomains.pools.map(countedPool);
    const routes = many.routes.map(countedRoute);
    const site = (ownPools: Pool[], ownRoutes: Route[]): State => ({ proxies: [{ ...byDomains, pools: ownPools, listens: [{ ...many, routes: ownRoutes }, stream] }], secrets: {} });
    emit(site(pools, routes), tables);
    expect(made).toBe(151);
    const first = asked;
    for (const [ownPools, ownRoutes] of [
      [pools.with(70, countedPool(pool("svc70", { servers: servers("svc70", 1) }))), routes],
      [pools, routes.with(70, countedRoute(route("svc70", { domains: ["new.example.com"] })))],
      [pools, [...routes.toSpliced(70, 1), countedRoute(route("svc70", { domains: ["newer.example.com"] }))]],
      [[countedPool(pool("new")), ...pools], [countedRoute(route("new")), ...routes]],
      [pools.toReversed(), routes.toReversed()],
    ] as const) {
      [made, asked] = [0, 0];
      emit(site([...ownPools], [...ownRoutes]), tables);
      expect(made).toBeLessThan(3);
      expect(asked).toBeLessThan(first / 20);
    }
  });
});
