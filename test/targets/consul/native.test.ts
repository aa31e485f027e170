import { describe, expect, test } from "vitest";
import { directives } from "../../../src/targets/consul/directives.js";
import { nativeOf, type NativeText, originsAt, wordsOf } from "../../kit/site.js";
import { emit, siteOnHosts } from "./sites.js";

const server = "hosts/node1/etc/consul.d/consul.hcl";
const withNative = (statements: readonly NativeText[], parts: Parameters<typeof siteOnHosts>[0] = {}) => emit(siteOnHosts({ ...parts, native: [nativeOf("consul", statements)] }));

describe("a native block", () => {
  test("replaces what is there by default, where it stands", () => {
    const { file, codes } = withNative([
      ["log_level", "WARN"],
      ["performance", [["raft_multiplier", "5"]]],
    ]);
    expect(codes).toEqual([]);
    expect(file(server).text).toContain('\nlog_level            = "WARN"\ndisable_update_check = true\n');
    expect(file(server).text).toContain("performance {\n  raft_multiplier = 5\n}\n");
    expect(originsAt(file(server), file(server).text.split("\n").indexOf("  raft_multiplier = 5") + 1).map(wordsOf).at(-1)).toBe("raft_multiplier 5");
  });

  test("extends a generated block at its end", () => {
    const { file } = withNative([["acl", [["down_policy", "extend-cache"], ["tokens", [["default", "anonymous"]]]]]], { acl: true });
    expect(file(server).text).toContain('  enable_token_persistence = true\n\n  down_policy = "extend-cache"\n\n  tokens {\n    default = "anonymous"\n  }\n}\n');
  });

  test("adds the rest at the end, in Consul's types", () => {
    const { file, codes } = withNative([
      ["recursors", "192.168.0.1"],
      ["serf_lan_allowed_cidrs", "192.168.0.0/24,", "10.0.0.0/8"],
      ["reconnect_timeout", "24h"],
      ["enable_debug", "false"],
      ["domain", "'true"],
      ["node_meta", [["rack", "12"], ["a.b", 'x"y']]],
      ["telemetry", [["prometheus_retention_time", "60s"], ["prefix_filter", "+consul.raft"]]],
      ["unix_sockets", [["mode", "0600"]]],
      ["connect", [["ca_config", [["leaf_cert_ttl", "72h"], ["private_key_bits", "2048"]]]]],
    ]);
    expect(codes).toEqual([]);
    expect(file(server).text.split("disable_update_check = true\n")[1]).toBe(`
recursors              = ["192.168.0.1"]
serf_lan_allowed_cidrs = ["192.168.0.0/24", "10.0.0.0/8"]
reconnect_timeout      = "24h"
enable_debug           = false
domain                 = "true"

node_meta {
  rack  = "12"
  "a.b" = "x\\"y"
}

telemetry {
  prometheus_retention_time = "60s"
  prefix_filter             = ["+consul.raft"]
}

unix_sockets {
  mode = "0600"
}

connect {
  ca_config {
    leaf_cert_ttl    = "72h"
    private_key_bits = 2048
  }
}
`);
  });

  test("has a raw text go out as it stands", () => {
    const { file, codes } = withNative([["raw", "'watches = [{\n  type = \"key\"\n}]\n"]]);
    expect(new Set(codes)).toEqual(new Set(["unchecked-text"]));
    expect(file(server).text).toMatch(/disable_update_check = true\n\nwatches = \[\{\n  type = "key"\n\}\]\n$/);
  });

  test.each<[string, readonly NativeText[], string]>([
    ["what a clause says", [["bootstrap_expect", "5"]], "typed-directive"],
    ["what a clause says, in its block", [["acl", [["enabled", "true"]]]], "typed-directive"],
    ["a misspelt setting", [["log_levle", "WARN"]], "unknown-directive"],
    ["a setting outside of its block", [["raft_multiplier", "5"]], "misplaced-directive"],
    ["two values for one", [["log_level", "WARN", "INFO"]], "directive-arguments"],
    ["a block for a value", [["log_level", "WARN", [["x", "y"]]]], "directive-block"],
  ])("is refused %s", (_, statements, code) => {
    expect(new Set(withNative(statements).codes)).toEqual(new Set([code]));
  });

  test("is refused what the version does not have", () => {
    expect(new Set(withNative([["ui_config", [["dir", "/x"]]]], { version: "1.8.7" }).codes)).toEqual(new Set(["directive-version"]));
  });

  test("of another engine is not Consul's", () => {
    expect(emit(siteOnHosts({ native: [nativeOf("compose", [["user", "root"]])] })).codes).toEqual([]);
  });
});

describe("the table of settings", () => {
  const rows = [...directives.names()].flatMap((name) => directives.find(name));

  test("names every section that it opens, and opens every section that it names", () => {
    const named = new Set(rows.flatMap(({ sections }) => sections));
    const opened = new Set(["main", ...rows.flatMap(({ opens }) => (opens === undefined ? [] : [opens]))]);
    expect([...named, ...opened].filter((section) => !directives.sections.includes(section))).toEqual([]);
    expect(directives.sections.filter((section) => !named.has(section) || !opened.has(section))).toEqual([]);
  });

  test("has one row for a name in a section, and typed clauses in backquotes", () => {
    const places = rows.flatMap(({ name, sections }) => sections.map((section) => `${name} in ${section}`));
    expect(new Set(places).size).toBe(places.length);
    expect(rows.filter(({ typed }) => typed !== undefined && !/^`[^`]+`$/.test(typed))).toEqual([]);
  });
});
