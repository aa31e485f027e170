import { differenceOf, exchanged, stretchOf } from "./stretch.js";
import { noTables, type Tables } from "./tables.js";

/** Of each name one thing is kept. */
const only = {};

/** A list, and what was made of each item at its place; undefined of those that are made again each time. */
interface Each<Item, Made> {
  readonly items: readonly Item[];
  readonly kept: (Made | undefined)[];
  readonly made: readonly Made[];
}

/** What keeps, and what was reported until now: what reports while it is made is not kept. */
export interface Keeping {
  readonly tables: Tables;
  readonly diagnostics?: { readonly length: number };
}

/**
 * What is made of each of a list. Of an item that the list of that name had before it is the same as then, where all of `frame` is, unless `keeps` said that
 * it hangs on others. Items that did not change are not looked at, as of thousands each would be fetched from afar.
 */
export function eachAgain<Item, Made extends {}>(name: string, frame: readonly unknown[], items: readonly Item[], make: (item: Item, at: number) => Made, { tables, diagnostics }: Keeping, keeps?: (item: Item) => boolean): readonly Made[] {
  if (tables === noTables) return items.map(make);
  const table = tables.table<object, Each<Item, Made>>(`each ${name}`, frame);
  const before = table.get(only);
  const kept = before === undefined ? new Array<Made | undefined>(items.length).fill(undefined) : takenOver(before, items);
  const made = completed(kept, (at) => make(items[at]!, at), keeps && ((at) => keeps(items[at]!)), diagnostics);
  table.set(only, { items, kept, made });
  return made;
}

/** Makes what is not kept, and keeps what may be. */
function completed<Made extends {}>(kept: (Made | undefined)[], make: (at: number) => Made, keeps: ((at: number) => boolean) | undefined, diagnostics: Keeping["diagnostics"]): readonly Made[] {
  const others: (readonly [number, Made])[] = [];
  for (let at = 0; at < kept.length; at++) {
    if (kept[at] !== undefined) continue;
    const reported = diagnostics?.length;
    const made = make(at);
    if (diagnostics?.length === reported && (keeps === undefined || keeps(at))) kept[at] = made;
    else others.push([at, made]);
  }
  const made = others.length === 0 ? (kept as Made[]) : (kept.slice() as Made[]);
  for (const [at, each] of others) made[at] = each;
  return made;
}

function takenOver<Item, Made>({ items: were, kept }: Each<Item, Made>, items: readonly Item[]): (Made | undefined)[] {
  const stretch = stretchOf(were, items);
  const { start, wasEnd, end } = stretch;
  if (start === wasEnd && start === end) return kept;
  const between = differenceOf(were, items, stretch).places.map((place) => (place < 0 ? undefined : kept[place]));
  return exchanged(kept, start, wasEnd, between);
}

/** Lists of one length, and what was made of what they have at each place; undefined where it is made again each time. */
interface Zipped<Made> {
  readonly lists: Lists;
  readonly kept: (Made | undefined)[];
}

type Lists = readonly (readonly unknown[])[];

/** The same of what several lists of one length have at each place: it is as it was where the first had the same item, and the others what they had beside it. */
export function zipAgain<Made extends {}>(name: string, frame: readonly unknown[], lists: Lists, make: (at: number) => Made, { tables, diagnostics }: Keeping, keeps?: (at: number) => boolean): readonly Made[] {
  const count = lists[0]!.length;
  if (tables === noTables) {
    const made: Made[] = [];
    for (let at = 0; at < count; at++) made.push(make(at));
    return made;
  }
  const table = tables.table<object, Zipped<Made>>(`zip ${name}`, frame);
  const before = table.get(only);
  const kept = before === undefined ? new Array<Made | undefined>(count).fill(undefined) : takenOverOfAll(before, lists);
  table.set(only, { lists, kept });
  return completed(kept, make, keeps, diagnostics);
}

function takenOverOfAll<Made>({ lists: were, kept }: Zipped<Made>, lists: Lists): (Made | undefined)[] {
  const [mainWere, main] = [were[0]!, lists[0]!];
  let start = main.length;
  let alike = main.length;
  for (let which = 0; which < lists.length; which++) {
    const list = lists[which]!;
    const own = stretchOf(were[which]!, list);
    if (own.start === list.length && own.wasEnd === own.start) continue;
    start = Math.min(start, own.start);
    alike = Math.min(alike, list.length - own.end);
  }
  if (start === main.length && main.length === kept.length) return kept;
  const stretch = { start, wasEnd: kept.length - alike, end: main.length - alike };
  const between = differenceOf(mainWere, main, stretch).places.map((place, at) => (place >= 0 && lists.every((list, which) => Object.is(list[start + at], were[which]![place])) ? kept[place] : undefined));
  return exchanged(kept, start, stretch.wasEnd, between);
}

/** To keep what is found of fewer takes longer than to find it. */
const short = 64;

/** The items of which it is so; whether it is hangs on the item alone. */
export function filterAgain<Item>(name: string, items: readonly Item[], is: (item: Item) => boolean, tables: Tables): readonly Item[] {
  if (tables === noTables || items.length < short) return items.filter(is);
  const are = eachAgain(name, [], items, is, { tables });
  return are.includes(false) ? items.filter((_, at) => are[at]) : items;
}

/** The first of each kind, in their order, and all that are of none; whether two are of one kind hangs on them alone. With no tables all of them. */
export function firstsAgain<Item>(name: string, items: readonly Item[], kindOf: (item: Item) => string | undefined, tables: Tables): readonly Item[] {
  if (tables === noTables) return items;
  const known = tables.table<object, Map<string, object>>(`kinds ${name}`, []);
  const kinds = known.get(only) ?? new Map<string, object>();
  known.set(only, kinds);
  const all = eachAgain(name, [], items, (item) => kindNamed(kindOf(item), kinds), { tables });
  const seen = new Set<object>();
  return items.filter((_, at) => all[at] === none || seen.size < seen.add(all[at]!).size);
}

const none = {};

/** The object that stands for a kind: to compare texts takes longer. */
function kindNamed(kind: string | undefined, kinds: Map<string, object>): object {
  if (kind === undefined) return none;
  const known = kinds.get(kind) ?? {};
  kinds.set(kind, known);
  return known;
}

/** Lists in one, and where each begins there. */
interface Flat<Item> {
  readonly lists: readonly (readonly Item[])[];
  readonly starts: readonly number[];
  readonly items: readonly Item[];
}

/** The items of all these lists: what the lists of that name had before, but for the stretch that differs. */
export function flatAgain<Item>(name: string, lists: readonly (readonly Item[])[], tables: Tables): readonly Item[] {
  const table = tables.table<object, Flat<Item>>(`flat ${name}`, []);
  const before = table.get(only) ?? { lists: [], starts: [0], items: [] };
  const { start, wasEnd, end } = stretchOf(before.lists, lists);
  const between: Item[] = [];
  const ends: number[] = [];
  const [from, until] = [before.starts[start]!, before.starts[wasEnd]!];
  for (let place = start; place < end; place++) {
    const list = lists[place]!;
    for (let at = 0; at < list.length; at++) between.push(list[at]!);
    ends.push(from + between.length);
  }
  if (tables === noTables) return between;
  const longer = from + between.length - until;
  const starts = exchanged(before.starts, start + 1, wasEnd + 1, ends);
  if (longer !== 0) for (let place = end + 1; place < starts.length; place++) starts[place]! += longer;
  const items = exchanged(before.items, from, until, between);
  table.set(only, { lists, starts, items });
  return items;
}

/** Whether it is so of any item after the one before it. Where it was of none, those that follow the same one as then are not asked again. */
export function someAgain<Item>(name: string, items: readonly Item[], is: (item: Item, before: Item | undefined) => boolean, tables: Tables): boolean {
  if (tables === noTables) return items.some((item, at) => is(item, items[at - 1]));
  const table = tables.table<object, readonly Item[]>(`none ${name}`, []);
  const before = table.get(only) ?? [];
  const stretch = stretchOf(before, items);
  const { start, wasEnd, end } = stretch;
  const { places } = differenceOf(before, items, stretch);
  let previous = start - 1;
  for (let at = start; at <= end && at < items.length; at++) {
    const place = at < end ? places[at - start]! : wasEnd;
    const follows = place === previous + 1;
    previous = place;
    if (follows || !is(items[at]!, items[at - 1])) continue;
    table.set(only, []);
    return true;
  }
  table.set(only, items);
  return false;
}

/** The list that had this name before where it has the same items, else this one. */
export function sameItems<List extends readonly unknown[]>(name: string, items: List, tables: Tables): List {
  if (tables === noTables) return items;
  const kept = tables.table<object, List>(`list ${name}`, []);
  const before = kept.get(only);
  if (before !== undefined && before.length === items.length && stretchOf(before, items).start === items.length) return before;
  kept.set(only, items);
  return items;
}
