import type { Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { type AclList, aclOf, type Match, type Matching } from "./matches.js";
import type { Condition, Rule } from "./model.js";
import { groupBy } from "../../source/group.js";
import { eachAgain, zipAgain } from "../../source/kept-lists.js";
import { once } from "../../source/once.js";
import { inListen, type PlannedListen } from "./plan.js";
import { identifier, join, type Quoted, unique, words } from "./quote.js";
import type { Scope } from "./scope.js";

/** Something that holds for the requests of some routes. */
export interface Wish {
  /** Each once; some of those that pass a request on, or one that ends it. */
  readonly routes: readonly Route[];
  /** Of one that ends the request, such as a redirect: the way to its route. These stand in the order of the matches, before all others. */
  readonly ending: Match | null;
  /** In a response the path of the request is no longer known. */
  readonly late: boolean;
}

/** Any of these, each of them all of its terms. */
type Terms = readonly (readonly Quoted[])[];

/** Says which requests belong to some routes, in the fewest words. */
export interface Conditions {
  /** Rules that note each request's route; empty when no condition needs that. */
  readonly noting: readonly Rule[];
  /** Null when that is every request that comes so far. With `also`: and besides that this holds. */
  readonly of: (wish: Wish, also?: Quoted) => Condition | null;
  /** Every request for a path that no route takes; null when there is none. */
  readonly unmatched: () => Condition | null;
}

/**
 * Looks at all wishes of a listen. Where each can be said by the ACLs of its routes, less those of earlier ones, that is done; else each request's
 * route is noted once, and the conditions ask for the note. `passed` are the routes that pass a request on.
 */
export function chooseConditions(scope: Scope, planned: PlannedListen, { matches, complete }: Matching, passed: readonly Route[], wishes: readonly Wish[], acls: AclList): Conditions {
  const order = once(() => orderOf(matches));
  const direct = (wish: Wish): Terms | null => (isEveryRequest(wish, matches, passed) ? [[]] : wish.late ? null : directTerms(wish, order()));
  const claimed = complete ? [] : matches.map(({ terms }) => terms);
  const notes = wishes.some((wish) => direct(wish) === null) || (!complete && !isShort(claimed)) ? nameRoutes(scope, planned, matches) : null;
  const ask = (wish: Wish): Terms => {
    const terms = direct(wish);
    if (terms?.length === 1 && terms[0]!.length === 0) return terms;
    return notes === null ? terms! : [[noted(wish.routes.map((route) => notes.get(route)!), acls, wish.routes[0]!.origin)]];
  };
  return {
    noting: notes === null ? [] : noteRoutes(scope, planned, matches, notes),
    of: (wish, also) => conditionOf("if", also === undefined ? ask(wish) : ask(wish).map((terms) => [...terms, also])),
    unmatched: () => (complete ? null : conditionOf("unless", notes === null ? claimed : [[words`{ var(txn.route) -m found }`]])),
  };
}

/** The matches of a listen in their order, and where to look for some of them: a listen may have thousands. */
interface Order {
  readonly matches: readonly Match[];
  readonly placesOf: ReadonlyMap<Route, readonly number[]>;
  /** The places of what is passed on and may be of one domain with this one, in their order. */
  readonly besides: (match: Match) => readonly number[];
}

function orderOf(matches: readonly Match[]): Order {
  const placed = matches.map((match, at) => ({ match, at }));
  const passed = placed.filter(({ match }) => isPassed(match.route));
  const byDomain = groupBy(passed.flatMap(({ match, at }) => (match.host?.exact === true ? match.host.names.map((name) => ({ name, at })) : [])), ({ name }) => name);
  const wide = passed.filter(({ match }) => match.host?.exact !== true).map(({ at }) => at);
  const all = passed.map(({ at }) => at);
  return {
    matches,
    placesOf: new Map([...groupBy(placed, ({ match }) => match.route)].map(([route, own]) => [route, own.map(({ at }) => at)])),
    besides: ({ host }) => (host?.exact === true ? [...new Set([...wide, ...host.names.flatMap((name) => (byDomain.get(name) ?? []).map(({ at }) => at))])].sort((a, b) => a - b) : all),
  };
}

function isEveryRequest({ routes, ending }: Wish, matches: readonly Match[], passed: readonly Route[]): boolean {
  if (ending !== null) return matches[0]!.terms.length === 0;
  return routes.length === passed.length;
}

export function isPassed({ action }: Route): boolean {
  return action.do === "proxy";
}

/** Null when it takes too many words. */
function directTerms({ routes, ending }: Wish, { matches, placesOf, besides: near }: Order): Terms | null {
  const wanted: (readonly Quoted[])[] = [];
  const own = new Set(routes);
  const places = [...own].flatMap((route) => placesOf.get(route) ?? []).filter((at) => ending === null || matches[at] === ending);
  for (const at of places.sort((a, b) => a - b)) {
    const match = matches[at]!;
    const others = near(match).filter((each) => each < at).map((each) => matches[each]!).filter((earlier) => !own.has(earlier.route) && mayOverlap(earlier, match));
    const besides = others.map(({ terms }) => terms.filter((term) => !match.terms.includes(term)));
    // The earlier one takes all that would come here.
    if (besides.some((terms) => terms.length === 0)) continue;
    if (besides.some((terms) => terms.length > 1)) return null;
    wanted.push([...match.terms, ...new Set(besides.map(([term]) => words`!${term!}`))]);
    if (!isShort(wanted)) return null;
  }
  return wanted.length > 0 ? wanted : null;
}

function isShort(terms: Terms): boolean {
  return terms.length <= 4 && terms.flat().length <= 8;
}

function mayOverlap(a: Match, b: Match): boolean {
  if (a.host?.exact === true && b.host?.exact === true && !a.host.names.some((name) => b.host!.names.includes(name))) return false;
  const [x, y] = [a.route, b.route];
  if (x.match === "regex" || y.match === "regex") return true;
  if (x.match === "exact" && y.match === "exact") return x.path === y.path;
  if (x.match === "exact") return x.path.startsWith(y.path);
  if (y.match === "exact") return y.path.startsWith(x.path);
  return x.path.startsWith(y.path) || y.path.startsWith(x.path);
}

/** A word for each route: its domain and path, as far as letters go. */
function nameRoutes(scope: Scope, planned: PlannedListen, matches: readonly Match[]): ReadonlyMap<Route, Quoted> {
  const taken = new Set<string>();
  const names = new Map<Route, Quoted>();
  const wanted = eachAgain(inListen(scope, planned, "notes"), [], matches, ({ route }) => wordOf(route), scope.keeping);
  matches.forEach(({ route }, at) => {
    if (!names.has(route)) names.set(route, unique(wanted[at]!, taken));
  });
  return names;
}

function wordOf(route: Route): Quoted {
  const path = route.path.replace(/[^A-Za-z0-9]+/g, "-").slice(0, 40);
  const domain = (route.domains[0] ?? "").replace(/[^A-Za-z0-9.]+/g, "").replace(/^\./, "").slice(0, 60);
  return identifier(`${domain}-${path === "-" ? "root" : path}`);
}

function noteRoutes(scope: Scope, planned: PlannedListen, matches: readonly Match[], notes: ReadonlyMap<Route, Quoted>): readonly Rule[] {
  const names = matches.map(({ route }) => notes.get(route)!);
  const isFirst = matches.map((_, at) => at === 0);
  return zipAgain(inListen(scope, planned, "noting"), [], [matches, names, isFirst], (at) => noteRoute(matches[at]!, names[at]!, at === 0), scope.keeping);
}

function noteRoute({ route, terms }: Match, name: Quoted, first: boolean): Rule {
  return {
    origin: route.origin,
    reason: first ? words`The first route that fits is the request's.` : null,
    action: words`set-var(txn.route${first ? words`` : words`,ifnotset`}) str(${name})`,
    condition: conditionOf("if", [terms]),
  };
}

/** The most names in braces: HAProxy reads 64 words a line. */
const namesInBraces = 12;

function noted(names: readonly Quoted[], acls: AclList, at: Origin): Quoted {
  const asked = words`var(txn.route) -m str`;
  if (names.length <= namesInBraces) return words`{ ${asked} ${join(names)} }`;
  return acls.name(aclOf("routes", at, asked, names));
}

export function conditionOf(keyword: Condition["keyword"], terms: Terms): Condition | null {
  if (terms.length === 0 || terms.some((all) => all.length === 0)) return null;
  return { keyword, text: terms.length === 1 ? join(terms[0]!) : join(terms.map((all) => join(all)), " || ") };
}
