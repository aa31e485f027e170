import { firstPlace } from "./bisect.js";
import { stretchOf } from "./stretch.js";
import { noTables, type Tables } from "./tables.js";

/** A list as it was given, and in order. */
interface Ordered<Item> {
  readonly items: readonly Item[];
  readonly sorted: Item[];
}

/** In which order of two comes first; 0 where neither does. */
type Compare<Item> = (a: Item, b: Item) => number;

/** The items in order, as a stable sort puts them. Those that the list of that name had before stay as they were then: of thousands few are compared. */
export function sortAgain<Item extends object>(name: string, items: readonly Item[], compare: Compare<Item>, tables: Tables): Item[] {
  if (tables === noTables) return [...items].sort(compare);
  const slot = tables.slot<Ordered<Item>>(`order ${name}`, []);
  const before = slot.get();
  const change = before && changeOf(before.items, items);
  const sorted = (before && change && exchange(before.sorted, change.removed, change.added, compare)) ?? [...items].sort(compare);
  slot.set({ items, sorted });
  return sorted;
}

/** So many are found and moved sooner than all are sorted. */
const few = 200;

/** A sorted list without some and with others; undefined where they are many, or where the order of two hangs on which of them came first. */
function exchange<Item>(sorted: Item[], removed: readonly Item[], added: readonly Item[], compare: Compare<Item>): Item[] | undefined {
  if (removed.length + added.length === 0) return sorted;
  if (removed.length + added.length > few) return undefined;
  const exchanged = sorted.slice();
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

/** At which place each of these keys stands first, until they are asked for again. */
export function placesAgain(name: string, keys: readonly string[], tables: Tables): ReadonlyMap<string, number> {
  const slot = tables.slot<Placed>(`places ${name}`, []);
  const before = slot.get();
  const places = (before && exchangePlaces(before, keys)) ?? placesIn(keys);
  slot.set({ keys, places });
  return places;
}

interface Placed {
  readonly keys: readonly string[];
  readonly places: Map<string, number>;
}

function placesIn(keys: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (let at = keys.length - 1; at >= 0; at--) places.set(keys[at]!, at);
  return places;
}

/** The same where others stand in the place of some; undefined where keys moved, or one is there twice. */
function exchangePlaces({ keys: were, places }: Placed, keys: readonly string[]): Map<string, number> | undefined {
  const { start, end } = stretchOf(were, keys);
  if (were.length !== keys.length || end - start > few || places.size < were.length) return undefined;
  for (let at = start; at < end; at++) places.delete(were[at]!);
  for (let at = start; at < end; at++) places.set(keys[at]!, at);
  // A key that came and stands elsewhere, too, has the last of its places now.
  return places.size === keys.length ? places : undefined;
}
