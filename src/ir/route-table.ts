import type { Route } from "./traffic.js";

/** Finds the route of a request as nginx and HAProxy do: exact paths, then regular expressions as they are written, then the longest prefix; of one path the closest domain. */
export interface RouteTable {
  /** `domain` in small letters, empty for one that nobody names. `unknown`: a regular expression decides that only its engine can read. */
  find(domain: string, path: string): Route | undefined | "unknown";
}

const tables = new WeakMap<readonly Route[], RouteTable>();

/** Made once for a list of routes. */
export function routeTable(routes: readonly Route[]): RouteTable {
  const known = tables.get(routes);
  if (known !== undefined) return known;
  const made = makeTable(routes);
  tables.set(routes, made);
  return made;
}

/** The routes of one path: those of a domain by its name, and those whose domains are patterns or any. */
interface OnPath {
  readonly named: Map<string, Route>;
  readonly wide: Route[];
}

function makeTable(routes: readonly Route[]): RouteTable {
  const byPath = { exact: new Map<string, OnPath>(), prefix: new Map<string, OnPath>() };
  const patterns = routes.filter(({ match }) => match === "regex").map((route) => ({ route, pattern: readPattern(route.path) }));
  for (const route of routes) {
    if (route.match === "regex") continue;
    const same = byPath[route.match].get(route.path) ?? { named: new Map<string, Route>(), wide: [] };
    byPath[route.match].set(route.path, same);
    for (const domain of route.domains) if (!/^\*?\./.test(domain)) same.named.set(domain.toLowerCase(), route);
    if (route.domains.length === 0 || route.domains.some((domain) => /^\*?\./.test(domain))) same.wide.push(route);
  }
  return {
    find(domain, path) {
      const exact = closest(byPath.exact.get(path), domain);
      if (exact !== undefined) return exact;
      for (const { route, pattern } of patterns) {
        if (closeness(route, domain) < 0) continue;
        if (pattern === undefined) return "unknown";
        if (pattern.test(path)) return route;
      }
      for (let end = path.length; end >= 0; end--) {
        const found = closest(byPath.prefix.get(path.slice(0, end)), domain);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

/** As JavaScript reads it, which has fewer forms than PCRE; undefined when it cannot. */
function readPattern(text: string): RegExp | undefined {
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}

function closest(routes: OnPath | undefined, domain: string): Route | undefined {
  const named = routes?.named.get(domain);
  if (named !== undefined || routes === undefined) return named;
  const covering = routes.wide.filter((route) => closeness(route, domain) >= 0);
  return covering.length === 0 ? undefined : covering.reduce((best, each) => (closeness(each, domain) > closeness(best, domain) ? each : best));
}

/** The domain itself, then the longest that covers it, then any; below 0 when none does. */
function closeness({ domains }: Pick<Route, "domains">, domain: string): number {
  if (domains.length === 0) return 0;
  return Math.max(...domains.map((each) => (each.toLowerCase() === domain ? Infinity : coversDomain(each, domain) ? each.length : -1)));
}

/** Whether every name that `domain` stands for is one of `pattern`'s: `*.x.com` is what is below it, `.x.com` itself, too. */
export function coversDomain(pattern: string, domain: string): boolean {
  const [outer, inner] = [pattern.toLowerCase(), domain.toLowerCase()];
  if (outer === inner) return true;
  if (outer.startsWith("*.")) return inner.replace(/^\*/, "x").endsWith(outer.slice(1)) && !inner.startsWith(".");
  return outer.startsWith(".") && (inner === outer.slice(1) || inner.replace(/^\*/, "").endsWith(outer));
}

/** Whether some name is one of both. */
export function domainsMeet(a: string, b: string): boolean {
  return coversDomain(a, b) || coversDomain(b, a);
}

/** Whether a request can come by both lists of domains; an empty one is any. */
export function domainListsMeet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((one) => b.some((other) => domainsMeet(one, other)));
}

/** A name that a domain of a route stands for. */
export function nameOf(domain: string): string {
  return domain.toLowerCase().replace(/^\*\./, "any.").replace(/^\./, "");
}
