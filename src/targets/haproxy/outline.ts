import type { Listen, Proxy } from "../../ir/traffic.js";
import { eachAgain, sameItems } from "../../source/kept-lists.js";
import { noTables, type Tables } from "../../source/tables.js";
import { once } from "../../source/once.js";
import type { Mode } from "./model.js";
import { identifier, type Quoted, type Taken, unique } from "./quote.js";

/** Which sections there are and what they are called: that follows from names alone. */
export interface Outline {
  readonly proxies: readonly ProxyOutline[];
  readonly taken: ReadonlySet<string>;
}

export interface ProxyOutline {
  readonly listens: readonly Naming[];
  readonly pools: PoolsOutline;
}

export interface Naming {
  readonly name: Quoted;
  /** What stood in the program, where that is no name for HAProxy; else empty. */
  readonly foreign: string;
}

/** The sections of servers, each at one place of these lists. */
export interface PoolsOutline {
  /** Where their pools stand in the proxy. */
  readonly places: readonly number[];
  readonly modes: readonly Mode[];
  readonly users: readonly Users[];
  readonly names: readonly Quoted[];
  readonly foreign: readonly string[];
  /** The places here of those whose servers stand in the section of their only listen. */
  readonly inline: readonly number[];
  /** What tells how pools are found whose sections are not called as they are, or who have none of their own. */
  readonly renamed: readonly string[];
  /** Where the sections stand here, by the names of their pools. */
  readonly byName: () => Readonly<Record<Mode, ReadonlyMap<string, number>>>;
  /** What those sections are called that are not called as their pools, by the names of these. */
  readonly others: Readonly<Record<Mode, ReadonlyMap<string, Quoted>>>;
}

/** The places of the listens that send to a pool: `0 2`. Of one that only gets all that comes to one listen: `=0`. */
export type Users = string;

export function isWhole(users: Users): boolean {
  return users.startsWith("=");
}

export function placesOf(users: Users): readonly number[] {
  return users.replace("=", "").split(" ").map(Number);
}

/** A proxy, its listens that can be, and the names of its pools and of those that each listen's routes send to. */
interface Draft {
  readonly proxy: Proxy;
  readonly listens: readonly Listen[];
  readonly pools: readonly string[];
  readonly sent: readonly (readonly string[])[];
}

/** The outline of these proxies on a machine: the one that was made of the same names before, where they are the same. */
export function outlineOf(proxies: readonly { readonly proxy: Proxy; readonly listens: readonly Listen[] }[], machine: string, tables: Tables): Outline {
  const drafts = proxies.map(({ proxy, listens }): Draft => {
    const name = `${machine} ${proxy.name}`;
    const pools = eachAgain(`names of pools ${name}`, [], proxy.pools, nameOf, { tables });
    return { proxy, listens, pools, sent: listens.map((listen) => sentOf(listen, `${name} ${listen.name}`, tables)) };
  });
  if (tables === noTables) return makeOutline(drafts);
  const said = drafts.flatMap((draft) => {
    const { proxy, pools, sent } = draft;
    const name = `names ${machine} ${proxy.name}`;
    const long = sent.flatMap((names, at) => (names.length < few ? [] : [sameItems(`${name} ${draft.listens[at]!.name}`, names, tables)]));
    return [sameItems(name, namesIn(draft), tables), sameItems(`pools in ${name}`, pools, tables), ...long];
  });
  const slot = tables.slot<Outline>(`haproxy outline ${machine}`, said);
  const outline = slot.get() ?? makeOutline(drafts);
  slot.set(outline);
  return outline;
}

function nameOf({ name }: { readonly name: string }): string {
  return name;
}

// To keep fewer takes longer than to ask them.
const few = 64;

function sentOf({ routes }: Listen, name: string, tables: Tables): readonly string[] {
  return routes.length < few ? routes.map(poolOf) : eachAgain(`pools of routes ${name}`, [], routes, poolOf, { tables });
}

/** Empty: none. */
function poolOf({ action }: Listen["routes"][number]): string {
  return action.do === "proxy" ? action.pool : "";
}

/** All else that an outline is made of, in one list. */
function namesIn({ proxy, listens, sent }: Draft): readonly string[] {
  const names = [proxy.name, `${listens.length}`];
  listens.forEach(({ name, mode, pool }, at) => {
    const own = sent[at]!;
    names.push(name, mode, pool ?? "", `${own.length}`);
    if (own.length < few) names.push(...own);
  });
  return names;
}

function makeOutline(drafts: readonly Draft[]): Outline {
  const taken = new Set<string>();
  const used = drafts.map(usersOf);
  // A pool that two declarations know by one name is called after its declaration in both, so that neither depends on the other's order.
  const shared = drafts.length === 1 ? none : repeated(drafts.flatMap(({ pools }, at) => pools.filter((name) => used[at]!.http.has(name) || used[at]!.tcp.has(name))));
  const proxies = drafts.map((draft, at) => {
    const pools = outlinePools(draft, used[at]!, shared, taken);
    return { pools, listens: draft.listens.map(({ name }) => naming(isNamedAfter(name, draft.proxy.name) ? name : `${draft.proxy.name}-${name}`, taken)) };
  });
  return { proxies, taken };
}

const none: ReadonlySet<string> = new Set();

/** What is there more than once. */
function repeated(items: readonly string[]): ReadonlySet<string> {
  const known = new Set<string>();
  return new Set(items.filter((item) => known.size === known.add(item).size));
}

function isNamedAfter(name: string, proxy: string): boolean {
  return name === proxy || name.startsWith(`${proxy}-`);
}

/** A free name for a section. */
export function naming(wanted: string, taken: Taken): Naming {
  const sound = identifier(wanted);
  return { name: unique(sound, taken), foreign: sound === wanted ? "" : wanted };
}

function usersOf({ listens, sent }: Draft): Readonly<Record<Mode, ReadonlyMap<string, Users>>> {
  const users = { http: new Map<string, Users>(), tcp: new Map<string, Users>() };
  for (let at = 0; at < listens.length; at++) {
    const { pool, mode } = listens[at]!;
    const own = users[mode];
    const place = `${at}`;
    if (pool !== null) own.set(pool, withUser(own.get(pool), place) ?? `=${at}`);
    for (const name of sent[at]!) {
      if (name === "") continue;
      const before = own.get(name);
      if (before !== place) own.set(name, withUser(before, place) ?? place);
    }
  }
  return users;
}

function withUser(users: Users | undefined, place: string): Users | undefined {
  if (users === undefined) return undefined;
  const before = users.replace("=", "");
  return before === place || before.endsWith(` ${place}`) ? before : `${before} ${place}`;
}

const modes = ["http", "tcp"] as const;

function outlinePools({ proxy, pools }: Draft, used: Readonly<Record<Mode, ReadonlyMap<string, Users>>>, shared: ReadonlySet<string>, taken: Set<string>): PoolsOutline {
  const found = {
    places: [] as number[],
    modes: [] as Mode[],
    users: [] as Users[],
    names: [] as Quoted[],
    foreign: [] as string[],
    inline: [] as number[],
    renamed: [] as string[],
    others: { http: new Map<string, Quoted>(), tcp: new Map<string, Quoted>() },
  };
  const asked = modes.filter((mode) => used[mode].size > 0);
  for (let at = 0; at < pools.length; at++) {
    const pool = pools[at]!;
    for (const mode of asked) {
      const users = used[mode].get(pool);
      if (users === undefined) continue;
      const inBothModes = asked.length > 1 && used.http.has(pool) && used.tcp.has(pool);
      const wanted = inBothModes || shared.size > 0 ? `${shared.has(pool) ? `${proxy.name}-` : ""}${pool}${inBothModes ? `-${mode}` : ""}` : pool;
      const sound = identifier(wanted);
      const isOwn = !isWhole(users);
      const name = isOwn ? unique(sound, taken) : sound;
      if (!isOwn) found.inline.push(found.places.length);
      if (!isOwn || name !== pool) found.renamed.push(`${mode} ${pool} ${isOwn ? name : "="}`);
      if (name !== pool) found.others[mode].set(pool, name);
      found.places.push(at);
      found.modes.push(mode);
      found.users.push(users);
      found.names.push(name);
      found.foreign.push(isOwn && sound !== wanted ? wanted : "");
    }
  }
  return { ...found, byName: once(() => placesByName(pools, found)) };
}

function placesByName(pools: readonly string[], found: Pick<PoolsOutline, "places" | "modes">): Readonly<Record<Mode, ReadonlyMap<string, number>>> {
  const byName = { http: new Map<string, number>(), tcp: new Map<string, number>() };
  found.places.forEach((place, at) => byName[found.modes[at]!].set(pools[place]!, at));
  return byName;
}
