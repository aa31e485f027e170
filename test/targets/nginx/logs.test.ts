import { describe, expect, test } from "vitest";
import type { Log, Proxy } from "../../../src/ir/traffic.js";
import { listenOf, originOf, poolOf, proxyOf, serverOf } from "../../kit/site.js";
import { edgeTo, emitted, find, goods, inContainer, onHost } from "./conf.js";

const origin = originOf();
const logOf = (to: Log["to"], parts: Partial<Log> = {}): Log => ({ kind: "access", to, format: null, keep: null, origin, ...parts });
const logging = (...logs: readonly Log[]) => emitted(onHost([edgeTo(goods(), { proxy: { logs: [...logs] } })]));
const edgeAt = (name: string, port: number, proxy: Partial<Proxy>): Proxy => edgeTo(goods(), { listen: { binds: listenOf(port).binds }, proxy: { name, ...proxy } });

describe("logs", () => {
  test.each([
    [logOf({ where: "file", path: "/var/log/nginx/edge.log" }), ["/var/log/nginx/edge.log", "timed"]],
    [logOf({ where: "stdout" }), ["/dev/stdout", "timed"]],
    [logOf({ where: "nowhere" }), ["off"]],
    [logOf({ where: "syslog", endpoint: null, facility: "local7" }), ["syslog:server=unix:/dev/log,facility=local7,tag=edge", "timed"]],
    [logOf({ where: "syslog", endpoint: { host: "fd00::9", port: 514 }, facility: "local6" }), ["syslog:server=[fd00::9]:514,facility=local6,tag=edge", "timed"]],
  ] as const)("%# go where they are said to", (log, words) => {
    expect(find(logging(log).conf, "http", "access_log")).toEqual([words]);
  });

  test("of errors", () => {
    expect(find(logging(logOf({ where: "file", path: "/var/log/e.log" }, { kind: "error" })).conf, "error_log")).toEqual([["/var/log/e.log", "warn"]]);
    expect(find(logging(logOf({ where: "nowhere" }, { kind: "error" })).conf, "error_log")).toEqual([["/dev/null", "crit"]]);
  });

  test("have formats, each once and under a name of its own", () => {
    const file = { where: "file", path: "/var/log/a.log" } as const;
    const { conf } = logging(logOf(file, { format: { name: "combined", text: "$remote_addr", origin } }), logOf(file, { format: { name: "json", text: '{"a":"$request"}', origin } }), logOf(file, { format: { name: "json", text: '{"a":"$request"}', origin } }), logOf(file, { format: { name: "odd", text: "escape=none $uri", origin } }));
    expect(find(conf, "http", "log_format")).toEqual([["combined-2", "$remote_addr"], ["json", "escape=json", '{"a":"$request"}'], ["odd", "escape=default", "escape=none $uri"]]);
    expect(find(conf, "http", "access_log").map(([, name]) => name)).toEqual(["combined-2", "json", "json", "odd"]);
  });

  test("of gateways that say otherwise stand in their servers", () => {
    const { conf } = emitted(onHost([edgeAt("edge", 80, { logs: [logOf({ where: "nowhere" })] }), edgeAt("shop", 81, { logs: [logOf({ where: "file", path: "/e" }, { kind: "error" })] })]));
    expect(find(conf, "http", "access_log")).toEqual([]);
    expect(find(conf, "http", "server", "access_log")).toEqual([["off"], ["/var/log/nginx/access.log", "timed"]]);
    expect(find(conf, "error_log")).toEqual([["/var/log/nginx/error.log", "warn"]]);
    expect(find(conf, "http", "server", "error_log")).toEqual([["/e", "warn"]]);
  });

  test("of TCP leave out a format of HTTP, and keep one that says something of TCP", () => {
    const tcp = (text: string) => {
      const pool = poolOf("mq", [serverOf("a", "10.0.0.1", 5672)]);
      const logs = [logOf({ where: "stdout" }, { format: { name: "own", text, origin } })];
      return find(emitted(onHost([proxyOf("mq", { kind: "balancer", engine: "nginx", pools: [pool], listens: [listenOf(5672, { mode: "tcp", pool: "mq" })], logs })])).conf, "stream", "access_log");
    };
    expect(tcp("$request $status")).toEqual([["/dev/stdout", "timed"]]);
    expect(tcp("$remote_addr $session_time")).toEqual([["/dev/stdout", "own"]]);
  });

  test("of OpenResty lie where its image leads them out", () => {
    const { conf } = emitted(inContainer(edgeTo(goods(), { proxy: { engine: "openresty" } }), { image: "openresty/openresty:1.27.1.2-bookworm" }));
    expect([find(conf, "http", "access_log"), find(conf, "error_log")]).toEqual([[["/usr/local/openresty/nginx/logs/access.log", "timed"]], [["/usr/local/openresty/nginx/logs/error.log", "warn"]]]);
  });

  test.each([
    [logOf({ where: "file", path: "/var/log/a.log" }, { keep: 7 }), /rotate its logs/],
    [logOf({ where: "syslog", endpoint: null, facility: "local9" }), /facility `local9`/],
    [logOf({ where: "file", path: "/var/log/$host.log" }), /unrepresentable-text/],
    [logOf({ where: "file", path: "syslog:server=x" }), /does not begin with `\/`/],
    [logOf({ where: "stdout" }, { format: { name: "f", text: "$stauts", origin } }), /no variable `\$stauts`/],
    [logOf({ where: "stdout" }, { format: { name: "f", text: "100$", origin } }), /begins no variable/],
  ] as const)("%# that nginx cannot write are refused", (log, message) => {
    expect(logging(log).messages).toContainEqual(expect.stringMatching(message));
  });
});
