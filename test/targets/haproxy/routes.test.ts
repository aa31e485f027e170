import { describe, expect, test } from "vitest";
import type { Route } from "../../../src/ir/traffic.js";
import { listenOf, originOf, poolOf, routeOf, serverOf } from "../../kit/site.js";
import { aclsOf, balancerOf, modelOf, ownRules, reported, rulesOf, sectionOf, switchesOf } from "./kit.js";

const pools = ["goods", "web"].map((name) => poolOf(name, [serverOf(`${name}-1`, "192.168.0.7")]));

function frontendOf(routes: readonly Route[], port = 80) {
  const { model, diagnostics } = modelOf([balancerOf("edge", { listens: [listenOf(port, { name: "edge-80", routes: [...routes] })], pools })]);
  return { frontend: sectionOf(model, "edge-80"), diagnostics, model };
}

const redirect = { do: "redirect", to: "https", status: 301 } as const;
const header = (name: string, on: "request" | "response" = "request") => ({ on, name, value: "1", origin: originOf() });

describe("what takes a request", () => {
  test("a path of any domain is switched by its prefix, and every path needs no condition", () => {
    const { frontend } = frontendOf([routeOf("/goods", "goods"), routeOf("/", "web")]);
    expect(aclsOf(frontend)).toEqual(["path-goods path,url_dec -m beg /goods"]);
    expect(switchesOf(frontend)).toEqual(["goods if path-goods", "web"]);
    expect(ownRules(frontend)).toEqual([]);
  });

  test("exact paths come first, then regular expressions as they are written, then the longest prefix", () => {
    const routes = [routeOf("/a", "web"), routeOf("/a/b", "goods"), routeOf("^/z", "web", { match: "regex" }), routeOf("^/a", "goods", { match: "regex" }), routeOf("/a", "goods", { match: "exact" })];
    expect(switchesOf(frontendOf(routes).frontend)).toEqual(["goods if path-is-a", "web if path-z", "goods if path-a", "goods if path-a-b", "web if path-a-2"]);
  });

  test("of one path the closest domain comes first: itself, the longest wildcard, any", () => {
    const of = (...domains: string[]) => routeOf("/", "web", { domains });
    const { frontend } = frontendOf([of(), of("*.com"), of("*.example.com"), of(".shop.example.com"), of("a.shop.example.com")]);
    expect(switchesOf(frontend)).toEqual(["web if host-a.shop.example.com", "web if host.shop.example.com", "web if host-any.example.com", "web if host-any.com", "web"]);
    expect(aclsOf(frontend)).toEqual([
      "host-a.shop.example.com req.hdr(host),host_only -m str a.shop.example.com",
      "host.shop.example.com req.hdr(host),host_only -m str shop.example.com",
      "host.shop.example.com req.hdr(host),host_only -m end .shop.example.com",
      "host-any.example.com req.hdr(host),host_only -m end .example.com",
      "host-any.com req.hdr(host),host_only -m end .com",
    ]);
  });

  test("the domains of a route are compared in small letters, the exact ones in one line, forty at most", () => {
    const domains = Array.from({ length: 41 }, (_, at) => `Shop${at}.example.com`);
    const { frontend } = frontendOf([routeOf("/", "web", { domains })]);
    expect(frontend.acl.map(({ values }) => values.length)).toEqual([40, 1]);
    expect(frontend.acl[0]!.values[0]).toBe("shop0.example.com");
  });

  test("a domain that no browser sends is reported", () => {
    const { diagnostics } = frontendOf([routeOf("/", "web", { domains: ["商品.example.com", "a.*.com"] })]);
    expect(reported(diagnostics)).toEqual([
      "unsupported-by-haproxy: haproxy compares no Host with the domain `商品.example.com`",
      "unsupported-by-haproxy: haproxy compares no Host with the domain `a.*.com`",
    ]);
  });
});

describe("what nobody takes", () => {
  test("another domain is refused as misdirected, another path as not found", () => {
    const { frontend } = frontendOf([routeOf("/goods", "goods", { domains: ["a.com"] }), routeOf("/", "web", { domains: ["b.com"] })]);
    expect(ownRules(frontend)).toEqual(["deny deny_status 421 unless host-a.com || host-b.com", "deny deny_status 404 unless host-a.com path-goods || host-b.com"]);
    expect(switchesOf(frontend)).toEqual(["goods if host-a.com path-goods", "web if host-b.com"]);
  });

  test("where every path of a known domain is taken only the domain counts", () => {
    expect(ownRules(frontendOf([routeOf("/", "web", { domains: ["a.com"] })]).frontend)).toEqual(["deny deny_status 421 unless host-a.com"]);
  });

  test("the only domain is asked for once, where all others are refused", () => {
    const { frontend } = frontendOf([routeOf("/goods", "goods", { domains: ["a.com"] }), routeOf("/", "web", { domains: ["a.com"] })]);
    expect(switchesOf(frontend)).toEqual(["goods if path-goods", "web"]);
    expect(ownRules(frontend)).toEqual(["deny deny_status 421 unless host-a.com"]);
  });

  test("paths of any domain refuse no domain", () => {
    expect(ownRules(frontendOf([routeOf("/goods", "goods")]).frontend)).toEqual(["deny deny_status 404 unless path-goods"]);
  });

  test("many domains are refused by one ACL", () => {
    const { frontend } = frontendOf(Array.from({ length: 7 }, (_, at) => routeOf("/", "web", { domains: [`s${at}.com`] })));
    expect(ownRules(frontend)).toEqual(["deny deny_status 421 unless host"]);
    expect(aclsOf(frontend).filter((line) => line.startsWith("host "))).toHaveLength(7);
  });

  test("what keeps a domain from being read as a flag is said once in it, too", () => {
    const { frontend } = frontendOf(Array.from({ length: 7 }, (_, at) => routeOf("/", "web", { domains: [`-s${at}.com`] })));
    expect(aclsOf(frontend).filter((line) => line.includes("-s3.com"))).toEqual(["host-s3.com req.hdr(host),host_only -m str -- -s3.com", "host req.hdr(host),host_only -m str -- -s3.com"]);
  });
});

describe("what holds for some routes", () => {
  test("what all have needs no condition", () => {
    const headers = [header("X-A")];
    const { frontend } = frontendOf([routeOf("/goods", "goods", { headers }), routeOf("/", "web", { headers }), routeOf("/old", "", { action: { do: "deny", status: 410 } })]);
    expect(ownRules(frontend)).toEqual(["deny deny_status 410 if path-old", "set-header X-A 1"]);
  });

  test("an earlier route is excluded by its own condition", () => {
    const routes = [routeOf("/goods", "goods"), routeOf("/static", "web"), routeOf("/", "", { action: redirect })];
    expect(ownRules(frontendOf(routes).frontend)).toEqual(["redirect scheme https code 301 if !path-static !path-goods"]);
  });

  test("routes that have nothing in common are not excluded", () => {
    const routes = [routeOf("/a", "goods"), routeOf("/b", "web", { headers: [header("X-B")] }), routeOf("/c", "web")];
    expect(ownRules(frontendOf(routes).frontend)).toContain("set-header X-B 1 if path-b");
  });

  test("refusals come in the order of the routes", () => {
    const deny = (path: string, status: number) => routeOf(path, "", { action: { do: "deny", status } });
    expect(ownRules(frontendOf([deny("/a/b", 410), deny("/a", 403), routeOf("/", "web")]).frontend)).toEqual(["deny deny_status 410 if path-a-b", "deny deny_status 403 if path-a"]);
  });

  test("where the ACLs do not say it each request's route is noted", () => {
    const routes = [
      routeOf("/goods", "goods", { domains: ["a.com"], headers: [header("X-R", "response")] }),
      routeOf("/", "web", { domains: ["a.com"] }),
      routeOf("/", "web", { domains: ["*.com"], headers: [header("X-W")] }),
    ];
    const { frontend } = frontendOf(routes);
    expect(ownRules(frontend)).toEqual([
      "set-var(txn.route) str(a.com-goods) if host-a.com path-goods",
      "set-var(txn.route,ifnotset) str(a.com-root) if host-a.com",
      "set-var(txn.route,ifnotset) str(com-root) if host-any.com",
      "deny deny_status 421 unless host-a.com || host-any.com",
      "set-header X-W 1 if { var(txn.route) -m str com-root }",
    ]);
    expect(rulesOf(frontend.http_response)).toEqual(["set-header X-R 1 if { var(txn.route) -m str a.com-goods }"]);
  });

  test("a response of the only route needs no note", () => {
    const { frontend } = frontendOf([routeOf("/", "web", { headers: [header("X-R", "response")] })]);
    expect(rulesOf(frontend.http_response)).toEqual(["set-header X-R 1"]);
  });

  test("the names of many routes go into an ACL", () => {
    const routes = Array.from({ length: 50 }, (_, at) => routeOf(`/p${at}`, "web", { headers: [header("X-P")] }));
    const { frontend } = frontendOf([...routes, routeOf("/", "goods")]);
    expect(ownRules(frontend)).toContain("set-header X-P 1 if routes");
    expect(frontend.acl.filter(({ name }) => name === "routes").map(({ values }) => values.length)).toEqual([40, 10]);
  });
});

describe("answers", () => {
  test("HTTPS keeps the place, and replaces a port that is not the usual one", () => {
    expect(ownRules(frontendOf([routeOf("/", "", { action: redirect })]).frontend)).toEqual(["redirect scheme https code 301"]);
    expect(ownRules(frontendOf([routeOf("/", "", { action: redirect })], 8080).frontend)).toEqual(["redirect prefix https://%[req.hdr(host),host_only] code 301"]);
  });

  test("a URL is literal", () => {
    const { frontend } = frontendOf([routeOf("/", "", { action: { do: "redirect", to: "https://x/%41?a#b", status: 308 } })]);
    expect(ownRules(frontend)).toEqual(["redirect location 'https://x/%%41?a#b' code 308"]);
  });

  test("a status without a page is answered without a body", () => {
    expect(ownRules(frontendOf([routeOf("/", "", { action: { do: "deny", status: 418 } })]).frontend)).toEqual(["return status 418"]);
  });

  test("what haproxy cannot do is reported", () => {
    const routes = [
      routeOf("/a", "", { action: { do: "files", path: "/srv" } }),
      routeOf("/b", "", { action: { do: "lua", file: "/b.lua" } }),
      routeOf("/c", "", { action: { do: "redirect", to: "https", status: 300 } }),
      routeOf("/d", "", { action: { do: "deny", status: 100 } }),
    ];
    expect(reported(frontendOf(routes).diagnostics)).toEqual([
      "unsupported-by-haproxy: haproxy serves no files",
      "unsupported-by-haproxy: haproxy runs no Lua of nginx",
      "unsupported-by-haproxy: haproxy redirects with no status 300",
      "unsupported-by-haproxy: haproxy answers with no status 100",
    ]);
  });
});
