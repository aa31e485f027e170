import { describe, expect, test } from "vitest";
import type { Site } from "../../../src/ir/site.js";
import type { Listen, Pool, Proxy, Route } from "../../../src/ir/traffic.js";
import { createTables, type Tables } from "../../../src/source/tables.js";
import { nginx } from "../../../src/targets/nginx/index.js";
import { createTypist } from "../../kit/edits.js";
import { checkOf, emitSite, hostOf, listenOf, nativeOf, originOf, poolOf, proxyOf, routeOf, serverOf, timeoutsOf } from "../../kit/site.js";
import { discoveryOf, onHost } from "./conf.js";

const origin = originOf();

function poolAt(at: number): Pool {
  return poolOf(`svc${at}`, [serverOf(`svc${at}-1`, "192.168.0.21", 8000 + at, { origin: originOf(`server ${at}`) })], { origin: originOf(`service svc${at}`) });
}

function routeTo(at: number, name = `svc${at}`): Route {
  return routeOf("/", name, { domains: [`svc${1000 + at}.example.com`], origin: originOf(`behind ${at}`) });
}

const count = 80;
const places = Array.from({ length: count }, (_, at) => at);

/** Gateways of one nginx: thousands would stand behind the first, some behind the second on its way to the same servers, and one takes all that it gets. */
const plain: Site = onHost([
  proxyOf("edge", { pools: places.map(poolAt), listens: [listenOf(80, { routes: places.map((at) => routeTo(at)) }), listenOf(8080, { routes: places.slice(0, 9).map((at) => routeTo(at)) })] }),
  proxyOf("inner", { pools: places.slice(0, 5).map(poolAt), listens: [listenOf(81, { routes: places.slice(0, 5).map((at) => routeTo(at)) })], origin: originOf("gateway inner") }),
  proxyOf("all", { pools: [poolAt(500)], listens: [listenOf(82, { pool: "svc500" }), listenOf(83, { mode: "tcp", pool: "svc500" })] }),
]);

function withProxy(site: Site, place: number, change: (proxy: Proxy) => Partial<Proxy>): Site {
  return { ...site, proxies: site.proxies.map((proxy, at) => (at === place ? { ...proxy, ...change(proxy) } : proxy)) };
}

function withListen(site: Site, place: number, change: (listen: Listen) => Partial<Listen>): Site {
  return withProxy(site, place, ({ listens }) => ({ listens: listens.map((listen, at) => (at === 0 ? { ...listen, ...change(listen) } : listen)) }));
}

/** What may change about a pool and about a route from one compilation to the next. */
const poolChanges: readonly ((pool: Pool, number: number) => Partial<Pool>)[] = [
  ({ servers }, number) => ({ servers: servers.map((server) => ({ ...server, port: number + 1 })) }),
  ({ servers }, number) => ({ servers: [...servers, serverOf("more", number % 3 === 0 ? "app.example.com" : "192.168.0.22", 80, { backup: number % 2 === 0 })] }),
  (_, number) => ({ check: checkOf({ form: number % 2 === 0 ? "http" : "passive", forMs: number % 3 === 0 ? 1500 : 2000 }) }),
  (_, number) => ({ timeouts: timeoutsOf({ serverMs: (number % 4) * 1000, origin: originOf(`timeouts ${number}`) }), retries: number % 3 }),
  (_, number) => ({ discovery: number % 2 === 0 ? discoveryOf() : discoveryOf({ via: "file" }) }),
  (_, number) => ({ balance: { method: number % 2 === 0 ? "leastconn" : "hash", key: "ip", origin }, sticky: number % 3 === 0 ? { by: "cookie", name: "SRV", mode: "insert", origin } : null }),
  (_, number) => ({ protocol: number % 2 === 0 ? "grpc" : "https" }),
  (_, number) => ({ native: [nativeOf("nginx", [["queue", `${number}`], ["keepalive_time", "1h"]])] }),
];
const routeChanges: readonly ((route: Route, number: number) => Partial<Route>)[] = [
  (_, number) => ({ domains: [`svc${number}.example.com`] }),
  ({ domains }, number) => ({ domains: [...domains, `www${number % 5}.example.com`] }),
  (_, number) => ({ domains: [["*.example.com"], [], [".com"]][number % 3]! }),
  (_, number) => ({ path: `/p${number % 5}` }),
  (_, number) => ({ limits: [{ requests: 5, per: "s", key: { by: "ip" }, burst: number, delay: null, origin }], connections: number % 2 === 0 ? 9 : null }),
  (_, number) => ({ headers: [{ on: number % 2 === 0 ? "request" : "response", name: "X-A", value: ["a", "$host", "$own", null][number % 4]!, origin }] }),
  (_, number) => ({ degrade: [{ above: { requests: 9, per: "s" }, then: number % 2 === 0 ? { do: "cache", ttlMs: 2000 } : { do: "status", status: 503 }, origin }] }),
  (_, number) => ({ native: [nativeOf("nginx", number % 2 === 0 ? [["add_header", "X-B", `${number}`]] : [["set", "$own", "1"]])] }),
  (_, number) => ({ action: [{ do: "deny", status: 403 } as const, { do: "redirect", to: "https", status: 301 } as const, { do: "lua", file: "/a.lua" } as const][number % 3]! }),
  (_, number) => ({ bodyBytes: number % 2 === 0 ? null : 1024 * number, timeouts: timeoutsOf({ clientMs: number % 3 === 0 ? 0 : 9000 }) }),
];

/** The next of a row of sites that differ in little. */
function edited(site: Site, below: (count: number) => number): Site {
  const number = below(1000);
  const place = below(2);
  const { pools, listens } = site.proxies[place]!;
  const { routes } = listens[0]!;
  const [at, pool] = [below(routes.length), below(pools.length)];
  switch (below(12)) {
    case 0:
      return withListen(site, place, () => ({ routes: routes.length > 20 ? routes.toSpliced(at, 1 + below(5)) : routes }));
    case 1: {
      const name = `new${number}`;
      return withListen(withProxy(site, place, () => ({ pools: [...pools.slice(0, pool), poolOf(name, [serverOf(name, "192.168.0.23")]), ...pools.slice(pool)] })), place, () => ({ routes: routes.toSpliced(at, 0, routeTo(number, name)) }));
    }
    case 2:
      return withListen(withProxy(site, place, () => ({ pools: pools.toReversed() })), place, () => ({ routes: number % 2 === 0 ? routes : routes.toReversed() }));
    case 3:
      return withListen(site, place, () => ({ routes: routes.toSpliced(at, 1).toSpliced(below(routes.length), 0, routes[at]!) }));
    case 4:
      return { ...site, daemons: site.daemons.map((daemon) => ({ ...daemon, version: [null, "1.30.6", "1.25.1"][number % 3]! })) };
    case 5:
      return { ...site, networks: site.networks.map((network) => ({ ...network, dns: number % 2 === 0 ? ["192.168.0.2"] : [] })), hosts: [hostOf("lb1", "192.168.0.11")] };
    case 6:
      return withProxy(site, place, () => ({ native: number % 3 === 0 ? [] : [nativeOf("nginx", number % 3 === 1 ? [["add_header", "X-C", "c"]] : [["http", [["map", "$host", "$own", [["default", "1"]]]]]])] }));
    case 7:
      return withListen(site, place, () => [{ native: [nativeOf("nginx", [["client_max_body_size", "9m"]])] }, { native: [], maxconn: number }, { native: [], maxconn: null }][number % 3]!);
    case 8:
      return withProxy(site, place, () => ({ trust: number % 2 === 0 ? [] : [{ cidr: "10.0.0.0/8", origin }], maxconn: number % 3 === 0 ? 900 : null }));
    case 9:
    case 10:
      return withProxy(site, place, () => ({ pools: pools.with(pool, { ...pools[pool]!, ...poolChanges[below(poolChanges.length)]!(pools[pool]!, number) }) }));
    default:
      return withListen(site, place, () => ({ routes: routes.with(at, { ...routes[at]!, ...routeChanges[below(routeChanges.length)]!(routes[at]!, number) }) }));
  }
}

function emit(site: Site, tables?: Tables): unknown {
  const { files, diagnostics } = emitSite(nginx, site, tables && { tables });
  return { files: files.map((file) => ({ ...file })), diagnostics };
}

describe("a nginx.conf of services of which most are as they were", () => {
  test.each([1, 2, 3, 4])("is what it is when all of them are lowered and printed (%i)", (seed) => {
    const { below } = createTypist(seed);
    const tables = createTables();
    for (let round = 0, site = plain; round < 60; round++, site = round % 15 === 0 ? plain : edited(site, below)) expect(emit(site, tables), `round ${round}`).toEqual(emit(site));
  });

  const withRoute = (site: Site, at: number, parts: Partial<Route>): Site => withListen(site, 0, ({ routes }) => ({ routes: routes.with(at, { ...routes[at]!, ...parts }) }));
  const withPool = (site: Site, at: number, parts: Partial<Pool>): Site => withProxy(site, 0, ({ pools }) => ({ pools: pools.with(at, { ...pools[at]!, ...parts }) }));
  const header = (on: "request" | "response", value: string): Partial<Route> => ({ headers: [{ on, name: "X-A", value, origin }] });
  const saying = (site: Site, ...statements: Parameters<typeof nativeOf>[1]): Site => withProxy(site, 1, () => ({ native: [nativeOf("nginx", statements)] }));
  const ofVersion = (site: Site, version: string): Site => ({ ...site, daemons: site.daemons.map((daemon) => ({ ...daemon, version })) });
  const named = (site: Site): Site => ofVersion(withPool(site, 3, { servers: [serverOf("named", "app.example.com")] }), "1.30.6");

  test.each<[string, (site: Site) => Site, (site: Site) => Site]>([
    ["a cookie that a version knows", (site) => ofVersion(withPool(site, 3, { sticky: { by: "cookie", name: "SRV", mode: "insert", origin } }), "1.30.6"), (site) => ofVersion(site, "1.25.1")],
    ["a name that a network resolves", named, (site) => ({ ...site, networks: site.networks.map((network) => ({ ...network, dns: ["192.168.0.2"] })) })],
    ["a limit, and one of its name", (site) => withRoute(site, 3, { limits: [{ requests: 5, per: "s", key: { by: "ip" }, burst: 1, delay: null, origin }] }), (site) => withRoute(site, 2, { connections: 8 })],
    ["a module that an answer needs", (site) => withRoute(site, 3, { action: { do: "lua", file: "/a.lua" } }), (site) => withPool(site, 3, { retries: 1 })],
    ["a variable that a native block defines", (site) => saying(withRoute(site, 3, header("request", "$own")), ["http", [["map", "$host", "$own", [["default", "1"]]]]]), (site) => saying(site, ["gzip", "off"])],
    ["the same in an answer", (site) => saying(withRoute(site, 3, header("response", "$own")), ["http", [["map", "$host", "$own", [["default", "1"]]]]]), (site) => saying(site, ["gzip", "off"])],
    ["a header that nginx cannot write", (site) => withRoute(site, 3, header("request", "5$")), (site) => withPool(site, 2, { retries: 1 })],
    ["a header for all beside one of a route", (site) => saying(withRoute(site, 3, header("response", "a")), ["add_header", "X-C", "c"]), (site) => saying(site, ["add_header", "X-C", "d"])],
    ["a domain that gets a server of its own", (site) => withRoute(withRoute(site, 3, { domains: ["x.com", "y.com"] }), 4, { domains: ["y.com"], path: "/y" }), (site) => withRoute(site, 4, { domains: ["z.com"] })],
    ["a note on a check", (site) => withPool(site, 3, { check: checkOf({ form: "http" }) }), (site) => withPool(site, 4, { retries: 1 })],
    ["a pool called as another one is", (site) => withProxy(site, 1, ({ pools }) => ({ pools: [...pools, poolOf("Fresh", [])] })), (site) => withPool(withRoute(site, 50, { action: { do: "proxy", pool: "fresh" } }), 50, { name: "fresh" })],
  ])("keeps nothing of what hangs on more than the service: %s", (_, first, second) => {
    const tables = createTables();
    const base = { ...plain, proxies: plain.proxies.slice(0, 2) };
    const one = first(base);
    for (const site of [base, one, one, second(one), one, base]) expect(emit(site, tables)).toEqual(emit(site));
  });

  test("is made again near an edit alone", () => {
    const tables = createTables();
    let read = 0;
    // What a location and an upstream are made from is read for that alone.
    const counted = <Thing extends object, Key extends keyof Thing>(thing: Thing, key: Key): Thing => {
      const value = thing[key];
      return Object.defineProperty({ ...thing }, key, { get: () => (read++, value), enumerable: true });
    };
    const site = withListen(withProxy(plain, 0, ({ pools }) => ({ pools: pools.map((pool) => counted(pool, "keepalive")) })), 0, ({ routes }) => ({ routes: routes.map((route) => counted(route, "bodyBytes")) }));
    emit(site, tables);
    expect(read).toBeGreaterThan(2 * count);
    const { pools, listens } = site.proxies[0]!;
    const { routes } = listens[0]!;
    for (const edit of [
      withProxy(site, 0, () => ({ pools: pools.with(40, poolAt(40)) })),
      withProxy(withListen(site, 0, () => ({ routes: routes.with(40, routeTo(40, "other")) })), 0, () => ({ pools: pools.toSpliced(40, 1, poolOf("other", [])) })),
      withListen(site, 0, () => ({ routes: routes.toSpliced(40, 1).toSpliced(60, 0, routeTo(40)) })),
      withListen(site, 0, () => ({ routes: routes.with(40, routeOf("/", "svc40", { domains: ["a.example.com", "b.example.com"] })) })),
    ]) {
      read = 0;
      emit(edit, tables);
      expect(read).toBeLessThan(20);
    }
  });
});
