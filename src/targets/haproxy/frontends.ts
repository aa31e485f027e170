import type { Listen, Proxy as IrProxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { actionSpecs, bodySpecs } from "./actions.js";
import { bindsOf } from "./binds.js";
import { chooseConditions, conditionOf, type Conditions } from "./conditions.js";
import { forwardSpecs, headerSpecs, trustedAcl } from "./headers.js";
import { limitSpecs, type TableList } from "./limits.js";
import type { Logs } from "./logs.js";
import { type AclList, collectAcls, type Match, type Matching, matchRoutes } from "./matches.js";
import type { Proxy, Rule, UseBackend } from "./model.js";
import type { PlannedListen, PlannedPool } from "./plan.js";
import { join, type Quoted, words } from "./quote.js";
import { ruleOf, type Spec } from "./rules.js";
import type { Scope } from "./scope.js";
import { sectionOf } from "./section.js";
import { checkRouteTimeouts, type TimeoutsPlan } from "./timeouts.js";

/** What is decided for all sections together. */
export interface Parts {
  readonly scope: Scope;
  readonly logs: Logs;
  readonly timeouts: TimeoutsPlan;
}

/** The side of the clients: a `frontend`, or the half of a `listen` that is not about servers. */
export function lowerListen(parts: Parts, planned: PlannedListen, tables: TableList): Proxy {
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
  const acls = collectAcls();
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
  const matching = matchRoutes(scope, routes, acls);
  const { matches } = matching;
  const passed = routes.filter(({ action }) => action.do === "proxy");
  for (const route of passed) checkRouteTimeouts(scope, listen, route);
  const first = passed.length === 0 ? [] : forwardSpecs(scope, proxy, passed, listen.tls !== null, acls);
  const answers = actionSpecs(scope, proxy, listen, matches);
  const rest = [...bodySpecs(passed), ...limitSpecs(scope, listen, passed, tables), ...headerSpecs(scope, passed)];
  const conditions = chooseConditions(matching, passed, [...first, ...answers, ...rest], acls);
  const write = (specs: readonly Spec[], on: Spec["on"]): readonly Rule[] => specs.filter((spec) => spec.on === on).map((spec) => ruleOf(spec, conditions));
  return {
    http_request: [...conditions.noting, ...write(first, "request"), ...refuseOthers(listen, matching, conditions, acls), ...write(answers, "request"), ...write(rest, "request")],
    http_response: write(rest, "response"),
    ...switching(matches, planned),
  };
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

function switching(matches: readonly Match[], { poolOf }: PlannedListen): Pick<Proxy, "use_backend" | "default_backend"> {
  const use_backend: UseBackend[] = [];
  let all: { readonly origin: Origin; readonly pool: PlannedPool } | undefined;
  for (let at = 0; at < matches.length; at++) {
    const { route: { action, origin }, terms } = matches[at]!;
    if (action.do !== "proxy") continue;
    const pool = poolOf(action.pool);
    if (terms.length > 0) use_backend.push({ origin, name: pool.name, condition: { keyword: "if", text: join(terms) } });
    else all ??= { origin, pool };
  }
  return { use_backend, default_backend: all === undefined || all.pool.inline ? null : { origin: all.origin, name: all.pool.name } };
}
