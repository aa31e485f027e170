import { firstPlace } from "./bisect.js";
import { noTables, type Tables } from "./tables.js";

/** Of each name one thing is kept. */
const only = {};

const none: readonly unknown[] = [];

/** A list, and what was made of each item at its place; undefined of those that are made again each time. */
interface Each<Item, Made> {
  readonly items: readonly Item[];
  readonly kept: readonly (Made | undefined)[];
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
export function eachAgain<Item, Made extends {}>(name: string, frame: readonly unknown[], items: readonly Item[], make: (item: Item, at: number) => Made, { tables, diagnostics = none }: Keeping, keeps?: (item: Item) => boolean): readonly Made[] {
  if (tables === noTables) return items.map(make);
  const table = tables.table<object, Each<Item, Made>>(`each ${name}`, frame);
  const before = table.get(only);
  const kept = before === undefined ? new Array<Made | undefined>(items.length).fill(undefined) : takenOver(before, items);
  const others: (readonly [number, Made])[] = [];
  for (let at = 0; at < items.length; at++) {
    if (kept[at] !== undefined) continue;
    const reported = diagnostics.length;
    const made = make(items[at]!, at);
    if (diagnostics.length === reported && (keeps === undefined || keeps(items[at]!))) kept[at] = made;
    else others.push([at, made]);
  }
  const made = others.length === 0 ? (kept as Made[]) : (kept.slice() as Made[]);
  for (const [at, each] of others) made[at] = each;
  table.set(only, { items, kept, made });
  return made;
}

function takenOver<Item, Made>({ items: were, kept }: Each<Item, Made>, items: readonly Item[]): (Made | undefined)[] {
  const stretch = stretchOf(were, items);
  const { places } = compared(were, items, stretch);
  const between = new Array<Made | undefined>(places.length);
  for (let at = 0; at < places.length; at++) between[at] = places[at]! < 0 ? undefined : kept[places[at]!];
  return kept.slice(0, stretch.start).concat(between, kept.slice(stretch.wasEnd));
}

// So many that were left out one after the other are passed over sooner than all are looked up.
const fewLeftOut = 8;

// Before the first place, and not right before it.
const nowhere = -2;

/** How a stretch differs from what it was. */
interface Difference {
  /** For each of its items the place where it was; `nowhere` of what was not in it. */
  readonly places: readonly number[];
  /** The places of what was there before and is not now, or elsewhere. */
  readonly leftOut: readonly number[];
  /** The places of what was not there before, or elsewhere. */
  readonly added: readonly number[];
}

function compared(were: readonly unknown[], items: readonly unknown[], { start, wasEnd, end }: Stretch): Difference {
  const places = new Array<number>(end - start).fill(nowhere);
  const leftOut: number[] = [];
  const added: number[] = [];
  let was = start;
  // Most of it is as it was, further up or down.
  for (let at = start; at < end; at++) {
    let next = was;
    while (next < wasEnd && next - was <= fewLeftOut && !Object.is(were[next], items[at])) next++;
    if (next < wasEnd && next - was <= fewLeftOut) {
      while (was < next) leftOut.push(was++);
      places[at - start] = was++;
    } else added.push(at);
  }
  while (was < wasEnd) leftOut.push(was++);
  if (added.length === 0 || leftOut.length === 0) return { places, leftOut, added };
  const known = new Map(leftOut.map((place) => [were[place], place]));
  for (const at of added) places[at - start] = known.get(items[at]) ?? nowhere;
  return { places, leftOut, added };
}

/** The same of two lists, as long as each other, of which the items at one place belong together. */
export function eachPairAgain<One, Other, Made extends {}>(name: string, frame: readonly unknown[], ones: readonly One[], others: readonly Other[], make: (one: One, other: Other, at: number) => Made, keeping: Keeping, keeps: (one: One, other: Other) => boolean = () => true): readonly Made[] {
  if (keeping.tables === noTables) return ones.map((one, at) => make(one, others[at]!, at));
  return eachAgain(name, frame, pairsAgain(name, ones, others, keeping.tables), ([one, other], at) => make(one, other, at), keeping, ([one, other]) => keeps(one, other));
}

/** Two lists, and their items that are at one place. */
interface Pairs<One, Other> {
  readonly ones: readonly One[];
  readonly others: readonly Other[];
  readonly pairs: readonly (readonly [One, Other])[];
}

function pairsAgain<One, Other>(name: string, ones: readonly One[], others: readonly Other[], tables: Tables): readonly (readonly [One, Other])[] {
  const table = tables.table<object, Pairs<One, Other>>(`pairs ${name}`, []);
  const before = table.get(only) ?? { ones: [], others: [], pairs: [] };
  const [first, second] = [stretchOf(before.ones, ones), stretchOf(before.others, others)];
  const start = Math.min(first.start, second.start);
  const wasAsLong = before.pairs.length === ones.length;
  if (wasAsLong && start === ones.length) return before.pairs;
  // Of two lists one of which is as it was the other one says how far the difference goes.
  const end = Math.max(...[first, second].map((stretch) => (wasAsLong && stretch.start === ones.length ? 0 : stretch.end)));
  const wasEnd = before.pairs.length - (ones.length - end);
  const { places } = compared(before.ones, ones, { start, wasEnd, end });
  const between = new Array<readonly [One, Other]>(places.length);
  for (let at = 0; at < places.length; at++) {
    const pair = places[at]! < 0 ? undefined : before.pairs[places[at]!];
    const other = others[start + at]!;
    between[at] = pair !== undefined && Object.is(pair[1], other) ? pair : [ones[start + at]!, other];
  }
  const pairs = before.pairs.slice(0, start).concat(between, before.pairs.slice(wasEnd));
  table.set(only, { ones, others, pairs });
  return pairs;
}

/** The items of which it is so; whether it is hangs on the item alone. */
export function filterAgain<Item>(name: string, items: readonly Item[], is: (item: Item) => boolean, tables: Tables): readonly Item[] {
  if (tables === noTables) return items.filter(is);
  const are = eachAgain(name, [], items, is, { tables });
  return are.includes(false) ? items.filter((_, at) => are[at]) : items;
}

/** A list of names, and those as a set. */
interface Distinct {
  readonly names: readonly string[];
  readonly known: Set<string>;
}

/** These names as a set, until they are asked for again; undefined where one of them is there twice. */
export function distinctAgain(name: string, names: readonly string[], tables: Tables): ReadonlySet<string> | undefined {
  const table = tables.table<object, Distinct>(`distinct ${name}`, []);
  const before = table.get(only);
  let known: Set<string>;
  if (before === undefined || before.known.size < before.names.length) known = new Set(names);
  else {
    known = before.known;
    const { leftOut, added } = compared(before.names, names, stretchOf(before.names, names));
    for (const place of leftOut) known.delete(before.names[place]!);
    for (const at of added) known.add(names[at]!);
  }
  table.set(only, { names, known });
  return known.size === names.length ? known : undefined;
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
  const starts = before.starts.slice(0, start + 1);
  const between: Item[] = [];
  const from = starts[start]!;
  for (let place = start; place < end; place++) {
    const list = lists[place]!;
    for (let at = 0; at < list.length; at++) between.push(list[at]!);
    starts.push(from + between.length);
  }
  if (tables === noTables) return between;
  const longer = starts[end]! - before.starts[wasEnd]!;
  for (let place = wasEnd + 1; place < before.starts.length; place++) starts.push(before.starts[place]! + longer);
  const items = before.items.slice(0, from).concat(between, before.items.slice(before.starts[wasEnd]));
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
  const { places } = compared(before, items, stretch);
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

/** Where a list differs from another: before `start`, and from `end` (in the other `wasEnd`) on, they are the same. */
interface Stretch {
  readonly start: number;
  readonly wasEnd: number;
  readonly end: number;
}

export function stretchOf(before: readonly unknown[], items: readonly unknown[]): Stretch {
  let start = 0;
  let wasEnd = before.length;
  let end = items.length;
  if (before === items) return { start: end, wasEnd, end };
  // Unlike `===` it does not fetch what is the same to see of what kind it is.
  while (start < wasEnd && start < end && Object.is(before[start], items[start])) start++;
  while (wasEnd > start && end > start && Object.is(before[wasEnd - 1], items[end - 1])) {
    wasEnd--;
    end--;
  }
  return { start, wasEnd, end };
}

/** A list as it was given, and in order. */
interface Ordered<Item> {
  readonly items: readonly Item[];
  readonly sorted: Item[];
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

/** In which order of two comes first; 0 where neither does. */
type Compare<Item> = (a: Item, b: Item) => number;

/** The items in order, as a stable sort puts them. Those that the list of that name had before stay as they were then: of thousands few are compared. */
export function sortAgain<Item extends object>(name: string, items: readonly Item[], compare: Compare<Item>, tables: Tables): Item[] {
  if (tables === noTables) return [...items].sort(compare);
  const kept = tables.table<object, Ordered<Item>>(`order ${name}`, []);
  const before = kept.get(only);
  const change = before && changeOf(before.items, items);
  const sorted = (before && change && exchange(before.sorted, change.removed, change.added, compare)) ?? [...items].sort(compare);
  kept.set(only, { items, sorted });
  return sorted;
}

/** So many are found and moved sooner than all are sorted. */
const few = 200;

/** A sorted list without some and with others; undefined where they are many, or where the order of two hangs on which of them came first. */
function exchange<Item>(sorted: Item[], removed: readonly Item[], added: readonly Item[], compare: Compare<Item>): Item[] | undefined {
  if (removed.length + added.length === 0) return sorted;
  if (removed.length + added.length > few) return undefined;
  const exchanged = [...sorted];
  for (const item of removed) exchanged.splice(exchanged.indexOf(item, placeIn(exchanged, item, compare)), 1);
  for (const item of added) {
    const place = placeIn(exchanged, item, compare);
    if (place < exchanged.length && compare(exchanged[place]!, item) === 0) return undefined;
    exchanged.splice(place, 0, item);
  }
  return exchanged;
}

/** Before which of these it belongs. */
function placeIn<Item>(sorted: readonly Item[], item: Item, compare: Compare<Item>): number {
  return firstPlace(sorted.length, (place) => compare(sorted[place]!, item) >= 0);
}

/** What one list has and the other has not; undefined where what both have is in another order. */
function changeOf<Item extends object>(before: readonly Item[], items: readonly Item[]): { readonly added: readonly Item[]; readonly removed: readonly Item[] } | undefined {
  const { start, wasEnd, end } = stretchOf(before, items);
  const [were, are] = [before.slice(start, wasEnd), items.slice(start, end)];
  const [known, now] = [new Set(were), new Set(are)];
  const added = are.filter((each) => !known.has(each));
  const removed = were.filter((each) => !now.has(each));
  const stayed = were.filter((each) => now.has(each));
  let at = 0;
  return are.every((each) => !known.has(each) || each === stayed[at++]) ? { added, removed } : undefined;
}
