import type { NativeDirective } from "../../emit/native.js";
import type { Context } from "../../emit/target.js";
import { compareVersions } from "../../emit/versions.js";
import type { Daemon } from "../../ir/place.js";
import { groupBy } from "../../source/group.js";
import { filterAgain } from "../../source/kept-groups.js";
import { zipAgain } from "../../source/kept-lists.js";
import { type Common, commonTries, joinHalves, lowerPools } from "./backends.js";
import { lowerListens } from "./frontends.js";
import { lowerDefaults, lowerGlobal } from "./global.js";
import { collectTables } from "./limits.js";
import { lowerLogs, type Logs } from "./logs.js";
import type { Model, Proxy, Resolvers } from "./model.js";
import { extendProxy, lineOf, mergeShared, nativeSection } from "./native.js";
import { type NativePlaces, placeNatives } from "./native-places.js";
import { lowerPages } from "./pages.js";
import { placesOf } from "./outline.js";
import { joined, type Plan, planSections, type PlannedProxy } from "./plan.js";
import { identifier } from "./quote.js";
import { collectResolvers, type ResolverList } from "./resolvers.js";
import { nameIn, type Scope, scopeOf } from "./scope.js";
import { planTimeouts, type TimeoutsPlan } from "./timeouts.js";
import { findKeys } from "./tls.js";
import { reportUnsupported } from "./unsupported.js";

/** One haproxy.cfg for all declarations that share the process. */
export function lower(daemon: Daemon, context: Context): Model {
  const scope = scopeOf(daemon, context);
  for (const proxy of scope.proxies) checkWhole(scope, proxy);
  const plan = planSections(scope);
  const parts = { scope, plan, logs: lowerLogs(scope), timeouts: planTimeouts(scope, plan), resolvers: collectResolvers(scope), common: commonTries(plan.telling) };
  const natives = placeNatives(scope, plan);
  const byHeading = groupBy(natives.top, headingOf);
  const generated = joined(plan.proxies.map((planned) => lowerProxy(parts, planned)));
  const extended = natives.bySection.size + natives.top.length === 0 ? generated : generated.map((proxy) => extendProxy(scope, proxy, [...(natives.bySection.get(proxy.name) ?? []), ...extensionsOf(byHeading, proxy.keyword, proxy.name)]));
  const resolvers = parts.resolvers.all().map((section) => extendResolvers(scope, section, byHeading));
  const keys = findKeys(scope, plan);
  const secret = scope.proxies.some((proxy) => hasSecret(scope, proxy));
  return {
    origin: daemon.origin,
    global: lowerGlobal(scope, plan, parts.logs, keys, mergeShared(scope, natives.global), secret),
    defaults: lowerDefaults(scope, parts.timeouts, parts.common, generated, mergeShared(scope, natives.defaults)),
    crt_store: keys.load.length === 0 ? null : { load: keys.load },
    resolvers,
    proxies: extended,
    sections: ownSections(natives, [...extended, ...resolvers.map((section) => ({ ...section, keyword: "resolvers" }))]).map((directive) => nativeSection(scope, directive)),
    raw: natives.top.filter(({ name }) => name === "raw").map((directive) => lineOf(scope, directive)),
    path: pathOf(scope),
    secret,
    container: scope.container ? identifier(daemon.machine) : null,
  };
}

function hasSecret(scope: Scope, { name, stats, pools }: Scope["proxies"][number]): boolean {
  const withPassword = (): readonly unknown[] => filterAgain(nameIn(scope, `passwords ${name}`), pools, ({ check }) => check !== null && check.auth !== null, scope.keeping.tables);
  return stats.some(({ password }) => password !== null) || withPassword().length > 0;
}

/** Debian's place; in a container what its command names, else where the official image looks. */
function pathOf({ index, daemon, container }: Scope): string {
  if (!container) return "/etc/haproxy/haproxy.cfg";
  const own = index.container(daemon.machine);
  const command = [...(own?.entrypoint ?? []), ...(own?.command ?? [])];
  const named = command[command.indexOf("-f") + 1];
  return command.includes("-f") && named !== undefined && /^(\/[\w-][\w.-]*)+$/.test(named) ? named : "/usr/local/etc/haproxy/haproxy.cfg";
}

/** What a declaration says that no part of haproxy.cfg can. */
function checkWhole({ daemon, report }: Scope, { origin, lua, syncSessions }: Scope["proxies"][number]): void {
  if (daemon.version !== null && compareVersions(daemon.version, "2.6") < 0) {
    reportUnsupported(report, daemon.origin, `${daemon.version} is older than what infc writes for`, "state version 2.6 or later");
  }
  const [share] = lua.share;
  const [phase] = lua.phases;
  if (lua.paths.length + lua.share.length + lua.phases.length > 0) {
    reportUnsupported(report, (share ?? phase)?.origin ?? origin, "runs no Lua of nginx", "use openresty, or a native block with `lua-load`");
  }
  if (syncSessions) reportUnsupported(report, origin, "does not synchronize the sessions of LVS", "leave `sync-sessions` out");
}

interface Parts {
  readonly scope: Scope;
  readonly plan: Plan;
  readonly logs: Logs;
  readonly timeouts: TimeoutsPlan;
  readonly resolvers: ResolverList;
  readonly common: Common;
}

/** First what faces clients, then the servers, the tables of limits and the pages. */
function lowerProxy(parts: Parts, planned: PlannedProxy): readonly Proxy[] {
  const { scope, plan } = parts;
  const { proxy, pools, inline } = planned;
  const tables = collectTables(proxy.name, plan.taken);
  const servers = lowerPools(scope, planned, parts);
  const clients = lowerListens(parts, planned, tables);
  const backends = inline.length === 0 ? servers : servers.filter((_, at) => !pools[at]!.inline);
  const fronts = inline.length === 0 ? clients : withServers(scope, planned, clients, servers);
  return joined([fronts, backends, tables.all(), lowerPages(scope, plan, proxy)]);
}

/** Listens, with the servers of those that are both in one. */
function withServers(scope: Scope, { proxy, pools, inline }: PlannedProxy, clients: readonly Proxy[], servers: readonly Proxy[]): readonly Proxy[] {
  const halves = clients.map((): Proxy | null => null);
  for (const at of inline) halves[placesOf(pools[at]!.users)[0]!] = servers[at]!;
  const join = (at: number): Proxy => (halves[at] ? joinHalves(clients[at]!, halves[at]) : clients[at]!);
  return zipAgain(nameIn(scope, `whole ${proxy.name}`), [], [clients, halves], join, scope.keeping);
}

type ByHeading = ReadonlyMap<string, readonly NativeDirective[]>;

/** What native sections with the heading of a generated one add to it. */
function extensionsOf(natives: ByHeading, keyword: string, name: string): readonly NativeDirective[] {
  return (natives.get(`${keyword} ${name}`) ?? []).flatMap(({ block }) => block?.directives ?? []);
}

/** What a section is told by: `backend goods`. */
function headingOf({ name, words }: NativeDirective): string {
  return `${name} ${words[0]?.text ?? ""}`;
}

function extendResolvers(scope: Scope, section: Resolvers, natives: ByHeading): Resolvers {
  return { ...section, native: extensionsOf(natives, "resolvers", section.name).map((directive) => lineOf(scope, directive)) };
}

function ownSections({ top }: NativePlaces, generated: readonly { readonly keyword: string; readonly name: string }[]): readonly NativeDirective[] {
  if (top.length === 0) return [];
  const headings = new Set(generated.map(({ keyword, name }) => `${keyword} ${name}`));
  return top.filter((directive) => directive.name !== "raw" && !headings.has(headingOf(directive)));
}
