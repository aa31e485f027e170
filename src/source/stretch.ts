/** Where a list differs from another: before `start`, and from `end` (in the other `wasEnd`) on, they are the same. */
export interface Stretch {
  readonly start: number;
  readonly wasEnd: number;
  readonly end: number;
}

/** Lists that do not change; what many are made from is asked about as often. */
export function stretchOf(before: readonly unknown[], items: readonly unknown[]): Stretch {
  if (before === items) return { start: items.length, wasEnd: items.length, end: items.length };
  if (items.length < long) return compare(before, items);
  const known = compared.get(items);
  if (known?.before === before) return known.stretch;
  const stretch = compare(before, items);
  compared.set(items, { before, stretch });
  // Else each list would hold the one before it, and that the one before, for ever.
  compared.delete(before);
  return stretch;
}

/** Of fewer it is not worth while to know it. */
const long = 200;

/** Of each list with which it was compared last. */
const compared = new WeakMap<readonly unknown[], { readonly before: readonly unknown[]; readonly stretch: Stretch }>();

function compare(before: readonly unknown[], items: readonly unknown[]): Stretch {
  let start = 0;
  let wasEnd = before.length;
  let end = items.length;
  // Unlike `===` it does not fetch what is the same to see of what kind it is.
  while (start < wasEnd && start < end && Object.is(before[start], items[start])) start++;
  while (wasEnd > start && end > start && Object.is(before[wasEnd - 1], items[end - 1])) {
    wasEnd--;
    end--;
  }
  return { start, wasEnd, end };
}

/** Lists of one length. */
export type Many = readonly (readonly unknown[])[];

/** The stretch outside of which none of these differs. */
export function stretchOfAll(were: Many, lists: Many): Stretch {
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

/** The list with others between `start` and `wasEnd`. Of one that stays as long it makes one copy: of lists of thousands each is a burden to the collector. */
export function exchanged<Item>(list: readonly Item[], start: number, wasEnd: number, between: readonly Item[]): Item[] {
  if (between.length !== wasEnd - start) return list.slice(0, start).concat(between, list.slice(wasEnd));
  const copy = list.slice();
  for (let at = 0; at < between.length; at++) copy[start + at] = between[at]!;
  return copy;
}

/** The same; the list itself where nothing in it is another. */
export function exchangedIn<Item>(list: readonly Item[], start: number, wasEnd: number, between: readonly Item[]): readonly Item[] {
  return between.length === wasEnd - start && between.every((item, at) => Object.is(item, list[start + at])) ? list : exchanged(list, start, wasEnd, between);
}

// So many that were left out one after the other are passed over sooner than all are looked up.
const fewLeftOut = 8;

// Before the first place, and not right before it.
const nowhere = -2;

/** How a stretch differs from what it was. */
export interface Difference {
  /** For each of its items the place where it was; `nowhere` of what was not in it. */
  readonly places: readonly number[];
  /** The places of what was there before and is not now, or elsewhere. */
  readonly leftOut: readonly number[];
  /** The places of what was not there before, or elsewhere. */
  readonly added: readonly number[];
}

export function differenceOf(were: readonly unknown[], items: readonly unknown[], { start, wasEnd, end }: Stretch): Difference {
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
