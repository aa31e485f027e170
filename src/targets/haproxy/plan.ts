import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Origin } from "../../source/origin.js";
import type { Listen, Pool, Proxy, Route } from "../../ir/traffic.js";
import { oncePer } from "../../source/once.js";
import type { Mode } from "./model.js";
import { identifier, type Quoted, unique } from "./quote.js";
import type { Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

/** Which sections there are, and their names. */
export interface Plan {
  readonly proxies: readonly PlannedProxy[];
  /** Those of all proxies. */
  readonly listens: readonly PlannedListen[];
  readonly pools: readonly PlannedPool[];
  /** The names that are taken by sections. */
  readonly taken: Set<string>;
}

export interface PlannedProxy {
  readonly proxy: Proxy;
  readonly listens: readonly PlannedListen[];
  /** Only those that something sends to. */
  readonly pools: readonly PlannedPool[];
}

export interface PlannedListen {
  readonly proxy: Proxy;
  readonly listen: Listen;
  readonly name: Quoted;
  readonly description: Quoted | null;
  /** The pool of that name, as this listen needs it. */
  readonly poolOf: (name: string) => PlannedPool;
}

/** A pool in one mode: what is asked of it by HTTP and what comes to it as a stream need a section each. */
export interface PlannedPool {
  readonly proxy: Proxy;
  readonly pool: Pool;
  readonly mode: Mode;
  readonly name: Quoted;
  readonly description: Quoted | null;
  /** Who sends to it; without a route: all of the listen. */
  readonly users: readonly PoolUser[];
  /** Whether its servers stand in the section of its only listen, a `listen`. */
  readonly inline: boolean;
}

/**
 * Whether the clients' own TLS goes through to servers that speak it: nobody says how it would be made or checked on the way. Without this
 * it would be wrapped in TLS once more.
 */
export function passesTls({ pool: { tls }, mode, users }: PlannedPool): boolean {
  return mode === "tcp" && tls !== null && tls.authority === null && tls.certificate === null && tls.verify === "yes" && users.every(({ listen }) => listen.tls === null);
}

export interface PoolUser {
  readonly listen: Listen;
  readonly route: Route | null;
}

export function planSections(scope: Scope): Plan {
  const taken = new Set<string>();
  const drafts = scope.proxies.map((proxy) => {
    const listens = proxy.listens.filter((listen) => isPossible(scope, listen));
    return { proxy, listens, pools: draftPools(proxy, listens) };
  });
  // A pool that two declarations know by one name is called after its declaration in both, so that neither depends on the other's order.
  const shared = drafts.length === 1 ? none : repeated(drafts.flatMap(({ pools }) => [...new Set(pools.map(({ pool }) => pool.name))]));
  const proxies = drafts.map(({ proxy, listens: possible, pools: drafted }) => {
    const pools = drafted.map((draft): PlannedPool => {
      const { pool, mode, users, inBothModes } = draft;
      const wanted = `${shared.has(pool.name) ? `${proxy.name}-` : ""}${pool.name}${inBothModes ? `-${mode}` : ""}`;
      const inline = users.length === 1 && users[0]!.route === null;
      const { name, description } = inline ? { name: identifier(wanted), description: null } : nameSection(scope, wanted, taken, pool.origin);
      return { proxy, pool, mode, users, inline, name, description };
    });
    const listens = possible.map((listen) => planListen(scope, proxy, listen, pools, taken));
    return { proxy, pools, listens };
  });
  return { proxies, listens: joined(proxies.map(({ listens }) => listens)), pools: joined(proxies.map(({ pools }) => pools)), taken };
}

const none: ReadonlySet<string> = new Set();

/** The items of all lists. To flatten long lists takes an engine several times as long. */
export function joined<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  const items: Item[] = [];
  for (const list of lists) for (const item of list) items.push(item);
  return items;
}

/** What is there more than once. */
function repeated(items: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>();
  return new Set(items.filter((item) => known.size === known.add(item).size));
}

interface Draft extends Pick<PlannedPool, "pool" | "mode" | "users"> {
  readonly inBothModes: boolean;
}

function draftPools(proxy: Proxy, listens: readonly Listen[]): readonly Draft[] {
  const users = { http: new Map<string, PoolUser[]>(), tcp: new Map<string, PoolUser[]>() };
  const add = (pool: string, listen: Listen, route: Route | null): void => {
    const own = users[listen.mode].get(pool);
    if (own) own.push({ listen, route });
    else users[listen.mode].set(pool, [{ listen, route }]);
  };
  for (const listen of listens) {
    if (listen.pool !== null) add(listen.pool, listen, null);
    const { routes } = listen;
    for (let at = 0; at < routes.length; at++) {
      const route = routes[at]!;
      if (route.action.do === "proxy") add(route.action.pool, listen, route);
    }
  }
  const drafts: Draft[] = [];
  for (let at = 0; at < proxy.pools.length; at++) {
    const pool = proxy.pools[at]!;
    const http = users.http.get(pool.name);
    const tcp = users.tcp.get(pool.name);
    const inBothModes = http !== undefined && tcp !== undefined;
    if (http !== undefined) drafts.push({ pool, mode: "http", users: http, inBothModes });
    if (tcp !== undefined) drafts.push({ pool, mode: "tcp", users: tcp, inBothModes });
  }
  return drafts;
}

function planListen(scope: Scope, proxy: Proxy, listen: Listen, pools: readonly PlannedPool[], taken: Set<string>): PlannedListen {
  const own = listen.name === proxy.name || listen.name.startsWith(`${proxy.name}-`);
  return {
    proxy,
    listen,
    ...nameSection(scope, own ? listen.name : `${proxy.name}-${listen.name}`, taken, listen.origin),
    poolOf(name) {
      const pool = byMode(pools)[listen.mode].get(name);
      if (pool === undefined) throw new Error(`\`${proxy.name}\` has no pool \`${name}\``);
      return pool;
    },
  };
}

const byMode = oncePer((pools: readonly PlannedPool[]) => {
  const found = { http: new Map<string, PlannedPool>(), tcp: new Map<string, PlannedPool>() };
  for (const planned of pools) found[planned.mode].set(planned.pool.name, planned);
  return found;
});

/** Whether it can listen at all; what it cannot is reported. */
function isPossible({ report }: Scope, { binds, mode }: Listen): boolean {
  const datagrams = binds.filter(({ transport }) => transport === "udp");
  for (const { origin } of datagrams) {
    reportUnsupported(report, origin, "does not carry UDP", mode === "tcp" ? "balance it with `balancer … lvs`, or with nginx" : "listen without `/udp`");
  }
  return datagrams.length < binds.length;
}

/** A free name for a section; of one that HAProxy would not take it is told, and the section's description keeps it. */
export function nameSection(scope: Scope, wanted: string, taken: Set<string>, at: Origin): { readonly name: Quoted; readonly description: Quoted | null } {
  const sound = identifier(wanted);
  const name = unique(sound, taken);
  if (sound === wanted) return { name, description: null };
  scope.report(haproxyName, { at, data: { wanted, name } });
  return { name, description: scope.quote.word(wanted, at) };
}

export const haproxyName = defineDiagnostic({
  code: "haproxy-name",
  severity: "info",
  summary: "A name holds letters that HAProxy does not take in names, so that its section is called otherwise.",
  explanation: `
HAProxy's sections and servers have names of the letters \`A-Z a-z 0-9 - _ . :\`. Other letters are written by their code, other signs as \`-\`; the section's description
keeps the name as it is in the program. What reads HAProxy's statistics or log sees the other name.

    balancer größe { listen 80 -> goods }        # note: named otherwise in haproxy.cfg
    balancer groesse { listen 80 -> goods }
`,
  message: (data: { readonly wanted: string; readonly name: string }) => `haproxy calls \`${data.wanted}\` \`${data.name}\``,
  help: () => "choose a name of the letters `A-Z a-z 0-9 - _ . :` to see the same everywhere",
});
