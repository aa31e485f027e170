import { type DomainIndex, indexDomains, nameOf } from "../ir/domains.js";
import { indexRoutes, type RouteIndex } from "../ir/route-index.js";
import { type RouteTable, routeTable } from "../ir/route-table.js";
import type { Route } from "../ir/traffic.js";
import { placeOf } from "../ir/walk.js";
import { once } from "../source/once.js";
import { defineRule } from "./rule.js";

/** A route that leads to a layer that has none for its requests. */
export const unservedRoute = defineRule({
  code: "unserved-route",
  severity: "error",
  summary: "A layer is sent requests for a domain or a path that it has no route for.",
  explanation: `
Paths and domains are passed on as they came. A layer behind that has no route for them answers 404, or closes the connection of a domain that it
does not know, to every one of these requests.

    gateway front on lb1 { route shop.example.com { / -> edge } }
    gateway edge on web1 { route www.example.com { / -> app } }                          # error: no route for shop.example.com

    gateway edge on web1 { route www.example.com, shop.example.com { / -> app } }
`,
  message: (data: { readonly front: string; readonly back: string; readonly port: number; readonly what: string; readonly known: string }) =>
    `\`${data.front}\` sends \`${data.what}\` to \`${data.back}\`, which has no route for it on port ${data.port}`,
  help: ({ back, known, what }) => `\`${back}\` has routes for ${known}: give it one for \`${what}\` too, or lead to another`,

  check(_site, report, index) {
    const reported = new Set<string>();
    const routesOf = routesFinder();
    for (const { from, to } of index.hops().all) {
      if (to.kind === "cache" || to.listen.mode !== "http" || to.listen.pool !== null || to.listen.routes.length === 0 || to.layer.engine === "lvs") continue;
      const outer = from.kind === "proxy" ? from.route : null;
      const domains = from.kind === "proxy" ? (outer?.domains ?? []) : from.origin.domains;
      const { routes } = to.listen;
      const known = routesOf(routes);
      const missing = missingOf(outer, domains, known);
      if (missing === undefined) continue;
      const { name, port } = placeOf(to);
      const key = `${from.layer.name} ${name} ${missing}`;
      if (reported.has(key)) continue;
      reported.add(key);
      const offered = missing === outer?.path ? firstOf(known.byDomain().meeting(domains).map(({ path }) => path)) : known.domains();
      report({
        at: from.kind === "cache" ? from.origin.origin : (from.route?.origin ?? from.pool.origin),
        data: { front: from.layer.name, back: name, port, what: missing, known: offered.map((each) => `\`${each}\``).join(", ") },
        related: [{ span: routes[0]!.origin.span, text: "the first of its routes" }],
      });
    }
  },
});

/** The routes of a listen, to be asked. */
interface Known {
  readonly table: RouteTable;
  readonly byDomain: () => DomainIndex<Route>;
  readonly index: () => RouteIndex<Route>;
  /** The first of their domains. */
  readonly domains: () => readonly string[];
}

function routesFinder(): (routes: readonly Route[]) => Known {
  const found = new Map<readonly Route[], Known>();
  return (routes) => {
    let known = found.get(routes);
    if (known === undefined) {
      known = { table: routeTable(routes), byDomain: once(() => indexDomains(routes, ({ domains }) => domains)), index: once(() => indexRoutes(routes, (route) => route)), domains: once(() => firstOf(routes.flatMap(({ domains }) => domains))) };
      found.set(routes, known);
    }
    return known;
  };
}

function firstOf(words: readonly string[]): readonly string[] {
  return [...new Set(words)].slice(0, 3);
}

/** The first domain, or the path, that no route of the layer behind takes. */
function missingOf(outer: Route | null, domains: readonly string[], { table, byDomain, index }: Known): string | undefined {
  const path = outer === null || outer.match === "regex" ? "/" : outer.path;
  for (const domain of domains.length === 0 ? [undefined] : domains) {
    if (table.find(domain === undefined ? "" : nameOf(domain), path) !== undefined) continue;
    const wanted = domain === undefined ? [] : [domain];
    if (index().meeting(outer, wanted).length > 0) continue;
    return byDomain().meeting(wanted).length === 0 ? domain : outer?.path;
  }
  return undefined;
}
