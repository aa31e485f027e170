import { type Bound, entriesOf, find, findAll, type Value } from "../bind/bound.js";
import { invalidValue } from "../bind/diagnostics.js";
import { isAction, type Link } from "../elaborate/chain.js";
import { routesTo } from "../elaborate/services.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Pool, Route } from "../ir/traffic.js";
import { groupBy } from "../source/group.js";
import { compareText } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { noTables, type Table, type Tables } from "../source/tables.js";
import { type listen as listenKind, routeEntry } from "../vocabulary/clauses/traffic.js";
import { duration } from "../vocabulary/values/quantities.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import { duplicateRoute, invalidAction, routeWithoutListen } from "./diagnostics.js";
import { eachAgain, filterAgain, flatAgain, sameItems, someAgain, sortAgain } from "./kept-lists.js";
import { exchangeLed, type Led } from "./led.js";
import type { PoolCollector } from "./listens.js";
import { type Levels, type Lowering, nativesOf, nearest, nearestAll, none } from "./lowering.js";
import { type Aim, aimOf, lowerPool } from "./pools.js";
import { lowerTimeouts } from "./timeouts.js";

type Gateway = EntityOf<"gateway">;
type Entry = Bound<typeof routeEntry>;

/** A route before it is lowered: from an entry of a `route`, or from a `behind`. */
interface Draft {
  readonly domains: string[];
  /** The domains as one text. */
  readonly host: string;
  readonly match: Route["match"];
  readonly path: string;
  readonly target: Aim | undefined;
  /** What stands behind, of a `behind`. */
  readonly pool: Pool | undefined;
  /** What was made of that last. */
  route: Route | undefined;
  readonly action: Route["action"] | undefined;
  readonly entry: Entry | undefined;
  /** What stands there, for a report of two. */
  readonly shown: string;
  readonly origin: Origin;
}

/** A listen whose routes are lowered. */
export interface Listening {
  readonly clause: Bound<typeof listenKind>;
  readonly entity: Gateway;
  readonly secure: boolean;
  /** What is said around its routes. */
  readonly levels: Levels;
  /** What no other listen of the site is called. */
  readonly called: string;
}

/** What is behind a proxy at a listen: all that stands around is in a frame. */
interface Around {
  readonly levels: Levels;
  /** What no other listen of the site is called. */
  readonly called: string;
  /** The pools of all listens that say nothing of their own. */
  readonly pools: Table<Link, Pool> | undefined;
}

/** The routes of a listen: its own, those of its declaration, and what stands behind it. */
export function lowerRoutes({ clause: listen, entity, secure, levels: around, called }: Listening, collector: PoolCollector, lowering: Lowering): Route[] {
  const { tables, networks, hosts } = lowering;
  const frame = [entity, networks, hosts];
  const pools = around.length === 1 ? tables.table<Link, Pool>(`pools ${entity.name}`, frame) : undefined;
  const written = [...draftsOf(listen as unknown as Bound, lowering), ...draftsOf(entity, lowering)]
    // Over TLS already: the redirect would lead to itself.
    .filter(({ action }) => !(secure && action?.do === "redirect" && action.to === "https"))
    .concat(behindOf(entity, { levels: around, called, pools }, lowering));
  const sorted = sortAgain(`routes ${called}`, written, compareDrafts, tables);
  if (someAgain(`routes ${called}`, sorted, mayRepeat, tables)) reportDuplicates(written, lowering);
  return sameItems(`routes ${called}`, ledBy(sorted, { entity, levels: around, called }, collector, lowering), tables);
}

/** Where these lead, after what the other listens of the proxy lead to. */
function ledBy(drafts: readonly Draft[], listening: Pick<Listening, "entity" | "levels" | "called">, collector: PoolCollector, lowering: Lowering): Route[] {
  const { entity, levels, called } = listening;
  const known = lowering.tables.table<Levels, Led<Draft>>(`led ${called}`, [entity]);
  const before = collector.isPlain ? known.get(levels) : undefined;
  const again = before && exchangeLed(before, drafts, collector.pools, (draft, pool) => routeBehind(draft, pool, levels));
  if (again !== undefined) {
    collector.take(again.pools);
    known.set(levels, again);
    return again.routes;
  }
  const routes = routesOf(drafts, listening, collector, lowering);
  if (lowering.tables !== noTables && collector.isPlain && drafts.every(({ pool }) => pool !== undefined)) known.set(levels, { drafts, routes, pools: [...collector.pools] });
  return routes;
}

function routesOf(drafts: readonly Draft[], { entity, levels: around }: Pick<Listening, "entity" | "levels">, collector: PoolCollector, lowering: Lowering): Route[] {
  const routes: Route[] = [];
  for (let place = 0; place < drafts.length; place++) {
    const draft = drafts[place]!;
    const { entry, origin, target } = draft;
    if (draft.pool !== undefined) {
      routes.push(routeBehind(draft, collector.add(draft.pool), around));
      continue;
    }
    const levels: Levels = entry !== undefined && entry.clauses.length > 1 ? [entry as unknown as Bound, ...around] : around;
    const pool = target && lowerPool(target, { origin, levels, proxy: entity }, lowering);
    const action = draft.action ?? (pool && { do: "proxy" as const, pool: collector.add(pool) });
    if (action !== undefined) routes.push(lowerRoute(draft, action, levels));
  }
  return routes;
}

function routeBehind(draft: Draft, pool: string, around: Levels): Route {
  const last = draft.route?.action;
  if (draft.route === undefined || last?.do !== "proxy" || last.pool !== pool) draft.route = lowerRoute(draft, { do: "proxy", pool }, around);
  return draft.route;
}

/** A listen that answers every request at once, `listen 80 -> redirect https`; nothing after a report, and where the redirect would lead to itself. */
export function routeOfAction({ args, origin }: Bound<NonNullable<typeof listenKind.clauses>["->"]>, levels: Levels, secure: boolean, lowering: Lowering): Route[] {
  const action = actionOf(args.target, args.detail, lowering);
  if (action === undefined || (secure && action.do === "redirect" && action.to === "https")) return [];
  return [lowerRoute({ domains: [], host: "", match: "prefix", path: "/", target: undefined, pool: undefined, route: undefined, action, entry: undefined, shown: args.target.text, origin }, action, levels)];
}

/** What a listen that leads to one pool says of its requests, as a route for every path; undefined where it says no more than is usual. */
export function routeToAll(pool: string, origin: Origin, levels: Levels, usualBody: number | null): Route | undefined {
  const draft: Draft = { domains: [], host: "", match: "prefix", path: "/", target: undefined, pool: undefined, route: undefined, action: undefined, entry: undefined, shown: pool, origin };
  const route = lowerRoute(draft, { do: "proxy", pool }, levels);
  const { limits, connections, headers, degrade, buffer, bodyBytes, forward } = route;
  const isUsual = limits.length + headers.length + degrade.length === 0 && connections === null && buffer && bodyBytes === usualBody && forward.join() === "client,proto,host";
  return isUsual ? undefined : route;
}

/** Reports the routes of a declaration, and what stands behind it, where no listen asks for them: each leads to one thing, or is a stream. */
export function reportUnasked(entity: Gateway, led: ReadonlySet<string>, lowering: Lowering): void {
  const drafts = [...draftsOf(entity, lowering), ...behindOf(entity, undefined, lowering).filter(({ shown }) => !led.has(shown))];
  for (const { path, shown, origin } of drafts) lowering.report(routeWithoutListen, { at: origin, data: { name: entity.name, route: `${path} -> ${shown}` } });
}

function draftsOf(owner: Bound, lowering: Lowering): readonly Draft[] {
  const drafts: Draft[] = [];
  for (const route of findAll(owner as unknown as Gateway, "route")) {
    const domains = route.args.domains.map(({ value }) => value);
    for (const entry of entriesOf(route as unknown as Bound, routeEntry)) {
      const arrow = find(entry, "->");
      if (arrow === undefined) continue;
      const { match, path } = entry.args;
      reportPath(path, match?.value === "~", lowering);
      const answered = isAction(arrow as unknown as Bound);
      const action = answered ? actionOf(arrow.args.target, arrow.args.detail, lowering) : undefined;
      if (answered && action === undefined) continue;
      drafts.push({
        domains,
        host: hostOf(domains),
        match: match === undefined ? "prefix" : match.value === "=" ? "exact" : "regex",
        path: path.value,
        target: answered ? undefined : aimOf(arrow.args.target, arrow.args.detail),
        pool: undefined,
        route: undefined,
        action,
        entry: entry as Entry,
        shown: arrow.args.target.text,
        origin: entry.origin,
      });
    }
  }
  return drafts;
}

function reportPath(path: Value<string>, isRegex: boolean, { report }: Lowering): void {
  const problem = problemOfPath(path.value, isRegex);
  if (problem !== undefined) report(invalidValue, { at: path.origin, label: path.label, data: { text: path.text, problem, instead: undefined, near: undefined, example: undefined } });
}

/** Why no request can have the path, or no engine can read the regular expression. */
function problemOfPath(path: string, isRegex: boolean): string | undefined {
  if (!isRegex) return path.startsWith("/") ? undefined : "not a path that begins with `/`; a regular expression has `~` before it";
  // Groups such as `(?i)`, and a `+` that keeps what it has, are those of PCRE.
  if (path.includes("(?")) return undefined;
  try {
    new RegExp(path.replace(/\\.|([*+?}])\+/g, (found, repeats: string | undefined) => repeats ?? found));
    return undefined;
  } catch {
    return "not a regular expression: its brackets do not match, or it repeats nothing";
  }
}

const rootPath = [{ value: "/" }];

/**
 * What is said by `behind`: by services and clusters with their paths, by other layers for all paths. With the levels around it, each has its pool, made in
 * the order in which it was declared, as large sites lie in memory in that order.
 */
function behindOf(entity: Gateway, around: Around | undefined, lowering: Lowering): readonly Draft[] {
  const { chain, discoveries, networks, hosts } = lowering;
  const keeping = around === undefined ? { ...lowering, tables: noTables } : lowering;
  const called = around?.called ?? "";
  const links = inOrder(chain.backsOf(entity.name), called, keeping.tables);
  const draftsOfLink = (link: Link, at: number): readonly Draft[] => {
    const { behind, word } = link;
    // One clause may name it twice.
    return behind === undefined || word === undefined || behind === links[at - 1]?.behind ? none : draftsBehind(link, behind, word, entity, around, lowering);
  };
  // How it is discovered hangs on others.
  const frame = [entity, networks, hosts, [...discoveries.keys()].join()];
  const own = eachAgain(`behind ${called}`, frame, links, draftsOfLink, keeping, ({ back }) => !discoveries.has(back));
  return flatAgain(`behind ${called}`, own, keeping.tables);
}

/** The links of a `behind` follow one another, but what an arrow leads to comes where the arrow stands. */
function inOrder(links: readonly Link[], called: string, tables: Tables): readonly Link[] {
  const arrows = filterAgain(`arrows ${called}`, links, ({ behind }) => behind === undefined, tables);
  return arrows.length === 0 ? links : [...groupBy(links, ({ back }) => back).values()].flat();
}

function draftsBehind(link: Link, clause: NonNullable<Link["behind"]>, proxy: Value<Reference>, entity: Gateway, around: Around | undefined, lowering: Lowering): readonly Draft[] {
  const name = link.back;
  const said = find(clause, "at")?.args.paths;
  if (said === undefined && routesTo(entity, name)) return none;
  const { origin } = clause;
  const domains = domainsOf(clause);
  const host = hostOf(domains);
  const pool = around && poolBehind(link, proxy, entity, around, lowering);
  for (const path of said ?? none) reportPath(path, false, lowering);
  return (said ?? rootPath).map(({ value }): Draft => ({ domains, host, match: "prefix", path: value, target: undefined, pool, route: undefined, action: undefined, entry: undefined, shown: name, origin }));
}

function poolBehind(link: Link, proxy: Value<Reference>, entity: Gateway, { levels, pools }: Around, lowering: Lowering): Pool | undefined {
  const { diagnostics, discoveries } = lowering;
  const shared = discoveries.has(link.back) ? undefined : pools;
  const kept = shared?.get(link);
  if (kept !== undefined) return kept;
  const before = diagnostics.length;
  const pool = lowerPool({ name: link.back, port: undefined, role: undefined, at: proxy.origin }, { origin: link.origin, levels, proxy: entity }, lowering);
  if (pool !== undefined && diagnostics.length === before) shared?.set(link, pool);
  return pool;
}

function domainsOf(clause: NonNullable<Link["behind"]>): string[] {
  const domains = find(clause, "domain")?.args.domains ?? none;
  return domains.length === 1 ? [domains[0]!.value] : domains.map(({ value }) => value);
}

function actionOf(target: Value<Reference>, detail: Value<string> | undefined, { report }: Lowering): Route["action"] | undefined {
  const word = target.text;
  const value = detail?.value;
  if (value !== undefined) {
    if (word === "redirect" && (value === "https" || /^https?:\/\//.test(value) || value.startsWith("/"))) return { do: "redirect", to: value, status: 301 };
    if (word === "deny" && /^[45]\d\d$/.test(value)) return { do: "deny", status: Number(value) };
    if (word === "files" && value.startsWith("/")) return { do: "files", path: value };
    if (word === "lua" && value.startsWith("/")) return { do: "lua", file: value };
  } else if (word === "deny") return { do: "deny", status: 403 };
  report(invalidAction, { at: detail?.origin ?? target.origin, data: { action: word, seen: value } });
  return undefined;
}

function hostOf(domains: readonly string[]): string {
  return domains.length === 1 ? domains[0]! : domains.join(" ");
}

/** Whether the route before it in their order may be for the same requests. Regular expressions are not in order, and a domain may be one of several. */
function mayRepeat({ domains, host, match, path }: Draft, before: Draft | undefined): boolean {
  if (domains.length > 1) return true;
  return before !== undefined && before.host === host && before.match === match && (match === "regex" || before.path === path);
}

function reportDuplicates(drafts: readonly Draft[], { report }: Lowering): void {
  // Most domains have one route.
  const single = new Map<string, Draft>();
  const several = new Map<string, Draft>();
  const keyOf = (domain: string, { match, path }: Draft): string => `${domain} ${match} ${path}`;
  for (const draft of drafts) {
    for (const domain of draft.domains.length === 0 ? noDomain : draft.domains) {
      const other = single.get(domain);
      if (other === undefined) {
        single.set(domain, draft);
        continue;
      }
      const key = keyOf(domain, draft);
      const first = keyOf(domain, other) === key ? other : several.get(key);
      if (first === undefined) several.set(key, draft);
      else if (first.origin !== draft.origin) {
        report(duplicateRoute, { at: draft.origin, data: { path: draft.path, domain, first: first.shown, second: draft.shown }, related: [{ span: first.origin.span, text: "stands there already" }] });
      }
    }
  }
}

const noDomain = [""];

const matchOrder = { exact: 0, prefix: 1, regex: 2 } as const;

/** By domain, exact paths first, then the longest; regular expressions keep the order in which they are written. */
function compareDrafts(a: Draft, b: Draft): number {
  return (
    // Any domain comes last: a named one is nearer.
    Number(a.domains.length === 0) - Number(b.domains.length === 0) ||
    compareText(a.host, b.host) ||
    matchOrder[a.match] - matchOrder[b.match] ||
    (a.match === "regex" ? 0 : b.path.length - a.path.length || compareText(a.path, b.path))
  );
}

function lowerRoute(draft: Draft, action: Route["action"], levels: Levels): Route {
  const said = settingsOf(levels);
  return {
    domains: draft.domains,
    match: draft.match,
    path: draft.path,
    action,
    limits: said.limits,
    connections: said.connections,
    headers: said.headers,
    forward: said.forward,
    bodyBytes: said.bodyBytes,
    buffer: said.buffer,
    timeouts: lowerTimeouts(levels, draft.origin),
    degrade: said.degrade,
    native: draft.entry ? nativesOf(draft.entry as unknown as Bound, "nginx", "haproxy") : none,
    origin: draft.origin,
  };
}

/** What is said around a route: the same for every route of a listen that says nothing of its own. */
const settingsOf = oncePer((levels: Levels): Pick<Route, "limits" | "connections" | "headers" | "forward" | "bodyBytes" | "buffer" | "degrade"> => {
  const clauses = routeEntry.clauses;
  const limits = nearestAll<Bound<typeof clauses.limit>>(levels, "limit");
  const forward = nearest<Bound<typeof clauses.forward>>(levels, "forward")?.args.what.map(({ value }) => value) ?? ["client", "proto", "host"];
  return {
    limits: limits.filter(({ args }) => args.connections === undefined).flatMap((limit) => limitOf(limit) ?? []),
    connections: limits.flatMap(({ args }) => (args.connections && typeof args.amount.value === "number" ? [args.amount.value] : []))[0] ?? null,
    headers: nearestAll<Bound<typeof clauses.header>>(levels, "header").map(({ args, origin }) => ({
      on: args.on?.value ?? "request",
      name: args.name.value,
      value: args.value.value === "no" && !args.value.quoted ? null : args.value.value,
      origin,
    })),
    forward: forward.flatMap((each) => (each === "no" ? [] : [each])),
    bodyBytes: nearest<Bound<typeof clauses.body>>(levels, "body")?.args.size.value ?? null,
    buffer: nearest<Bound<typeof clauses.buffer>>(levels, "buffer")?.args.whether.value !== "no",
    degrade: degradeOf(levels),
  };
});

function limitOf(limit: Bound<typeof routeEntry.clauses.limit>): Route["limits"][number] | undefined {
  const { value } = limit.args.amount;
  if (typeof value === "number") return undefined;
  const per = find(limit, "per");
  const by = per?.args.by.value ?? "ip";
  const perSecond = value.per === "s" ? value.requests : Math.floor(value.requests / 60);
  return {
    requests: value.requests,
    per: value.per,
    key: by === "header" ? { by, name: per?.args.name?.value ?? "" } : { by },
    burst: find(limit, "burst")?.args.count.value ?? Math.max(1, perSecond),
    delay: find(limit, "delay")?.args.count.value ?? null,
    origin: limit.origin,
  };
}

function degradeOf(levels: Levels): Route["degrade"] {
  const degrade = nearest<Bound<typeof routeEntry.clauses.degrade>>(levels, "degrade");
  return (degrade === undefined ? [] : findAll(degrade, "above")).flatMap((above): Route["degrade"] => {
    const arrow = find(above, "->");
    const text = arrow?.args.detail.value ?? "";
    const ttl = duration.read(text, false);
    const step = { above: { requests: above.args.rate.value.requests, per: above.args.rate.value.per }, origin: above.origin };
    if (arrow?.args.how.value === "cache" && !isProblem(ttl)) return [{ ...step, then: { do: "cache", ttlMs: ttl } }];
    if (arrow?.args.how.value === "file") return [{ ...step, then: { do: "file", path: text } }];
    return /^[45]\d\d$/.test(text) ? [{ ...step, then: { do: "status", status: Number(text) } }] : [];
  });
}
