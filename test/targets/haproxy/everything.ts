import type { Site } from "../../../src/ir/site.js";
import type { Pool, Proxy as IrProxy } from "../../../src/ir/traffic.js";
import { agentOf, checkOf, consulOf, listenOf, nativeOf, originOf, poolOf, routeOf, serverOf, timeoutsOf } from "../../kit/site.js";
import { balancerOf, siteWith } from "./kit.js";

const origin = originOf();
const tls = { certificate: "/etc/ssl/site.pem", key: null, authority: null, minimum: "1.2" as const, ciphers: null, verify: "yes" as const, origin };
const two = [serverOf("goods-1", "192.168.0.7"), serverOf("goods-2", "192.168.0.8", 80, { weight: 3 })];
const page = { bind: { address: null, port: 8404 }, path: "/haproxy", user: "ops", password: { name: "stats" }, refreshMs: 5000, admin: true, realm: "Balancers", origin };

const web = [serverOf("web-1", "app1", 8080), serverOf("web-2", "fd00::1", 8081, { backup: true }), serverOf("web-3", "192.168.0.9", 8081, { backup: true })];

/** A gateway with all that can be said of HTTP, in front of two services. */
const edge = balancerOf("edge", {
  trust: [{ cidr: "10.0.0.0/24", origin }],
  maxconn: 4000,
  health: [{ ...page, bind: { address: null, port: 80 }, path: "/healthz" }],
  stats: [page],
  listens: [
    listenOf(80, { name: "edge-80", binds: [{ address: "192.168.0.146", from: 80, to: 80, transport: "tcp", origin }], routes: [routeOf("/", "", { action: { do: "redirect", to: "https", status: 301 } })] }),
    listenOf(443, {
      name: "edge-443",
      tls: { ...tls, verify: "client", authority: "/etc/ssl/clients.pem", ciphers: "HIGH:!aNULL" },
      acceptProxy: true,
      maxconn: 1000,
      routes: [
        routeOf("/goods", "goods", {
          domains: ["shop.example.com"],
          limits: [
            { requests: 60, per: "m", key: { by: "ip" }, burst: 20, delay: null, origin },
            { requests: 9, per: "s", key: { by: "header", name: "X-Api-Key" }, burst: 0, delay: null, origin },
          ],
          connections: 10,
          headers: [
            { on: "request", name: "X-Shop", value: "goods", origin },
            { on: "response", name: "X-Served", value: "yes", origin },
            { on: "response", name: "Server", value: null, origin },
          ],
          forward: ["client", "proto", "host", "port"],
        }),
        routeOf("/admin", "", { match: "exact", domains: ["shop.example.com"], action: { do: "deny", status: 403 } }),
        routeOf("/teapot", "", { domains: ["shop.example.com"], action: { do: "deny", status: 418 } }),
        routeOf("/old", "", { domains: ["shop.example.com"], action: { do: "redirect", to: "https://example.com/new?a=%41", status: 308 } }),
        routeOf("^/v\\d{2}/", "web", { match: "regex", domains: ["shop.example.com", "*.example.com"] }),
        routeOf("/", "web", { domains: [".example.com"] }),
        routeOf("/", "goods", { domains: ["shop.example.com"], bodyBytes: null, degrade: [{ above: { requests: 50, per: "s" }, then: { do: "status", status: 503 }, origin }] }),
      ],
    }),
  ],
  pools: [
    poolOf("goods", two, {
      check: checkOf({ form: "http", path: "/health", host: "shop.example.com", expect: { text: "well" }, timeoutMs: 1000 }),
      sticky: { by: "cookie", name: "SRV", mode: "insert", origin },
      balance: { method: "hash", key: "header X-User", origin },
    }),
    poolOf("web", web, { check: checkOf(), tls: { ...tls, certificate: null, authority: "/etc/ssl/servers.pem" }, protocol: "grpc" }),
  ],
});

/** Pools of streams, each with a listen of its own. */
const pools: readonly Pool[] = [
  poolOf("rabbit", two, { check: checkOf(), timeouts: timeoutsOf({ clientMs: 10_800_000, serverMs: 10_800_000 }), onDown: "close", sticky: { by: "source", ttlMs: 1_800_000, max: 200_000, origin }, proxyProtocol: "v2" }),
  poolOf("cache", [serverOf("cache-1", "192.168.0.9", 6379, { maxconn: 10 })], { check: checkOf({ form: "redis", auth: { name: "cache" }, role: "primary" }), balance: { method: "first", key: null, origin } }),
  poolOf("orders", two, { check: checkOf({ form: "http", path: "/primary", port: 8008, expect: { status: [{ from: 200, to: 200 }] } }) }),
  poolOf("users", two, { check: checkOf({ form: "mysql", subject: "haproxy" }) }),
  poolOf("bills", two, { check: checkOf({ form: "postgres", subject: "haproxy" }) }),
  poolOf("mail", two, { check: checkOf({ form: "smtp", host: "lb.example.com" }) }),
  poolOf("names", two, { check: checkOf({ form: "ldap" }) }),
  poolOf("agents", two, { check: checkOf({ form: "agent", port: 9999 }) }),
  poolOf("quiet", two, { check: checkOf({ form: "passive" }), balance: { method: "source", key: null, origin } }),
  poolOf("sealed", two, { tls: { ...tls, certificate: null }, check: checkOf({ form: "http", path: "/", expect: { regex: "^ok" } }) }),
];

const discovery = { cluster: "consul", via: "dns" as const, key: "upstreams/found/", service: "found", everyMs: 500, timeoutMs: 360_000, strict: false, agents: [{ node: "lb1", endpoint: { host: "127.0.0.1", port: 8500 } }], origin };

const mq = balancerOf("mq", {
  maxconn: 4000,
  listens: [...pools.map(({ name, timeouts }, at) => listenOf(5000 + at, { name, mode: "tcp", pool: name, timeouts })), listenOf(9002, { name: "found", pool: "found" }), listenOf(15_672, { name: "ui", pool: "ui" }), listenOf(15_673, { name: "ui-again", pool: "ui" })],
  pools: [
    ...pools,
    poolOf("found", two.slice(0, 1), { check: checkOf(), sticky: { by: "cookie", name: "S", mode: "prefix", origin }, balance: { method: "hash", key: "cookie SID", origin }, discovery }),
    poolOf("ui", two, { balance: { method: "hash", key: "uri", origin }, retries: 0, redispatch: false, keepalive: 0, native: [nativeOf("haproxy", [["http-reuse", "always"]])] }),
  ],
  logs: [
    { kind: "access", to: { where: "syslog", endpoint: { host: "10.0.0.5", port: 514 }, facility: "local1" }, format: { name: "short", text: "%ci %ST", origin }, keep: null, origin },
    { kind: "error", to: { where: "syslog", endpoint: null, facility: "local2" }, format: null, keep: null, origin },
  ],
  native: [nativeOf("haproxy", [["tune.bufsize", "32768"], ["resolvers", "dns", [["hold", "valid", "5s"]]], ["userlist", "ops", [["user", "x", "insecure-password", "'a b#c"]]], ["frontend", "mq-ui", [["acl", "bad", "path", "/bad"], ["http-request", "deny", "if", "bad"]]]])],
});

/** Two balancers on one host that say all that haproxy can do. */
export function everything(change: (proxy: IrProxy) => IrProxy = (proxy) => proxy): Site {
  return siteWith([change(edge), change(mq)], { site: { consuls: [consulOf([agentOf("consul-1", "192.168.0.2")])] } });
}

/** What a machine must have for the file to be sound. */
export const certificatesOfEverything: readonly string[] = ["/etc/ssl/site.pem", "/etc/ssl/clients.pem", "/etc/ssl/servers.pem"];
