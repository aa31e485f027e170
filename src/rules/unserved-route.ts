import { domainListsMeet, nameOf } from "../ir/domains.js";
import { routeTable } from "../ir/route-table.js";
import type { Route } from "../ir/traffic.js";
import { placeOf, routesMeet } from "../ir/walk.js";
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
    for (const { from, to } of index.hops().all) {
      if (to.kind === "cache" || to.listen.mode !== "http" || to.listen.pool !== null || to.listen.routes.length === 0 || to.layer.engine === "lvs") continue;
      const outer = from.kind === "proxy" ? from.route : null;
      const domains = from.kind === "proxy" ? (outer?.domains ?? []) : from.origin.domains;
      const { routes } = to.listen;
      const missing = missingOf(outer, domains, routes);
      const { name, port } = placeOf(to);
      const key = `${from.layer.name} ${name} ${missing}`;
      if (missing === undefined || reported.has(key)) continue;
      reported.add(key);
      const ofDomain = routes.filter((route) => domainListsMeet(domains, route.domains));
      const known = missing === outer?.path ? ofDomain.map(({ path }) => path) : routes.flatMap((route) => route.domains);
      const listed = [...new Set(known)].slice(0, 3).map((each) => `\`${each}\``).join(", ");
      report({
        at: from.kind === "cache" ? from.origin.origin : (from.route?.origin ?? from.pool.origin),
        data: { front: from.layer.name, back: name, port, what: missing, known: listed },
        related: [{ span: routes[0]!.origin.span, text: "the first of its routes" }],
      });
    }
  },
});

/** The first domain, or the path, that no route of the layer behind takes. */
function missingOf(outer: Route | null, domains: readonly string[], routes: readonly Route[]): string | undefined {
  const path = outer === null || outer.match === "regex" ? "/" : outer.path;
  for (const domain of domains.length === 0 ? [undefined] : domains) {
    if (routeTable(routes).find(domain === undefined ? "" : nameOf(domain), path) !== undefined) continue;
    const ofDomain = routes.filter((route) => domainListsMeet(domain === undefined ? [] : [domain], route.domains));
    if (ofDomain.length === 0) return domain;
    if (!ofDomain.some((route) => routesMeet(outer, route))) return outer?.path;
  }
  return undefined;
}
