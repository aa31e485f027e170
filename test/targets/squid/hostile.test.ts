import { describe, expect, test } from "vitest";
import type { Cache } from "../../../src/ir/cache.js";
import { cacheListenOf, cacheOf, cacheOriginOf, conditionOf, originOf, serverOf } from "../../kit/site.js";
import { emitCaches } from "./emitted.js";

const origin = originOf();

/** Texts that break out of careless files. */
const hostile: Readonly<Record<string, string>> = {
  "a line end": "a\nhttp_access allow all",
  "a carriage return": "a\rb",
  "a NUL": "a\0b",
  "a mark of the templates": "a\uE000b\uE001",
  "a line separator": "a\u2028b",
  "a blank": "a b",
  "a comment": "# http_access allow all",
  "a double quote": '"/etc/passwd"',
  "a single quote": "'x'",
  "a backslash at the end": "a\\",
  "a macro": "${process_name}",
  "an option": "-i",
  "braces and dollars": "{}$;",
  "another script": "缓存",
  "a long text": "x".repeat(5000),
};

/** A cache with `text` in one place. */
const places: Readonly<Record<string, (text: string) => Partial<Cache>>> = {
  "a domain of a rule": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("to", [text])]], origin }] }),
  "a network of a rule": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("from", [text])]], origin }] }),
  "a path of a rule": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("path", [text])]], origin }] }),
  "a pattern of a rule": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("path", [text], { form: "regex" })]], origin }] }),
  "an agent": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("agent", [text])]], origin }] }),
  "a header's name": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("header", ["a"], { header: text })]], origin }] }),
  "a user": (text) => ({ login: { how: "file", path: "/p", realm: null, ttlMs: null, origin }, rules: [{ verdict: "deny", when: [[conditionOf("login", [text])]], origin }] }),
  "a file of values": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("to", [text], { form: "file" })]], origin }] }),
  "a helper": (text) => ({ rules: [{ verdict: "deny", when: [[conditionOf("helper", [`/bin/${text}`], { given: ["client"] })]], origin }] }),
  "the name of a match": (text) => ({ matches: [{ name: text, when: [[conditionOf("port", ["80"])]], origin }], rules: [{ verdict: "deny", when: [[conditionOf("match", [text])]], origin }] }),
  "another proxy": (text) => ({ rules: [{ verdict: "via", endpoint: { host: text, port: 1 }, only: true, when: [], origin }] }),
  "an origin's name": (text) => ({ listens: [cacheListenOf("accelerate", 80)], origins: [cacheOriginOf(text, [serverOf(text, "10.0.0.1")])] }),
  "an origin's address": (text) => ({ listens: [cacheListenOf("accelerate", 80)], origins: [cacheOriginOf("a", [serverOf("a", text)], ["a.com"])] }),
  "a site": (text) => ({ listens: [cacheListenOf("accelerate", 80)], origins: [cacheOriginOf("a", [serverOf("a", "10.0.0.1")], [text])] }),
  "a listened address": (text) => ({ listens: [cacheListenOf("forward", 80, { binds: [{ address: text, port: 80, origin }] })] }),
  "a certificate": (text) => ({ listens: [cacheListenOf("forward", 80, { tls: { certificate: text, key: text, authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin } })] }),
  "a disk": (text) => ({ disks: [{ path: text, bytes: 2 ** 30, format: "ufs", objectBytes: 1, replace: "lru", origin }] }),
  "a fresh path": (text) => ({ fresh: [{ minMs: 0, maxMs: 0, share: 0, form: "values", paths: [{ text, origin }], despite: [], origin }] }),
  "a fresh pattern": (text) => ({ fresh: [{ minMs: 0, maxMs: 0, share: 0, form: "regex", paths: [{ text, origin }], despite: [], origin }] }),
  "a realm": (text) => ({ login: { how: "helper", path: "/bin/x", realm: text, ttlMs: null, origin } }),
  "a login": (text) => ({ login: { how: "file", path: text, realm: "x", ttlMs: null, origin } }),
  "a peer": (text) => ({ peers: [{ name: text, machine: null, host: text, port: 1, queryPort: 2, origin }], answers: { port: 2, addresses: [text], origin } }),
  trust: (text) => ({ trust: [{ cidr: text, origin }] }),
  "the public name": (text) => ({ hostname: { name: text, origin } }),
  "a name server": (text) => ({ dns: { servers: [text], origin } }),
  "the error pages": (text) => ({ errors: { folder: text, origin } }),
  "the manager": (text) => ({ manager: { mail: text, from: [text], password: { literal: text }, origin } }),
  "a filter": (text) => ({ filters: [{ by: "icap", target: text, requests: true, answers: false, bypass: false, origin }, { by: "program", target: `/${text}`, requests: true, answers: false, bypass: false, origin }] }),
  "a log": (text) => ({ logs: [{ kind: "access", to: { where: "file", path: text }, format: { name: text, text, origin }, keep: null, origin }, { kind: "error", to: { where: "file", path: text }, format: null, keep: null, origin }] }),
  "a facility": (text) => ({ logs: [{ kind: "access", to: { where: "syslog", endpoint: null, facility: text }, format: null, keep: null, origin }] }),
  "a native directive": (text) => ({ native: [{ engine: "squid", statements: [{ words: ["deny_info", "ERR_X", text].map((word) => ({ text: word, quoted: true, comma: false, origin })), block: null, origin }], origin }] }),
};

/** Directives that the file may hold at all; what a text smuggles in shows as another, or as more of one. */
const known = /^(#|$|(http|https)_port |auth_param basic (program|realm) |external_acl_type |acl \S+ |follow_x_forwarded_for (allow|deny) |http_access (allow localhost manager|allow from\S* manager|deny |allow (peers|c_accelerate|sites_\S+)$)|icp_|cache_peer |cache_peer_access |never_direct |nonhierarchical_direct |cache_mem |maximum_object_size|cache_dir |refresh_pattern |icap_|adaptation_|url_rewrite_program |logformat |access_log |cache_log |coredump_dir |visible_hostname |cache_mgr |cachemgr_passwd |dns_nameservers |error_directory |shutdown_lifetime |deny_info )/;

describe.each(Object.entries(places))("%s", (_, place) => {
  test.each(Object.entries(hostile))("with %s stays in its place, or is reported", (_title, text) => {
    const { file } = emitCaches(cacheOf("c", place(text)));
    const lines = file.text.split("\n");
    const usual = emitCaches(cacheOf("c", place("sound"))).file.text.split("\n");
    expect(lines.length - usual.length).toBeLessThanOrEqual(1);
    expect(lines.filter((line) => !known.test(line))).toEqual([]);
    expect(lines.filter((line) => line.endsWith("\\") || line.length > 4000)).toEqual([]);
    expect(lines.filter((line) => line === "http_access deny all")).toHaveLength(1);
    expect(file.text).not.toMatch(/[\0\r\uE000\uE001\u2028]|\$\{process_name\}/);
  });
});

test("what squid cannot hold is reported at its origin", () => {
  const at = originOf('deny to "a b"');
  const { diagnostics } = emitCaches(cacheOf("c", { rules: [{ verdict: "deny", when: [[{ ...conditionOf("to"), values: [{ text: "a b", origin: at }] }]], origin }] }));
  expect(diagnostics).toMatchObject([{ code: "unrepresentable-text", message: "squid cannot hold a blank here", primary: { span: at.span } }]);
});

test.each(["\\d+", "(?:a)", "a++", "a(", "[z-a]"])("the pattern %s is none of POSIX", (pattern) => {
  expect(emitCaches(cacheOf("c", places["a pattern of a rule"]!(pattern))).codes).toEqual(["unrepresentable-text"]);
});

test.each(["\\.(jpg|png)$", "^/a{2}[[:alpha:]]*", "a\\\\", "[]a]b", "\\w+"])("the pattern %s is sound", (pattern) => {
  expect(emitCaches(cacheOf("c", places["a pattern of a rule"]!(pattern))).codes).toEqual([]);
});

describe("a pattern", () => {
  const codesOf = (text: string): readonly string[] => emitCaches(cacheOf("c", { rules: [{ verdict: "deny", when: [[conditionOf("path", [text], { form: "regex" })]], origin }] })).codes;

  test.each(["^/a{2}$", "^/a{2,}$", "^/a{2,3}$", "^/a\\{x\\}$", "^/[{]x$"])("%s has braces that POSIX reads", (text) => {
    expect(codesOf(text)).toEqual([]);
  });

  test.each(["^/a{x}$", "^/a{,3}$", "^/%{x}$", "^/{$"])("%s has a brace that POSIX refuses", (text) => {
    expect(codesOf(text)).toEqual(["unrepresentable-text"]);
  });
});
