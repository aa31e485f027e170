import { describe, expect, test } from "vitest";
import type { Limit, Route } from "../../../src/ir/traffic.js";
import { listenOf, originOf, proxyOf, routeOf } from "../../kit/site.js";
import { blockOf, edgeTo, emitted, find, goods, onHost } from "./conf.js";

const origin = originOf();
const limitOf = (parts: Partial<Limit> = {}): Limit => ({ requests: 60, per: "m", key: { by: "ip" }, burst: 20, delay: null, origin, ...parts });
const limited = (route: Partial<Route>) => emitted(onHost([edgeTo(goods(), { route })]));

describe("a limit", () => {
  test.each([
    [limitOf(), "$binary_remote_addr", "10m", ["burst=20", "nodelay"]],
    [limitOf({ burst: 0 }), "$binary_remote_addr", "10m", []],
    [limitOf({ delay: 8 }), "$binary_remote_addr", "10m", ["burst=20", "delay=8"]],
    [limitOf({ key: { by: "path" } }), "$uri", "10m", ["burst=20", "nodelay"]],
    [limitOf({ key: { by: "header", name: "X-API-Key" } }), "$http_x_api_key", "10m", ["burst=20", "nodelay"]],
    [limitOf({ key: { by: "all" } }), "all", "64k", ["burst=20", "nodelay"]],
  ] as const)("%# counts by its key", (limit, key, size, words) => {
    const { conf, messages } = limited({ limits: [limit], path: "/goods" });
    expect(find(conf, "http", "limit_req_zone")).toEqual([[key, `zone=edge_goods:${size}`, "rate=60r/m"]]);
    expect(find(conf, "http", "limit_req_status")).toEqual([["429"]]);
    expect(find(conf, "http", "server", "location", "limit_req")).toEqual([["zone=edge_goods", ...words]]);
    expect(messages).toEqual([]);
  });

  test("by a header that is no variable is refused", () => {
    expect(limited({ limits: [limitOf({ key: { by: "header", name: "X.Key" } })] }).messages).toEqual([expect.stringMatching(/count by a header/)]);
  });

  test("is one count for two listens with the same route, and two for two routes", () => {
    const routes = [routeOf("/a/b", "goods", { limits: [limitOf()] }), routeOf("/a-b", "goods", { limits: [limitOf(), limitOf({ requests: 5, per: "s" })] })];
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes }), listenOf(81, { routes })], pools: [goods()] })]));
    expect(find(conf, "http", "limit_req_zone").map(([, zone]) => zone)).toEqual(["zone=edge_a_b:10m", "zone=edge_a_b_2:10m", "zone=edge_a_b_3:10m"]);
    expect(find(conf, "http", "server", "location", "limit_req").map(([zone]) => zone)).toEqual(["zone=edge_a_b", "zone=edge_a_b_2", "zone=edge_a_b_3", "zone=edge_a_b", "zone=edge_a_b_2", "zone=edge_a_b_3"]);
  });

  test("and a dictionary of Lua never share a name", () => {
    const lua = { paths: [], share: [{ name: "edge_goods", bytes: 2 ** 20, origin }], phases: [] };
    const { conf } = emitted(onHost([edgeTo(goods(), { route: { path: "/goods", limits: [limitOf()] }, proxy: { lua } })]));
    expect(find(conf, "http", "lua_shared_dict")).toEqual([["edge_goods", "1m"]]);
    expect(find(conf, "http", "limit_req_zone")[0]![1]).toBe("zone=edge_goods_2:10m");
  });

  test("of connections counts addresses, beside those of the whole gateway", () => {
    const { conf } = emitted(onHost([edgeTo(goods(), { route: { connections: 10 }, listen: { maxconn: 500 }, proxy: { maxconn: 1000 } })]));
    expect(find(conf, "http", "limit_conn_zone")).toEqual([["$binary_remote_addr", "zone=edge_connections:10m"], ["all", "zone=edge_maxconn:64k"], ["all", "zone=edge_listen_80_maxconn:64k"]]);
    expect(find(conf, "http", "server", "limit_conn")).toEqual([["edge_maxconn", "1000"], ["edge_listen_80_maxconn", "500"]]);
    expect(blockOf(conf, "http", "server", "location /").slice(0, 4)).toEqual(["limit_conn edge_maxconn 1000", "limit_conn edge_listen_80_maxconn 500", "limit_conn edge_connections 10", "limit_conn_status 429"]);
  });
});

describe("degrade", () => {
  const step = (then: Route["degrade"][number]["then"], requests = 50, per: "s" | "m" = "s") => ({ above: { requests, per }, then, origin });

  test("to a cache keeps every answer, and serves it above the rate", () => {
    const { conf, messages } = limited({ path: "/lists", degrade: [step({ do: "cache", ttlMs: 10_000 })] });
    expect(find(conf, "http", "proxy_cache_path")).toEqual([["/var/cache/nginx-edge_lists_cache", "levels=1:2", "keys_zone=edge_lists_cache:10m", "max_size=1g", "inactive=1h", "use_temp_path=off"]]);
    expect(blockOf(conf, "http", "server", "location /lists")).toEqual([
      "limit_req zone=edge_lists_load burst=50 nodelay",
      "error_page 429 = @edge_lists_degraded",
      "proxy_pass http://goods",
      "proxy_cache edge_lists_cache",
      "proxy_cache_key $scheme$host$request_uri",
      "proxy_cache_valid 10s",
      "proxy_no_cache $http_authorization",
      "proxy_cache_bypass 1",
    ]);
    expect(blockOf(conf, "http", "server", "location @edge_lists_degraded")).toEqual(expect.arrayContaining(["proxy_pass http://goods", "proxy_cache edge_lists_cache", "proxy_cache_bypass $http_authorization", "proxy_cache_lock on"]));
    expect(messages).toEqual([]);
  });

  test("to a cache asks as the route itself does", () => {
    const headers = [{ on: "request", name: "X-A", value: "a", origin } as const];
    const routes = [routeOf("/", "goods"), routeOf("/b", "goods"), routeOf("/c", "goods", { headers, degrade: [step({ do: "cache", ttlMs: 10_000 })] })];
    const { conf } = emitted(onHost([proxyOf("edge", { listens: [listenOf(80, { routes }), listenOf(81, { routes })], pools: [goods()] })]));
    expect(blockOf(conf, "http", "server", "location @edge_c_degraded")).toContain("proxy_set_header X-A a");
    expect(find(conf, "http", "server", "location").filter(([name]) => name!.startsWith("@"))).toEqual([["@edge_c_degraded"], ["@edge_c_degraded"]]);
  });

  test("to a file or a status", () => {
    const { conf } = limited({ degrade: [step({ do: "file", path: "/etc/nginx/html/goods.json" }, 600, "m")] });
    expect(blockOf(conf, "http", "server", "location @edge_degraded")).toEqual(["root /", "try_files /etc/nginx/html/goods.json =503"]);
    expect(find(conf, "http", "server", "location", "limit_req")).toEqual([["zone=edge_load", "burst=10", "nodelay"]]);
    expect(blockOf(limited({ degrade: [step({ do: "status", status: 503 })] }).conf, "http", "server", "location /").slice(0, 2)).toEqual(["limit_req zone=edge_load burst=50 nodelay", "limit_req_status 503"]);
  });

  test.each([
    [[step({ do: "cache", ttlMs: 10_000 }), step({ do: "status", status: 503 }, 200)], {}, /degrade in more than one step/],
    [[step({ do: "cache", ttlMs: 10_000 })], { limits: [limitOf()] }, /tell what `limit` refused from what `degrade` takes/],
    [[step({ do: "cache", ttlMs: 10_000 })], { connections: 5 }, /tell what `limit` refused from what `degrade` takes/],
    [[step({ do: "status", status: 200 })], {}, /refuse with 200/],
    [[step({ do: "cache", ttlMs: 500 })], {}, /nginx-inexact-time.*500ms/],
  ] as const)("%# is refused where nginx cannot", (degrade, parts, message) => {
    expect(limited({ degrade: [...degrade], ...(parts as object) }).messages).toContainEqual(expect.stringMatching(message));
  });
});
