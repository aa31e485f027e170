import { describe, expect, test } from "vitest";
import { registrar as target } from "../../../src/targets/registrar/index.js";
import { agentOf, checkOf, consulOf, emitSite, hostOf, linesWithoutOrigin, machineOf, originOf, originsAt, poolOf, proxyOf, registrationOf, serverOf, wordsOf, daemonOf, siteOf } from "../../kit/site.js";
import { scriptIn, siteWith } from "./sites.js";

const check = (parts: Parameters<typeof checkOf>[0] = {}) => checkOf({ everyMs: 10_000, ...parts });

/** The body of the function `name` of a script, without its indentation. */
function bodyOf({ text }: { readonly text: string }, name: string): string {
  const found = new RegExp(`^${name}\\(\\) \\{\\n((?:  .*\\n)*)\\}`, "m").exec(text);
  return (found?.[1] ?? "").replace(/^ {2}/gm, "").trimEnd();
}

/** What `NAME='…'` assigns, as a shell reads it. */
function assigned({ text }: { readonly text: string }, name: string): string {
  const words = new RegExp(`^${name}=(.*)$`, "m").exec(text)![1]!;
  expect(words).toMatch(/^("\$consul")?('[^']*'|\\')*$/);
  return words.replace('"$consul"', "").replaceAll(`'\\''`, "\u0001").replaceAll("'", "").replaceAll("\u0001", "'");
}

describe("on a host", () => {
  test("the script stands below /usr/local/lib, and a unit runs it", () => {
    const { script, unit, codes } = scriptIn("host");
    expect(codes).toEqual([]);
    expect(script).toMatchObject({
      path: "hosts/app1/usr/local/lib/infc/registrar-goods-1",
      mode: 0o755,
      check: ["sh", "-n", "/usr/local/lib/infc/registrar-goods-1"],
      reload: ["systemctl", "restart", "infc-registrar-goods-1"],
    });
    expect(unit).toMatchObject({ path: "hosts/app1/etc/systemd/system/infc-registrar-goods-1.service", mode: 0o644, reload: ["systemctl", "enable", "infc-registrar-goods-1"] });
    expect(unit!.text).toContain("Description=Registrar of goods-1 in consul\n");
    expect(unit!.text).toContain("\nExecStart=/usr/local/lib/infc/registrar-goods-1\nRestart=always\n");
    expect(unit!.text).not.toContain("EnvironmentFile");
  });

  test("two instances have a script and a unit each", () => {
    const machine = machineOf("app1");
    const registrations = [1, 2].map((index) => registrationOf(`goods-${index}`, "192.168.0.21", { machine: "app1", port: 8080 + index }));
    const site = siteOf({ hosts: [hostOf("app1", "192.168.0.21")], machines: [machine], daemons: [daemonOf("registrar", "app1", { nodes: ["goods-1", "goods-2"] })], registrations });
    const { files } = emitSite(target, site);
    expect(files.map(({ target: path }) => path)).toEqual([
      "/etc/systemd/system/infc-registrar-goods-1.service",
      "/usr/local/lib/infc/registrar-goods-1",
      "/etc/systemd/system/infc-registrar-goods-2.service",
      "/usr/local/lib/infc/registrar-goods-2",
    ]);
    expect(assigned(files[3]!, "key")).toBe("upstreams/goods/192.168.0.21:8082");
  });

  test("a unit's name has systemd's escapes", () => {
    const registration = registrationOf("商品-1", "192.168.0.21", { machine: "app1" });
    const site = siteOf({ machines: [machineOf("app1")], daemons: [daemonOf("registrar", "app1", { nodes: ["商品-1"] })], registrations: [registration] });
    expect(emitSite(target, site).files[0]!.target).toBe("/etc/systemd/system/infc-registrar-\\xe5\\x95\\x86\\xe5\\x93\\x81-1.service");
  });

  test("a check of other processes lets the unit see them", () => {
    expect(scriptIn("host").unit!.text).toContain("\nProtectProc=invisible\n");
    expect(scriptIn("host", { check: check({ form: "process", subject: "goods" }) }).unit!.text).not.toContain("ProtectProc");
  });
});

describe("in a container", () => {
  test("the script has one place, and no unit", () => {
    const { files } = emitSite(target, siteWith("container"));
    expect(files.map(({ path }) => path)).toEqual(["goods-1-registrar/usr/local/lib/infc/registrar"]);
    expect(files[0]).toMatchObject({ mode: 0o755, reload: ["docker", "compose", "restart", "goods-1-registrar"] });
  });
});

describe("what stands in Consul's KV", () => {
  test("is the key and the value that upsync reads", () => {
    const { script } = scriptIn("container", { weight: 3, maxFails: 1, failTimeoutMs: 30_000 });
    expect(assigned(script, "consul")).toBe("http://192.168.0.2:8500");
    expect(assigned(script, "key")).toBe("upstreams/goods/192.168.0.7:80");
    expect(assigned(script, "url")).toBe("/v1/kv/upstreams/goods/192.168.0.7:80");
    expect(assigned(script, "value")).toBe('{"weight":3,"max_fails":1,"fail_timeout":30}');
  });

  test("says of every instance whether it is down or a spare, once one of them is", () => {
    const registrations = [registrationOf("goods-1", "192.168.0.7"), registrationOf("goods-2", "192.168.0.8", { weight: 0 }), registrationOf("goods-3", "192.168.0.9")].map((each) => ({ ...each, machine: `${each.node}-registrar` }));
    const discovery = { cluster: "consul", via: "upsync", key: "upstreams/goods/", service: "goods", everyMs: 500, timeoutMs: 360_000, strict: false, agents: [], origin: originOf() } as const;
    const pool = poolOf("goods", [serverOf("goods-1", "192.168.0.7"), serverOf("goods-3", "192.168.0.9", 80, { backup: true })], { discovery: { ...discovery, agents: [] } });
    const site = siteOf({
      machines: registrations.map(({ machine }) => machineOf(machine, { kind: "container" })),
      daemons: registrations.map(({ machine, node }) => daemonOf("registrar", machine, { nodes: [node] })),
      proxies: [proxyOf("edge", { pools: [pool] })],
      registrations,
    });
    expect(emitSite(target, site).files.map((file) => assigned(file, "value"))).toEqual([
      '{"weight":1,"max_fails":3,"fail_timeout":10,"down":0,"backup":0}',
      '{"weight":1,"max_fails":3,"fail_timeout":10,"down":1,"backup":0}',
      '{"weight":1,"max_fails":3,"fail_timeout":10,"down":0,"backup":1}',
    ]);
  });

  test("is escaped in the URL only", () => {
    const { script, codes } = scriptIn("host", { key: "a b/ü?&'%2F/" });
    expect(codes).toEqual([]);
    expect(assigned(script, "key")).toBe("a b/ü?&'%2F/192.168.0.21:80");
    expect(assigned(script, "url")).toBe("/v1/kv/a%20b/%C3%BC%3F%26%27%252F/192.168.0.21:80");
  });

  test("is asked of an IPv6 agent in brackets", () => {
    expect(assigned(scriptIn("host", { agent: { host: "fd00::2", port: 8501 } }).script, "consul")).toBe("http://[fd00::2]:8501");
  });

  test.each<[string, Parameters<typeof scriptIn>[1], readonly string[]]>([
    ["a key with a leading slash", { key: "/upstreams/goods/" }, ["registry-key"]],
    ["a key with two slashes", { key: "upstreams//goods/" }, ["registry-key"]],
    ["a key that climbs", { key: "upstreams/../goods/" }, ["registry-key"]],
    ["a key that ends in a blank", { key: "upstreams/goods/ " }, ["registry-key"]],
    ["no key", { key: "" }, ["registry-key"]],
    ["an IPv6 address", { address: "fd00::21" }, ["upsync-address"]],
    ["a name", { address: "app1.lan" }, ["upsync-address"]],
    ["an address that is none", { address: "192.168.0.256" }, ["upsync-address"]],
    ["a time that is no whole second", { failTimeoutMs: 1500 }, ["unrepresentable-text"]],
  ])("is not %s", (_, parts, codes) => {
    expect(scriptIn("host", parts).codes).toEqual(codes);
  });

  test("is refused by one version of Consul", () => {
    expect(scriptIn("host", {}, { version: "1.21.5" }).codes).toEqual(["consul-key-colon"]);
    expect(scriptIn("host", {}, { version: "1.21.6" }).codes).toEqual([]);
  });
});

describe("without a key", () => {
  test("the instance stands in the catalog of the agent that is asked", () => {
    const { script } = scriptIn("container", { key: null, weight: 2, check: check({ timeoutMs: 2500 }) });
    expect(JSON.parse(assigned(script, "value"))).toEqual({
      ID: "goods-1",
      Name: "goods",
      Address: "192.168.0.7",
      Port: 80,
      Weights: { Passing: 2, Warning: 1 },
      Check: { TCP: "192.168.0.7:80", Interval: "10000ms", Timeout: "2500ms", Status: "passing", DeregisterCriticalServiceAfter: "1h" },
    });
    expect(bodyOf(script, "put")).toBe('ask -o /dev/null -X PUT --data-raw "$value" "$url/register"');
  });

  test("there is no registrar where the host's own agent knows the service, nor for an instance of weight 0", () => {
    const agent = agentOf("app1", "192.168.0.21", { server: false });
    const files = (...site: Parameters<typeof siteWith>) => emitSite(target, siteWith(...site)).files;
    expect(files("host", { key: null }, { clients: [agent] })).toEqual([]);
    expect(files("host", { key: "upstreams/goods/" }, { clients: [agent] })).toHaveLength(2);
    expect(files("container", { key: null, weight: 0 })).toEqual([]);
  });
});

describe("the check", () => {
  const onHost = (parts: Parameters<typeof check>[0]) => bodyOf(scriptIn("host", { check: check(parts) }).script, "probe").split("\n").filter((line) => !line.startsWith("#"));

  test("of a port", () => {
    expect(onHost({ timeoutMs: 1500 })).toEqual(["timeout -s KILL 1.5 bash -c ': </dev/tcp/192.168.0.21/80' 2>/dev/null"]);
    expect(bodyOf(scriptIn("container").script, "probe")).toBe("timeout -s KILL 2 nc -z 127.0.0.1 80 2>/dev/null");
  });

  test("of a page", () => {
    expect(onHost({ form: "http", path: "/health" })).toEqual([
      "status=$(fetch -m 2 -o /dev/null -w '%{http_code}' 'http://192.168.0.21:80/health') || return 1",
      '[ "$status" -ge 200 ] && [ "$status" -le 399 ] && return 0',
      "return 1",
    ]);
  });

  test("of a page with all that can be said", () => {
    const expectations = { status: [{ from: 200, to: 204 }, { from: 401, to: 401 }] };
    const http = check({ form: "http", method: "post", path: "/it's a b?c=${d}", host: "shop.example.com", expect: expectations });
    const pools = [poolOf("goods", [], { protocol: "https" })];
    const { script } = scriptIn("container", { check: http, probe: { host: "fd00::7", port: 8443 } }, {}, { proxies: [proxyOf("edge", { pools })] });
    expect(bodyOf(script, "probe").split("\n")).toEqual([
      `status=$(fetch -m 2 -o /dev/null -w '%{http_code}' -k -X 'POST' -H 'Host: shop.example.com' 'https://[fd00::7]:8443/it'\\''s%20a%20b?c=$%7Bd%7D') || return 1`,
      '[ "$status" -ge 200 ] && [ "$status" -le 204 ] && return 0',
      '[ "$status" -ge 401 ] && [ "$status" -le 401 ] && return 0',
      "return 1",
    ]);
  });

  test("of what a page holds", () => {
    expect(onHost({ form: "http", method: "head", path: "/", expect: { text: "it's -well" } })).toEqual([`fetch -f -m 2 'http://192.168.0.21:80/' | grep -q -F -e 'it'\\''s -well'`]);
    expect(onHost({ form: "http", path: "/", expect: { regex: "^ok$" } })).toEqual(["fetch -f -m 2 'http://192.168.0.21:80/' | grep -q -E -e '^ok$'"]);
  });

  test("of a process, of a script, of nothing", () => {
    expect(onHost({ form: "process", subject: "a-very-long-process" })).toEqual(["pgrep -x -- 'a-very-long-pro' >/dev/null"]);
    expect(onHost({ form: "process", subject: "c++" })).toEqual(["pgrep -x -- 'c\\+\\+' >/dev/null"]);
    expect(onHost({ form: "script", path: "/opt/check it" })).toEqual(["timeout -s KILL 2 '/opt/check it' >/dev/null 2>&1"]);
    expect(onHost({ form: "none" })).toEqual([":"]);
  });

  test.each<["host" | "container", Parameters<typeof check>[0], readonly string[]]>([
    ["host", { form: "redis" }, ["registrar-check-form"]],
    ["container", { form: "mysql", subject: "u" }, ["registrar-check-form"]],
    ["host", { form: "passive" }, ["registrar-check-form"]],
    ["container", { form: "process", subject: "goods" }, ["registrar-sidecar"]],
    ["container", { form: "script", path: "/opt/check" }, ["registrar-sidecar"]],
    ["host", { everyMs: 0 }, ["registrar-check-time"]],
    ["host", { timeoutMs: 0 }, ["registrar-check-time"]],
  ])("on a %s cannot be %j", (kind, parts, codes) => {
    expect(scriptIn(kind, { check: check(parts) }).codes).toEqual(codes);
  });

  test("has its counts and times, and asks Consul every five seconds at most", () => {
    const { text } = scriptIn("host", { check: check({ everyMs: 500, rise: 4, fall: 5 }) }).script;
    expect(text).toMatch(/"\$passed" -ge 4 \][^]*"\$failed" -ge 5 \][^]*await sleep 0\.5\n  else\n    await sleep 0\.5\n/);
    expect(text).toContain('if [ "$present" = yes ] && [ "$rounds" -lt 10 ]; then');
    expect(scriptIn("host", { check: check() }).script.text).not.toContain("rounds");
    expect(scriptIn("host", { check: check() }).script.text).toMatch(/await sleep 1\n  else\n    await sleep 10\n/);
  });
});

describe("a cluster with ACLs", () => {
  test("is asked with a token that is on no command line", () => {
    const { script, unit, codes } = scriptIn("host", {}, { acl: true });
    expect(codes).toEqual(["registrar-token"]);
    expect(bodyOf(script, "ask").split("\n").at(-1)).toBe(`printf 'X-Consul-Token: %s\\n' "\${CONSUL_HTTP_TOKEN-}" | fetch -f -m 2 -H @- "$@"`);
    expect(unit!.text).toContain("\nEnvironmentFile=-/etc/infc/registrar.env\n");
  });
});

test("every line has an origin, those of the key and the check their own", () => {
  const { script, unit } = scriptIn("host", { origin: originOf("discover consul"), check: check({ origin: originOf("check tcp") }) });
  expect([linesWithoutOrigin(script), linesWithoutOrigin(unit!)]).toEqual([[], []]);
  const lineOf = (start: string): number => script.text.split("\n").findIndex((line) => line.startsWith(start)) + 1;
  expect(originsAt(script, lineOf("key=")).map(wordsOf)).toEqual(["discover consul", "discover consul"]);
  expect(originsAt(script, lineOf("probe()")).map(wordsOf)).toEqual(["discover consul", "check tcp"]);
});

describe("hostile text", () => {
  const texts = ["'", "a'b'c", "$(reboot)", "`reboot`", "a\\", "\\'", "a;b", "a&b|c", "a#b", "!!", "*", "-X", "é 商品", "x".repeat(5000)];

  test.each(texts)("%j stays one word", (text) => {
    const { script, codes } = scriptIn("host", { key: `k/${text}/`, check: check({ form: "script", path: text }) });
    expect(codes).toEqual([]);
    expect(assigned(script, "key")).toBe(`k/${text}/192.168.0.21:80`);
    const path = /KILL 2 (.*) >\/dev\/null 2>&1$/.exec(bodyOf(script, "probe"))![1]!;
    expect(path).toBe(`'${text.replaceAll("'", `'\\''`)}'`);
  });

  test.each(["a\nb", "a\u0000b", "\u001b[31m", "\u007f", "\uE000", "\uE001", "\u2028", "\ud800"])("%j is refused", (text) => {
    const { script, codes } = scriptIn("host", { key: `k/${text}/`, check: check({ form: "http", path: `/${text}`, host: text, expect: { text } }) });
    expect(new Set(codes)).toEqual(new Set(["unrepresentable-text"]));
    expect(script.text).not.toContain(text);
  });

  test.each(["$(reboot)", "a b", "-z", "a/b", "'", ""])("%j is no host to probe", (host) => {
    for (const kind of ["host", "container"] as const) {
      const { script, codes } = scriptIn(kind, { probe: { host, port: 80 } });
      expect(codes).toEqual(["unrepresentable-text"]);
      expect(bodyOf(script, "probe")).toContain("localhost");
    }
  });

  test("a cluster's name in the unit has its percent signs doubled", () => {
    expect(scriptIn("host", { cluster: "100%h" }).unit!.text).toContain("Description=Registrar of goods-1 in 100%%h\n");
  });

  test("no registrations, no files", () => {
    expect(emitSite(target, siteWith("host", {}, {}, { registrations: [] })).files).toEqual([]);
    expect(emitSite(target, siteOf({ consuls: [consulOf([])] })).files).toEqual([]);
  });
});
