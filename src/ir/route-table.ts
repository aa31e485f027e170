import { coversDomain, indexDomains, isPattern } from "./domains.js";
import type { Route } from "./traffic.js";
import { oncePer } from "../source/once.js";

/** Finds the route of a request as nginx and HAProxy do: exact paths, then regular expressions as they are written, then the longest prefix; of one path the closest domain. */
export interface RouteTable {
  /** `domain` in small letters, empty for one that nobody names. `unknown`: a regular expression decides that only its engine can read. */
  find(domain: string, path: string): Route | undefined | "unknown";
}

/** Made once for a list of routes. */
export const routeTable: (routes: readonly Route[]) => RouteTable = oncePer(makeTable);

/** The routes of one path. */
interface OnPath {
  /** By the domains that are names. */
  readonly named: Map<string, Route>;
  /** The first of each pattern. */
  readonly wide: Map<string, Route>;
  /** The first for any domain. */
  any: Route | undefined;
}

function makeTable(routes: readonly Route[]): RouteTable {
  const byPath = { exact: new Map<string, OnPath>(), prefix: new Map<string, OnPath>() };
  const patterns: { readonly route: Route; readonly pattern: RegExp | undefined }[] = [];
  for (const route of routes) {
    if (route.match === "regex") {
      patterns.push({ route, pattern: readPattern(route.path) });
      continue;
    }
    const onPaths = byPath[route.match];
    let same = onPaths.get(route.path);
    if (same === undefined) onPaths.set(route.path, (same = { named: new Map(), wide: new Map(), any: undefined }));
    if (route.domains.length === 0) same.any ??= route;
    for (const domain of route.domains) {
      const name = domain.toLowerCase();
      if (!isPattern(name)) same.named.set(name, route);
      else if (!same.wide.has(name)) same.wide.set(name, route);
    }
  }
  const patternsOf = indexDomains(patterns, ({ route }) => route.domains);
  return {
    find(domain, path) {
      const exact = closest(byPath.exact.get(path), domain);
      if (exact !== undefined) return exact;
      for (const { route, pattern } of patterns.length === 0 ? [] : patternsOf.meeting([domain])) {
        if (!covers(route, domain)) continue;
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

/** Of the domain itself, then of the longest pattern that covers it, then of any. */
function closest(routes: OnPath | undefined, domain: string): Route | undefined {
  if (routes === undefined) return undefined;
  const named = routes.named.get(domain);
  if (named !== undefined) return named;
  return (routes.wide.size === 0 ? undefined : closestPattern(routes.wide, domain)) ?? routes.any;
}

function closestPattern(wide: ReadonlyMap<string, Route>, domain: string): Route | undefined {
  const own = wide.get(domain) ?? wide.get(`.${domain}`);
  if (own !== undefined) return own;
  for (let at = domain.indexOf("."); at >= 0; at = domain.indexOf(".", at + 1)) {
    const found = (domain.startsWith(".") ? undefined : wide.get(`*${domain.slice(at)}`)) ?? wide.get(domain.slice(at));
    if (found !== undefined) return found;
  }
  return undefined;
}

function covers({ domains }: Route, domain: string): boolean {
  return domains.length === 0 || domains.some((each) => coversDomain(each, domain));
}
