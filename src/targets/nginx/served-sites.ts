import type { Route } from "../../ir/traffic.js";
import { someAgain } from "../../source/kept-lists.js";
import { areSame, noTables } from "../../source/tables.js";
import { each } from "./kept.js";
import type { Location } from "./location.js";
import type { Scope } from "./scope.js";
import { isPattern, type Site, sitesOf } from "./sites.js";

/** The domains that one server answers for, and what it says of their paths. */
export interface ServedSite {
  /** Empty: every domain that no other server names. */
  readonly domains: readonly string[];
  readonly locations: readonly Location[];
}

/** The servers of a listen. */
export interface Served {
  readonly sites: readonly ServedSite[];
  /** The places of the routes that they have, each once, in their order; null for all routes as they stand. */
  readonly places: readonly number[] | null;
}

/** Spreads the locations of a listen's routes over servers, as `sitesOf` does. A site of which nothing changed is the same as before. */
export function servedSites(called: string, routes: readonly Route[], locations: readonly Location[], scope: Scope): Served {
  const hosts = each(scope, `hosts ${called}`, [], routes, ownDomain);
  const areShared = someAgain(`${scope.called} hosts ${called}`, hosts, (host, before) => host === "" || (before !== undefined && before >= host), scope.keeping.tables);
  if (!areShared) return { sites: each(scope, `sites ${called}`, [], locations, siteAlone), places: null };
  const spread = spreadSites(called, routes, scope);
  return { sites: sitesWith(called, spread, locations, scope), places: placesIn(spread) };
}

/** The domain of a route that has one alone, and no pattern; else "". In order, and each another one, they are a server each. */
function ownDomain({ domains }: Route): string {
  return domains.length === 1 && !isPattern(domains[0]!) ? domains[0]! : "";
}

function siteAlone(location: Location): ServedSite {
  return { domains: location.route.domains, locations: [location] };
}

function spreadSites(called: string, routes: readonly Route[], { called: whose, keeping }: Scope): readonly Site[] {
  const slot = keeping.tables.slot<readonly Site[]>(`${whose} spread ${called}`, [routes]);
  const sites = slot.get() ?? sitesOf(routes);
  slot.set(sites);
  return sites;
}

function sitesWith(called: string, spread: readonly Site[], locations: readonly Location[], { called: whose, keeping }: Scope): readonly ServedSite[] {
  const slot = keeping.tables.slot<ReadonlyMap<string | undefined, ServedSite>>(`${whose} served ${called}`, []);
  const before = slot.get();
  const sites = spread.map(({ domains, places }): ServedSite => {
    const own = places.map((place) => locations[place]!);
    const known = before?.get(domains[0]);
    return known !== undefined && areSame(known.domains, domains) && areSame(known.locations, own) ? known : { domains, locations: own };
  });
  if (keeping.tables !== noTables) slot.set(new Map(sites.map((site) => [site.domains[0], site])));
  return sites;
}

function placesIn(sites: readonly Site[]): readonly number[] {
  const seen: boolean[] = [];
  const found: number[] = [];
  for (const { places } of sites) {
    for (let at = 0; at < places.length; at++) {
      if (!seen[places[at]!]) found.push(places[at]!);
      seen[places[at]!] = true;
    }
  }
  return found;
}

