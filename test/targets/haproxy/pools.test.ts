import { describe, expect, test } from "vitest";
import type { Check, Pool } from "../../../src/ir/traffic.js";
import { agentOf, checkOf, consulOf, hostOf, listenOf, networkOf, originOf, poolOf, serverOf, timeoutsOf } from "../../kit/site.js";
import { balancerOf, modelOf, reported, sectionOf, type Setting } from "./kit.js";

const origin = originOf();
const servers = [serverOf("db-1", "192.168.0.7", 3306), serverOf("db-2", "192.168.0.8", 3306)];

/** The section of a pool behind one listen. */
function poolSection(parts: Partial<Pool>, mode: "tcp" | "http" = "tcp", setting: Setting = {}) {
  const pool = poolOf("db", parts.servers ?? servers, { protocol: mode, ...parts });
  const listen = listenOf(3306, { name: "db", mode, pool: "db", timeouts: pool.timeouts });
  const { model, diagnostics } = modelOf([balancerOf("db", { listens: [listen], pools: [pool] })], setting);
  return { section: sectionOf(model, "db"), model, diagnostics: reported(diagnostics) };
}

function checkLines(parts: Partial<Check>, mode: "tcp" | "http" = "tcp", pool: Partial<Pool> = {}, setting: Setting = {}) {
  const { section, diagnostics } = poolSection({ ...pool, check: checkOf(parts) }, mode, setting);
  return { lines: section.check.map(({ text }) => text), server: section.default_server.join(" "), diagnostics };
}

describe("a listen that is all of its pool's users", () => {
  test("is one section with its servers", () => {
    const { section } = poolSection({ check: checkOf() });
    expect(section).toMatchObject({ keyword: "listen", name: "db", mode: "tcp", default_backend: null });
    expect(section.server.map(({ name, address, params }) => [name, address, ...params].join(" "))).toEqual(["db-1 192.168.0.7:3306", "db-2 192.168.0.8:3306"]);
    expect(section.default_server.join(" ")).toBe("check inter 2s fall 3 rise 2");
  });

  test("a second user makes a backend of the servers", () => {
    const listens = [3306, 3307].map((port) => listenOf(port, { name: `db-${port}`, mode: "tcp", pool: "db" }));
    const { model } = modelOf([balancerOf("db", { listens, pools: [poolOf("db", servers)] })]);
    expect(model.proxies.map(({ keyword, name, default_backend }) => [keyword, name, default_backend?.name ?? null])).toEqual([
      ["frontend", "db-3306", "db"],
      ["frontend", "db-3307", "db"],
      ["backend", "db", null],
    ]);
  });

  test("what comes by HTTP and what comes as a stream get a section each", () => {
    const listens = [listenOf(80, { name: "a", pool: "db" }), listenOf(81, { name: "b", pool: "db" }), listenOf(82, { name: "c", mode: "tcp", pool: "db" }), listenOf(83, { name: "d", mode: "tcp", pool: "db" })];
    const { model } = modelOf([balancerOf("x", { listens, pools: [poolOf("db", servers)] })]);
    expect(model.proxies.filter(({ keyword }) => keyword === "backend").map(({ name, mode }) => [name, mode])).toEqual([
      ["db-http", "http"],
      ["db-tcp", "tcp"],
    ]);
  });
});

describe("servers", () => {
  test("what all have alike is said once, the rest by each", () => {
    const list = [serverOf("a", "192.168.0.7", 80, { weight: 3, maxconn: 5 }), serverOf("b", "fd00::1", 80, { backup: true, maxconn: 6 }), serverOf("a", "192.168.0.9", 80, { weight: 0, maxconn: 5 })];
    const { section } = poolSection({ servers: list, onDown: "close", proxyProtocol: "v2" });
    expect(section.default_server).toEqual(["on-marked-down shutdown-sessions", "send-proxy-v2"]);
    expect(section.server.map(({ name, address, params }) => [name, address, ...params].join(" "))).toEqual([
      "a 192.168.0.7:80 weight 3 maxconn 5",
      "b [fd00::1]:80 weight 1 backup maxconn 6",
      "a-2 192.168.0.9:80 weight 0 maxconn 5",
    ]);
    expect(poolSection({ servers: list.map((server) => ({ ...server, weight: 1, maxconn: 7 })) }).section.default_server).toEqual(["maxconn 7"]);
  });

  test("a weight above 256 is reported", () => {
    expect(poolSection({ servers: [serverOf("a", "192.168.0.7", 80, { weight: 300 })] }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy takes weights up to 256, not 300"]);
  });

  test("names are resolved while it runs, by the network's name servers or the machine's", () => {
    const list = [serverOf("a", "a.example.com")];
    const { section, model } = poolSection({ servers: list });
    expect(section.server[0]!.params).toEqual(["init-addr last,libc,none", "resolvers dns"]);
    expect(model.resolvers).toMatchObject([{ name: "dns", nameserver: [], consul: false, timeout_resolve: "10s", hold: "30s" }]);
    const resolve = { retries: 2, everyMs: 5000, timeoutMs: 500, holdMs: 60_000, origin };
    const told = poolSection({ servers: list, resolve }, "tcp", { site: { networks: [networkOf({ dns: ["192.168.0.2"] })], hosts: [hostOf("lb1", "192.168.0.11")] } });
    expect(told.model.resolvers).toMatchObject([{ nameserver: [{ name: "dns1", address: "192.168.0.2:53" }], resolve_retries: 2, timeout_resolve: "5s", timeout_retry: "500ms", hold: "1m" }]);
  });

  test("TLS checks names by the machine's authorities, and addresses only by one that is said", () => {
    const tls = { certificate: null, key: null, authority: null, minimum: "1.3" as const, ciphers: null, verify: "yes" as const, origin };
    const named = poolSection({ servers: [serverOf("a", "a.example.com")], tls, check: checkOf() }, "http");
    expect(named.section.default_server.join(" ")).toBe("check inter 2s fall 3 rise 2 pool-max-conn 32 ssl verify required ca-file @system-ca ssl-min-ver TLSv1.3");
    expect(named.section.server[0]!.params).toEqual(["init-addr last,libc,none", "resolvers dns", "sni str(a.example.com)", "check-sni a.example.com"]);
    expect(poolSection({ tls }, "http").diagnostics).toEqual(["haproxy-authority: nothing says which authority the certificates of servers without names must come from"]);
    expect(poolSection({ tls: { ...tls, verify: "no" } }, "http").section.default_server.slice(1, 3)).toEqual(["ssl", "verify none"]);
    expect(poolSection({ tls: { ...tls, authority: "/etc/ssl/ca.pem" } }, "http").diagnostics).toEqual([]);
  });

  test("the clients' own TLS passes through, and only the check speaks it", () => {
    const tls = { certificate: null, key: null, authority: null, minimum: "1.2" as const, ciphers: null, verify: "yes" as const, origin };
    const { section, diagnostics } = poolSection({ tls, check: checkOf({ form: "http", path: "/" }) });
    expect([diagnostics, section.default_server.join(" ")]).toEqual([[], "check inter 2s fall 3 rise 2 check-ssl verify none"]);
  });

  test("gRPC is HTTP/2 to the servers", () => {
    expect(poolSection({ protocol: "grpc" }, "http").section.default_server).toContain("proto h2");
  });

  test("no idle connections closes each after its request; several backups serve together", () => {
    const list = [serverOf("a", "192.168.0.7"), serverOf("b", "192.168.0.8", 80, { backup: true }), serverOf("c", "192.168.0.9", 80, { backup: true })];
    expect(poolSection({ keepalive: 0, servers: list }, "http").section.option.map(({ text }) => text)).toEqual(["httplog", "http-server-close", "allbackups"]);
  });
});

describe("checks", () => {
  test.each<[string, Partial<Check>, readonly string[], string]>([
    ["tcp", {}, [], "check inter 2s fall 3 rise 2"],
    ["another port and pace", { port: 8008, everyMs: 1500, fall: 2, rise: 1 }, [], "check inter 1500ms fall 2 rise 1 port 8008"],
    ["http", { form: "http", path: "/up?x=1", method: "head" }, ["option httpchk", "http-check send meth HEAD uri /up?x=1"], "check inter 2s fall 3 rise 2"],
    [
      "http with a host and statuses",
      { form: "http", path: "/", host: "a.com", expect: { status: [{ from: 200, to: 299 }, { from: 404, to: 404 }] } },
      ["option httpchk", "http-check send meth GET uri / ver HTTP/1.1 hdr Host a.com", "http-check expect status 200-299,404"],
      "check inter 2s fall 3 rise 2",
    ],
    ["a text", { form: "http", path: "/", expect: { text: "all is well" } }, ["option httpchk", "http-check send meth GET uri /", "http-check expect string 'all is well'"], "check inter 2s fall 3 rise 2"],
    ["a pattern", { form: "http", path: "/", expect: { regex: "^ok$" } }, ["option httpchk", "http-check send meth GET uri /", "http-check expect rstring '^ok$'"], "check inter 2s fall 3 rise 2"],
    ["mysql", { form: "mysql", subject: "monitor" }, ["option mysql-check user monitor"], "check inter 2s fall 3 rise 2"],
    ["postgres", { form: "postgres" }, ["option pgsql-check user haproxy"], "check inter 2s fall 3 rise 2"],
    ["smtp", { form: "smtp", host: "lb.example.com" }, ["option smtpchk EHLO lb.example.com"], "check inter 2s fall 3 rise 2"],
    ["ldap", { form: "ldap" }, ["option ldap-check"], "check inter 2s fall 3 rise 2"],
    ["agent", { form: "agent", port: 9999 }, [], "check inter 2s fall 3 rise 2 agent-check agent-port 9999 agent-inter 2s"],
    ["passive", { form: "passive", forMs: 30_000 }, [], "check inter 30s rise 1 observe layer4 error-limit 3 on-error mark-down"],
    ["none", { form: "none" }, [], ""],
  ])("%s", (_, parts, lines, server) => {
    expect(checkLines(parts)).toEqual({ lines, server, diagnostics: [] });
  });

  test("redis is asked with its password for its role", () => {
    const { lines } = checkLines({ form: "redis", auth: { name: "cache" }, role: "replicas" }, "tcp", {}, { secrets: { cache: `a"b\\c'd` } });
    expect(lines).toEqual([
      "option tcp-check",
      "tcp-check connect",
      `tcp-check send 'AUTH "a\\"b\\\\c'\\''d"'\\r\\n`,
      "tcp-check expect string +OK",
      "tcp-check send PING\\r\\n",
      "tcp-check expect string +PONG",
      "tcp-check send 'info replication'\\r\\n",
      "tcp-check expect string role:slave",
      "tcp-check send QUIT\\r\\n",
      "tcp-check expect string +OK",
    ]);
  });

  test("a password in a check makes the file secret", () => {
    expect(poolSection({ check: checkOf({ form: "redis", auth: { name: "cache" } }) }).model.secret).toBe(true);
    expect(poolSection({ check: checkOf({ form: "redis" }) }).model.secret).toBe(false);
  });

  test.each(["dns", "script", "process"] as const)("%s is reported", (form) => {
    expect(checkLines({ form, subject: "x", path: "/x" }).diagnostics).toEqual([`unsupported-by-haproxy: haproxy cannot check \`db\` by \`${form}\``]);
  });

  test("the time for an answer is said when it is not the pace", () => {
    const timeouts = (parts: Partial<Check>) => poolSection({ check: checkOf(parts) }).section.timeout.map(({ event, time }) => `${event} ${time}`);
    expect(timeouts({ timeoutMs: 1000 })).toEqual(["check 1s"]);
    expect(timeouts({})).toEqual([]);
  });
});

describe("choosing a server", () => {
  const balance = (method: Pool["balance"]["method"], key: string | null = null, mode: "tcp" | "http" = "http") => {
    const { section, diagnostics } = poolSection({ balance: { method, key, origin } }, mode);
    return [section.balance!.algorithm, section.balance!.consistent, ...diagnostics];
  };

  test("the methods that haproxy has", () => {
    expect([balance("roundrobin"), balance("leastconn"), balance("first"), balance("random"), balance("source")]).toEqual([["roundrobin", false], ["leastconn", false], ["first", false], ["random", false], ["source", true]]);
    expect([balance("hash", "uri"), balance("hash", "path"), balance("hash", "header X-User"), balance("hash", "cookie SID"), balance("hash", "ip")]).toEqual([
      ["uri whole", true],
      ["uri path-only", true],
      ["hdr(X-User)", true],
      ["hash req.cook(SID)", true],
      ["source", true],
    ]);
  });

  test("those that only LVS has, and those that need HTTP, are reported", () => {
    expect(balance("wlc")).toEqual(["roundrobin", false, "unsupported-by-haproxy: haproxy has no method `wlc` to choose a server"]);
    expect(balance("hash", "uri", "tcp")).toContain("unsupported-by-haproxy: haproxy sees no `uri` in a stream");
  });

  test("a cookie names the server, over TLS alone where nothing else listens", () => {
    const { section } = poolSection({ sticky: { by: "cookie", name: "SRV", mode: "insert", origin } }, "http");
    expect(section.cookie).toMatchObject({ params: ["SRV", "insert indirect nocache httponly"], key: null });
    expect(section.server.map(({ params }) => params.join(" "))).toEqual(["cookie db-1", "cookie db-2"]);
    expect(poolSection({ sticky: { by: "cookie", name: "SRV", mode: "prefix", origin } }, "tcp").diagnostics).toEqual(["unsupported-by-haproxy: haproxy sees no cookies in a stream"]);
  });

  test("an address is remembered in a table", () => {
    const params = ["type ipv6", "size 200000", "expire 30m"];
    expect(poolSection({ sticky: { by: "source", ttlMs: 1_800_000, max: 200_000, origin } }).section.stick_table).toMatchObject({ params, stick_on_src: true });
    expect(poolSection({ persistMs: 50_000 }).section.stick_table).toMatchObject({ params: ["type ipv6", "size 200000", "expire 50s"] });
  });
});

describe("discovery", () => {
  const discovery = { cluster: "consul", via: "dns" as const, key: "upstreams/db/", service: "db", everyMs: 500, timeoutMs: 360_000, strict: false, agents: [{ node: "lb1", endpoint: { host: "192.168.0.11", port: 8500 } }], origin };
  const site = { consuls: [consulOf([agentOf("consul-1", "192.168.0.2")], { dnsPort: 8601 })] };

  test("asks the DNS of the agent for more servers than are known", () => {
    const { section, model } = poolSection({ discovery, check: checkOf() }, "tcp", { site });
    expect(section.server).toEqual([]);
    expect(section.server_template).toMatchObject({ prefix: "db-", count: 10, fqdn: "db.service.consul:3306", params: ["resolvers consul", "init-addr none"] });
    expect(model.resolvers).toMatchObject([{ name: "consul", nameserver: [{ name: "consul", address: "192.168.0.11:8601" }], consul: true, timeout_resolve: "500ms" }]);
  });

  test("asks for the ports too where they differ", () => {
    expect(poolSection({ discovery, servers: [serverOf("a", "192.168.0.7", 80), serverOf("b", "192.168.0.7", 81)] }, "tcp", { site }).section.server_template).toMatchObject({ fqdn: "_db._tcp.service.consul" });
  });

  test("cookies are made of the address", () => {
    const { section } = poolSection({ discovery, sticky: { by: "cookie", name: "S", mode: "insert", origin } }, "http", { site });
    expect(section.cookie).toMatchObject({ params: ["S", "insert indirect nocache httponly", "dynamic"], key: "db" });
  });

  test("what DNS cannot say is reported", () => {
    expect(poolSection({ discovery: { ...discovery, via: "upsync" } }, "tcp", { site }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy finds no servers by `via upsync`"]);
    expect(poolSection({ discovery: { ...discovery, agents: [] } }, "tcp", { site }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy finds no agent of `consul` to ask"]);
    const weighted = [serverOf("a", "192.168.0.7"), serverOf("b", "192.168.0.8", 80, { weight: 2 })];
    expect(poolSection({ discovery, servers: weighted }, "tcp", { site }).diagnostics).toEqual(["unsupported-by-haproxy: haproxy takes all servers that it finds by DNS alike"]);
  });
});

describe("timeouts", () => {
  const written = (timeouts: readonly { event: string; time: string }[]) => timeouts.map(({ event, time }) => `${event} ${time}`);

  test("what all sections agree on is in defaults", () => {
    const { section, model } = poolSection({ timeouts: timeoutsOf({ clientMs: 90_000, queueMs: 500 }) });
    expect(written(model.defaults.timeout)).toEqual(["connect 5s", "client 90s", "server 1m", "queue 500ms"]);
    expect(section.timeout).toEqual([]);
  });

  test("each section says what differs", () => {
    const slow = timeoutsOf({ serverMs: 300_000 });
    const listens = [listenOf(1, { name: "a", pool: "a" }), listenOf(2, { name: "b", pool: "b" })];
    const { model } = modelOf([balancerOf("x", { listens, pools: [poolOf("a", servers), poolOf("b", servers, { timeouts: slow })] })]);
    expect(written(model.defaults.timeout)).toEqual(["connect 5s", "client 1m", "server 1m", "queue 1m", "http-request 10s", "http-keep-alive 10s", "tunnel 1h"]);
    expect(model.proxies.map((proxy) => written(proxy.timeout))).toEqual([[], ["server 5m"]]);
  });

  test("as a stream the tunnel's default does not undo what is written for client and server", () => {
    const tunnel = (parts: Parameters<typeof timeoutsOf>[0]) => written(poolSection({ timeouts: timeoutsOf(parts) }).model.defaults.timeout).filter((line) => line.startsWith("tunnel"));
    expect([tunnel({}), tunnel({ clientMs: 10_800_000, serverMs: 10_800_000 }), tunnel({ clientMs: 5000, tunnelMs: 7_200_000 })]).toEqual([["tunnel 1h"], [], ["tunnel 2h"]]);
  });

  test("none at all and too long a time are reported", () => {
    expect(poolSection({ timeouts: timeoutsOf({ serverMs: 0, clientMs: 2 ** 31 }) }).diagnostics).toEqual([
      "haproxy-time: haproxy's time `client` must be shorter than 24.8 days",
      "haproxy-time: haproxy's time `server` must be at least 1ms",
    ]);
    expect(poolSection({ timeouts: timeoutsOf({ clientMs: 2 ** 31 - 1 }) }).diagnostics).toEqual([]);
  });
});
