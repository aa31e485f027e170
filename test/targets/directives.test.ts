import { describe, expect, test } from "vitest";
import type { Directive, DirectiveTable } from "../../src/emit/directives.js";
import { compareVersions } from "../../src/emit/versions.js";
import { directives as haproxy } from "../../src/targets/haproxy/directives.js";
import { directives as keepalived } from "../../src/targets/keepalived/directives.js";
import { directives as nginx } from "../../src/targets/nginx/directives.js";
import { directives as squid } from "../../src/targets/squid/directives.js";

type Engine = "nginx" | "haproxy" | "keepalived" | "squid";
const tables: Readonly<Record<Engine, DirectiveTable>> = { nginx, haproxy, keepalived, squid };
const engines: readonly Engine[] = ["nginx", "haproxy", "keepalived", "squid"];

describe.each(engines)("the table of %s", (engine) => {
  const table = tables[engine];
  const rows = [...table.names()].flatMap((name) => table.find(name));
  const faulty = (isFault: (row: Directive) => boolean): readonly string[] => rows.filter(isFault).map((row) => `${row.name} in ${row.sections.join(" ")}`);

  test("bears the name of its daemon and begins at the top of the file", () => {
    expect(table.engine).toBe(engine);
    expect(table.sections[0]).toBe("main");
    expect(new Set(table.sections).size).toBe(table.sections.length);
  });

  test("lists every section that a row names, and no other", () => {
    const named = new Set(rows.flatMap((row) => [...row.sections, ...(row.opens === undefined ? [] : [row.opens])]));
    expect([...named, "main"].filter((section) => !table.sections.includes(section))).toEqual([]);
    expect(table.sections.filter((section) => !named.has(section) && section !== "main")).toEqual([]);
  });

  test("has a way into every section", () => {
    const reached = new Set(["main", ...rows.map((row) => row.opens)]);
    expect(table.sections.filter((section) => !reached.has(section))).toEqual([]);
  });

  test("has one row for a name in a section", () => {
    const seen = new Set<string>();
    const twice = rows.flatMap((row) => row.sections.map((section) => `${row.name} in ${section}`)).filter((place) => seen.size === seen.add(place).size);
    expect(twice).toEqual([]);
  });

  test("counts words in whole numbers, the least before the most", () => {
    expect(faulty(({ words: [min, max] }) => !(Number.isInteger(min) && min >= 0 && (max === Infinity || Number.isInteger(max)) && min <= max))).toEqual([]);
  });

  test("has names of one word, or of two", () => {
    expect(faulty(({ name }) => !/^(\*|[\w.-]+)( [\w-]+)?$/.test(name))).toEqual([]);
  });

  test("has versions that sort, and none that goes before it comes", () => {
    expect(faulty(({ since, until }) => [since, until].some((version) => version !== undefined && !/^\d+(\.\d+)+$/.test(version)))).toEqual([]);
    expect(faulty(({ since, until }) => since !== undefined && until !== undefined && compareVersions(since, until) >= 0)).toEqual([]);
  });

  test("writes typed clauses in backquotes", () => {
    expect(faulty(({ typed }) => typed !== undefined && !/^`[^`]+`$/.test(typed))).toEqual([]);
  });
});

test.each<[engine: Engine, name: string, section: string, words: readonly [number, number]]>([
  ["nginx", "client_max_body_size", "http", [1, 1]],
  ["nginx", "client_max_body_size", "location", [1, 1]],
  ["nginx", "worker_connections", "events", [1, 1]],
  ["nginx", "worker_processes", "main", [1, 1]],
  ["nginx", "keepalive_timeout", "http", [1, 2]],
  ["nginx", "keepalive_timeout", "upstream", [1, 1]],
  ["nginx", "log_format", "http", [2, Infinity]],
  ["nginx", "rewrite", "server-if", [2, 3]],
  ["nginx", "try_files", "location", [2, Infinity]],
  ["nginx", "lua_package_cpath", "http", [1, 1]],
  ["nginx", "content_by_lua_block", "location", [1, 1]],
  ["nginx", "proxy_timeout", "stream-server", [1, 1]],
  ["haproxy", "maxconn", "global", [1, 1]],
  ["haproxy", "timeout connect", "backend", [1, 1]],
  ["haproxy", "option dontlognull", "defaults", [0, 0]],
  ["haproxy", "http-request deny", "frontend", [0, Infinity]],
  ["haproxy", "stats socket", "global", [1, Infinity]],
  ["haproxy", "nameserver", "resolvers", [2, 2]],
  ["haproxy", "tune.ssl.default-dh-param", "global", [1, 1]],
  ["keepalived", "router_id", "global_defs", [1, 1]],
  ["keepalived", "nopreempt", "vrrp_instance", [0, 0]],
  ["keepalived", "virtual_server", "main", [1, 2]],
  ["keepalived", "connect_timeout", "TCP_CHECK", [1, 1]],
  ["keepalived", "*", "lines", [1, Infinity]],
  ["squid", "cache_mem", "main", [1, 2]],
  ["squid", "refresh_pattern", "main", [4, Infinity]],
  ["squid", "http_access", "main", [2, Infinity]],
])("%s takes %s in %s", (engine, name, section, words) => {
  const row = tables[engine].find(name).find(({ sections }) => sections.includes(section));
  expect(row?.words).toEqual(words);
});

test.each<[engine: Engine, name: string, section: string]>([
  ["nginx", "proxy_pass", "server"],
  ["nginx", "worker_connections", "main"],
  ["nginx", "limit_req_zone", "server"],
  ["nginx", "root", "upstream"],
  ["haproxy", "bind", "backend"],
  ["haproxy", "server", "frontend"],
  ["haproxy", "timeout server", "frontend"],
  ["haproxy", "timeout client", "backend"],
  ["keepalived", "priority", "virtual_server"],
  ["keepalived", "lb_algo", "vrrp_instance"],
  ["squid", "server", "main"],
])("%s does not take %s in %s", (engine, name, section) => {
  expect(tables[engine].find(name).filter(({ sections }) => sections.includes(section))).toEqual([]);
});

test.each<[engine: Engine, name: string, versions: { since?: string; until?: string }]>([
  ["nginx", "http2", { since: "1.25.1" }],
  ["nginx", "ssl", { until: "1.25.1" }],
  ["nginx", "keepalive_time", { since: "1.19.10" }],
  ["haproxy", "nbproc", { until: "2.5" }],
  ["haproxy", "bind-process", { until: "2.7" }],
  ["haproxy", "option httpslog", { since: "2.5" }],
  ["haproxy", "program", { until: "3.3" }],
  ["keepalived", "track_process", { since: "2.0.11" }],
  ["squid", "dns_v4_first", { until: "5.0" }],
  ["squid", "ident_timeout", { until: "7.0" }],
  ["squid", "tls_key_log", { since: "6.0" }],
])("%s has %s only in some versions", (engine, name, versions) => {
  const { since, until } = tables[engine].find(name)[0] ?? {};
  expect({ ...(since === undefined ? {} : { since }), ...(until === undefined ? {} : { until }) }).toEqual(versions);
});

describe("what a typed clause says", () => {
  test.each<[engine: Engine, names: readonly string[]]>([
    ["nginx", ["listen", "upstream", "proxy_pass", "limit_req", "limit_req_zone", "upsync", "ssl_certificate", "proxy_connect_timeout", "server_name"]],
    ["haproxy", ["balance", "default_backend", "use_backend", "server-template", "timeout check", "option httpchk", "stats uri"]],
    ["keepalived", ["virtual_ipaddress", "virtual_router_id", "priority", "real_server", "lb_kind", "unicast_peer"]],
    ["squid", ["http_port", "cache_peer", "http_access", "cache_dir", "refresh_pattern"]],
  ])("is marked in every section of %s", (engine, names) => {
    for (const name of names) expect(tables[engine].find(name).map(({ typed }) => typed !== undefined), name).not.toContain(false);
  });

  test.each<[engine: Engine, names: readonly string[]]>([
    ["nginx", ["client_max_body_size", "worker_processes", "keepalive_timeout", "access_log", "gzip", "proxy_buffers", "location", "content_by_lua_block"]],
    ["haproxy", ["option dontlognull", "tune.bufsize", "http-request set-header", "timeout client-fin", "acl", "stats socket", "log"]],
    ["keepalived", ["router_id", "vrrp_strict", "garp_master_delay", "virtual_server", "virtual_routes"]],
    ["squid", ["acl", "access_log", "read_timeout", "cache_swap_low", "deny_info"]],
  ])("is not the tuning of %s", (engine, names) => {
    for (const name of names) expect(tables[engine].find(name).map(({ typed }) => typed), name).toEqual(tables[engine].find(name).map(() => undefined));
  });

  test("is decided by the section", () => {
    const marked = (name: string, section: string): boolean => haproxy.find(name).some((row) => row.sections.includes(section) && row.typed !== undefined);
    expect([marked("bind", "frontend"), marked("bind", "peers"), marked("maxconn", "listen"), marked("maxconn", "global")]).toEqual([true, false, true, false]);
  });
});
