import { describe, expect, test } from "vitest";
import { check } from "../../daemons/checker.js";
import { nginx as checker } from "../../daemons/nginx.js";
import { requireDaemon } from "../../daemons/require.js";
import type { Site } from "../../../src/ir/site.js";
import type { Limit, Route } from "../../../src/ir/traffic.js";
import { checkOf, listenOf, nativeOf, originOf, poolOf, proxyOf, routeOf, serverOf } from "../../kit/site.js";
import { discoveryOf, edgeTo, emitted, goods, inContainer, onHost } from "./conf.js";

const origin = originOf();
const tls = { certificate: "/etc/ssl/shop.pem", key: null, authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin } as const;
const limit: Limit = { requests: 60, per: "m", key: { by: "ip" }, burst: 20, delay: 5, origin };
const step = (then: Route["degrade"][number]["then"]) => [{ above: { requests: 50, per: "s" as const }, then, origin }];
const pageOf = (port: number, path: string) => ({ bind: { address: null, port }, path, user: null, password: null, refreshMs: null, admin: false, realm: null, origin });

const pools = [
  goods({ discovery: discoveryOf(), balance: { method: "leastconn", key: null, origin } }),
  poolOf("carts", [serverOf("c1", "192.168.0.31", 80, { weight: 3, maxconn: 200 }), serverOf("c2", "fd00::32", 80, { backup: true })], { check: checkOf() }),
  poolOf("pay", [serverOf("p1", "192.168.0.33", 443)], { protocol: "https", sticky: { by: "source", ttlMs: 1000, max: 1, origin } }),
  poolOf("rpc", [serverOf("r1", "192.168.0.34", 9000)], { protocol: "grpc", balance: { method: "hash", key: "header X-User", origin } }),
  poolOf("商品", [serverOf("s1", "192.168.0.35")], { balance: { method: "random", key: null, origin } }),
];
const header = (on: "request" | "response", name: string, value: string | null) => ({ on, name, value, origin });
const shop = { domains: ["shop.example.com", "*.shop.example.com"] };
const routes = [
  routeOf("/goods", "goods", { ...shop, limits: [limit, { ...limit, key: { by: "all" }, burst: 0 }], connections: 10 }),
  routeOf("/carts", "carts", { ...shop, headers: [header("request", "X-Request-ID", "$request_id"), header("response", "X-Note", 'a "quoted"; {text}'), header("response", "Server", null)], bodyBytes: null }),
  routeOf("/pay", "pay", { ...shop, forward: ["client", "port"] }),
  routeOf("/rpc", "rpc", shop),
  routeOf("/cache", "carts", { ...shop, degrade: step({ do: "cache", ttlMs: 10_000 }) }),
  routeOf("/file", "carts", { ...shop, degrade: step({ do: "file", path: "/srv/a b.json" }) }),
  routeOf("/status", "carts", { ...shop, degrade: step({ do: "status", status: 503 }) }),
  routeOf("/static", "x", { ...shop, action: { do: "files", path: "/srv/static" } }),
  routeOf("/lua", "x", { ...shop, action: { do: "lua", file: "/opt/lua/a.lua" } }),
  routeOf("^/a{2}\\.(css|js)$", "x", { ...shop, match: "regex", action: { do: "files", path: "/srv" } }),
  routeOf("/", "x", { domains: [".example.org"], action: { do: "redirect", to: "https://shop.example.com$request_uri", status: 308 } }),
  routeOf("/", "商品", { ...shop, buffer: false }),
];
const edge = proxyOf("edge", {
  pools,
  listens: [listenOf(80, { routes: [routeOf("/", "x", { action: { do: "redirect", to: "https", status: 301 } })] }), listenOf(443, { tls, routes, native: [nativeOf("nginx", [["rewrite", "^/old(.*)$", "/new$1", "permanent"]])] })],
  trust: [{ cidr: "10.0.0.0/8", origin }],
  maxconn: 5000,
  status: [pageOf(8081, "/nginx_status")],
  health: [pageOf(80, "/healthz")],
  logs: [{ kind: "access", to: { where: "file", path: "/var/log/nginx/edge.log" }, format: { name: "json", text: '{"at":"$time_iso8601","request":"$request"}', origin }, keep: null, origin }],
  lua: { paths: ["/opt/lua"], share: [{ name: "limits", bytes: 2 ** 20, origin }], phases: [{ phase: "access", file: "/opt/lua/access.lua", origin }] },
  native: [nativeOf("nginx", [["worker_processes", "2"], ["add_header", "X-All", "1"], ["http", [["map", "$uri", "$tag", [["~^/a{2}", "'x y"]]]]], ["location", "=", "/l", [["content_by_lua_block", '\'ngx.say("}")']]]])],
});
const rabbit = poolOf("rabbit", [serverOf("q1", "192.168.0.36", 5672)], { protocol: "tcp", proxyProtocol: "v1", tls: { ...tls, certificate: null, verify: "no" } });
const names = poolOf("names", [serverOf("n1", "192.168.0.37", 53)], { protocol: "udp", retries: 0 });
const udp = [{ address: "192.168.0.11", from: 53, to: 53, transport: "udp", origin } as const];
const mq = proxyOf("mq", { kind: "balancer", engine: "nginx", pools: [rabbit, names], listens: [listenOf(5672, { mode: "tcp", pool: "rabbit", tls, acceptProxy: true, maxconn: 100 }), listenOf(53, { mode: "tcp", pool: "names", binds: udp })] });

const sites: Readonly<Record<string, Site>> = {
  "one service with discovery, in a container": inContainer(edgeTo(goods({ discovery: discoveryOf() }))),
  "a host with everything": onHost([edge, mq]),
  "TCP alone": onHost([mq]),
  "nothing to serve": onHost([proxyOf("edge")]),
  "a gateway with pages alone": onHost([proxyOf("edge", { status: [pageOf(8081, "/s")], health: [pageOf(8082, "/h")] })]),
};

describe.runIf(requireDaemon(checker))("Debian 12's nginx is content with", () => {
  test.each(Object.entries(sites))("%s", async (_, site) => {
    const { text, files, messages } = emitted(site);
    expect(messages).toEqual([]);
    const laid = files.flatMap(({ target, text: content }) => (target === null ? [] : [{ path: target, content }]));
    const world = { interfaces: [{ name: "eth0", addresses: ["192.168.0.11/24"] }], users: ["nginx"], files: laid };
    expect(await check(checker, { path: "/etc/nginx/nginx.conf", text }, world)).toEqual([]);
  });
});
