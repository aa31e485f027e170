import { describe, expect, test } from "vitest";
import type { Limit, Listen, Proxy as IrProxy, Route } from "../../../src/ir/traffic.js";
import { listenOf, networkOf, originOf, poolOf, routeOf, serverOf } from "../../kit/site.js";
import { aclsOf, balancerOf, modelOf, ownRules, reported, rulesOf, sectionOf, type Setting } from "./kit.js";

const origin = originOf();
const pools = [poolOf("web", [serverOf("web-1", "192.168.0.7")])];
const tls = { certificate: "/etc/ssl/site.pem", key: null, authority: null, minimum: "1.2" as const, ciphers: null, verify: "yes" as const, origin };
const page = { bind: { address: null, port: 8404 }, path: "/haproxy", user: null, password: null, refreshMs: null, admin: false, realm: null, origin };

function edge(listen: Partial<Listen>, proxy: Partial<IrProxy> = {}, setting: Setting = {}) {
  const own = listenOf(80, { name: "edge", routes: [routeOf("/", "web")], ...listen });
  const { model, diagnostics } = modelOf([balancerOf("edge", { listens: [own], pools, ...proxy })], setting);
  return { section: sectionOf(model, "edge"), model, diagnostics: reported(diagnostics) };
}

function bindsOf(listen: Partial<Listen>, setting: Setting = {}, proxy: Partial<IrProxy> = {}) {
  return edge(listen, proxy, setting).section.bind.map(({ address, params }) => [address, ...params].join(" "));
}

const bind = (address: string | null, from: number, to = from, transport: "tcp" | "udp" = "tcp") => ({ address, from, to, transport, origin });

describe("binds", () => {
  test("an address of either family, all addresses, a range of ports", () => {
    expect(bindsOf({ binds: [bind("192.168.0.146", 80), bind("fd00::146", 80), bind(null, 8801, 8810)] })).toEqual(["192.168.0.146:80", "[fd00::146]:80", "*:8801-8810"]);
  });

  test("all addresses are those of both families where the site has IPv6", () => {
    const site = { networks: [networkOf(), networkOf({ name: "six", cidr: "fd00::/64" })] };
    expect(bindsOf({}, { site: { ...site } })).toEqual(["*:80", ":::80 v6only"]);
  });

  test("UDP is reported, and a listen of UDP alone leaves no section", () => {
    const { model, diagnostics } = modelOf([balancerOf("dns", { listens: [listenOf(53, { mode: "tcp", pool: "web", binds: [bind(null, 53, 53, "udp")] })], pools })]);
    expect(reported(diagnostics)).toEqual(["unsupported-by-haproxy: haproxy does not carry UDP"]);
    expect(model.proxies.filter(({ keyword }) => keyword !== "backend")).toEqual([]);
  });

  test("TLS offers HTTP/2, and as a stream nothing", () => {
    expect(bindsOf({ tls })).toEqual(["*:80 ssl crt /etc/ssl/site.pem alpn h2,http/1.1"]);
    expect(bindsOf({ tls: { ...tls, minimum: "1.3", ciphers: "HIGH:!aNULL", verify: "client", authority: "/etc/ssl/ca.pem" }, mode: "tcp", routes: [], pool: "web" })).toEqual([
      "*:80 ssl crt /etc/ssl/site.pem ca-file /etc/ssl/ca.pem verify required ssl-min-ver TLSv1.3 ciphers HIGH:!aNULL",
    ]);
    expect(bindsOf({ tls: { ...tls, minimum: "1.0" } })).toEqual(["*:80 ssl crt /etc/ssl/site.pem ssl-min-ver TLSv1.0 ciphers DEFAULT@SECLEVEL=0 alpn h2,http/1.1"]);
  });

  test("what TLS lacks is reported", () => {
    expect(edge({ tls: { ...tls, certificate: null } }).diagnostics).toEqual(["haproxy-certificate: haproxy needs a certificate to listen with TLS"]);
    expect(edge({ tls: { ...tls, verify: "client" } }).diagnostics).toEqual(["haproxy-authority: nothing says which authority the certificates of clients must come from"]);
  });

  test("the PROXY protocol is taken from anybody only where nobody is known", () => {
    expect(bindsOf({ acceptProxy: true })).toEqual(["*:80 accept-proxy"]);
    const { section } = edge({ acceptProxy: true }, { trust: [{ cidr: "10.0.0.0/24", origin }] });
    expect(section.bind[0]!.params).toEqual([]);
    expect(rulesOf(section.tcp_request)).toEqual(["connection expect-proxy layer4 if trusted"]);
  });
});

describe("private keys", () => {
  const keys = (certificate: string, key: string | null, version: string | null = null) => {
    const { model, diagnostics } = edge({ tls: { ...tls, certificate, key } }, {}, { daemon: { version } });
    return [model.global.ssl_load_extra_del_ext !== null, model.crt_store?.load.map(({ text }) => text) ?? null, ...diagnostics];
  };

  test("in the certificate's file, or beside it under its name", () => {
    expect([keys("/a.pem", null), keys("/a.pem", "/a.pem"), keys("/a.pem", "/a.pem.key"), keys("/a.crt", "/a.crt.key")]).toEqual(Array(4).fill([false, null]));
  });

  test("of x.crt in x.key, by an option", () => {
    expect(keys("/a.crt", "/a.key")).toEqual([true, null]);
  });

  test("anywhere from HAProxy 3.0 on, else reported", () => {
    expect(keys("/full.pem", "/priv.pem", "3.0")).toEqual([false, ["crt /full.pem key /priv.pem"]]);
    expect(keys("/full.pem", "/priv.pem")).toEqual([false, null, "haproxy-key: haproxy does not look for the key of `/full.pem` at `/priv.pem`"]);
  });
});

describe("what the servers are told", () => {
  test("the client's own words are replaced", () => {
    const { section } = edge({ tls, routes: [routeOf("/", "web", { forward: ["client", "proto", "host", "port"], bodyBytes: null })] });
    expect(rulesOf(section.http_request)).toEqual([
      "set-header X-Forwarded-For %[src]",
      "set-header X-Forwarded-Proto https",
      "set-header X-Forwarded-Host %[req.hdr(host)]",
      "set-header X-Forwarded-Port %[dst_port]",
    ]);
  });

  test("those of trusted proxies are kept, and the client is whom they saw", () => {
    const { section } = edge({ routes: [routeOf("/", "web", { forward: ["client", "proto"], bodyBytes: null })] }, { trust: [{ cidr: "10.0.0.0/24", origin }, { cidr: "fd00::1/128", origin }] });
    expect(aclsOf(section)).toEqual(["trusted src 10.0.0.0/24 fd00::1/128"]);
    expect(rulesOf(section.http_request)).toEqual([
      "del-header X-Forwarded-For if !trusted",
      "del-header X-Forwarded-Proto if !trusted",
      "set-var(txn.peer) src",
      "set-src req.hdr_ip(X-Forwarded-For,-1) if trusted",
      "set-src req.hdr_ip(X-Forwarded-For,-2) if trusted",
      "add-header X-Forwarded-For %[var(txn.peer)]",
      "set-header X-Forwarded-Proto http if !{ req.hdr(X-Forwarded-Proto) -m found }",
    ]);
  });

  test("a listen without routes tells what is usual", () => {
    const { section } = edge({ routes: [], pool: "web" });
    expect(section.keyword).toBe("listen");
    expect(rulesOf(section.http_request)).toEqual(["set-header X-Forwarded-For %[src]", "set-header X-Forwarded-Proto http", "set-header X-Forwarded-Host %[req.hdr(host)]"]);
  });

  test("headers are literal", () => {
    const headers = [
      { on: "request" as const, name: "X-Price", value: "5% $x #1 'a'", origin },
      { on: "response" as const, name: "Server", value: null, origin },
    ];
    const { section } = edge({ routes: [routeOf("/", "web", { headers })] });
    expect(ownRules(section)).toEqual(["set-header X-Price '5%% $x #1 '\\''a'\\'''"]);
    expect(rulesOf(section.http_response)).toEqual(["del-header Server"]);
  });

  test("a header that is none is reported", () => {
    expect(edge({ routes: [routeOf("/", "web", { headers: [{ on: "request", name: "X A", value: "1", origin }] })] }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy takes no header `X A`"]);
  });
});

describe("limits", () => {
  const limit = (parts: Partial<Limit> = {}): Limit => ({ requests: 60, per: "m", key: { by: "ip" }, burst: 20, delay: null, origin: originOf("limit 60r/m"), ...parts });
  const limited = (...routes: Route[]) => {
    const result = edge({ routes });
    return { ...result, rules: ownRules(result.section), tables: result.model.proxies.flatMap(({ name, stick_table }) => (stick_table === null ? [] : [[name, ...stick_table.params].join(" ")])) };
  };

  test("a rate counts what it lets through, in a table of its own", () => {
    const { rules, tables } = limited(routeOf("/", "web", { limits: [limit()] }));
    expect(tables).toEqual(["edge-limit-ip type ipv6 size 100k expire 2m store http_req_rate(1m)"]);
    expect(rules).toEqual(["deny deny_status 429 if { src,table_http_req_rate(edge-limit-ip) ge 80 }", "track-sc0 src table edge-limit-ip"]);
  });

  test("one limit of several routes is one count", () => {
    const { tables } = limited(routeOf("/a", "web", { limits: [limit()] }), routeOf("/", "web", { limits: [limit()] }));
    expect(tables).toHaveLength(1);
    expect(limited(routeOf("/a", "web", { limits: [limit()] }), routeOf("/", "web", { limits: [limit({ origin: originOf("another limit") })] })).tables).toHaveLength(2);
  });

  test("one limit of several listens is one count", () => {
    const listens = [80, 81].map((port) => listenOf(port, { name: `edge-${port}`, routes: [routeOf("/", "web", { limits: [limit()] })] }));
    const { model } = modelOf([balancerOf("edge", { listens, pools })]);
    expect(model.proxies.map(({ name }) => name)).toEqual(["edge-80", "edge-81", "web", "edge-limit-ip"]);
  });

  test("each way to count has its counter", () => {
    const { rules, tables } = limited(routeOf("/", "web", { limits: [limit({ per: "s", key: { by: "header", name: "X-Key" }, burst: 0 })], connections: 10, degrade: [{ above: { requests: 50, per: "s" }, then: { do: "status", status: 503 }, origin }] }));
    expect(rules).toEqual([
      "deny deny_status 429 if { req.hdr(X-Key),table_http_req_rate(edge-limit-header) ge 60 }",
      "track-sc0 req.hdr(X-Key) table edge-limit-header",
      "track-sc1 src table edge-connections",
      "deny deny_status 429 if { sc_conn_cur(1) gt 10 }",
      "track-sc2 int(0) table edge-load",
      "deny deny_status 503 if { sc_http_req_rate(2) gt 50 }",
    ]);
    expect(tables).toEqual([
      "edge-limit-header type string len 128 size 100k expire 10s store http_req_rate(1s)",
      "edge-connections type ipv6 size 100k expire 1m store conn_cur",
      "edge-load type integer size 1 expire 10s store http_req_rate(1s)",
    ]);
  });

  test("a fourth way is reported, and so is what is not refused at once", () => {
    const four = (["ip", "path", "all"] as const).map((by) => limit({ key: { by } }));
    expect(limited(routeOf("/", "web", { limits: four, connections: 1 })).diagnostics).toEqual(["unsupported-by-haproxy: haproxy counts a request in 3 ways at most"]);
    expect(limited(routeOf("/", "web", { limits: [limit({ delay: 5 })] })).diagnostics).toEqual(["unsupported-by-haproxy: haproxy refuses what is above a limit and delays nothing"]);
  });

  test("under load only a status can be answered", () => {
    const step = (then: Route["degrade"][number]["then"]) => ({ above: { requests: 1, per: "s" as const }, then, origin });
    expect(limited(routeOf("/", "web", { degrade: [step({ do: "cache", ttlMs: 1000 }), step({ do: "file", path: "/x" })] })).diagnostics).toEqual([
      "unsupported-by-haproxy: haproxy serves nothing from a cache under load",
      "unsupported-by-haproxy: haproxy serves no files",
    ]);
  });

  test("bodies that are too large are refused by their routes", () => {
    const { section } = edge({ routes: [routeOf("/up", "web", { bodyBytes: 10 }), routeOf("/any", "web", { bodyBytes: null }), routeOf("/", "web", { bodyBytes: 5 })] });
    expect(rulesOf(section.http_request).filter((rule) => rule.includes("413"))).toEqual([
      "deny deny_status 413 if path-up { req.body_size gt 10 }",
      "deny deny_status 413 if !path-any !path-up { req.body_size gt 5 }",
    ]);
  });

  test("clients' times of one route are reported", () => {
    const route = routeOf("/", "web");
    expect(edge({ routes: [{ ...route, timeouts: { ...route.timeouts, clientMs: 1, requestMs: 1 } }] }).diagnostics).toEqual([
      "unsupported-by-haproxy: haproxy has one time `client` for a whole listen, not one for each route",
      "unsupported-by-haproxy: haproxy has one time `request` for a whole listen, not one for each route",
    ]);
  });
});

describe("pages", () => {
  test("a health page on a listen's port is answered by the listen, else by a section of its own", () => {
    const health = (port: number) => edge({}, { health: [{ ...page, bind: { address: null, port }, path: "/healthz" }] });
    expect(health(80).section.monitor_uri).toMatchObject({ uri: "/healthz" });
    expect(health(80).model.proxies.map(({ name }) => name)).toEqual(["edge", "web"]);
    expect(sectionOf(health(8081).model, "edge-health")).toMatchObject({ keyword: "frontend", monitor_uri: { uri: "/healthz" } });
    expect(health(8081).section.monitor_uri).toBeNull();
  });

  test("the statistics page keeps its password in a file of its own rights", () => {
    const { model } = edge({}, { stats: [{ ...page, user: "ops", password: { name: "stats" }, refreshMs: 5000, realm: "Balancers here", admin: true }] }, { secrets: { stats: "p w" } });
    expect(sectionOf(model, "edge-stats").stats).toMatchObject({ uri: "/haproxy", refresh: "5s", realm: "'Balancers here'", auth: "'ops:p w'", admin: true });
    expect(model.secret).toBe(true);
    expect(sectionOf(edge({}, { stats: [page] }).model, "edge-stats").stats).toMatchObject({ auth: null, admin: false, refresh: null });
  });

  test("what the pages cannot do is reported", () => {
    expect(edge({}, { stats: [{ ...page, refreshMs: 1500 }] }).diagnostics).toEqual(["haproxy-time: haproxy's time `refresh` takes whole seconds only"]);
    expect(edge({}, { stats: [{ ...page, user: "ops" }] }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy cannot ask for the user `ops` without a password"]);
    expect(edge({}, { stats: [{ ...page, user: "a:b", password: { name: "stats" } }] }, { secrets: { stats: "p" } }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy cannot tell the user `a:b` from the password"]);
    expect(edge({}, { status: [page] }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy has no counters of nginx"]);
  });
});
