import { describe, expect, test } from "vitest";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Site } from "../../../src/ir/site.js";
import { keepalived } from "../../../src/targets/keepalived/index.js";
import { checkAll } from "../../daemons/checker.js";
import { keepalived as daemon } from "../../daemons/keepalived.js";
import { requireDaemon } from "../../daemons/require.js";
import { shell } from "../../daemons/shell.js";
import { inWorld, type World } from "../../daemons/world.js";
import { checkOf, emitSite, listenOf, memberOf, nativeOf, originOf, poolOf, serverOf, vrrpOf } from "../../kit/site.js";
import { balancerOf, edgeOf, hostsOf, members, servers, sidecarsOf, vrrpCheckOf } from "./kit.js";

const origin = originOf();

function worldOf(files: readonly OutputFile[], machine: string): World {
  return {
    interfaces: [
      { name: "eth0", addresses: ["192.168.0.11/24", "fd00::11/64"] },
      { name: "eth1", addresses: ["10.0.0.11/24"] },
    ],
    users: ["keepalived_script"],
    files: files.flatMap(({ machine: own, target, text, mode }) => (own === machine && target !== null ? [{ path: target, content: text, mode }] : [])),
  };
}

/** What keepalived and shellcheck say about the files of one machine. */
async function complaintsAbout(site: Site, machine: string): Promise<readonly string[]> {
  const { files, diagnostics } = emitSite(keepalived, site);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const world = worldOf(files, machine);
  const scripts = world.files!.filter(({ path }) => path.startsWith("/etc/keepalived/check-"));
  const wanted = [{ checker: daemon, path: "/etc/keepalived/keepalived.conf" }, ...scripts.map(({ path }) => ({ checker: shell, path }))];
  return (await checkAll(wanted, world)).flat().map(({ file, line, text }) => `${file}:${line}: ${text}`);
}

const http = (name: string, parts: Parameters<typeof checkOf>[0]) => vrrpCheckOf(name, { process: null }, { form: "http", path: "/a?b='c'", host: "x.com", ...parts });
const rich = edgeOf({
  auth: { literal: "a!b#c{d@" },
  preempt: { afterMs: 2500 },
  checks: [
    vrrpCheckOf("nginx"),
    http("status", { expect: { status: [{ from: 200, to: 204 }, { from: 301, to: 301 }] } }),
    http("text", { method: "POST", expect: { text: "it's \"up\" $HOME" } }),
    http("head", { method: "HEAD" }),
    vrrpCheckOf("own", {}, { form: "script", path: "/usr/bin/test -e '/a b'", weight: -20 }),
  ],
  notify: [{ on: "any", script: "/usr/bin/logger 'the state'", origin }],
  mail: [{ to: "ops@example.com", from: "keepalived@example.com", via: "127.0.0.1:25", origin }],
  addresses: ["192.168.0.146", "fd00::146"].map((address) => ({ address, length: 24, network: null, interface: "eth0", label: address.includes(":") ? null : "web", origin })),
  native: [nativeOf("keepalived", [["dont_track_primary"], ["track_interface", [["eth1", "weight", "-20"]]]])],
});

const c = (parts: Parameters<typeof checkOf>[0]) => checkOf({ rise: 1, ...parts });
const text = `say "ok" $_PWD (all) {1} #2`;
const pools = [
  poolOf("tcp", [...servers, serverOf("spare", "192.168.0.40", 80, { backup: true })], { check: c({ port: 8080, everyMs: 500, timeoutMs: 250 }), persistMs: 50_000 }),
  poolOf("http", [{ ...servers[0]!, weight: 3, maxconn: 100 }, servers[1]!], { check: c({ form: "http", path: "/", host: "x.com" }), balance: { method: "hash", key: "ip", origin } }),
  poolOf("https", [...servers], { protocol: "https", check: c({ form: "http", path: "/", expect: { text } }) }),
  poolOf("regex", [...servers], { check: c({ form: "http", path: "/", expect: { regex: 'o\\.k "x" \\d{3} [$]' } }) }),
  poolOf("dns", [...servers], { check: c({ form: "dns", subject: "example.com" }) }),
  poolOf("smtp", [...servers], { check: c({ form: "smtp" }) }),
  poolOf("script", [...servers], { check: c({ form: "script", path: "/usr/bin/true" }), onDown: "close" }),
  poolOf("none", [...servers]),
].map((pool, at) => ({ ...pool, servers: pool.servers.map((server) => ({ ...server, port: 80 + at })) }));
const listens = pools.map(({ name }, at) =>
  listenOf(80 + at, { mode: "tcp", pool: name, binds: [{ address: "192.168.0.146", from: 80 + at, to: 80 + at, transport: name === "dns" ? "udp" : "tcp", origin }] }),
);

const sites: Readonly<Record<string, readonly [Site, string]>> = {
  "an address with all that it can have": [hostsOf({ vrrps: [rich] }), "lb1"],
  "addresses that fail over together": [
    hostsOf({ vrrps: [edgeOf({ group: "pair", checks: [vrrpCheckOf("nginx"), vrrpCheckOf("w", {}, { weight: -20 })] }), vrrpOf("mate", "192.168.0.147", members, { group: "pair", version: 3, advertiseMs: 200, checks: [vrrpCheckOf("nginx")] })] }),
    "lb1",
  ],
  "an IPv6 address": [hostsOf({ vrrps: [vrrpOf("six", "fd00::146", [memberOf("lb1", "fd00::11", 150), memberOf("lb2", "fd00::12", 140)], { version: 3, routerId: 46 })] }), "lb1"],
  "a MAC of its own, multicast, and nobody beside it": [
    hostsOf({
      vrrps: [
        edgeOf({ vmac: "vrrp146", preempt: "no", addresses: [{ address: "192.168.0.146", length: 24, network: null, interface: null, label: null, origin }] }),
        vrrpOf("many", "192.168.0.147", members, { transport: "multicast" }),
        vrrpOf("alone", "192.168.0.148", members.slice(0, 1)),
      ],
    }),
    "lb1",
  ],
  "a container": [sidecarsOf({ checks: [vrrpCheckOf("nginx"), http("status", {})] }), "gateway-1-keepalived"],
  "a director of LVS": [hostsOf({ proxies: [balancerOf({}, { pools, listens, syncSessions: true })], vrrps: [edgeOf()] }), "lb1"],
  "a director of LVS without an address of its own": [hostsOf({ proxies: [balancerOf({}, { mode: "nat" }), balancerOf({}, { name: "tunneled", mode: "tun", listens: listens.slice(7), pools })] }), "lb1"],
};

describe.runIf(requireDaemon(daemon) && requireDaemon(shell))("keepalived has nothing to say about", () => {
  test.each(Object.entries(sites))("%s", async (_, [site, machine]) => expect(await complaintsAbout(site, machine)).toEqual([]));

  test("scripts of another user than root, where its test runs alone", async () => {
    const { files } = emitSite(keepalived, hostsOf({ vrrps: [edgeOf({ checks: [vrrpCheckOf("nginx", {}, { user: "keepalived_script" })] })] }));
    const file = files.find(({ path }) => path === "hosts/lb1/etc/keepalived/keepalived.conf")!;
    const [program, ...rest] = file.check!;
    expect(await inWorld(worldOf(files, "lb1"), [{ argv: [program!, ...rest] }])).toEqual([{ status: 0, stdout: "", stderr: "" }]);
  });
});
