import { noTables, type Tables } from "../source/tables.js";

/** A list as it was made, and the same in order. */
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

/**
 * The items in order, as a stable sort puts them. What is the same as in the list that had this name before stays as it was sorted then: of thousands few
 * are compared.
 */
export function sortAgain<Item extends object>(name: string, items: readonly Item[], compare: (a: Item, b: Item) => number, tables: Tables): Item[] {
  if (tables === noTables) return [...items].sort(compare);
  const kept = tables.table<object, Ordered<Item>>(`order ${name}`, []);
  const before = kept.get(only);
  const sorted = (before && sortedBy(before, items, compare)) ?? [...items].sort(compare);
  kept.set(only, { items, sorted });
  return sorted;
}

/** Undefined where too much is another, or where the order of two hangs on which of them came first. */
function sortedBy<Item extends object>({ items: before, sorted }: Ordered<Item>, items: readonly Item[], compare: (a: Item, b: Item) => number): Item[] | undefined {
  const change = changeOf(before, items);
  if (change === undefined) return undefined;
  const gone = new Set(change.removed);
  const rest = gone.size === 0 ? sorted : sorted.filter((each) => !gone.has(each));
  if (change.added.length === 0) return rest;
  const added = [...change.added].sort(compare);
  const merged: Item[] = [];
  let taken = 0;
  for (let at = 0; at < added.length; at++) {
    const item = added[at]!;
    const place = placeIn(rest, item, compare);
    const isEqual = (place < rest.length && compare(item, rest[place]!) === 0) || (at > 0 && compare(added[at - 1]!, item) === 0);
    if (isEqual) return undefined;
    while (taken < place) merged.push(rest[taken++]!);
    merged.push(item);
  }
  while (taken < rest.length) merged.push(rest[taken++]!);
  return merged;
}

/** Before which of these it belongs. */
function placeIn<Item>(sorted: readonly Item[], item: Item, compare: (a: Item, b: Item) => number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(sorted[middle]!, item) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What one list has and the other has not; undefined where it is much, and where what both have is in another order. */
function changeOf<Item extends object>(before: readonly Item[], items: readonly Item[]): { readonly added: readonly Item[]; readonly removed: readonly Item[] } | undefined {
  let start = 0;
  while (start < before.length && start < items.length && before[start] === items[start]) start++;
  let same = 0;
  while (same < before.length - start && same < items.length - start && before[before.length - 1 - same] === items[items.length - 1 - same]) same++;
  const [were, are] = [before.slice(start, before.length - same), items.slice(start, items.length - same)];
  const [known, now] = [new Set(were), new Set(are)];
  const added = are.filter((each) => !known.has(each));
  const removed = were.filter((each) => !now.has(each));
  if (added.length * 16 > items.length + 256) return undefined;
  const stayed = were.filter((each) => now.has(each));
  let at = 0;
  return are.every((each) => !known.has(each) || each === stayed[at++]) ? { added, removed } : undefined;
}
