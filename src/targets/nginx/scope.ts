import type { Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { Daemon, Machine } from "../../ir/place.js";
import type { Proxy } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { pickNamed } from "../../source/group.js";
import type { Keeping } from "../../source/kept-lists.js";
import { once } from "../../source/once.js";
import { nginxCannot, nginxIgnores, nginxVersion } from "./cannot.js";
import { type Installation, installationOf, isSince, type Module } from "./installation.js";
import { type KnownSettings, knownSettings } from "./location-settings.js";
import { Names } from "./names.js";
import { makeQuote, type Quote } from "./quote.js";
import { type Upstreams, upstreamsOf } from "./upstreams.js";
import { httpVariables, streamVariables, type Variables } from "./variables.js";
import type { Directive, ServerList, Word } from "./model.js";

export type Protocol = "http" | "stream";

/** What all parts of the lowering of one nginx share. The lists are filled as the lowering goes. */
export interface Scope {
  readonly context: Context;
  /** What it is called among all that is kept. */
  readonly called: string;
  readonly keeping: Required<Keeping>;
  readonly daemon: Daemon;
  readonly machine: Machine;
  /** Those that this nginx runs, in the site's order. */
  readonly proxies: readonly Proxy[];
  readonly installation: Installation;
  readonly report: Report;
  readonly quote: Quote;
  /** Whether `all addresses` includes those of IPv6. */
  readonly hasIpv6: boolean;
  readonly variables: { readonly http: Variables; readonly stream: Variables };
  upstreamsOf(proxy: Proxy): Upstreams;
  /** Names of shared memory zones: one namespace for all modules. */
  readonly zones: Names;
  /** The settings of locations, by all that they follow from. */
  readonly settings: KnownSettings;
  /** Zones by what they count, so that two listens with one route share one count. */
  readonly zoneOf: Map<string, Word>;
  /** Directives of `http {}` and `stream {}` that zones and caches need. */
  readonly declared: { readonly http: Directive[]; readonly stream: Directive[] };
  readonly serverLists: ServerList[];
  /** What first needed a module. */
  readonly needs: Map<Module, Origin>;
}

const engines: ReadonlySet<Proxy["engine"]> = new Set(["nginx", "openresty", "tengine"]);

export function scopeOf(daemon: Daemon, context: Context): Scope {
  const proxies = pickNamed(context.site.proxies, daemon.entities).filter(({ engine }) => engines.has(engine));
  const machine = context.index.machine(daemon.machine);
  const { tables } = context;
  const called = `nginx ${daemon.machine}`;
  const reported = { length: 0 };
  const report: Report = (definition, occurrence) => {
    reported.length++;
    context.report(definition, occurrence);
  };
  const keeping = { tables, diagnostics: reported };
  const upstreams = upstreamsOf(proxies, called, keeping);
  return {
    context,
    called,
    keeping,
    daemon,
    machine,
    proxies,
    installation: installationOf(daemon, machine, proxies[0]?.engine ?? "nginx", context.index),
    report,
    quote: makeQuote(report),
    hasIpv6: context.site.networks.some(({ family }) => family === "ipv6"),
    variables: variablesOf(proxies),
    upstreamsOf: (proxy) => upstreams.get(proxy)!,
    // Lua names its dictionaries in its code, so these keep their names.
    zones: new Names([...proxies.flatMap(({ lua }) => lua.share.map(({ name }) => name)), "SSL"]),
    settings: knownSettings(called, tables),
    zoneOf: new Map(),
    declared: { http: [], stream: [] },
    serverLists: [],
    needs: new Map(),
  };
}

/** Read when a text first names one. */
function variablesOf(proxies: readonly Proxy[]): Scope["variables"] {
  const natives = once(() => proxies.flatMap(nativesOf));
  const http = once(() => httpVariables(natives()));
  const stream = once(() => streamVariables(natives()));
  return {
    get http() {
      return http();
    },
    get stream() {
      return stream();
    },
  };
}

function nativesOf(proxy: Proxy): Proxy["native"] {
  return [...proxy.native, ...proxy.listens.flatMap(({ native, routes }) => [...native, ...routes.flatMap((route) => route.native)])];
}

/** `what` follows "nginx cannot ". */
export function cannot(scope: Scope, at: Origin, what: string, help?: string): void {
  scope.report(nginxCannot, { at, data: { what, help } });
}

/** The sentence "nginx WHAT: INSTEAD". */
export function ignores(scope: Scope, at: Origin, what: string, instead: string): void {
  scope.report(nginxIgnores, { at, data: { what, instead } });
}

/** Whether this nginx is `since` or later; reports when it is not. `what` follows "nginx can ". */
export function requireVersion(scope: Scope, at: Origin, since: string, what: string): boolean {
  if (isSince(scope.installation, since)) return true;
  scope.report(nginxVersion, { at, data: { what, since, version: scope.installation.version } });
  return false;
}

export function need(scope: Scope, module: Module, at: Origin): void {
  if (!scope.needs.has(module)) scope.needs.set(module, at);
}

