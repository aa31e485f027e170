import { describe, expect, test } from "vitest";
import type { CacheRule, Condition } from "../../../src/ir/cache.js";
import { cacheListenOf, cacheOf, cacheOriginOf, conditionOf, originOf, serverOf } from "../../kit/site.js";
import { emitCaches, linesOf } from "./emitted.js";

const origin = originOf();

function deny(...when: Condition[][]): CacheRule {
  return { verdict: "deny", when, origin };
}

describe("a proxy for clients", () => {
  test("refuses what it must never do before its rules, and everything else after them", () => {
    const emitted = emitCaches(cacheOf("office", { rules: [{ verdict: "allow", when: [[conditionOf("from", ["10.0.0.0/8"])]], origin }] }));
    expect(linesOf(emitted, "http_access")).toEqual([
      "allow localhost manager",
      "deny manager",
      "deny !Safe_ports",
      "deny CONNECT !SSL_ports",
      "deny to_localhost",
      "deny linklocal",
      "allow from_10.0.0.0_8",
      "deny all",
    ]);
  });

  test("ends with a refusal when a rule allows everything, and when there is none", () => {
    expect(linesOf(emitCaches(cacheOf("open", { rules: [{ verdict: "allow", when: [], origin }] })), "http_access").slice(-2)).toEqual(["allow all", "deny all"]);
    expect(linesOf(emitCaches(cacheOf("closed")), "http_access").at(-1)).toBe("deny all");
  });

  test("lets tunnels lead to their ports only, which are then safe", () => {
    const emitted = emitCaches(cacheOf("office", { tunnel: [{ from: 443, to: 443 }, { from: 22, to: 22 }, { from: 8000, to: 8100 }] }));
    expect(linesOf(emitted, "acl").slice(0, 2)).toEqual(["SSL_ports port 443 22 8000-8100", "Safe_ports port 80 21 443 70 210 280 488 591 777 22 1025-65535"]);
  });

  test("keeps its refusals to its own ports when the process accelerates too", () => {
    const origins = [cacheOriginOf("web", [serverOf("web", "10.0.0.1")], ["www.example.com"])];
    const emitted = emitCaches(cacheOf("both", { listens: [cacheListenOf("accelerate", 80), cacheListenOf("forward", 3128)], origins }));
    expect(linesOf(emitted, "http_port")).toEqual(["80 accel defaultsite=www.example.com", "3128 name=both_forward"]);
    expect(linesOf(emitted, "http_access").slice(2)).toEqual([
      "deny both_forward !Safe_ports",
      "deny both_forward CONNECT !SSL_ports",
      "deny both_forward to_localhost",
      "deny both_forward linklocal",
      "allow sites_web",
      "deny all",
    ]);
  });
});

describe("conditions", () => {
  const cases: readonly (readonly [title: string, when: Condition[][], acls: readonly string[], terms: string])[] = [
    ["networks, without what another one covers", [[conditionOf("from", ["10.0.0.0/8", "10.1.2.3/32", "10.0.0.0/8", "192.168.0.1-192.168.0.9"])]], ["from_10.0.0.0_8_etc src 10.0.0.0/8 192.168.0.1-192.168.0.9"], "from_10.0.0.0_8_etc"],
    ["all of a family, as squid refuses 0/0", [[conditionOf("from", ["0.0.0.0/0", "10.0.0.0/8", "::/0"])]], ["from_0.0.0.0_0_etc src ipv4 ipv6"], "from_0.0.0.0_0_etc"],
    ["domains, without those below another one", [[conditionOf("to", ["www.a.com", ".a.com", "a.com", "b.com"])]], ["to_a.com_etc dstdomain .a.com b.com"], "to_a.com_etc"],
    ["domains below one only", [[conditionOf("to", ["*.a.com"])]], ["to_a.com dstdom_regex -i \\.a\\.com$"], "to_a.com"],
    ["domains and addresses, which are two acls", [[conditionOf("to", [".a.com", "10.0.0.0/8"])]], ["to_10.0.0.0_8 dst 10.0.0.0/8", "to_a.com dstdomain .a.com", "any_to any-of to_10.0.0.0_8 to_a.com"], "any_to"],
    ["none of several", [[conditionOf("to", [".a.com", "10.0.0.0/8"], { negated: true })]], ["to_10.0.0.0_8 dst 10.0.0.0/8", "to_a.com dstdomain .a.com"], "!to_10.0.0.0_8 !to_a.com"],
    ["one or not another", [[conditionOf("method", ["GET"]), conditionOf("method", ["PUT"], { negated: true })]], ["method_GET method GET", "method_PUT method PUT", "any_method any-of method_GET !method_PUT"], "any_method"],
    ["alternatives of one kind, which are one list", [[conditionOf("port", ["80"]), conditionOf("port", ["80", "8000-8010"])]], ["port_80_etc port 80 8000-8010"], "port_80_etc"],
    ["different ones, which must all hold", [[conditionOf("method", ["POST"])], [conditionOf("path", ["/a b.c"])]], ["method_POST method POST", "path_a_b.c urlpath_regex ^/a[[:blank:]]b\\.c"], "method_POST path_a_b.c"],
    ["a file, the only thing in quotes", [[conditionOf("to", ["/etc/squid/blocked.txt"], { form: "file" })]], ['to_etc_squid_blocked.txt dstdomain "/etc/squid/blocked.txt"'], "to_etc_squid_blocked.txt"],
    ["a part of the agent", [[conditionOf("agent", ["curl/7"])]], ["agent_curl_7 browser -i curl/7"], "agent_curl_7"],
    ["a whole header", [[conditionOf("header", ["a.b"], { header: "X-Env" })]], ["header_a.b req_header X-Env ^a\\.b$"], "header_a.b"],
    ["a pattern that begins like an option", [[conditionOf("path", ["-i+"], { form: "regex" })]], ["path_i urlpath_regex [-]i+"], "path_i"],
    ["a backslash at the end", [[conditionOf("agent", ["a\\"])]], ["agent_a browser -i a[\\]"], "agent_a"],
    ["times, one a line", [[conditionOf("during", [], { times: [{ days: ["mon", "fri"], from: 540, to: 1020 }, { days: ["sun"], from: 0, to: 1440 }] })]], ["during_MF_09_00-17_00_etc time MF 09:00-17:00", "during_MF_09_00-17_00_etc time S"], "during_MF_09_00-17_00_etc"],
    ["a time over midnight, which ends on the next day", [[conditionOf("during", [], { times: [{ days: ["sun"], from: 1320, to: 360 }] })]], ["during_S_22_00-23_59_etc time S 22:00-23:59", "during_S_22_00-23_59_etc time M 00:00-06:00"], "during_S_22_00-23_59_etc"],
    ["too many connections", [[conditionOf("connections", ["4"])]], ["connections_4 maxconn 4"], "connections_4"],
  ];

  test.each(cases)("%s", (_, when, acls, terms) => {
    const emitted = emitCaches(cacheOf("c", { rules: [deny(...when)] }));
    expect(emitted.codes).toEqual([]);
    expect(linesOf(emitted, "acl").slice(3)).toEqual(acls);
    expect(linesOf(emitted, "http_access").at(-2)).toBe(`deny ${terms}`);
  });

  test("the same acl twice is one", () => {
    const emitted = emitCaches(cacheOf("c", { rules: [deny([conditionOf("to", [".a.com"])], [conditionOf("method", ["GET"])]), deny([conditionOf("to", [".a.com"], { negated: true })])] }));
    expect(linesOf(emitted, "acl").slice(3)).toEqual(["to_a.com dstdomain .a.com", "method_GET method GET"]);
    expect(linesOf(emitted, "http_access").slice(-3)).toEqual(["deny to_a.com method_GET", "deny !to_a.com", "deny all"]);
  });

  test("who has signed in needs a way to sign in", () => {
    const rules = [deny([conditionOf("login", [], { negated: true })], [conditionOf("login", ["alice", "REQUIRED", "alice"])])];
    expect(emitCaches(cacheOf("c", { rules })).codes).toContain("missing-login");
    const emitted = emitCaches(cacheOf("c", { rules, login: { how: "file", path: "/etc/squid/passwd", realm: 'The "office"', ttlMs: 90_000, origin } }));
    expect(linesOf(emitted, "auth_param")).toEqual(["basic program /usr/lib/squid/basic_ncsa_auth /etc/squid/passwd", 'basic realm The "office"', "basic credentialsttl 90 seconds"]);
    expect(linesOf(emitted, "acl").slice(3)).toEqual(["login proxy_auth REQUIRED", "login_alice proxy_auth alice", "login_2 proxy_auth_regex ^REQUIRED$", "any_login any-of login_alice login_2"]);
  });

  test("a helper is told what is asked, and is one program for all that ask it so", () => {
    const ask = conditionOf("helper", ["/usr/lib/squid/ext_session_acl -t 60"], { given: ["client", "domain"], ttlMs: 300_000 });
    const emitted = emitCaches(cacheOf("c", { rules: [deny([ask]), deny([{ ...ask, negated: true }])] }));
    expect(linesOf(emitted, "external_acl_type")).toEqual(["ext_session_acl ttl=300 %SRC %DST /usr/lib/squid/ext_session_acl -t 60"]);
    expect(linesOf(emitted, "http_access").slice(-3)).toEqual(["deny helper_ext_session_acl", "deny !helper_ext_session_acl", "deny all"]);
  });

  test("a domain that only TLS names cannot be seen, and its rule does not match more instead", () => {
    const emitted = emitCaches(cacheOf("c", { rules: [{ verdict: "allow", when: [[conditionOf("sni", [".a.com"])]], origin }] }));
    expect(emitted.codes).toEqual(["squid-needs-openssl"]);
    expect(linesOf(emitted, "http_access").at(-2)).toBe("deny linklocal");
  });

  test("a long list is several lines, far below what squid reads as one", () => {
    const domains = Array.from({ length: 2000 }, (_, at) => `www${at}.example.com`);
    const acls = linesOf(emitCaches(cacheOf("c", { rules: [deny([conditionOf("to", domains)])] })), "acl").slice(3);
    expect(acls.length).toBeGreaterThan(100);
    expect(Math.max(...acls.map(({ length }) => length))).toBeLessThan(250);
    expect(acls.flatMap((line) => line.split(" ").slice(2))).toEqual(domains);
  });
});

describe("matches", () => {
  const named = (name: string, ...when: Condition[][]) => ({ name, when, origin });

  test("give their names to acls, whatever else asks for the same one", () => {
    const matches = [named("work", [conditionOf("during", [], { times: [{ days: ["mon"], from: 540, to: 1020 }] })]), named("both", [conditionOf("match", ["work"])], [conditionOf("method", ["GET"])]), named("unused", [conditionOf("port", ["1"])])];
    const emitted = emitCaches(cacheOf("c", { matches, rules: [deny([conditionOf("method", ["GET"])]), deny([conditionOf("match", ["both"])], [conditionOf("match", ["work"], { negated: true })])] }));
    expect(linesOf(emitted, "acl").slice(3)).toEqual(["work time M 09:00-17:00", "method_GET method GET", "both all-of work method_GET"]);
    expect(linesOf(emitted, "http_access").slice(-3)).toEqual(["deny method_GET", "deny both !work", "deny all"]);
  });

  test("never take a name of squid's own, nor one that differs in capitals", () => {
    const matches = ["Manager", "all", "CONNECT", "guests", "Guests", "a-very-long-name-of-a-match-that-is-cut", "谷歌"].map((name) => named(name, [conditionOf("to", [`${name.length}.example.com`, `${name.codePointAt(0)}.example.org`])]));
    const emitted = emitCaches(cacheOf("c", { matches, rules: matches.map(({ name }) => deny([conditionOf("match", [name])])) }));
    const names = linesOf(emitted, "acl").slice(3).map((line) => line.split(" ")[0]!);
    expect(names).toEqual(["Manager_2", "all_2", "CONNECT_2", "guests", "Guests_2", "a-very-long-name-of-a-match-tha", "unnamed"]);
    expect(names.every((name) => name.length <= 31)).toBe(true);
  });

  test("never take a name of a native block's acl", () => {
    const native = [{ engine: "squid", statements: [{ words: ["acl", "Guests", "src", "10.0.0.1"].map((text) => ({ text, quoted: false, comma: false, origin })), block: null, origin }], origin }];
    const emitted = emitCaches(cacheOf("c", { native, matches: [named("guests", [conditionOf("port", ["81"])])], rules: [deny([conditionOf("match", ["guests"])])] }));
    expect(linesOf(emitted, "acl").slice(3)).toEqual(["guests_2 port 81", "Guests src 10.0.0.1"]);
  });
});

describe("other decisions", () => {
  test("through another proxy: the first rule that matches, for each proxy", () => {
    const via = (host: string, only: boolean, when: Condition[][]): CacheRule => ({ verdict: "via", endpoint: { host, port: 3128 }, only, when, origin });
    const emitted = emitCaches(cacheOf("c", { rules: [via("10.0.0.5", true, [[conditionOf("to", [".a.com"])]]), via("10.0.0.6", false, [])] }));
    expect(linesOf(emitted, "cache_peer", "cache_peer_access", "never_direct", "nonhierarchical_direct")).toEqual([
      "cache_peer 10.0.0.5 parent 3128 0 no-query name=10.0.0.5_3128",
      "cache_peer_access 10.0.0.5_3128 allow to_a.com",
      "cache_peer_access 10.0.0.5_3128 deny all",
      "cache_peer 10.0.0.6 parent 3128 0 no-query name=10.0.0.6_3128",
      "cache_peer_access 10.0.0.6_3128 deny to_a.com",
      "cache_peer_access 10.0.0.6_3128 allow all",
      "never_direct allow to_a.com",
      "never_direct deny all",
      "nonhierarchical_direct off",
    ]);
  });

  test("how fast: all together, each client, or both", () => {
    const pool = (total: number | null, each: number | null): CacheRule => ({ verdict: "pool", total, each, when: [[conditionOf("port", ["80"])]], origin });
    const emitted = emitCaches(cacheOf("c", { rules: [pool(1000, null), pool(null, 500), pool(1000, 500)] }));
    expect(linesOf(emitted, "delay_pools", "delay_class", "delay_parameters")).toEqual([
      "delay_pools 3",
      "delay_class 1 1",
      "delay_parameters 1 1000/1000",
      "delay_class 2 3",
      "delay_parameters 2 none none 500/500",
      "delay_class 3 3",
      "delay_parameters 3 1000/1000 none 500/500",
    ]);
    expect(linesOf(emitted, "delay_access").slice(0, 2)).toEqual(["1 allow port_80", "1 deny all"]);
  });

  test("a helper is not waited for there", () => {
    const rules: CacheRule[] = [{ verdict: "pool", total: 1, each: null, when: [[conditionOf("helper", ["/bin/x"], { given: ["client"] })]], origin }];
    expect(emitCaches(cacheOf("c", { rules })).codes).toEqual(["squid-slow-condition"]);
  });

  test("what is not kept", () => {
    const emitted = emitCaches(cacheOf("c", { rules: [{ verdict: "no-cache", when: [[conditionOf("path", ["/account"])]], origin }] }));
    expect(linesOf(emitted, "cache")).toEqual(["deny path_account"]);
  });
});
