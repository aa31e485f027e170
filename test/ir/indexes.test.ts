import { array, assert, constantFrom, option, property, record } from "fast-check";
import { expect, it } from "vitest";
import { coversDomain, domainListsMeet, indexDomains } from "../../src/ir/domains.js";
import { indexRoutes } from "../../src/ir/route-index.js";
import { routeTable } from "../../src/ir/route-table.js";
import type { Route } from "../../src/ir/traffic.js";
import { routeOf } from "../kit/traffic.js";

const name = constantFrom("x.com", "A.x.com", "b.a.x.com", "y.com", "com", "*.x.com", ".x.com", "*.a.x.com", ".a.x.com", "*.com", ".com");
const domains = array(name, { maxLength: 3 });
const path = constantFrom("/", "/a", "/a/", "/a/b", "/ab", "/b");
const route = record({ domains, match: constantFrom("prefix", "exact", "regex"), path }).map(({ path: at, ...parts }): Route => routeOf(at, "web", parts));
const routes = array(route, { maxLength: 8 });

it("finds by their domains what a request can come to", () => {
  assert(
    property(array(domains, { maxLength: 8 }), domains, (items, asked) => {
      expect(indexDomains(items, (item) => item).meeting(asked)).toEqual(items.filter((item) => domainListsMeet(asked, item)));
    }),
  );
});

function pathsMeet(outer: Route | null, inner: Route): boolean {
  if (outer === null || outer.match === "regex" || inner.match === "regex") return true;
  if (outer.match === "exact") return inner.match === "exact" ? inner.path === outer.path : outer.path.startsWith(inner.path);
  return inner.path.startsWith(outer.path) || (inner.match === "prefix" && outer.path.startsWith(inner.path));
}

it("finds by paths and domains the routes that requests of another route can come to", () => {
  assert(
    property(array(option(route), { maxLength: 8 }), option(route), domains, (items, outer, asked) => {
      const found = indexRoutes(items, (item) => item).meeting(outer, asked);
      expect(found).toEqual(items.filter((item) => item === null || (pathsMeet(outer, item) && domainListsMeet(asked, item.domains))));
    }),
  );
});

/** As the docstring of a route table has it, route by route. */
function routeOfRequest(all: readonly Route[], domain: string, asked: string): Route | undefined {
  const closeness = (each: Route): number => Math.max(each.domains.length === 0 ? 0 : -1, ...each.domains.map((own) => (own.toLowerCase() === domain ? Infinity : coversDomain(own, domain) ? own.length : -1)));
  const closest = (some: readonly Route[]): Route | undefined => {
    const near = some.filter((each) => closeness(each) >= 0);
    const best = Math.max(...near.map(closeness));
    // What names the domain itself twice has its last word.
    return best === Infinity ? near.findLast((each) => closeness(each) === best) : near.find((each) => closeness(each) === best);
  };
  const expression = all.find((each) => each.match === "regex" && closeness(each) >= 0 && new RegExp(each.path).test(asked));
  const prefixes = [...Array.from({ length: asked.length + 1 }, (_, length) => asked.slice(0, length))].reverse();
  const byPrefix = prefixes.map((prefix) => closest(all.filter((each) => each.match === "prefix" && each.path === prefix))).find((found) => found !== undefined);
  return closest(all.filter((each) => each.match === "exact" && each.path === asked)) ?? expression ?? byPrefix;
}

it("finds the route of a request", () => {
  assert(
    property(routes, constantFrom("", "x.com", "a.x.com", "b.a.x.com", "y.com", "z.org"), path, (all, domain, asked) => {
      expect(routeTable(all).find(domain, asked)).toBe(routeOfRequest(all, domain, asked));
    }),
  );
});
