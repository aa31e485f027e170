import type { Route } from "../../ir/traffic.js";
import { addTo } from "../../source/group.js";

/** The domains that one server answers for, and their routes. */
export interface Site {
  /** Empty: every domain that no other server names. */
  readonly domains: readonly string[];
  /** The places of the routes in the listen. */
  readonly places: readonly number[];
}

/**
 * Spreads the routes of a listen over servers: nginx finds the server by the domain first, so a route of any domain, or of
 * `*.example.com`, goes into the server of every domain that it covers. Domains with the same routes share a server.
 */
export function sitesOf(routes: readonly Route[]): readonly Site[] {
  const coverage = coverageOf(routes);
  const { any, byDomain, byEnding } = coverage;
  const sites: Site[] = [];
  const known = new Map<string, { readonly domains: string[] }>();
  for (const [domain, own] of byDomain) {
    const isPlain = own.length === 1 && any.length === 0 && byEnding.size === 0;
    // No other domain can have the same routes.
    if (isPlain && routes[own[0]!]!.domains.length === 1) {
      sites.push({ domains: [domain], places: own });
      continue;
    }
    const places = isPlain ? own : closest(coveringOf(domain, coverage), routes);
    const key = places.join(" ");
    const same = known.get(key);
    if (same !== undefined) same.domains.push(domain);
    else {
      const site = { domains: [domain], places };
      known.set(key, site);
      sites.push(site);
    }
  }
  const places = closest(any.map((at) => ({ at, closeness: 0 })), routes);
  return places.length === 0 ? sites : [{ domains: [], places }, ...sites];
}

/** A route, by its place in the listen, and how close its domain comes: infinitely the domain itself, then the longest that covers it, 0 for any. */
interface Covering {
  readonly at: number;
  readonly closeness: number;
}

/** The places of routes by what they are for. */
interface Coverage {
  readonly any: readonly number[];
  readonly byDomain: ReadonlyMap<string, readonly number[]>;
  /** By what a covered domain ends in, with the length of the pattern. */
  readonly byEnding: ReadonlyMap<string, readonly Pattern[]>;
}

interface Pattern extends Covering {
  /** `.example.com`, which covers `example.com` too. */
  readonly withItself: boolean;
}

function coverageOf(routes: readonly Route[]): Coverage {
  const any: number[] = [];
  const byDomain = new Map<string, number[]>();
  const byEnding = new Map<string, Pattern[]>();
  for (let at = 0; at < routes.length; at++) {
    const { domains } = routes[at]!;
    if (domains.length === 0) any.push(at);
    for (let place = 0; place < domains.length; place++) {
      const domain = domains[place]!;
      const ending = endingOf(domain);
      if (ending !== undefined) addTo(byEnding, ending, { at, closeness: domain.length, withItself: domain === ending });
      addTo(byDomain, domain, at);
    }
  }
  return { any, byDomain, byEnding };
}

/** Every route that covers a domain, in the order of the listen, a route once for each of its domains that does. */
function coveringOf(domain: string, { any, byDomain, byEnding }: Coverage): readonly Covering[] {
  const itself = (byDomain.get(domain) ?? []).map((at) => ({ at, closeness: Infinity }));
  const patterns = byEnding.size === 0 ? [] : endingsOf(domain).flatMap(({ ending, isItself }) => (byEnding.get(ending) ?? []).filter(({ withItself }) => !isItself || withItself));
  return [...any.map((at) => ({ at, closeness: 0 })), ...itself, ...patterns].sort((a, b) => a.at - b.at);
}

/** Of several with one path the one that comes closest, the first of those that come as close. */
function closest(covering: readonly Covering[], routes: readonly Route[]): readonly number[] {
  const best = new Map<string, Covering>();
  for (const each of covering) {
    const { match, path } = routes[each.at]!;
    const rival = best.get(`${match} ${path}`);
    if (rival === undefined || each.closeness > rival.closeness) best.set(`${match} ${path}`, each);
  }
  return [...best.values()].map(({ at }) => at).sort((a, b) => a - b);
}

/** Whether it stands for other domains. */
export function isPattern(domain: string): boolean {
  return endingOf(domain) !== undefined;
}

/** What each domain that a pattern covers ends in; undefined for a plain domain. Source: nginx.org, "Server names". */
function endingOf(pattern: string): string | undefined {
  return pattern.startsWith("*.") ? pattern.slice(1) : pattern.startsWith(".") ? pattern : undefined;
}

function endingsOf(domain: string): readonly { readonly ending: string; readonly isItself: boolean }[] {
  // Of a pattern, what stands for all that it covers.
  const plain = domain.replace(/^\*?\./, "x.");
  const below = [...plain.matchAll(/\./g)].map(({ index }) => ({ ending: plain.slice(index), isItself: false }));
  return [...below, { ending: `.${domain}`, isItself: true }];
}
