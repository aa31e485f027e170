import { describe, expect, test } from "vitest";
import { hasUnbalancedLua } from "../../../src/targets/nginx/lua-text.js";
import type { Proxy } from "../../../src/ir/traffic.js";
import { listenOf, nativeOf, originOf, poolOf, proxyOf, routeOf, serverOf } from "../../kit/site.js";
import type { NativeText } from "../../kit/native.js";
import { blockOf, edgeTo, emitted, find, goods, inContainer, onHost } from "./conf.js";

const origin = originOf();
const block = (...statements: readonly NativeText[]) => [nativeOf("nginx", statements)];
const atProxy = (...statements: readonly NativeText[]) => emitted(onHost([edgeTo(goods(), { proxy: { native: block(...statements) } })]));

describe("native directives of a gateway", () => {
  test("go to the widest section, in place of what infc would say", () => {
    const { conf, messages } = atProxy(["worker_processes", "4"], ["worker_connections", "1024"], ["client_max_body_size", "10m"], ["gzip_types", "text/css"], ["http", [["keepalive_timeout", "65s"]]]);
    expect([find(conf, "worker_processes"), find(conf, "events", "worker_connections"), find(conf, "http", "client_max_body_size"), find(conf, "http", "gzip_types"), find(conf, "http", "keepalive_timeout")]).toEqual([[["4"]], [["1024"]], [["10m"]], [["text/css"]], [["65s"]]]);
    expect(messages).toEqual([]);
  });

  test("that may be said often stand beside it", () => {
    const { conf } = atProxy(["http", [["access_log", "/var/log/nginx/second.log"], ["map", "$uri", "$tag", [["~^/a{2}", "two"], ["default", "none"]]]]]);
    expect(find(conf, "http", "access_log")).toEqual([["/var/log/nginx/access.log", "timed"], ["/var/log/nginx/second.log"]]);
    expect(blockOf(conf, "http", "map $uri $tag")).toEqual(["~^/a{2} two", "default none"]);
  });

  test("of a server or a location reach them all; a location that is there goes on at its end", () => {
    const proxy = proxyOf("edge", { listens: [listenOf(80, { routes: [routeOf("/", "goods"), routeOf("/b", "goods")] }), listenOf(81, { routes: [routeOf("/", "goods")] })], pools: [goods()], native: block(["server", [["rewrite", "^/a$", "/b"]]], ["location", "/", [["expires", "1h"]]], ["location", "=", "/up", [["upstream_show"]]]) });
    const { conf } = emitted(onHost([proxy]));
    expect(find(conf, "http", "server", "rewrite")).toEqual([["^/a$", "/b"], ["^/a$", "/b"]]);
    expect(find(conf, "http", "server", "location")).toEqual([["/"], ["/b"], ["=", "/up"], ["/"], ["=", "/up"]]);
    expect(blockOf(conf, "http", "server", "location /")).toEqual(["proxy_pass http://goods", "expires 1h"]);
    expect(find(conf, "load_module")).toEqual([["modules/ngx_http_upsync_module.so"]]);
  });

  test("extend a section whose heading is there", () => {
    const { conf } = atProxy(["http", [["map", "$http_upgrade", "$connection_upgrade", [["h2c", "close"]]]]]);
    expect(blockOf(conf, "http", "map $http_upgrade $connection_upgrade")).toEqual(["default upgrade", " ", "h2c close"]);
  });

  test("load a module once", () => {
    const lua = { paths: ["/opt/lua"], share: [], phases: [] };
    const { conf } = emitted(onHost([edgeTo(goods(), { proxy: { lua, native: block(["load_module", "modules/ndk_http_module.so"], ["load_module", "modules/ngx_http_echo_module.so"]) } })]));
    expect(find(conf, "load_module")).toEqual([["modules/ndk_http_module.so"], ["modules/ngx_http_lua_module.so"], ["modules/ngx_http_echo_module.so"]]);
  });

  test("may be said by two gateways of one nginx, in one way", () => {
    const saying = (name: string, port: number, processes: string): Proxy => edgeTo(goods(), { listen: { binds: listenOf(port).binds }, proxy: { name, native: block(["worker_processes", processes], ["http", [["proxy_buffers", processes, "8k"]]]) } });
    expect(emitted(onHost([saying("edge", 80, "4"), saying("shop", 81, "4")])).messages).toEqual([]);
    expect(emitted(onHost([saying("edge", 80, "4"), saying("shop", 81, "8")])).messages).toEqual([expect.stringMatching(/nginx-native-clash: `proxy_buffers`/), expect.stringMatching(/nginx-native-clash: `worker_processes`/)]);
  });

  test("keep their words, whatever they hold", () => {
    const { conf } = atProxy(["http", [["log_format", "x", "'a \"quoted\" \\text; {}\n$uri"], ["proxy_redirect", "~^(http://[^:]+):\\d+(/.+)$", "$1$2"]]], ["add_header", "X-A", "a,", "always"]);
    expect(find(conf, "http", "log_format").at(-1)).toEqual(["x", 'a "quoted" \\text; {}\n$uri']);
    expect(find(conf, "http", "proxy_redirect")).toEqual([["~^(http://[^:]+):\\d+(/.+)$", "$1$2"]]);
    expect(find(conf, "http", "add_header")).toEqual([["X-A", "a,", "always"]]);
  });

  test("that set a header for all are repeated where a route sets another", () => {
    const route = { headers: [{ on: "response", name: "X-B", value: "b", origin } as const] };
    const { conf } = emitted(onHost([edgeTo(goods(), { route, proxy: { native: block(["add_header", "X-A", "a", "always"], ["add_header", "X-B", "no"]) } })]));
    expect(find(conf, "http", "server", "location", "add_header")).toEqual([["X-A", "a", "always"], ["X-B", "b", "always"]]);
  });

  test("go into stream where everything is TCP", () => {
    const pool = poolOf("mq", [serverOf("a", "10.0.0.1", 5672)]);
    const proxy = proxyOf("mq", { kind: "balancer", engine: "nginx", pools: [pool], listens: [listenOf(5672, { mode: "tcp", pool: "mq", native: block(["proxy_buffer_size", "32k"]) })], native: block(["tcp_nodelay", "off"]) });
    const { conf } = emitted(onHost([proxy]));
    expect([find(conf, "http"), find(conf, "stream", "tcp_nodelay"), find(conf, "stream", "server", "proxy_buffer_size")]).toEqual([[], [["off"]], [["32k"]]]);
  });

  test("go out as they stand when they are raw", () => {
    const { text, messages } = atProxy(["http", [["raw", "'# by hand\nupstream_conf;"]]]);
    expect(text).toContain("\n# by hand\nupstream_conf;\n");
    expect(messages).toEqual([expect.stringMatching(/^unchecked-text/)]);
  });

  test.each([
    [["proxy_pass", "http://x"], /typed-directive/],
    [["proxy_read_timeout", "5s"], /the clause `timeouts server 5s` says/],
    [["proxy_read_timeout", "5"], /the clause `timeouts server …` says/],
    [["client_max_body_sise", "1m"], /unknown-directive/],
    [["http", [["worker_processes", "1"]]], /misplaced-directive/],
    [["add_header", "X-A", "'a\u0000b"], /unrepresentable-text/],
    [["http", [["log_format", "x", "'a\uE000b"]]], /unrepresentable-text/],
  ] as readonly (readonly [NativeText, RegExp])[])("%j is refused", (statement, message) => {
    expect(atProxy(statement).messages).toEqual([expect.stringMatching(message)]);
  });
});

describe("native directives further in", () => {
  test("of a listen, a route and a service stay there", () => {
    const proxy = proxyOf("edge", {
      listens: [listenOf(80, { routes: [routeOf("/", "goods", { native: block(["proxy_cookie_flags", "~", "secure"], ["client_max_body_size", "1g"]), bodyBytes: 2 ** 21 }), routeOf("/b", "goods")], native: block(["rewrite", "^/x$", "/y"], ["keepalive_timeout", "5s"]) }), listenOf(81, { routes: [routeOf("/", "goods")] })],
      pools: [goods({ native: block(["keepalive_requests", "500"]) })],
    });
    const { conf, messages } = emitted(onHost([proxy]));
    expect(blockOf(conf, "http", "upstream goods").at(-1)).toBe("keepalive_requests 500");
    expect(find(conf, "http", "server", "rewrite")).toEqual([["^/x$", "/y"]]);
    expect(find(conf, "http", "server", "keepalive_timeout")).toEqual([["5s"]]);
    expect(blockOf(conf, "http", "server", "location /")).toEqual(["proxy_pass http://goods", "client_max_body_size 1g", "proxy_cookie_flags ~ secure"]);
    expect(messages).toEqual([]);
  });
});

test("what is said further in counts", () => {
  const proxy = edgeTo(goods(), { listen: { native: block(["send_timeout", "7s"]) }, proxy: { native: block(["server", [["send_timeout", "1h"]]]) } });
  const { conf, messages } = emitted(onHost([proxy]));
  expect(find(conf, "http", "server", "send_timeout")).toEqual([["7s"]]);
  expect(messages).toEqual([]);
});

describe("Lua", () => {
  const lua = (parts: Partial<Proxy["lua"]>) => emitted(onHost([edgeTo(goods(), { proxy: { lua: { paths: [], share: [], phases: [], ...parts } } })]));

  test("has its paths, dictionaries and files", () => {
    const { conf, text } = lua({ paths: ["/opt/lua/?.lua", "/opt/more/"], share: [{ name: "limits", bytes: 10 * 2 ** 20, origin }], phases: (["init", "worker", "access", "log"] as const).map((phase) => ({ phase, file: `/opt/lua/${phase}.lua`, origin })) });
    expect(text).toContain('lua_package_path "/opt/lua/?.lua;/opt/more/?.lua;;";');
    expect(["lua_shared_dict", "init_by_lua_file", "init_worker_by_lua_file"].map((name) => find(conf, "http", name)[0])).toEqual([["limits", "10m"], ["/opt/lua/init.lua"], ["/opt/lua/worker.lua"]]);
    expect(["access_by_lua_file", "log_by_lua_file"].map((name) => find(conf, "http", "server", name))).toEqual([[["/opt/lua/access.lua"]], [["/opt/lua/log.lua"]]]);
    expect(find(conf, "load_module")).toEqual([["modules/ndk_http_module.so"], ["modules/ngx_http_lua_module.so"]]);
  });

  test("answers a route", () => {
    const { conf } = emitted(onHost([edgeTo(goods(), { route: { action: { do: "lua", file: "/opt/lua/a.lua" } } })]));
    expect(blockOf(conf, "http", "server", "location /")).toEqual(["content_by_lua_file /opt/lua/a.lua"]);
  });

  test("in a native block goes out between braces", () => {
    const { text, messages } = atProxy(["location", "/l", [["content_by_lua_block", '\'\nif a then -- it\'s\n  ngx.say("}")\nend\n']]]);
    expect(text).toContain('content_by_lua_block {\nif a then -- it\'s\n  ngx.say("}")\nend\n            }\n');
    expect(messages).toEqual([]);
  });

  test.each([
    ["ngx.say(1)", false],
    ["t = { [ [[x]] ] = '}' } -- }", false],
    ["--[==[ } ]] ]==] ok()", false],
    ["s = \"a\\\"}\"", false],
    ["}", true],
    ["{", true],
    ["( ]", true],
    ["s = \"a", true],
    ["s = 'a\nb'", true],
    ["--[[ x", true],
    ["[==[ x ]]", true],
  ] as const)("%j is unbalanced: %s", (code, unbalanced) => {
    expect(hasUnbalancedLua(code)).toBe(unbalanced);
  });

  test.each([
    [{ paths: ["lua/?.lua"] }, /does not begin with `\/`/],
    [{ paths: ["/a;/b"] }, /path with a `;`/],
    [{ share: [{ name: "x", bytes: 100, origin }] }, /share less than 12KB/],
    [{ phases: [{ phase: "init", file: "/a", origin }, { phase: "init", file: "/b", origin }] }, /run two `init` files/],
  ] as readonly (readonly [Partial<Proxy["lua"]>, RegExp])[])("%# is refused", (parts, message) => {
    expect(lua(parts).messages).toContainEqual(expect.stringMatching(message));
  });

  test("that would end its block is refused", () => {
    expect(atProxy(["location", "/l", [["content_by_lua_block", "'} evil { "]]]).messages).toEqual([expect.stringMatching(/nginx-unbalanced-lua/)]);
  });

  test("needs an image that has it", () => {
    const withLua = edgeTo(goods(), { proxy: { lua: { paths: ["/opt/lua"], share: [], phases: [] } } });
    expect(emitted(inContainer(withLua, { image: "nginx:1.28" })).messages).toEqual([expect.stringMatching(/nginx-missing-module: the image of this nginx has no Lua/)]);
    expect(emitted(inContainer(withLua, { image: "shop/nginx-lua:3" })).messages).toEqual([]);
    expect(emitted(inContainer({ ...withLua, engine: "openresty" }, { image: "openresty/openresty:1.27.1.2-bookworm" })).messages).toEqual([]);
  });
});
