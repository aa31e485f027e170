import type { Route } from "../../ir/traffic.js";

/** The domains that one server answers for, and their routes. */
export interface Site {
  /** Empty: every domain that no other server names. */
  readonly domains: readonly string[];
  readonly routes: readonly Route[];
}

/**
 * Spreads the routes of a listen over servers: nginx finds the server by the domain first, so a route of any domain, or of
 * `*.example.com`, goes into the server of every domain that it covers. Domains with the same routes share a server.
 */
export function sitesOf(routes: readonly Route[]): readonly Site[] {
  const domains = [...new Set(routes.flatMap((route) => route.domains))];
  const sites = new Map<string, { domains: string[]; routes: readonly Route[] }>();
  for (const domain of domains) {
    const own = routesFor(domain, routes);
    const key = own.map((route) => routes.indexOf(route)).join(" ");
    const same = sites.get(key);
    if (same) same.domains.push(domain);
    else sites.set(key, { domains: [domain], routes: own });
  }
  const any = routes.filter((route) => route.domains.length === 0);
  return [...(any.length === 0 ? [] : [{ domains: [], routes: routesFor("", any) }]), ...sites.values()];
}

/** In the order of the listen; of two with one path the one whose domain is closer. */
function routesFor(domain: string, routes: readonly Route[]): readonly Route[] {
  const covering = routes.filter((route) => closeness(route, domain) >= 0);
  return covering.filter((route) => {
    const rivals = covering.filter(({ match, path }) => match === route.match && path === route.path);
    const closest = rivals.reduce((best, each) => (closeness(each, domain) > closeness(best, domain) ? each : best));
    return closest === route;
  });
}

/** How close a route's domain comes: the domain itself, then the longest that covers it, then any; below 0 when none does. */
function closeness({ domains }: Route, domain: string): number {
  if (domains.length === 0) return 0;
  return Math.max(...domains.map((each) => (each === domain ? Infinity : covers(each, domain) ? each.length : -1)));
}

/** `*.example.com` covers what is below it, `.example.com` itself as well. Source: nginx.org, "Server names". */
export function covers(pattern: string, domain: string): boolean {
  const below = pattern.startsWith("*.") ? pattern.slice(1) : pattern.startsWith(".") ? pattern : undefined;
  if (below === undefined || domain === "") return false;
  const plain = domain.replace(/^\*?\./, ".").replace(/^\./, "x.");
  return plain.endsWith(below) || (pattern === below && `.${domain}` === below);
}
