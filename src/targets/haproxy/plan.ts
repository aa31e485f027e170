import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Origin } from "../../source/origin.js";
import { isUnsaidTls } from "../../ir/passed-tls.js";
import type { Listen, Pool, Proxy } from "../../ir/traffic.js";
import { firstsAgain } from "../../source/kept-groups.js";
import { sameItems, zipAgain } from "../../source/kept-lists.js";
import type { Mode } from "./model.js";
import { isWhole, naming, type Naming, outlineOf, placesOf, type PoolsOutline, type Users } from "./outline.js";
import { type Quoted, type Taken, takenBesides } from "./quote.js";
import { nameIn, type Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

/** Which sections there are, and their names. */
export interface Plan {
  readonly proxies: readonly PlannedProxy[];
  /** Those of all proxies. */
  readonly listens: readonly PlannedListen[];
  /** Those of all proxies. */
  readonly telling: readonly PlannedPool[];
  /** The names that are taken by sections. */
  readonly taken: Taken;
}

export interface PlannedProxy {
  readonly proxy: Proxy;
  readonly listens: readonly PlannedListen[];
  /** Only those that something sends to. */
  readonly pools: readonly PlannedPool[];
  /** Of these those that tell what is so of any: of many that say the same the first. */
  readonly telling: readonly PlannedPool[];
  /** The places of those whose servers stand in the section of their only listen. */
  readonly inline: readonly number[];
}

export interface PlannedListen {
  readonly proxy: Proxy;
  readonly listen: Listen;
  readonly name: Quoted;
  readonly description: Quoted | null;
  /** The pool of that name, as this listen needs it. */
  readonly poolOf: (name: string) => PlannedPool;
  /** What the section of the pool of that name is called: as the pool, but for those in `renamed`, where stand those, too, that have no section of their own. */
  readonly sectionOf: (name: string) => Quoted;
  readonly renamed: readonly string[];
}

/** A pool in one mode: what is asked of it by HTTP and what comes to it as a stream need a section each. */
export interface PlannedPool {
  readonly pool: Pool;
  readonly mode: Mode;
  readonly name: Quoted;
  readonly description: Quoted | null;
  readonly users: Users;
  /** Whether its servers stand in the section of its only listen, a `listen`. */
  readonly inline: boolean;
  /**
   * Whether the clients' own TLS goes through to servers that speak it: nobody says how it would be made or checked on the way. Without this
   * it would be wrapped in TLS once more.
   */
  readonly passesTls: boolean;
  /** Whether all clients come by TLS; false where nothing hangs on it. */
  readonly isSecure: boolean;
}

/** What is kept of a listen by this name. */
export function inListen(scope: Scope, { proxy, listen }: PlannedListen, what: string): string {
  return nameIn(scope, `${what} ${proxy.name} ${listen.name}`);
}

/** The listens that send to it. */
export function usersOf({ listens }: PlannedProxy, { users }: PlannedPool): readonly PlannedListen[] {
  return placesOf(users).map((place) => listens[place]!);
}

export function planSections(scope: Scope): Plan {
  const drafts = scope.proxies.map((proxy) => ({ proxy, listens: proxy.listens.filter((listen) => isPossible(scope, listen)) }));
  const outline = outlineOf(drafts, scope.daemon.machine, scope.keeping.tables);
  const proxies = drafts.map(({ proxy, listens }, at): PlannedProxy => {
    const own = outline.proxies[at]!;
    const pools = planPools(scope, proxy, listens, own.pools);
    const renamed = sameItems(nameIn(scope, `renamed ${proxy.name}`), own.pools.renamed, scope.keeping.tables);
    const planned = listens.map((listen, place): PlannedListen => planListen(scope, proxy, listen, own.listens[place]!, { ...own.pools, pools, renamed }));
    const telling = firstsAgain(nameIn(scope, `kinds of pools ${proxy.name}`), pools, kindOf, scope.keeping.tables);
    return { proxy, pools, telling, listens: planned, inline: own.pools.inline };
  });
  return { proxies, listens: joined(proxies.map(({ listens }) => listens)), telling: joined(proxies.map(({ telling }) => telling)), taken: takenBesides(outline.taken) };
}

/** The items of all lists. To flatten long lists takes an engine several times as long. */
export function joined<Item>(lists: readonly (readonly Item[])[]): readonly Item[] {
  if (lists.length === 1) return lists[0]!;
  const items: Item[] = [];
  for (const list of lists) for (const item of list) items.push(item);
  return items;
}

function planPools(scope: Scope, proxy: Proxy, listens: readonly Listen[], { places, modes, users, names, foreign }: PoolsOutline): readonly PlannedPool[] {
  const pools = places.length === proxy.pools.length ? proxy.pools : places.map((place) => proxy.pools[place]!);
  const byTls = listens.map(({ tls }) => (tls === null ? "0" : "1")).join("");
  const plan = (at: number): PlannedPool => {
    const [pool, mode, by] = [pools[at]!, modes[at]!, users[at]!];
    const all = (is: (listen: Listen) => boolean): boolean => placesOf(by).every((place) => is(listens[place]!));
    return {
      pool,
      mode,
      name: names[at]!,
      description: describe(scope, { name: names[at]!, foreign: foreign[at]! }, pool.origin),
      users: by,
      inline: isWhole(by),
      passesTls: mode === "tcp" && isUnsaidTls(pool) && all(({ tls }) => tls === null),
      isSecure: pool.sticky !== null && all(({ tls }) => tls !== null),
    };
  };
  return zipAgain(nameIn(scope, `pools ${proxy.name}`), [byTls], [pools, modes, users, names, foreign], plan, scope.keeping);
}

/** What there is to know of a pool for what all sections share; of one that says more nothing, so that it is looked at by itself. */
function kindOf({ pool, mode }: PlannedPool): string | undefined {
  const { tls, native, retries, redispatch, check, timeouts } = pool;
  if (tls !== null || native.length > 0) return undefined;
  const { connectMs, clientMs, serverMs, queueMs, checkMs, tunnelMs } = timeouts;
  const checked = check === null || check.form === "none" ? "" : check.timeoutMs === check.everyMs ? "all" : check.timeoutMs;
  return [mode, retries, redispatch, checked, connectMs, clientMs, serverMs, queueMs, checkMs, tunnelMs].join(" ");
}

/** Where the sections of a proxy's pools are found. */
interface Sections extends Pick<PoolsOutline, "byName" | "others" | "renamed"> {
  readonly pools: readonly PlannedPool[];
}

function planListen(scope: Scope, proxy: Proxy, listen: Listen, naming: Naming, { byName, others, pools, renamed }: Sections): PlannedListen {
  return {
    proxy,
    listen,
    name: naming.name,
    description: describe(scope, naming, listen.origin),
    poolOf(name) {
      const place = byName()[listen.mode].get(name);
      if (place === undefined) throw new Error(`\`${proxy.name}\` has no pool \`${name}\``);
      return pools[place]!;
    },
    sectionOf: (name) => others[listen.mode].get(name) ?? (name as Quoted),
    renamed,
  };
}

/** Whether it can listen at all; what it cannot is reported. */
function isPossible({ report }: Scope, { binds, mode }: Listen): boolean {
  const datagrams = binds.filter(({ transport }) => transport === "udp");
  for (const { origin } of datagrams) {
    reportUnsupported(report, origin, "does not carry UDP", mode === "tcp" ? "balance it with `balancer … lvs`, or with nginx" : "listen without `/udp`");
  }
  return datagrams.length < binds.length;
}

/** A free name for a section, and what describes it. */
export function nameSection(scope: Scope, wanted: string, taken: Taken, at: Origin): { readonly name: Quoted; readonly description: Quoted | null } {
  const own = naming(wanted, taken);
  return { name: own.name, description: describe(scope, own, at) };
}

/** Of a name that HAProxy would not take it is told, and the section's description keeps it. */
function describe(scope: Scope, { name, foreign }: Naming, at: Origin): Quoted | null {
  if (foreign === "") return null;
  scope.report(haproxyName, { at, data: { wanted: foreign, name } });
  return scope.quote.word(foreign, at);
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
