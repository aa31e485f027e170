import { noTables, type Tables } from "../source/tables.js";

/** A list as it was given, and in order. */
interface Ordered<Item> {
  readonly items: readonly Item[];
  readonly sorted: Item[];
}

const only = {};

/** The list that had this name before where it has the same items, else this one. */
export function sameItems<Item extends object>(name: string, items: Item[], tables: Tables): Item[] {
  if (tables === noTables) return items;
  const kept = tables.table<object, Item[]>(`list ${name}`, []);
  const before = kept.get(only);
  if (before !== undefined && before.length === items.length && before.every((each, at) => each === items[at])) return before;
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
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What one list has and the other has not; undefined where what both have is in another order. */
function changeOf<Item extends object>(before: readonly Item[], items: readonly Item[]): { readonly added: readonly Item[]; readonly removed: readonly Item[] } | undefined {
  let start = 0;
  while (start < before.length && start < items.length && before[start] === items[start]) start++;
  let same = 0;
  while (same < before.length - start && same < items.length - start && before[before.length - 1 - same] === items[items.length - 1 - same]) same++;
  const [were, are] = [before.slice(start, before.length - same), items.slice(start, items.length - same)];
  const [known, now] = [new Set(were), new Set(are)];
  const added = are.filter((each) => !known.has(each));
  const removed = were.filter((each) => !now.has(each));
  const stayed = were.filter((each) => now.has(each));
  let at = 0;
  return are.every((each) => !known.has(each) || each === stayed[at++]) ? { added, removed } : undefined;
}
