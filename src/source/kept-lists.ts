import { addTo } from "./group.js";
import { differenceOf, exchanged, exchangedIn, type Stretch, stretchOf } from "./stretch.js";
import { noTables, type Tables } from "./tables.js";

/** Of each name one thing is kept. */
const only = {};

/** What was made of each of a list at its place; in `kept` it is undefined where it is made again each time. The two are one list where nothing is. */
interface Lists<Made> {
  readonly kept: readonly (Made | undefined)[];
  readonly made: readonly Made[];
}

interface Each<Item, Made> extends Lists<Made> {
  readonly items: readonly Item[];
}

/** What keeps, and what was reported until now: what reports while it is made is not kept. */
export interface Keeping {
  readonly tables: Tables;
  readonly diagnostics?: { readonly length: number };
}

/**
 * What is made of each of a list. Of an item that the list of that name had before it is the same as then, where all of `frame` is, unless `keeps` said that
 * it hangs on others; where all of it is, so is the list. Items that did not change are not looked at, as of thousands each would be fetched from afar.
 */
export function eachAgain<Item, Made extends {}>(name: string, frame: readonly unknown[], items: readonly Item[], make: (item: Item, at: number) => Made, { tables, diagnostics }: Keeping, keeps?: (item: Item) => boolean): readonly Made[] {
  if (tables === noTables) return items.map(make);
  const table = tables.table<object, Each<Item, Made>>(`each ${name}`, frame);
  const before = table.get(only) ?? { items: [], kept: [], made: [] };
  const stretch = stretchOf(before.items, items);
  const { kept, made } = completed(before, stretch, keptBetween(before, items, stretch), { make: (at) => make(items[at]!, at), keeps: keeps && ((at) => keeps(items[at]!)), diagnostics });
  table.set(only, { items, kept, made });
  return made;
}

/** What was kept of the items of a stretch. */
function keptBetween<Item, Made>({ items: were, kept }: Pick<Each<Item, Made>, "items" | "kept">, items: readonly Item[], stretch: Stretch): (Made | undefined)[] {
  return differenceOf(were, items, stretch).places.map((place) => (place < 0 ? undefined : kept[place]));
}

/** How what is not kept is made, and whether it may be kept then. */
interface Making<Made> {
  readonly make: (at: number) => Made;
  readonly keeps: ((at: number) => boolean) | undefined;
  readonly diagnostics: Keeping["diagnostics"];
}

/** The lists of before with what is kept of a stretch, and with what is made where nothing is. */
function completed<Made extends {}>(before: Lists<Made>, { start, wasEnd }: Stretch, between: (Made | undefined)[], making: Making<Made>): Lists<Made> {
  if (before.kept === before.made) {
    const others = fill(between, start, making);
    return withOthers(exchangedIn(before.kept, start, wasEnd, between), others);
  }
  const kept = exchanged(before.kept, start, wasEnd, between);
  return withOthers(kept, fill(kept, 0, making));
}

/** Makes what is not there of these, which begin at `start`; what may not be kept is given back with its place. */
function fill<Made extends {}>(list: (Made | undefined)[], start: number, { make, keeps, diagnostics }: Making<Made>): readonly (readonly [number, Made])[] {
  const others: (readonly [number, Made])[] = [];
  for (let at = 0; at < list.length; at++) {
    if (list[at] !== undefined) continue;
    const reported = diagnostics?.length;
    const made = make(start + at);
    if (diagnostics?.length === reported && (keeps === undefined || keeps(start + at))) list[at] = made;
    else others.push([start + at, made]);
  }
  return others;
}

function withOthers<Made extends {}>(kept: readonly (Made | undefined)[], others: readonly (readonly [number, Made])[]): Lists<Made> {
  if (others.length === 0) return { kept, made: kept as readonly Made[] };
  const made = kept.slice() as Made[];
  for (const [at, each] of others) made[at] = each;
  return { kept, made };
}

/** What was kept of a list, for what stands there now: for who knows only later what may be kept. The list is the caller's own. */
export function keptAgain<Item, Made>(before: { readonly items: readonly Item[]; readonly kept: readonly (Made | undefined)[] } | undefined, items: readonly Item[]): (Made | undefined)[] {
  if (before === undefined) return new Array<Made | undefined>(items.length).fill(undefined);
  const stretch = stretchOf(before.items, items);
  return exchanged(before.kept, stretch.start, stretch.wasEnd, keptBetween(before, items, stretch));
}

/** Lists of one length, and what was made of what they have at each place. */
interface Zipped<Made> extends Lists<Made> {
  readonly lists: Many;
}

type Many = readonly (readonly unknown[])[];

/** The same of what several lists of one length have at each place: it is as it was where the first had the same item, and the others what they had beside it. */
export function zipAgain<Made extends {}>(name: string, frame: readonly unknown[], lists: Many, make: (at: number) => Made, { tables, diagnostics }: Keeping, keeps?: (at: number) => boolean): readonly Made[] {
  const count = lists[0]!.length;
  if (tables === noTables) {
    const made: Made[] = [];
    for (let at = 0; at < count; at++) made.push(make(at));
    return made;
  }
  const table = tables.table<object, Zipped<Made>>(`zip ${name}`, frame);
  const before = table.get(only) ?? { lists: lists.map(() => []), kept: [], made: [] };
  const stretch = stretchOfAll(before.lists, lists);
  const { places } = differenceOf(before.lists[0]!, lists[0]!, stretch);
  const between = places.map((place, at) => (place >= 0 && lists.every((list, which) => Object.is(list[stretch.start + at], before.lists[which]![place])) ? before.kept[place] : undefined));
  const { kept, made } = completed(before, stretch, between, { make, keeps, diagnostics });
  table.set(only, { lists, kept, made });
  return made;
}

/** The stretch outside of which none of these lists of one length differs. */
function stretchOfAll(were: Many, lists: Many): Stretch {
  const [wasLength, length] = [were[0]!.length, lists[0]!.length];
  let [start, alike] = [length, length];
  for (let which = 0; which < lists.length; which++) {
    const own = stretchOf(were[which]!, lists[which]!);
    if (own.start === length && own.wasEnd === length) continue;
    start = Math.min(start, own.start);
    alike = Math.min(alike, length - own.end);
  }
  return start === length && wasLength === length ? { start, wasEnd: length, end: length } : { start, wasEnd: wasLength - alike, end: length - alike };
}

/** Items, what bits each has, and for each bit those that have it. */
interface Parted<Item> {
  readonly items: readonly Item[];
  readonly had: readonly number[];
  readonly lists: readonly (readonly Item[])[];
}

/** For each name the items that have its bit in what `bitsOf` says, in their order; `bits` are 1, 2, 4 and so on. Of the lists those are copied that an edit touches. */
export function partedAgain<Item, Name extends string>(name: string, frame: readonly unknown[], items: readonly Item[], bits: Readonly<Record<Name, number>>, bitsOf: (item: Item) => number, tables: Tables): Readonly<Record<Name, readonly Item[]>> {
  const table = tables.table<object, Parted<Item>>(`parted ${name}`, frame);
  const names = Object.keys(bits) as Name[];
  const before = table.get(only) ?? { items: [], had: [], lists: names.map(() => []) };
  const { start, wasEnd, end } = stretchOf(before.items, items);
  const own: number[] = [];
  const others = names.map((): Item[] => []);
  for (let at = start; at < end; at++) {
    const has = bitsOf(items[at]!);
    own.push(has);
    for (let rest = has; rest !== 0; rest &= rest - 1) others[31 - Math.clz32(rest & -rest)]!.push(items[at]!);
  }
  const had = own.length === items.length ? own : exchangedIn(before.had, start, wasEnd, own);
  const lists = before.lists.map((list, place) => {
    const gone = countOf(1 << place, before.had, start, wasEnd);
    const between = others[place]!;
    if (gone + between.length === 0) return list;
    if (gone === list.length) return between;
    if (list.length - gone + between.length === items.length) return items;
    const from = countOf(1 << place, had, 0, start);
    return exchanged(list, from, from + gone, between);
  });
  table.set(only, { items, had, lists });
  const parted = {} as Record<Name, readonly Item[]>;
  for (let place = 0; place < names.length; place++) parted[names[place]!] = lists[place]!;
  return parted;
}

/** How many of them have the bit. */
function countOf(bit: number, had: readonly number[], start: number, end: number): number {
  let count = 0;
  for (let at = start; at < end; at++) if ((had[at]! & bit) !== 0) count++;
  return count;
}

/** To keep what is found of fewer takes longer than to find it. */
const short = 64;

/** The items of which it is so; whether it is hangs on the item alone. It is the same list as before while they are the same. */
export function filterAgain<Item>(name: string, items: readonly Item[], is: (item: Item) => boolean, tables: Tables): readonly Item[] {
  if (tables === noTables || items.length < short) return items.filter(is);
  return partedAgain(name, [], items, { found: 1 }, (item) => (is(item) ? 1 : 0), tables).found;
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

/** Lists in one, what each was of, and where it begins there. */
interface Flat<Item> {
  readonly of: readonly unknown[];
  readonly starts: readonly number[];
  readonly items: readonly Item[];
}

/** The items of all these lists: what the lists of that name had before, but for the stretch that differs. */
export function flatAgain<Item>(name: string, lists: readonly (readonly Item[])[], tables: Tables): readonly Item[] {
  return flatMapAgain(name, lists, (list) => list, tables);
}

/** The same of the lists that things have, which do not change. */
export function flatMapAgain<Thing, Item>(name: string, things: readonly Thing[], listOf: (thing: Thing) => readonly Item[], tables: Tables): readonly Item[] {
  const table = tables.table<object, Flat<Item>>(`flat ${name}`, []);
  const before = table.get(only) ?? { of: [], starts: [0], items: [] };
  const { start, wasEnd, end } = stretchOf(before.of, things);
  const between: Item[] = [];
  const ends: number[] = [];
  const [from, until] = [before.starts[start]!, before.starts[wasEnd]!];
  for (let place = start; place < end; place++) {
    const list = listOf(things[place]!);
    for (let at = 0; at < list.length; at++) between.push(list[at]!);
    ends.push(from + between.length);
  }
  if (tables === noTables) return between;
  const starts = exchangedIn(before.starts, start + 1, wasEnd + 1, ends);
  const longer = from + between.length - until;
  if (longer !== 0) for (let place = end + 1; place < starts.length; place++) (starts as number[])[place]! += longer;
  const items = exchangedIn(before.items, from, until, between);
  table.set(only, { of: things, starts, items });
  return items;
}

/** Items with their keys, and by these. */
interface Grouped<Key, Item> {
  readonly keys: readonly Key[];
  readonly items: readonly Item[];
  readonly groups: ReadonlyMap<Key, Item[]>;
}

/** The items by the keys that stand at their places, in no order of the keys; each item is there once. Of the groups those are copied that an edit touches. */
export function groupsAgain<Key, Item>(name: string, keys: readonly Key[], items: readonly Item[], tables: Tables): ReadonlyMap<Key, Item[]> {
  const table = tables.table<object, Grouped<Key, Item>>(`groups ${name}`, []);
  const before = table.get(only) ?? { keys: [], items: [], groups: new Map<Key, Item[]>() };
  const { start, wasEnd, end } = stretchOfAll([before.keys, before.items], [keys, items]);
  const gone = new Map<Key, number>();
  for (let at = start; at < wasEnd; at++) addCount(gone, before.keys[at]!, 1);
  const others = new Map<Key, Item[]>();
  for (let at = start; at < end; at++) addTo(others, keys[at]!, items[at]!);
  const groups = new Map(before.groups);
  for (const key of new Set([...gone.keys(), ...others.keys()])) {
    const [group, count, between] = [groups.get(key) ?? [], gone.get(key) ?? 0, others.get(key) ?? []];
    const last = start === 0 ? -1 : keys.lastIndexOf(key, start - 1);
    const from = last < 0 ? 0 : group.indexOf(items[last]!) + 1;
    const now = count === group.length ? between : exchanged(group, from, from + count, between);
    if (now.length === 0) groups.delete(key);
    else groups.set(key, now);
  }
  table.set(only, { keys, items, groups });
  return groups;
}

/** How many items of a list have each key; what was given for the list before is changed. */
export function countsAgain<Item, Key>(name: string, items: readonly Item[], keyOf: (item: Item) => Key, tables: Tables): ReadonlyMap<Key, number> {
  const table = tables.table<object, { readonly items: readonly Item[]; readonly counts: Map<Key, number> }>(`counts ${name}`, []);
  const { items: were, counts } = table.get(only) ?? { items: [], counts: new Map<Key, number>() };
  const { start, wasEnd, end } = stretchOf(were, items);
  for (let at = start; at < wasEnd; at++) addCount(counts, keyOf(were[at]!), -1);
  for (let at = start; at < end; at++) addCount(counts, keyOf(items[at]!), 1);
  table.set(only, { items, counts });
  return counts;
}

function addCount<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
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
