import { describe, expect, test } from "vitest";
import type { Cache } from "../../../src/ir/cache.js";
import { cacheListenOf, cacheOf, cacheOriginOf, conditionOf, originOf, serverOf } from "../../kit/site.js";
import { check } from "../../daemons/checker.js";
import { requireDaemon } from "../../daemons/require.js";
import { squid } from "../../daemons/squid.js";
import { emitCaches } from "./emitted.js";

const origin = originOf();
const files = [
  { path: "/etc/squid/passwd", content: "alice:x\n" },
  { path: "/etc/squid/blocked.txt", content: ".blocked.example\n" },
];

const office: Partial<Cache> = {
  listens: [cacheListenOf("transparent", 3128), cacheListenOf("forward", 3129)],
  matches: [
    { name: "blocked", when: [[conditionOf("to", ["/etc/squid/blocked.txt"], { form: "file" })]], origin },
    { name: "allowed", when: [[conditionOf("to", [".example.org", "*.example.net", "203.0.113.0/24", "www.example.org"])]], origin },
    { name: "work", when: [[conditionOf("during", [], { times: [{ days: ["mon", "fri"], from: 540, to: 1440 }, { days: ["sat"], from: 1320, to: 360 }] })]], origin },
  ],
  rules: [
    { verdict: "deny", when: [[conditionOf("match", ["allowed"])], [conditionOf("match", ["work"])]], origin },
    { verdict: "deny", when: [[conditionOf("match", ["blocked"])]], origin },
    { verdict: "allow", when: [[conditionOf("login")]], origin },
    { verdict: "allow", when: [[conditionOf("from", ["0.0.0.0/0", "2001:db8::/32", "192.168.198.7/32"])], [conditionOf("path", ["/a b"], { negated: true })], [conditionOf("header", ["staging"], { header: "X-Env" }), conditionOf("agent", ["curl"], { negated: true })]], origin },
    { verdict: "deny", when: [[conditionOf("helper", ["/usr/lib/squid/ext_session_acl -a"], { given: ["client", "login", "method", "url", "domain", "port", "path"], ttlMs: 60_000 })]], origin },
    { verdict: "deny", when: [[conditionOf("method", ["PROPFIND", "X-OWN"])], [conditionOf("connections", ["4"])], [conditionOf("port", ["443", "8000-8010"])]], origin },
    { verdict: "via", endpoint: { host: "192.168.60.6", port: 4480 }, only: true, when: [[conditionOf("to", [".sina.example"])]], origin },
    { verdict: "pool", total: 262_144, each: 65_536, when: [[conditionOf("from", ["10.9.0.0/16"])]], origin },
    { verdict: "no-cache", when: [[conditionOf("path", ["\\.(exe|msi)$"], { form: "regex" })]], origin },
  ],
  login: { how: "file", path: "/etc/squid/passwd", realm: 'The "office"', ttlMs: 1_800_000, origin },
  peers: [{ name: "other", machine: null, host: "192.168.0.12", port: 3128, queryPort: 3130, origin }],
  answers: { port: 3130, addresses: ["192.168.0.12"], origin },
  trust: [{ cidr: "10.0.0.5/32", origin }],
  hide: { client: true, via: false, version: true, origin },
  dns: { servers: ["192.168.0.2", "2001:db8::53"], origin },
  errors: { folder: "/usr/share/squid-langpack/de", origin },
  manager: { mail: "ops@example.com", from: ["192.168.0.5/32"], password: { name: "manager" }, origin },
  filters: [{ by: "icap", target: "icap://127.0.0.1:1344/avscan", requests: true, answers: true, bypass: true, origin }],
  fresh: [{ minMs: 300_000, maxMs: 3_600_000, share: 20, form: "regex", paths: [{ text: "^/a|\\.jpg$", origin }], despite: [], origin }],
  logs: [{ kind: "access", to: { where: "syslog", endpoint: null, facility: "local3" }, format: { name: "short", text: '%>a "%rm %ru"', origin }, keep: null, origin }],
  disks: [
    { path: "/var/spool/squid/rock", bytes: 2 ** 30, format: "rock", objectBytes: 32_768, replace: "lru", origin },
    { path: "/srv/cache", bytes: 2 ** 33, format: "aufs", objectBytes: 2 ** 26, replace: "lfuda", origin },
  ],
};

const cdn: Partial<Cache> = {
  listens: [cacheListenOf("accelerate", 80)],
  origins: [cacheOriginOf("web", [serverOf("web-1", "10.0.0.1", 80, { weight: 3 }), serverOf("web-2", "2001:db8::2"), serverOf("web-3", "10.0.0.3", 80, { backup: true })], ["www.example.com", "*.example.net"]), cacheOriginOf("files", [serverOf("files", "10.0.0.9")], ["files.example.com"])],
};

describe.runIf(requireDaemon(squid))("squid itself has nothing to say against", () => {
  const cases: Readonly<Record<string, Cache[]>> = {
    "an accelerator of any site": [cacheOf("cdn", { listens: [cacheListenOf("accelerate", 3128)], origins: [cacheOriginOf("192.168.232.204", [serverOf("o", "192.168.232.204")])] })],
    "an accelerator of several sites": [cacheOf("cdn", cdn)],
    "a proxy with all that it can have": [cacheOf("office", office)],
    "both in one process": [cacheOf("cdn", cdn), cacheOf("office", { rules: [{ verdict: "allow", when: [], origin }] })],
    "a proxy that allows nothing": [cacheOf("closed")],
  };

  test.each(Object.entries(cases))("%s", async (_, caches) => {
    const { file, codes } = emitCaches(...caches);
    expect(codes).toEqual([]);
    expect(await check(squid, { path: file.target!, text: file.text }, { files })).toEqual([]);
  });
});
