import { firstPlace } from "../source/bisect.js";
import { groupBy } from "../source/group.js";
import { indexDomains } from "./domains.js";
import type { Route } from "./traffic.js";

/** What a route takes. */
interface Reading extends Pick<Route, "match" | "path"> {
  readonly domains: readonly string[];
}

/** Items of one route each, to be asked which of them requests of another route can come to. */
export interface RouteIndex<Item> {
  /** `outer`: the route by which the requests came, null: any; `domains`: theirs, an empty list is any. In the order of the items. */
  meeting(outer: Pick<Route, "match" | "path"> | null, domains: readonly string[]): readonly Item[];
}

interface Entry<Item> {
  readonly item: Item;
  readonly at: number;
  readonly route: Reading | null;
}

/** `routeOf`: null where an item takes all. */
export function indexRoutes<Item>(items: readonly Item[], routeOf: (item: Item) => Reading | null): RouteIndex<Item> {
  const entries = items.map((item, at): Entry<Item> => ({ item, at, route: routeOf(item) }));
  const groups = [...groupBy(entries, ({ route }) => (route === null ? "" : route.domains.join(" "))).values()].map((own) => ({ domains: own[0]!.route?.domains ?? [], pathsOf: indexPaths(own) }));
  const byDomain = indexDomains(groups, ({ domains }) => domains);
  return {
    meeting: (outer, domains) =>
      byDomain
        .meeting(domains)
        .flatMap(({ pathsOf }) => pathsOf(outer))
        .sort((a, b) => a.at - b.at)
        .map(({ item }) => item),
  };
}

/** Finds those that requests of a route can come to by their paths. */
function indexPaths<Item>(entries: readonly Entry<Item>[]): (outer: Pick<Route, "match" | "path"> | null) => readonly Entry<Item>[] {
  // Only what is certain of regular expressions counts as no.
  const always = entries.filter(({ route }) => route === null || route.match === "regex");
  const byPath = groupBy(entries.filter(({ route }) => route !== null && route.match !== "regex"), ({ route }) => route!.path);
  const paths = [...byPath.keys()].sort();
  return (outer) => {
    if (outer === null || outer.match === "regex") return entries;
    const found = [...always];
    const { path } = outer;
    for (let end = 0; end < path.length; end++) for (const entry of byPath.get(path.slice(0, end)) ?? []) if (entry.route!.match === "prefix") found.push(entry);
    if (outer.match === "exact") found.push(...(byPath.get(path) ?? []));
    else for (let at = firstFrom(paths, path); at < paths.length && paths[at]!.startsWith(path); at++) found.push(...byPath.get(paths[at]!)!);
    return found;
  };
}

/** The place of the first that does not come before `wanted`. */
function firstFrom(sorted: readonly string[], wanted: string): number {
  return firstPlace(sorted.length, (place) => sorted[place]! >= wanted);
}
