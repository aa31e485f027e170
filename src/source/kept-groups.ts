import { addTo } from "./group.js";
import { eachAgain } from "./kept-lists.js";
import { exchanged, exchangedIn, stretchOf, stretchOfAll } from "./stretch.js";
import { noTables, type Tables } from "./tables.js";

/** Items, what bits each has, and for each bit those that have it. */
interface Parted<Item> {
  readonly items: readonly Item[];
  readonly had: readonly number[];
  readonly lists: readonly (readonly Item[])[];
}

/** For each name the items that have its bit in what `bitsOf` says, in their order; `bits` are 1, 2, 4 and so on. Of the lists those are copied that an edit touches. */
export function partedAgain<Item, Name extends string>(name: string, frame: readonly unknown[], items: readonly Item[], bits: Readonly<Record<Name, number>>, bitsOf: (item: Item) => number, tables: Tables): Readonly<Record<Name, readonly Item[]>> {
  const slot = tables.slot<Parted<Item>>(`parted ${name}`, frame);
  const names = Object.keys(bits) as Name[];
  const before = slot.get() ?? { items: [], had: [], lists: names.map(() => []) };
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
  slot.set({ items, had, lists });
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
  const slot = tables.slot<Map<string, object>>(`kinds ${name}`, []);
  const kinds = slot.get() ?? new Map<string, object>();
  slot.set(kinds);
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

/** So many are looked for sooner than all items before them are counted. */
const fewKeys = 8;

/** Items with their keys, and by these. */
interface Grouped<Key, Item> {
  readonly keys: readonly Key[];
  readonly items: readonly Item[];
  readonly groups: ReadonlyMap<Key, Item[]>;
}

/** The items by the keys that stand at their places, in no order of the keys; each item is there once. Of the groups those are copied that an edit touches. */
export function groupsAgain<Key, Item>(name: string, keys: readonly Key[], items: readonly Item[], tables: Tables): ReadonlyMap<Key, Item[]> {
  const slot = tables.slot<Grouped<Key, Item>>(`groups ${name}`, []);
  const before = slot.get() ?? { keys: [], items: [], groups: new Map<Key, Item[]>() };
  const { start, wasEnd, end } = stretchOfAll([before.keys, before.items], [keys, items]);
  const gone = new Map<Key, number>();
  for (let at = start; at < wasEnd; at++) addCount(gone, before.keys[at]!, 1);
  const others = new Map<Key, Item[]>();
  for (let at = start; at < end; at++) addTo(others, keys[at]!, items[at]!);
  const groups = new Map(before.groups);
  const touched = new Set([...gone.keys(), ...others.keys()]);
  const ahead = touched.size > fewKeys ? countsBefore(start, keys, touched) : undefined;
  for (const key of touched) {
    const [group, count, between] = [groups.get(key) ?? [], gone.get(key) ?? 0, others.get(key) ?? []];
    const last = ahead !== undefined || start === 0 ? -1 : keys.lastIndexOf(key, start - 1);
    const from = ahead !== undefined ? (ahead.get(key) ?? 0) : last < 0 ? 0 : group.indexOf(items[last]!) + 1;
    const now = count === group.length ? between : exchanged(group, from, from + count, between);
    if (now.length === 0) groups.delete(key);
    else groups.set(key, now);
  }
  slot.set({ keys, items, groups });
  return groups;
}

/** How often each of these keys stands before a place. */
function countsBefore<Key>(start: number, keys: readonly Key[], touched: ReadonlySet<Key>): ReadonlyMap<Key, number> {
  const counts = new Map<Key, number>();
  for (let at = 0; at < start; at++) if (touched.has(keys[at]!)) addCount(counts, keys[at]!, 1);
  return counts;
}

/** How many items of a list have each key; what was given for the list before is changed. */
export function countsAgain<Item, Key>(name: string, items: readonly Item[], keyOf: (item: Item) => Key, tables: Tables): ReadonlyMap<Key, number> {
  const slot = tables.slot<{ readonly items: readonly Item[]; readonly counts: Map<Key, number> }>(`counts ${name}`, []);
  const { items: were, counts } = slot.get() ?? { items: [], counts: new Map<Key, number>() };
  const { start, wasEnd, end } = stretchOf(were, items);
  for (let at = start; at < wasEnd; at++) addCount(counts, keyOf(were[at]!), -1);
  for (let at = start; at < end; at++) addCount(counts, keyOf(items[at]!), 1);
  slot.set({ items, counts });
  return counts;
}

function addCount<Key>(counts: Map<Key, number>, key: Key, more: number): void {
  const count = (counts.get(key) ?? 0) + more;
  if (count === 0) counts.delete(key);
  else counts.set(key, count);
}
