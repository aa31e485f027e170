import { oncePer } from "./once.js";

/** The items by what `keyOf` says of each, in the order in which they come. */
export function groupBy<Key, Item>(items: Iterable<Item>, keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  const list = Array.isArray(items) ? (items as readonly Item[]) : [...items];
  for (let at = 0; at < list.length; at++) {
    const item = list[at]!;
    addTo(groups, keyOf(item), item);
  }
  return groups;
}

/** Adds an item to the group of its key. */
export function addTo<Key, Item>(groups: Map<Key, Item[]>, key: Key, item: Item): void {
  const group = groups.get(key);
  if (group === undefined) groups.set(key, [item]);
  else group.push(item);
}

/**
 * A look-up in lists that no longer change: each is read once, however often it is asked. Of several items with one key it gives the first.
 */
export function lookupBy<Item extends object, Key>(keyOf: (item: Item) => Key): <Found extends Item>(items: readonly Found[], key: Key) => Found | undefined {
  const byKey = oncePer((items: readonly Item[]) => {
    const made = new Map<Key, Item>();
    for (let at = items.length - 1; at >= 0; at--) made.set(keyOf(items[at]!), items[at]!);
    return made;
  });
  return <Found extends Item>(items: readonly Found[], key: Key) => byKey(items).get(key) as Found | undefined;
}

/** The places of each of these keys, in a list that no longer changes. */
export const placesBy = oncePer((keys: readonly string[]): ReadonlyMap<string, readonly number[]> => {
  const places = new Map<string, number[]>();
  for (let at = 0; at < keys.length; at++) addTo(places, keys[at]!, at);
  return places;
});

/** The item of that name, in a list that no longer changes. */
export const findNamed = lookupBy(({ name }: { readonly name: string }) => name);

/** A look-up as `lookupBy` makes it, of all items with one key, in their order. */
export function groupsBy<Item extends object, Key>(keyOf: (item: Item) => Key): (items: readonly Item[], key: Key) => readonly Item[] {
  const groups = oncePer((items: readonly Item[]) => groupBy(items, keyOf));
  return (items, key) => groups(items).get(key) ?? [];
}

/** The items of these names, in the order of the list, which no longer changes. */
export function pickNamed<Item extends { readonly name: string }>(items: readonly Item[], names: readonly string[]): readonly Item[] {
  if (names.length > 1) {
    const wanted = new Set(names);
    return items.filter(({ name }) => wanted.has(name));
  }
  const found = names[0] === undefined ? undefined : findNamed(items, names[0]);
  return found === undefined ? [] : [found];
}
