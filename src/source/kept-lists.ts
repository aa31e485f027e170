import { differenceOf, exchanged, type Stretch, stretchOf } from "./stretch.js";
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
    return withOthers(isAt(before.kept, start, wasEnd, between) ? before.kept : exchanged(before.kept, start, wasEnd, between), others);
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

/** Whether these and no others are what a list has from `start` to `end`. */
function isAt(list: readonly unknown[], start: number, end: number, between: readonly unknown[]): boolean {
  if (between.length !== end - start) return false;
  for (let at = 0; at < between.length; at++) if (!Object.is(list[start + at], between[at])) return false;
  return true;
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

/** The stretch outside of which none of these lists differs. */
function stretchOfAll(were: Many, lists: Many): Stretch {
  const length = lists[0]!.length;
  let [start, alike] = [length, length];
  for (let which = 0; which < lists.length; which++) {
    const own = stretchOf(were[which]!, lists[which]!);
    if (own.start === length && own.wasEnd === length) continue;
    start = Math.min(start, own.start);
    alike = Math.min(alike, length - own.end);
  }
  return start === length && alike === length ? { start, wasEnd: start, end: start } : { start, wasEnd: were[0]!.length - alike, end: length - alike };
}

/** To keep what is found of fewer takes longer than to find it. */
const short = 64;

/** Items, of which it is so or not, and those of which it is. */
interface Filtered<Item> {
  readonly items: readonly Item[];
  readonly are: readonly boolean[];
  readonly found: readonly Item[];
}

/** The items of which it is so; whether it is hangs on the item alone. It is the same list as before while they are the same. */
export function filterAgain<Item>(name: string, items: readonly Item[], is: (item: Item) => boolean, tables: Tables): readonly Item[] {
  if (tables === noTables || items.length < short) return items.filter(is);
  const are = eachAgain(name, [], items, is, { tables });
  const table = tables.table<object, Filtered<Item>>(`filtered ${name}`, []);
  const before = table.get(only);
  const found = before?.are === are && !hasAny(are, stretchOf(before.items, items)) ? before.found : are.includes(false) ? items.filter((_, at) => are[at]) : items;
  table.set(only, { items, are, found });
  return found;
}

function hasAny(are: readonly boolean[], { start, end }: Stretch): boolean {
  return are.slice(start, end).includes(true);
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
  const starts = isAt(before.starts, start + 1, wasEnd + 1, ends) ? before.starts : exchanged(before.starts, start + 1, wasEnd + 1, ends);
  const longer = from + between.length - until;
  if (longer !== 0) for (let place = end + 1; place < starts.length; place++) (starts as number[])[place]! += longer;
  const items = isAt(before.items, from, until, between) ? before.items : exchanged(before.items, from, until, between);
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
