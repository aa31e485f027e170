import type { Hop } from "../ir/hops.js";
import { nameOf } from "../ir/domains.js";
import { groupBy } from "../source/group.js";
import { indexRoutes } from "../ir/route-index.js";
import { routeTable } from "../ir/route-table.js";
import type { Listen, Route } from "../ir/traffic.js";
import { defineRule } from "./rule.js";

/** A redirect to https behind what ends TLS: every request looks like plain HTTP there. */
export const httpsLoop = defineRule({
  code: "https-loop",
  severity: "error",
  summary: "A redirect to https stands behind what ends TLS, and leads to itself.",
  explanation: `
Where something in front ends TLS and speaks plain HTTP from there on, what is behind sees plain HTTP, whatever the client uses. Redirected to https the client
comes back the same way, until its browser gives up: ERR_TOO_MANY_REDIRECTS.

    balancer front on lb1 { listen 443 http tls /etc/ssl/shop.pem -> edge }
    gateway edge on web1 { listen 80; route { / -> redirect https } }        # error

    balancer front on lb1 { listen 443 http tls /etc/ssl/shop.pem -> edge; listen 80 -> redirect https }
`,
  message: (data: { readonly front: string; readonly name: string }) => `\`${data.front}\` ends TLS and comes to \`${data.name}\` by plain HTTP: whoever came by https is redirected to https for ever`,
  help: ({ front }) => `leave it out here, and redirect where clients come in: \`listen 80 -> redirect https\` at \`${front}\``,

  check(_site, report, index) {
    for (const { proxy: { name }, redirects } of index.proxyParts()) {
      const toHttps = redirects.filter(({ route: { action } }) => action.do === "redirect" && action.to === "https");
      for (const [listen, own] of groupBy(toHttps, (each) => each.listen)) {
        const ending = indexRoutes((index.hopsTo().get(listen) ?? []).filter((hop) => endOfTls(hop) !== undefined), readingOf);
        for (const { route } of own) {
          const hop = ending.meeting(route, route.domains).find((each) => takes(each, listen, route));
          if (hop !== undefined) report({ at: route.origin, data: { front: hop.from.layer.name, name }, related: [{ span: endOfTls(hop)!.origin.span, text: "ends TLS" }] });
        }
      }
    }
  },
});

/** What a step takes; a cache takes every path of its origin. */
function readingOf({ from }: Hop): Pick<Route, "domains" | "match" | "path"> | null {
  return from.kind === "proxy" ? from.route : { domains: from.origin.domains, match: "prefix", path: "/" };
}

/** The listen with TLS that a step begins at. */
function endOfTls({ from }: Hop): Pick<Listen, "origin"> | undefined {
  if (from.kind === "proxy") return from.listen.tls === null ? undefined : from.listen;
  return from.layer.listens.find(({ mode, tls }) => mode === "accelerate" && tls !== null);
}

/** Whether some request that takes this step is answered by `route`. */
function takes({ from }: Hop, listen: Listen, route: Route): boolean {
  const outer = from.kind === "proxy" ? from.route : null;
  const domains = from.kind === "proxy" ? (outer?.domains ?? []) : from.origin.domains;
  const paths = ["/", ...[route, outer].flatMap((each) => (each === null || each.match === "regex" ? [] : [each.path]))];
  const names = ["", ...[...domains, ...route.domains].slice(0, 20).map(nameOf)];
  const passes = (domain: string, path: string): boolean => (from.kind === "cache" ? domains.length === 0 || domains.map(nameOf).includes(domain) : outer === null || routeTable(from.listen.routes).find(domain, path) === outer);
  return names.some((domain) => paths.some((path) => passes(domain, path) && routeTable(listen.routes).find(domain, path) === route));
}
