import { describe, expect, test } from "vitest";
import type { Log, Proxy as IrProxy } from "../../../src/ir/traffic.js";
import { listenOf, nativeOf, type NativeText, originOf, poolOf, routeOf, serverOf } from "../../kit/site.js";
import { balancerOf, modelOf, reported, sectionOf } from "./kit.js";

const origin = originOf();
const servers = [serverOf("a-1", "192.168.0.7", 5672)];

function stream(name: string, port: number, parts: Partial<IrProxy> = {}): IrProxy {
  return balancerOf(name, { listens: [listenOf(port, { name, mode: "tcp", pool: "rabbit" })], pools: [poolOf("rabbit", servers, { protocol: "tcp" })], ...parts });
}

const log = (parts: Partial<Log>): Log => ({ kind: "access", to: { where: "syslog", endpoint: null, facility: "local1" }, format: null, keep: null, origin, ...parts });
const natives = (...statements: NativeText[]) => [nativeOf("haproxy", statements)];
const lines = (all: readonly { readonly text: string }[]) => all.map(({ text }) => text);

describe("one process of several declarations", () => {
  test("names of sections are told apart by the declaration", () => {
    const two = (name: string, port: number) => balancerOf(name, { listens: [listenOf(port, { name: `${port}`, pool: "web" }), listenOf(port + 1, { name, pool: "web" })], pools: [poolOf("web", servers)] });
    const { model } = modelOf([two("a", 80), two("b", 90)]);
    expect(model.proxies.map(({ name }) => name)).toEqual(["a-80", "a", "a-web", "b-90", "b", "b-web"]);
  });

  test("a name that haproxy does not take is written otherwise, told, and kept as a description", () => {
    const { model, diagnostics } = modelOf([balancerOf("商品", { listens: [listenOf(80, { name: "web port", pool: "a/b" })], pools: [poolOf("a/b", [serverOf("é-1", "192.168.0.7")])] })]);
    expect(model.proxies.map(({ name, description }) => [name, description])).toEqual([["x5546x54c1-web-port", "'商品-web port'"]]);
    expect(model.proxies[0]!.server[0]!.name).toBe("xe9-1");
    expect(reported(diagnostics)).toEqual(["haproxy-name: haproxy calls `商品-web port` `x5546x54c1-web-port`", "haproxy-name: haproxy calls `é-1` `xe9-1`"]);
  });

  test("the most connections of the process are said by one, or by all alike", () => {
    expect(modelOf([stream("a", 1, { maxconn: 4000 }), stream("b", 2)]).model.global.maxconn).toMatchObject({ value: 4000 });
    expect(modelOf([stream("a", 1, { maxconn: 4000 }), stream("b", 2, { maxconn: 4000 })]).diagnostics).toEqual([]);
    const first = { maxconn: 4000, origin: originOf("balancer a maxconn 4000") };
    const { diagnostics } = modelOf([stream("a", 1, first), stream("b", 2, { maxconn: 2000, origin: originOf("balancer b maxconn 2000") })]);
    expect(reported(diagnostics)).toEqual(["shared-haproxy: two declarations share one haproxy and disagree about `maxconn`"]);
    expect(diagnostics[0]).toMatchObject({ primary: { text: "`maxconn 2000`" }, related: [{ span: first.origin.span, text: "`maxconn 4000`" }] });
  });

  test("a page beside streams waits for a request no longer than they are told", () => {
    const timeouts = (parts: Partial<IrProxy>) => modelOf([stream("a", 1, parts)]).model.defaults.timeout.map(({ event }) => event);
    const page = { bind: { address: null, port: 8404 }, path: "/", user: null, password: null, refreshMs: null, admin: false, realm: null, origin };
    expect(timeouts({})).not.toContain("http-request");
    expect(timeouts({ stats: [page] })).toEqual(expect.arrayContaining(["http-request", "http-keep-alive"]));
  });

  test("native lines of the process are there once, and a disagreement shows both", () => {
    const same = modelOf([stream("a", 1, { native: natives(["nbthread", "4"], ["global", [["tune.bufsize", "32768"]]]) }), stream("b", 2, { native: natives(["nbthread", "4"]) })]);
    expect([lines(same.model.global.native), same.diagnostics]).toEqual([["nbthread 4", "tune.bufsize 32768"], []]);
    const other = modelOf([stream("a", 1, { native: natives(["nbthread", "4"]) }), stream("b", 2, { native: natives(["nbthread", "8"]) })]);
    expect(reported(other.diagnostics)).toEqual(["shared-haproxy: two declarations share one haproxy and disagree about `nbthread`"]);
    expect(other.diagnostics[0]!.related).toMatchObject([{ text: "`nbthread 4`" }]);
  });

  test("tries that all agree on are in defaults", () => {
    const pool = (retries: number, redispatch: boolean) => ({ pools: [poolOf("rabbit", servers, { retries, redispatch })] });
    expect(modelOf([stream("a", 1, pool(2, true)), stream("b", 2, pool(2, true))]).model.defaults).toMatchObject({ retries: 2, redispatch: true });
    const { model } = modelOf([stream("a", 1, pool(2, true)), stream("b", 2, pool(5, false))]);
    expect([model.defaults.retries, model.defaults.redispatch]).toEqual([3, false]);
    expect([sectionOf(model, "a").tries, lines(sectionOf(model, "a").option), sectionOf(model, "b").tries]).toEqual([{ retries: 2 }, ["tcplog", "redispatch"], { retries: 5 }]);
  });
});

describe("logs", () => {
  test("what all agree on is the process's own", () => {
    const logs = [log({ to: { where: "syslog", endpoint: { host: "fd00::5", port: 514 }, facility: "local1" } })];
    const { model } = modelOf([stream("a", 1, { logs }), stream("b", 2, { logs })]);
    expect([lines(model.global.log), sectionOf(model, "a").log]).toEqual([["[fd00::5]:514 local1"], null]);
  });

  test("else each says its own", () => {
    const { model } = modelOf([stream("a", 1, { logs: [log({}), log({ kind: "error", to: { where: "stdout" } })] }), stream("b", 2), stream("c", 3, { logs: [log({ to: { where: "nowhere" } })] })]);
    expect(lines(model.global.log)).toEqual(["/dev/log local0"]);
    expect(lines(sectionOf(model, "a").log!.lines)).toEqual(["/dev/log local1", "stdout format raw local0 notice"]);
    expect(lines(sectionOf(model, "a").option)).toContain("log-separate-errors");
    expect([sectionOf(model, "b").log, sectionOf(model, "c").log]).toEqual([null, { lines: [] }]);
    expect(lines(sectionOf(model, "c").option)).not.toContain("tcplog");
  });

  test("a format takes the place of the usual one, for HTTP where there is any", () => {
    const logs = [log({ format: { name: "short", text: "%ci %r", origin } })];
    const listens = [listenOf(80, { name: "http", pool: "rabbit" }), listenOf(81, { name: "tcp", mode: "tcp", pool: "rabbit" })];
    const { model } = modelOf([balancerOf("a", { listens, pools: [poolOf("rabbit", servers)], logs })]);
    expect([sectionOf(model, "a-http").log_format?.format, sectionOf(model, "a-tcp").log_format, lines(sectionOf(model, "a-tcp").option)]).toEqual(["'%ci %r'", null, ["tcplog"]]);
  });

  test("what haproxy cannot write is reported", () => {
    const said = (parts: Partial<Log>, kind: "host" | "container" = "host") => reported(modelOf([stream("a", 1, { logs: [log(parts)] })], { machine: { kind } }).diagnostics);
    expect(said({ to: { where: "file", path: "/var/log/x.log" } })).toEqual(["unsupported-by-haproxy: haproxy writes no log files"]);
    expect(said({ to: { where: "syslog", endpoint: null, facility: "local9" } })).toEqual(["unsupported-by-haproxy: haproxy knows no syslog facility `local9`"]);
    expect(said({ keep: 7 })).toEqual(["unsupported-by-haproxy: haproxy does not rotate logs"]);
    expect(said({}, "container")).toEqual(["unsupported-by-haproxy: haproxy finds no syslog in its container"]);
    expect(said({ format: { name: "main", text: "$remote_addr", origin } })).toEqual(["foreign-log-format: haproxy would replace nothing in the log format `main`"]);
  });
});

describe("native blocks", () => {
  const web = (parts: Partial<IrProxy>) => balancerOf("web", { listens: [listenOf(80, { name: "web", routes: [routeOf("/", "goods")] })], pools: [poolOf("goods", servers)], ...parts });

  test("go to the widest section, or extend the one of their heading", () => {
    const native = natives(["tune.bufsize", "32768"], ["option", "splice-auto"], ["capture", "cookie", "SID", "len", "32"], ["backend", "goods", [["http-reuse", "always"]]], ["defaults", [["backlog", "1000"]]]);
    const { model, diagnostics } = modelOf([web({ native })]);
    expect(diagnostics).toEqual([]);
    expect([lines(model.global.native), lines(model.defaults.native)]).toEqual([["tune.bufsize 32768"], ["option splice-auto", "backlog 1000"]]);
    expect([lines(sectionOf(model, "web").native.rest), lines(sectionOf(model, "goods").native.rest)]).toEqual([["capture cookie SID len 32"], ["http-reuse always"]]);
  });

  test("a section of their own stands behind the generated ones", () => {
    const { model } = modelOf([web({ native: natives(["userlist", "ops", [["user", "x", "insecure-password", "'a b#c"]]]) })]);
    expect(model.sections).toMatchObject([{ heading: "userlist ops", lines: [{ text: "user x insecure-password 'a b#c'" }] }]);
  });

  test("rules stand where haproxy does not warn of their order", () => {
    const own = natives(["http-request", "deny", "if", "bad"], ["acl", "bad", "path", "/bad"], ["tcp-request", "connection", "reject", "if", "bad"], ["monitor", "fail", "if", "bad"], ["backlog", "10"], ["http-request", "set-var(txn.x)", "src"]);
    const { model } = modelOf([web({ listens: [listenOf(80, { name: "web", routes: [routeOf("/", "goods")], native: own })] })]);
    const { native } = sectionOf(model, "web");
    expect(Object.fromEntries(Object.entries(native).map(([group, all]) => [group, lines(all)]))).toEqual({
      acl: ["acl bad path /bad"],
      monitor: ["monitor fail if bad"],
      tcp_request: ["tcp-request connection reject if bad"],
      http_rules: ["http-request deny if bad", "http-request set-var(txn.x) src"],
      default_server: [],
      rest: ["backlog 10"],
    });
  });

  test("those of a service and of a route belong to the servers", () => {
    const routes = [routeOf("/", "goods", { native: natives(["option", "abortonclose"]) })];
    const pools = [poolOf("goods", servers, { native: [...natives(["http-reuse", "never"]), nativeOf("nginx", [["gzip", "on"]])] })];
    const { model } = modelOf([web({ listens: [listenOf(80, { name: "web", routes })], pools })]);
    expect(lines(sectionOf(model, "goods").native.rest).toSorted()).toEqual(["http-reuse never", "option abortonclose"]);
  });

  test("one route's block in a section that serves others is reported", () => {
    const routes = [routeOf("/a", "goods", { native: natives(["option", "abortonclose"]) }), routeOf("/", "goods")];
    expect(reported(modelOf([web({ listens: [listenOf(80, { name: "web", routes })] })]).diagnostics)).toEqual(["unsupported-by-haproxy: haproxy cannot keep a native block to one of the routes that share a section of servers"]);
  });

  test("raw text goes out as it stands", () => {
    const { model } = modelOf([web({ native: natives(["raw", "'backend x\n  server a 1.1.1.1:1 # $x"]), pools: [poolOf("goods", servers, { native: natives(["raw", "'http-reuse never\nfullconn 10\n"]) })] })]);
    expect(lines(model.raw)).toEqual(["backend x\n  server a 1.1.1.1:1 # $x"]);
    expect(lines(sectionOf(model, "goods").native.rest)).toEqual(["http-reuse never\n    fullconn 10"]);
  });

  test("what belongs to no generated section is reported", () => {
    expect(reported(modelOf([web({ native: natives(["peer", "a", "192.168.0.1:10000"]) })]).diagnostics)).toEqual(["misplaced-directive: haproxy does not take `peer` in `main`"]);
  });
});

describe("what no haproxy.cfg can say", () => {
  test("is reported", () => {
    const lua = { paths: [], share: [], phases: [{ phase: "access" as const, file: "/a.lua", origin }] };
    expect(reported(modelOf([stream("a", 1, { lua, syncSessions: true })], { daemon: { version: "2.4" } }).diagnostics)).toEqual([
      "unsupported-by-haproxy: haproxy 2.4 is older than what infc writes for",
      "unsupported-by-haproxy: haproxy runs no Lua of nginx",
      "unsupported-by-haproxy: haproxy does not synchronize the sessions of LVS",
    ]);
  });
});
