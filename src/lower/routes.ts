import { type Bound, entriesOf, find, findAll, type Value } from "../bind/bound.js";
import { isAction, type Link } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Pool, Route } from "../ir/traffic.js";
import { compareText } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { noTables } from "../source/tables.js";
import { type listen as listenKind, routeEntry } from "../vocabulary/clauses/traffic.js";
import { duration } from "../vocabulary/values/quantities.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import { duplicateRoute, invalidAction, routeWithoutListen } from "./diagnostics.js";
import { sameItems, someAgain } from "../source/kept-lists.js";
import { sortAgain } from "../source/kept-order.js";
import { exchangeLed, type Led } from "./led.js";
import type { PoolCollector } from "./listens.js";
import { type Levels, type Lowering, nativesOf, nearest, nearestAll, none } from "./lowering.js";
import { aimOf, lowerPool } from "./pools.js";
import { behindOf, type Entry, hostOf, reportPath, type RouteDraft } from "./routes-behind.js";
import { lowerTimeouts } from "./timeouts.js";

type Gateway = EntityOf<"gateway">;

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
function ledBy(drafts: readonly RouteDraft[], listening: Pick<Listening, "entity" | "levels" | "called">, collector: PoolCollector, lowering: Lowering): Route[] {
  const { entity, levels, called } = listening;
  const known = lowering.tables.table<Levels, Led<RouteDraft>>(`led ${called}`, [entity]);
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

function routesOf(drafts: readonly RouteDraft[], { entity, levels: around }: Pick<Listening, "entity" | "levels">, collector: PoolCollector, lowering: Lowering): Route[] {
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

function routeBehind(draft: RouteDraft, pool: string, around: Levels): Route {
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
  const draft: RouteDraft = { domains: [], host: "", match: "prefix", path: "/", target: undefined, pool: undefined, route: undefined, action: undefined, entry: undefined, shown: pool, origin };
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

function draftsOf(owner: Bound, lowering: Lowering): readonly RouteDraft[] {
  const drafts: RouteDraft[] = [];
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

/** Whether the route before it in their order may be for the same requests. Regular expressions are not in order, and a domain may be one of several. */
function mayRepeat({ domains, host, match, path }: RouteDraft, before: RouteDraft | undefined): boolean {
  if (domains.length > 1) return true;
  return before !== undefined && before.host === host && before.match === match && (match === "regex" || before.path === path);
}

function reportDuplicates(drafts: readonly RouteDraft[], { report }: Lowering): void {
  // Most domains have one route.
  const single = new Map<string, RouteDraft>();
  const several = new Map<string, RouteDraft>();
  const keyOf = (domain: string, { match, path }: RouteDraft): string => `${domain} ${match} ${path}`;
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
function compareDrafts(a: RouteDraft, b: RouteDraft): number {
  return (
    // Any domain comes last: a named one is nearer.
    Number(a.domains.length === 0) - Number(b.domains.length === 0) ||
    compareText(a.host, b.host) ||
    matchOrder[a.match] - matchOrder[b.match] ||
    (a.match === "regex" ? 0 : b.path.length - a.path.length || compareText(a.path, b.path))
  );
}

function lowerRoute(draft: RouteDraft, action: Route["action"], levels: Levels): Route {
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
