import { describe, expect, test } from "vitest";
import { analyze } from "../../src/compile.js";

function lower(text: string) {
  const { site, diagnostics } = analyze({ entry: { path: "site.infra", text } });
  return { site, cache: site.caches[0]!, errors: diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`) };
}

const placed = (clauses: string): string => `network lan 192.168.0.0/24\nhost node1 192.168.0.31\ncache c on node1 {\n${clauses}\n}\n`;

/** The conditions of the first rule, in short. */
function when(rule: string): unknown {
  const { cache, errors } = lower(placed(`match work during mon-fri\nmatch guests from 10.9.0.0/16\n${rule}`));
  expect(errors).toEqual([]);
  return cache.rules[0]!.when.map((group) => group.map(({ name, negated, form, values }) => `${negated ? "not " : ""}${name}${form === "values" ? "" : ` ${form}`} ${values.map(({ text }) => text).join(",")}`.trim()));
}

describe("conditions", () => {
  test.each([
    ["a comma is or", "deny to .a.com, .b.com", [["to .a.com,.b.com"]]],
    ["side by side is and", "deny to .a.com method GET", [["to .a.com"], ["method GET"]]],
    ["the same name again is or", "deny to .a.com method GET to ~ 'x'", [["to .a.com", "to regex x"], ["method GET"]]],
    ["`not` turns the next list round", "deny to not .a.com, .b.com method GET", [["not to .a.com,.b.com"], ["method GET"]]],
    ["matches by name", "deny work, guests method GET", [["match work,guests"], ["method GET"]]],
    ["matches side by side", "deny work not guests", [["match work"], ["not match guests"]]],
    ["names of networks and hosts", "deny from lan, node1, 10.0.0.1", [["from 192.168.0.0/24,192.168.0.31,10.0.0.1"]]],
    ["headers of two names are two", "deny header A x header B y header a z", [["header x", "header z"], ["header y"]]],
    ["nothing is everything", "allow", []],
    ["in a block as on the line", "deny work { to .a.com; port 80 }", [["match work"], ["to .a.com"], ["port 80"]]],
  ])("%s", (_, rule, expected) => {
    expect(when(rule)).toEqual(expected);
  });

  test("days without a time are whole days, times without days every day", () => {
    const { cache } = lower(placed("deny during sat, sun\ndeny during 09:00-17:00"));
    expect(cache.rules.slice(0, 2).map((rule) => rule.when[0]![0]!.times)).toEqual([
      [{ days: ["sat", "sun"], from: 0, to: 1440 }],
      [{ days: ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], from: 540, to: 1020 }],
    ]);
  });

  test.each([
    ["deny wrok\nmatch work method GET", "unknown-match: no match is named `wrok`"],
    ["deny form", "unknown-match: no match is named `form`"],
    ["match a b\nmatch b a\ndeny a", "circular-match: the match `a` asks for itself"],
    ["match a method GET\nmatch a method PUT", "duplicate-match: two matches are named `a`"],
    ["deny to .a.com ~ 'x'", "mixed-condition: `to` has values, patterns or a file at once"],
    ["deny to", "missing-argument: `to` needs what to compare with"],
    ["deny during", "missing-argument: `during` needs what to compare with"],
    ["deny from lna", "unknown-reference: no network or host is named `lna`"],
    ["via to .a.com", "missing-argument: `via` needs `->` and an endpoint"],
    ["pool from lan", "missing-argument: `pool` needs a bandwidth such as `256KB/s`"],
    ["accelerate http://10.0.0.1/static", "origin-path: `http://10.0.0.1/static` is more than a server"],
    ["listen 443/udp", "cache-transport: `c` cannot listen on a port of UDP"],
  ])("%s is reported", (clauses, error) => {
    expect(lower(placed(clauses)).errors).toContain(error);
  });
});

describe("origins", () => {
  test("a URL is a server", () => {
    expect(lower(placed("accelerate https://[2001:db8::1]:8443 { site a.com; verify no }")).cache.origins).toMatchObject([
      { name: "2001:db8::1", protocol: "https", servers: [{ address: "2001:db8::1", port: 8443 }], domains: ["a.com"], tls: { verify: "no" } },
    ]);
  });

  test("a service is its nodes, a gateway with a VIP the VIP", () => {
    const { site, errors } = lower("service goods x2 port 9000\ngateway edge { vip 172.30.0.200; route { / -> goods } }\ncache a accelerate goods\ncache b accelerate edge\n");
    expect(errors).toEqual([]);
    expect(site.caches.map(({ origins }) => origins[0]!.servers.map(({ name, port }) => `${name}:${port}`))).toEqual([["goods-1:9000", "goods-2:9000"], ["edge-vip:80"]]);
    expect(site.caches[1]!.origins[0]!.servers[0]!.address).toBe("172.30.0.200");
  });
});

test("a gateway reaches a cache by the port that it listens on, and the cache trusts it", () => {
  const { site, cache, errors } = lower("cache cdn { accelerate http://192.168.232.204; listen 3128 }\ngateway edge { route { /static -> cdn } }\n");
  expect(errors).toEqual([]);
  expect(site.proxies[0]!.pools[0]!.servers).toMatchObject([{ name: "cdn", port: 3128 }]);
  expect(cache.trust).toMatchObject([{ cidr: expect.stringMatching(/\/32$/) }]);
});

test("caches that ask each other answer each other, and none asks itself", () => {
  const { cache } = lower("cache cdn x2 { accelerate http://192.168.232.204; peers cdn }\n");
  expect(cache.peers.map(({ name, machine }) => [name, machine])).toEqual([["cdn-1", "cdn-1"], ["cdn-2", "cdn-2"]]);
  expect(cache.answers).toMatchObject({ port: 3130, addresses: cache.peers.map(({ host }) => host) });
});

test("each machine of a cache runs one squid", () => {
  const { site } = lower("host a 192.168.0.1\nhost b 192.168.0.2\ncache cdn on a, b accelerate http://10.0.0.1\ncache office on b\n");
  expect(site.daemons.filter(({ target }) => target === "squid")).toMatchObject([
    { machine: "a", nodes: ["cdn-1"], entities: ["cdn"] },
    { machine: "b", nodes: ["cdn-2", "office"], entities: ["cdn", "office"] },
  ]);
});

test("an unaddressed listen binds the VIP, and the machines may bind it before they hold it", () => {
  const { site, cache } = lower("cache cdn { accelerate http://10.0.0.1; vip 192.168.0.146; disk /var/spool/squid 1GB }\n");
  expect(cache.listens[0]!.binds).toMatchObject([{ address: "192.168.0.146", port: 80 }]);
  expect(site.machines.find(({ name }) => name === "cdn-1")!.sysctls).toMatchObject([{ key: "net.ipv4.ip_nonlocal_bind" }]);
  expect(site.engines[0]!.containers.find(({ name }) => name === "cdn-1")!.mounts).toMatchObject([{ kind: "volume", source: "cdn-1-cache", target: "/var/spool/squid" }]);
});
