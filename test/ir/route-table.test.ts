import { describe, expect, it } from "vitest";
import { coversDomain, domainListsMeet } from "../../src/ir/domains.js";
import { routeTable } from "../../src/ir/route-table.js";
import type { Route } from "../../src/ir/traffic.js";
import { routeOf } from "../kit/traffic.js";

const route = (path: string, parts: Partial<Route> = {}): Route => routeOf(path, "web", parts);

describe("the route of a request", () => {
  const all = [route("/a", { match: "exact" }), route("/"), route("/a"), route("/a/b"), route("^/a/b/c", { match: "regex" }), route("/a/b/c/d")];
  const table = routeTable(all);

  it.each([
    ["/", 1],
    ["/x", 1],
    ["/a", 0],
    ["/ab", 2],
    ["/a/b", 3],
    ["/a/b/c/d", 4],
  ])("is the exact one, else the first expression, else the longest prefix: %s", (path, index) => {
    expect(table.find("", path)).toBe(all[index]);
  });

  it("is that of the closest domain, of one path", () => {
    const [any, below, own] = [route("/"), route("/", { domains: ["*.example.com"] }), route("/", { domains: ["Shop.example.com"] })];
    const find = (domain: string) => routeTable([any, below, own] as const).find(domain, "/x");
    expect(find("shop.example.com")).toBe(own);
    expect(find("www.example.com")).toBe(below);
    expect(find("example.com")).toBe(any);
    expect(find("")).toBe(any);
  });

  it("is of another path where its domain has none", () => {
    const [any, own] = [route("/"), route("/api", { domains: ["shop.example.com"] })];
    expect(routeTable([any, own]).find("shop.example.com", "/api/1")).toBe(own);
    expect(routeTable([any, own]).find("www.example.com", "/api/1")).toBe(any);
    expect(routeTable([own]).find("www.example.com", "/api/1")).toBe(undefined);
  });

  it("is unknown where an expression is PCRE's alone", () => {
    expect(routeTable([route("^/(?>a)", { match: "regex" }), route("/")]).find("", "/a")).toBe("unknown");
    expect(routeTable([route("^/(?>a)", { match: "regex", domains: ["a.example.com"] }), route("/")]).find("b.example.com", "/a")).toMatchObject({ path: "/" });
  });
});

describe("a domain", () => {
  it.each([
    ["example.com", "EXAMPLE.com", true],
    ["*.example.com", "www.example.com", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "example.com", false],
    ["*.example.com", ".example.com", false],
    [".example.com", "example.com", true],
    [".example.com", "www.example.com", true],
    [".example.com", "*.example.com", true],
    [".example.com", "badexample.com", false],
    ["www.example.com", "*.example.com", false],
  ])("%s covers %s: %s", (pattern, domain, expected) => {
    expect(coversDomain(pattern, domain)).toBe(expected);
  });

  it("of two lists meets where a name is in both; no list is every name", () => {
    expect(domainListsMeet(["a.example.com"], ["*.example.com"])).toBe(true);
    expect(domainListsMeet(["*.example.com"], ["b.example.com", "c.example.org"])).toBe(true);
    expect(domainListsMeet(["a.example.com"], ["b.example.com"])).toBe(false);
    expect(domainListsMeet([], ["b.example.com"])).toBe(true);
  });
});
