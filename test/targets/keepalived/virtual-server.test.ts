import { describe, expect, test } from "vitest";
import type { Check, Listen, Pool, Proxy, Route } from "../../../src/ir/traffic.js";
import { checkOf, listenOf, nativeOf, originOf, poolOf, routeOf, serverOf } from "../../kit/site.js";
import { balancerOf, codesOf, edgeOf, hostsOf, lowerOn, servers } from "./kit.js";

const origin = originOf();
const lower = (pool: Partial<Pool> = {}, parts: Partial<Proxy> = {}) => {
  const { model, diagnostics } = lowerOn(hostsOf({ proxies: [balancerOf(pool, parts)], vrrps: [edgeOf()] }));
  return { server: model.conf.virtual_server[0]!, all: model.conf.virtual_server, global: model.conf.global_defs, codes: codesOf(diagnostics), messages: diagnostics.map(({ message }) => message) };
};
const checked = (check: Partial<Check>, pool: Partial<Pool> = {}) => {
  const { server, codes } = lower({ check: checkOf({ rise: 1, ...check }), ...pool });
  return { checker: server.real_server[0]!.checker, delay: server.delay_loop, codes };
};
const listenWith = (parts: Partial<Listen>): Partial<Proxy> => {
  const [listen] = balancerOf().listens;
  return { listens: [{ ...listen!, ...parts }] };
};

const tls = { certificate: null, key: null, authority: null, minimum: "1.2" as const, ciphers: null, verify: "yes" as const, origin };

describe("a virtual server", () => {
  test("has the same servers on each director, whichever holds the address", () => {
    const site = hostsOf({ proxies: [balancerOf()], vrrps: [edgeOf()] });
    expect(lowerOn(site, "lb1").model.conf.virtual_server).toEqual(lowerOn(site, "lb2").model.conf.virtual_server);
    expect(lower().server).toMatchObject({
      address: "192.168.0.146",
      port: 80,
      delay_loop: 2,
      lb_algo: "rr",
      lb_kind: "DR",
      protocol: "TCP",
      persistence_timeout: null,
      sorry_server: null,
      real_server: [
        { address: "192.168.0.32", port: 80, weight: 1, uthreshold: null },
        { address: "192.168.0.33", port: 80, weight: 1 },
      ],
    });
  });

  test("is on the directors alone", () => {
    expect(lowerOn(hostsOf({ proxies: [balancerOf({}, { nodes: ["lb2"], machines: ["lb2"] })] })).model.conf.virtual_server).toEqual([]);
    expect(lowerOn(hostsOf({ proxies: [balancerOf({}, { engine: "haproxy" })] })).model.conf.virtual_server).toEqual([]);
  });

  test("always says its protocol and its port", () => {
    const bind = { address: "192.168.0.146", transport: "udp" as const, origin };
    const { all } = lower({ servers: [serverOf("a", "192.168.0.32", 5353)], check: null }, { mode: "nat", ...listenWith({ binds: [{ ...bind, from: 53, to: 54 }] }) });
    expect(all.map(({ port, protocol, lb_kind }) => [port, protocol, lb_kind])).toEqual([
      [53, "UDP", "NAT"],
      [54, "UDP", "NAT"],
    ]);
  });

  test("keeps a client's server for whole seconds", () => {
    expect(lower({ persistMs: 50_000 }).server.persistence_timeout).toBe(50);
    expect(lower({ sticky: { by: "source", ttlMs: 60_000, max: 1000, origin } }).server.persistence_timeout).toBe(60);
    expect(lower({ persistMs: 1500 }).codes).toEqual(["keepalived-duration"]);
  });

  test("lets the connections of a failed server end, unless its clients would come back to it", () => {
    expect(lower().server.inhibit_on_failure).toBe(true);
    expect(lower({ onDown: "close" }).server.inhibit_on_failure).toBe(false);
    expect(lower({ persistMs: 50_000 }).server.inhibit_on_failure).toBe(false);
    expect(lower({ check: null }).server.inhibit_on_failure).toBe(false);
    expect(lower({}, listenWith({ binds: [{ address: "192.168.0.146", from: 53, to: 53, transport: "udp", origin }] })).server.inhibit_on_failure).toBe(false);
  });

  test("has one backup server", () => {
    const spare = (name: string, address: string) => serverOf(name, address, 80, { backup: true });
    expect(lower({ servers: [...servers, spare("a", "192.168.0.40")] })).toMatchObject({ server: { sorry_server: { address: "192.168.0.40", port: 80 } }, codes: [] });
    expect(lower({ servers: [...servers, spare("a", "192.168.0.40"), spare("b", "192.168.0.41")] }).codes).toEqual(["lvs-spares"]);
  });

  test.each([
    ["roundrobin", null, 1, "rr", []],
    ["roundrobin", null, 3, "wrr", []],
    ["leastconn", null, 1, "lc", []],
    ["leastconn", null, 3, "wlc", []],
    ["source", null, 1, "sh", []],
    ["hash", "ip", 1, "mh", []],
    ["sed", null, 1, "sed", []],
    ["hash", "uri", 1, "mh", ["lvs-balance"]],
    ["random", null, 1, "wlc", ["lvs-balance"]],
    ["first", null, 1, "wlc", ["lvs-balance"]],
  ] as const)("balances %s %s with a weight of %d by %s", (method, key, weight, algorithm, expected) => {
    const { server, codes } = lower({ balance: { method, key, origin }, servers: [{ ...servers[0]!, weight }, servers[1]!] });
    expect([server.lb_algo, codes]).toEqual([algorithm, expected]);
  });

  test("cannot translate ports without NAT, and families without a tunnel", () => {
    const other = [serverOf("a", "192.168.0.32", 8080)];
    expect(lower({ servers: other }).messages).toEqual(["`mode dr` cannot send port 80 to port 8080 of `a`"]);
    expect(lower({ servers: other }, { mode: "tun" }).codes).toEqual(["lvs-port"]);
    expect(lower({ servers: other }, { mode: "nat" }).codes).toEqual([]);
    const six = [serverOf("a", "fd00::32")];
    expect(lower({ servers: six }).codes).toEqual(["lvs-family"]);
    expect(lower({ servers: six }, { mode: "tun" }).codes).toEqual([]);
  });

  test("needs servers that have addresses and take traffic", () => {
    expect(lower({ servers: [] }).codes).toEqual(["lvs-no-server"]);
    expect(lower({ servers: [serverOf("a", "192.168.0.32", 80, { weight: 0 })] }).codes).toEqual(["lvs-no-server"]);
    expect(lower({ servers: [serverOf("a", "app1.example.com")] }).codes).toEqual(["unrepresentable-text"]);
  });

  test("limits the connections of a server", () => {
    expect(lower({ servers: [serverOf("a", "192.168.0.32", 80, { maxconn: 500 })] }).server.real_server[0]!.uthreshold).toBe(500);
  });

  test("tells the other directors of its sessions, for one address", () => {
    expect(lower({}, { syncSessions: true }).global.lvs_sync_daemon).toMatchObject({ interface: "eth0", inst: "edge" });
    const twice = hostsOf({ vrrps: [edgeOf({ syncSessions: true }), edgeOf({ name: "mate", syncSessions: true })] });
    expect(codesOf(lowerOn(twice).diagnostics)).toEqual(["lvs-sync-sessions"]);
  });

  test("takes native directives of the balancer, the listen and the service", () => {
    const native = (word: string) => [nativeOf("keepalived", [[word, "2"]])];
    const { server } = lower({ native: native("quorum") }, { ...listenWith({ native: native("hysteresis") }), native: [nativeOf("keepalived", [["virtual_server", "192.168.0.146", "80", [["alpha"]]]])] });
    expect(server.native.map(({ text }) => text)).toEqual(["    quorum 2", "    hysteresis 2", "    alpha"]);
  });
});

describe("the check of a server", () => {
  test("has as many attempts as failures are allowed", () => {
    expect(checked({ fall: 3, retries: 1, pauseMs: 1500 }).checker).toMatchObject({ kind: "TCP_CHECK", connect_timeout: 2, retry: 2, delay_before_retry: 1.5, connect_port: null });
    expect(checked({ fall: 1, retries: 3 }).checker).toMatchObject({ retry: 3 });
    expect(checked({ fall: 1, retries: 0 }).checker).toMatchObject({ retry: 0 });
  });

  test("may be more often than each second", () => expect(checked({ everyMs: 500, timeoutMs: 250 })).toMatchObject({ delay: 0.5, checker: { connect_timeout: 0.25 }, codes: [] }));

  test("goes to another port", () => {
    expect(checked({ port: 8080 }).checker).toMatchObject({ connect_port: 8080 });
    expect(checked({ port: 80 }).checker).toMatchObject({ connect_port: null });
  });

  test("asks over HTTP", () => {
    const http = (parts: Partial<Check>, pool?: Partial<Pool>) => checked({ form: "http", path: "/health", ...parts }, pool);
    expect(http({ host: "x.com" }).checker).toMatchObject({ kind: "HTTP_GET", url: { path: "/health", status_code: "200-399", virtualhost: "x.com", regex: null } });
    expect(http({ expect: { status: [{ from: 200, to: 204 }, { from: 301, to: 301 }] } }).checker).toMatchObject({ url: { status_code: "200-204 301" } });
    expect(http({ expect: { text: "all (well)" } }).checker).toMatchObject({ url: { status_code: null, regex: '"all \\\\(well\\\\)"' } });
    expect(http({ expect: { regex: "o\\.k [$]" } })).toMatchObject({ checker: { url: { regex: '"o\\\\.k [$]"' } }, codes: [] });
    expect(http({}, { protocol: "https" }).checker).toMatchObject({ kind: "SSL_GET", enable_sni: true });
    expect(http({}, { protocol: "tcp", tls }).checker).toMatchObject({ kind: "SSL_GET", enable_sni: true });
    expect(http({ port: 8080 }, { protocol: "tcp", tls }).checker).toMatchObject({ kind: "HTTP_GET", connect_port: 8080 });
    expect(http({ method: "HEAD" }).codes).toEqual(["lvs-check-method"]);
  });

  test.each(["^ok", "ok$|up", "ok\\Z", "\\\\$"])("never finds %s, which asks where the body begins or ends", (regex) => {
    expect(checked({ form: "http", path: "/", expect: { regex } }).codes).toEqual(["lvs-check-pattern"]);
  });
  test.each(["5\\$", "[$^]", "[^x]y", "\\^", "\\d+"])("may look for %s", (regex) => expect(checked({ form: "http", path: "/", expect: { regex } }).codes).toEqual([]));

  test("asks DNS and a mail server", () => {
    expect(checked({ form: "dns", subject: "example.com" }).checker).toMatchObject({ kind: "DNS_CHECK", name: "example.com" });
    expect(checked({ form: "smtp" }).checker).toMatchObject({ kind: "SMTP_CHECK" });
  });

  test("is a script that is told whom to look at", () => {
    const { checker } = checked({ form: "script", path: "/usr/local/bin/look", user: "nobody" });
    expect(checker).toMatchObject({ kind: "MISC_CHECK", misc: { misc_path: '"/usr/local/bin/look 192.168.0.32 80"', misc_timeout: 2, user: "nobody" }, connect_timeout: null });
    expect(checked({ form: "script", path: "/a", timeoutMs: 500 }).codes).toEqual(["keepalived-duration"]);
  });

  test.each(["mysql", "postgres", "redis", "ldap", "process", "agent", "passive"] as const)("cannot have the form %s", (form) => {
    expect(checked({ form })).toMatchObject({ checker: null, codes: ["lvs-check-form"] });
  });

  test("brings a server back at once, which is said once", () => expect(checked({ rise: 3 }).codes).toEqual(["lvs-rise"]));

  test("can be none", () => expect(checked({ form: "none" })).toMatchObject({ checker: null, delay: null, codes: [] }));
});

describe("what LVS cannot do", () => {
  const route = (parts: Partial<Route>) => lower({}, listenWith({ pool: null, routes: [routeOf("/", "portal", parts)] })).messages;
  test("is said of a route unless it takes everything as it is", () => {
    expect(route({})).toEqual([]);
    expect(route({ path: "/goods" })).toEqual(["LVS cannot choose by domain or path"]);
    expect(route({ domains: ["x.com"] })).toEqual(["LVS cannot choose by domain or path"]);
    expect(route({ action: { do: "redirect", to: "https", status: 301 } })).toEqual(["LVS cannot answer by itself"]);
    expect(route({ headers: [{ on: "request", name: "X", value: "y", origin }] })).toEqual(["LVS cannot change a header"]);
    expect(route({ limits: [{ requests: 1, per: "s", key: { by: "ip" }, burst: 0, delay: null, origin }] })).toEqual(["LVS cannot limit requests"]);
  });

  test.each<[string, Partial<Pool>, Partial<Proxy>]>([
    ["end TLS", {}, listenWith({ tls })],
    ["read the PROXY protocol", {}, listenWith({ acceptProxy: true })],
    ["limit its connections", {}, { maxconn: 10 }],
    ["speak TLS to its servers", { tls: { ...tls, authority: "/etc/ssl/ca.pem" } }, {}],
    ["write the PROXY protocol", { proxyProtocol: "v2" }, {}],
    ["keep a client's server by a cookie", { sticky: { by: "cookie", name: "S", mode: "insert", origin } }, {}],
    ["show a page", {}, { stats: [{ bind: { address: null, port: 81 }, path: "/", user: null, password: null, refreshMs: null, admin: false, realm: null, origin }] }],
    ["write a log of its connections", {}, { logs: [{ kind: "access", to: { where: "file", path: "/var/log/x" }, format: null, keep: null, origin }] }],
  ])("is to %s", (what, pool, parts) => expect(lower(pool, parts).messages).toEqual([`LVS cannot ${what}`]));

  test("is not to pass on the TLS of its clients", () => expect(lower({ tls }, {}).messages).toEqual([]));

  test("is to listen without an address", () => {
    const { codes, messages } = lower({}, { listens: [listenOf(80, { mode: "tcp", pool: "portal" })], pools: [poolOf("portal", servers)] });
    expect([codes, messages]).toEqual([["lvs-address"], ["`web` listens on no address, and LVS needs one"]]);
  });
});
