import { differenceOf, exchanged, exchangedIn, type Many, type Stretch, stretchOf, stretchOfAll } from "./stretch.js";
import { noTables, type Tables } from "./tables.js";

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
  const slot = tables.slot<Each<Item, Made>>(`each ${name}`, frame);
  const before = slot.get() ?? { items: [], kept: [], made: [] };
  const stretch = stretchOf(before.items, items);
  const { kept, made } = completed(before, stretch, keptBetween(before, items, stretch), { make: (at) => make(items[at]!, at), keeps: keeps && ((at) => keeps(items[at]!)), diagnostics });
  slot.set({ items, kept, made });
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

/** The same of what several lists of one length have at each place: it is as it was where the first had the same item, and the others what they had beside it. */
export function zipAgain<Made extends {}>(name: string, frame: readonly unknown[], lists: Many, make: (at: number) => Made, { tables, diagnostics }: Keeping, keeps?: (at: number) => boolean): readonly Made[] {
  const count = lists[0]!.length;
  if (tables === noTables) {
    const made: Made[] = [];
    for (let at = 0; at < count; at++) made.push(make(at));
    return made;
  }
  const slot = tables.slot<Zipped<Made>>(`zip ${name}`, frame);
  const before = slot.get() ?? { lists: lists.map(() => []), kept: [], made: [] };
  const stretch = stretchOfAll(before.lists, lists);
  const { places } = differenceOf(before.lists[0]!, lists[0]!, stretch);
  const between = places.map((place, at) => (place >= 0 && lists.every((list, which) => Object.is(list[stretch.start + at], before.lists[which]![place])) ? before.kept[place] : undefined));
  const { kept, made } = completed(before, stretch, between, { make, keeps, diagnostics });
  slot.set({ lists, kept, made });
  return made;
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
  const slot = tables.slot<Flat<Item>>(`flat ${name}`, []);
  const before = slot.get() ?? { of: [], starts: [0], items: [] };
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
  slot.set({ of: things, starts, items });
  return items;
}

/** Whether it is so of any item after the one before it. Where it was of none, those that follow the same one as then are not asked again. */
export function someAgain<Item>(name: string, items: readonly Item[], is: (item: Item, before: Item | undefined) => boolean, tables: Tables): boolean {
  if (tables === noTables) return items.some((item, at) => is(item, items[at - 1]));
  const slot = tables.slot<readonly Item[]>(`none ${name}`, []);
  const before = slot.get() ?? [];
  const stretch = stretchOf(before, items);
  const { start, wasEnd, end } = stretch;
  const { places } = differenceOf(before, items, stretch);
  let previous = start - 1;
  for (let at = start; at <= end && at < items.length; at++) {
    const place = at < end ? places[at - start]! : wasEnd;
    const follows = place === previous + 1;
    previous = place;
    if (follows || !is(items[at]!, items[at - 1])) continue;
    slot.set([]);
    return true;
  }
  slot.set(items);
  return false;
}

/** The list that had this name before where it has the same items, else this one. */
export function sameItems<List extends readonly unknown[]>(name: string, items: List, tables: Tables): List {
  if (tables === noTables) return items;
  const slot = tables.slot<List>(`list ${name}`, []);
  const before = slot.get();
  if (before !== undefined && before.length === items.length && stretchOf(before, items).start === items.length) return before;
  slot.set(items);
  return items;
}
