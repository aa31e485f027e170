import type { Listen, Proxy as IrProxy, Route } from "../../ir/traffic.js";
import { actionSpecs, bodySpecs, tlsPorts } from "./actions.js";
import { bindsOf } from "./binds.js";
import { chooseConditions, conditionOf, type Conditions, isPassed } from "./conditions.js";
import { filterAgain } from "../../source/kept-groups.js";
import { eachAgain, zipAgain } from "../../source/kept-lists.js";
import { forwardSpecs, headerSpecs, trustedAcl } from "./headers.js";
import { isCounted, limitSpecs, type TableList } from "./limits.js";
import type { Logs } from "./logs.js";
import { type AclList, collectAcls, type Match, type Matching, matchRoutes } from "./matches.js";
import type { Proxy, Rule, UseBackend } from "./model.js";
import { inListen, type PlannedListen, type PlannedProxy } from "./plan.js";
import { healthOfListen } from "./pages.js";
import { join, type Quoted, words } from "./quote.js";
import { ruleOf, type Spec } from "./rules.js";
import { nameIn, type Scope } from "./scope.js";
import { sectionOf } from "./section.js";
import { checkRouteTimeouts, type TimeoutsPlan } from "./timeouts.js";

/** What is decided for all sections together. */
export interface Parts {
  readonly scope: Scope;
  readonly logs: Logs;
  readonly timeouts: TimeoutsPlan;
}

/** The sides of the clients of a proxy. */
export function lowerListens(parts: Parts, { proxy, listens }: PlannedProxy, tables: TableList): readonly Proxy[] {
  const { scope, logs, timeouts } = parts;
  const { same } = scope.keeping.tables;
  const name = nameIn(scope, `clients ${proxy.name}`);
  const said = same(name, { trust: proxy.trust, health: proxy.health, http: logs.sectionsOf(proxy, "http", "clients"), tcp: logs.sectionsOf(proxy, "tcp", "clients"), tls: tlsPorts(proxy) });
  const frame = [said, scope.ipv6, listens[0]?.renamed, ...timeouts.shared];
  const lower = (at: number): Proxy => ({ ...lowerListen(parts, listens[at]!, tables), ...healthOfListen(scope, proxy, listens[at]!.listen) });
  const lists = [listens.map(({ listen }) => listen), listens.map((each) => each.name), listens.map(({ description }) => description)];
  return zipAgain(name, frame, lists, lower, scope.keeping, (at) => countedIn(scope, listens[at]!).length === 0);
}

/** The routes that are counted, in tables of the whole proxy. */
function countedIn(scope: Scope, planned: PlannedListen): readonly Route[] {
  return filterAgain(inListen(scope, planned, "counted"), planned.listen.routes, isCounted, scope.keeping.tables);
}

/** The side of the clients: a `frontend`, or the half of a `listen` that is not about servers. */
function lowerListen(parts: Parts, planned: PlannedListen, tables: TableList): Proxy {
  const { scope, logs, timeouts } = parts;
  const { listen, proxy, name, description } = planned;
  const base = sectionOf({
    origin: listen.origin,
    keyword: "frontend",
    name,
    description,
    mode: listen.mode,
    bind: bindsOf(scope, proxy, listen),
    maxconn: listen.maxconn === null ? null : { origin: listen.origin, value: listen.maxconn },
    ...logs.sectionsOf(proxy, listen.mode, "clients"),
    timeout: timeouts.ofListen(listen),
  });
  const acls = collectAcls(scope, planned);
  const tcp_request = expectProxy(scope, proxy, listen, acls);
  const rules = listen.mode === "tcp" ? lowerStream(planned) : lowerRoutes(scope, planned, tables, acls);
  return { ...base, acl: acls.lines(), tcp_request, ...rules };
}

function expectProxy(scope: Scope, { trust }: IrProxy, { acceptProxy, origin }: Listen, acls: AclList): readonly Rule[] {
  if (!acceptProxy || trust.length === 0) return [];
  return [{ origin, reason: null, action: words`connection expect-proxy layer4`, condition: conditionOf("if", [[trustedAcl(scope, trust, acls)]]) }];
}

function lowerStream({ listen, poolOf }: PlannedListen): Partial<Proxy> {
  const pool = listen.pool === null ? null : poolOf(listen.pool);
  return { default_backend: pool === null || pool.inline ? null : { origin: listen.origin, name: pool.name } };
}

function lowerRoutes(scope: Scope, planned: PlannedListen, tables: TableList, acls: AclList): Partial<Proxy> {
  const { listen, proxy } = planned;
  const routes = routesOf(listen);
  const matching = matchRoutes(scope, planned, routes, acls);
  const { matches } = matching;
  const pick = <Item>(what: string, items: readonly Item[], is: (item: Item) => boolean): readonly Item[] => filterAgain(inListen(scope, planned, what), items, is, scope.keeping.tables);
  const passed = pick("passed", routes, isPassed);
  checkRouteTimeouts(scope, planned, passed);
  const first = passed.length === 0 ? [] : forwardSpecs(scope, planned, passed, acls);
  const answers = passed.length === routes.length ? [] : actionSpecs(scope, proxy, listen, pick("answered", matches, ({ route }) => !isPassed(route)));
  const special = pick("special", passed, isSpecial);
  const rest = [...bodySpecs(special), ...limitSpecs(scope, listen, special, tables), ...headerSpecs(scope, special)];
  const conditions = chooseConditions(scope, planned, matching, passed, [...first, ...answers, ...rest], acls);
  const write = (specs: readonly Spec[], on: Spec["on"]): readonly Rule[] => specs.filter((spec) => spec.on === on).map((spec) => ruleOf(spec, conditions));
  return {
    http_request: [...conditions.noting, ...write(first, "request"), ...refuseOthers(listen, matching, conditions, acls), ...write(answers, "request"), ...write(rest, "request")],
    http_response: write(rest, "response"),
    ...switching(scope, planned, matches),
  };
}

/** Whether it says more of requests than where they go. */
function isSpecial(route: Route): boolean {
  return route.bodyBytes !== null || route.headers.length > 0 || isCounted(route);
}

/** Of a listen that sends all to one pool a route for every path, with what the language's defaults give. */
function routesOf(listen: Listen): readonly Route[] {
  const { pool, routes, origin, timeouts } = listen;
  if (routes.length > 0 || pool === null) return routes;
  const nothing = { domains: [], limits: [], connections: null, headers: [], bodyBytes: null, degrade: [], native: [] };
  return [{ ...nothing, match: "prefix", path: "/", action: { do: "proxy", pool }, forward: ["client", "proto", "host"], buffer: true, timeouts, origin }];
}

/** A domain or a path that no route has. */
function refuseOthers({ origin }: Listen, { hosts }: Matching, conditions: Conditions, acls: AclList): readonly Rule[] {
  const unmatched = conditions.unmatched();
  return [
    ...(hosts.length === 0 ? [] : [{ origin, reason: words`No route has any other domain.`, action: words`deny deny_status 421`, condition: notOf(hosts, acls) }]),
    ...(unmatched === null ? [] : [{ origin, reason: null, action: words`deny deny_status 404`, condition: unmatched }]),
  ];
}

/** None of the hosts; of many, by one ACL that has them all. */
function notOf(hosts: readonly Quoted[], acls: AclList): Rule["condition"] {
  if (hosts.length <= 6) return conditionOf("unless", hosts.map((host) => [host]));
  return conditionOf("unless", [[acls.anyOf("host", hosts)]]);
}

function switching(scope: Scope, planned: PlannedListen, matches: readonly Match[]): Pick<Proxy, "use_backend" | "default_backend"> {
  const { poolOf, sectionOf, renamed } = planned;
  const { keeping } = scope;
  const asking = filterAgain(inListen(scope, planned, "asking"), matches, ({ route, terms }) => isPassed(route) && terms.length > 0, keeping.tables);
  const use_backend = eachAgain(inListen(scope, planned, "use_backend"), [renamed], asking, (match) => useBackend(match, sectionOf), keeping);
  const all = asking.length === matches.length ? undefined : matches.find(({ route, terms }) => isPassed(route) && terms.length === 0)?.route;
  const pool = all?.action.do === "proxy" ? poolOf(all.action.pool) : undefined;
  return { use_backend, default_backend: all === undefined || pool === undefined || pool.inline ? null : { origin: all.origin, name: pool.name } };
}

function useBackend({ route: { action, origin }, terms }: Match, sectionOf: PlannedListen["sectionOf"]): UseBackend {
  if (action.do !== "proxy") throw new Error(`a route that ends in \`${action.do}\` has no backend`);
  return { origin, name: sectionOf(action.pool), condition: { keyword: "if", text: join(terms) } };
}
