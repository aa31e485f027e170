import { describe, expect, test } from "vitest";
import type { Check } from "../../../src/ir/traffic.js";
import type { Vrrp } from "../../../src/ir/vip.js";
import { members, edgeOf, codesOf, hostsOf, lowerOn, sidecarsOf, vrrpCheckOf } from "./kit.js";
import { vrrpOf } from "../../kit/site.js";

const checksOf = (checks: Vrrp["checks"], daemon = {}) => {
  const { model, diagnostics } = lowerOn(hostsOf({ vrrps: [edgeOf({ checks })] }), "lb1", daemon);
  return { ...model, script: model.conf.vrrp_script[0], file: model.scripts[0], codes: codesOf(diagnostics) };
};

describe("a check of an address", () => {
  test("is a script that looks for the process and its port", () => {
    const { script, file, conf } = checksOf([vrrpCheckOf("nginx")]);
    expect(script).toMatchObject({ name: "nginx", script: '"/etc/keepalived/check-nginx"', interval: 2, timeout: 2, fall: 2, rise: 2, weight: null, user: null });
    expect(file).toMatchObject({ name: "check-nginx", process: "'nginx'", port: 80, http: null });
    expect(conf.vrrp_instance[0]!.track_script).toMatchObject([{ name: "nginx" }]);
    expect(conf.global_defs.script_user).toBe("root");
  });

  test("of a container sees the port alone, and is no program of root's that others own", () => {
    const { model } = lowerOn(sidecarsOf({ checks: [vrrpCheckOf("nginx")] }), "gateway-1-keepalived");
    expect(model.scripts).toMatchObject([{ process: null, port: 80 }]);
    expect(model.conf.vrrp_script).toMatchObject([{ script: '"/usr/bin/dash /etc/keepalived/check-nginx"' }]);
    expect(model.conf.global_defs.router_id).toBe("gateway-1");
  });

  test("of a container cannot look for a process without a port", () => {
    const { model, diagnostics } = lowerOn(sidecarsOf({ checks: [vrrpCheckOf("worker", { port: null })] }), "gateway-1-keepalived");
    expect(codesOf(diagnostics)).toEqual(["uncheckable-process"]);
    expect(model.conf.vrrp_instance[0]!.track_script).toBeNull();
  });

  test("matches the name that the kernel keeps, not a pattern", () => {
    expect(checksOf([vrrpCheckOf("x", { process: "node.js+worker-process" })]).file!.process).toBe("'node\\.js\\+worker-'");
    expect(checksOf([vrrpCheckOf("x", { process: "it's" })]).file!.process).toBe(`'it'\\''s'`);
  });

  test("asks over HTTP", () => {
    const http = (parts: Partial<Check>) => checksOf([vrrpCheckOf("web", { process: null }, { form: "http", path: "/health", ...parts })]).file;
    expect(http({})).toMatchObject({ port: null, http: { url: "'http://127.0.0.1:80/health'", method: null, head: false, host: null, timeout: 2, status: [{ from: 200, to: 399 }], body: null } });
    expect(http({ port: 8080, method: "post", host: "x.com" })).toMatchObject({ http: { url: "'http://127.0.0.1:8080/health'", method: "'POST'", host: "'Host: x.com'" } });
    expect(http({ method: "HEAD" })).toMatchObject({ http: { head: true, method: null } });
    expect(http({ expect: { text: "it's up" } })).toMatchObject({ http: { status: null, body: { option: "-F", pattern: `'it'\\''s up'` } } });
    expect(http({ expect: { regex: "^ok$" } })).toMatchObject({ http: { body: { option: "-E", pattern: "'^ok$'" } } });
  });

  test("can be a script of the operator's, or nothing", () => {
    expect(checksOf([vrrpCheckOf("own", {}, { form: "script", path: "/usr/local/bin/well now" })])).toMatchObject({ script: { script: '"/usr/local/bin/well now"' }, scripts: [] });
    expect(checksOf([vrrpCheckOf("none", {}, { form: "none" })])).toMatchObject({ conf: { vrrp_script: [], vrrp_instance: [{ track_script: null }] }, codes: [] });
  });

  test.each(["mysql", "postgres", "redis", "smtp", "ldap", "dns", "agent", "passive"] as const)("cannot have the form %s", (form) => {
    expect(checksOf([vrrpCheckOf("x", {}, { form })]).codes).toEqual(["vrrp-check-form"]);
  });

  test("counts whole seconds before 2.3.2", () => {
    const half = [vrrpCheckOf("x", {}, { everyMs: 500 })];
    expect(checksOf(half).codes).toEqual(["keepalived-duration"]);
    expect(checksOf(half, { version: "2.2.8" }).codes).toEqual(["keepalived-duration"]);
    expect(checksOf(half, { version: "2.3.3" })).toMatchObject({ script: { interval: 0.5 }, codes: [] });
    expect(checksOf([vrrpCheckOf("x", {}, { timeoutMs: 0 })]).codes).toEqual(["keepalived-duration"]);
  });

  test("has a weight between -253 and 253", () => {
    expect(checksOf([vrrpCheckOf("x", {}, { weight: -20 })]).script!.weight).toBe(-20);
    expect(checksOf([vrrpCheckOf("x", {}, { weight: 0 })]).script!.weight).toBeNull();
    expect(checksOf([vrrpCheckOf("x", {}, { weight: -254 })]).codes).toEqual(["keepalived-weight"]);
  });

  test("that runs as keepalived_script brings that user to a host", () => {
    expect(checksOf([vrrpCheckOf("x", {}, { user: "keepalived_script" })])).toMatchObject({ script: { user: "keepalived_script" }, sysusers: {}, otherUser: true });
    expect(checksOf([vrrpCheckOf("x")])).toMatchObject({ sysusers: null, otherUser: false });
  });
});

describe("the checks of several addresses", () => {
  const both = (a: Vrrp["checks"], b: Vrrp["checks"], group: string | null = null) =>
    lowerOn(hostsOf({ vrrps: [edgeOf({ checks: a, group }), vrrpOf("mate", "192.168.0.147", members, { checks: b, group })] })).model;

  test("are one where they are the same", () => {
    const { conf, scripts } = both([vrrpCheckOf("nginx")], [vrrpCheckOf("nginx")]);
    expect(conf.vrrp_script).toHaveLength(1);
    expect(scripts).toHaveLength(1);
    expect(conf.vrrp_instance.map(({ track_script }) => track_script?.map(({ name }) => name))).toEqual([["nginx"], ["nginx"]]);
  });

  test("have names of their own where they differ", () => {
    const { conf, scripts } = both([vrrpCheckOf("nginx")], [vrrpCheckOf("nginx", { port: 8080 })]);
    expect(conf.vrrp_script.map(({ name }) => name)).toEqual(["nginx", "mate-nginx"]);
    expect(scripts.map(({ name, port }) => [name, port])).toEqual([["check-nginx", 80], ["check-mate-nginx", 8080]]);
  });

  test("belong to the group where they fail over together, as keepalived drops weights there", () => {
    const { conf } = both([vrrpCheckOf("nginx")], [vrrpCheckOf("nginx"), vrrpCheckOf("w", {}, { weight: -20 })], "pair");
    expect(conf.vrrp_sync_group[0]!.track_script).toMatchObject([{ name: "nginx" }, { name: "w" }]);
    expect(conf.vrrp_instance.map(({ track_script }) => track_script)).toEqual([null, null]);
  });

  test("have files whose names cannot leave the folder, nor meet", () => {
    const { scripts, conf } = both([vrrpCheckOf("../../bin/sh"), vrrpCheckOf("..-..-bin-sh", { port: 1 })], [vrrpCheckOf("check-a b")]);
    expect(scripts.map(({ name }) => name)).toEqual(["check-..-..-bin-sh", "check-..-..-bin-sh-2", "check-a-b"]);
    expect(conf.vrrp_script.map(({ name }) => name)).toEqual(["../../bin/sh", "..-..-bin-sh", '"check-a b"']);
  });
});
