import { stretchOf } from "../source/stretch.js";
import type { Ranges } from "./ranges.js";

/** Whole lines that were written; they do not change, and may stand in several texts. */
export interface Printed {
  /** The text in order. */
  readonly parts: readonly string[];
  readonly lines: number;
  /** By its own lines. */
  readonly ranges: Ranges;
}

/** Items that stand one after the other in a list, and what was printed of them. */
interface Run<Item, Text> {
  readonly items: readonly Item[];
  readonly printed: Text;
}

/** A list in runs. */
export interface Runs<Item, Text = Printed> {
  readonly items: readonly Item[];
  readonly runs: readonly Run<Item, Text>[];
}

// An edit prints so many again; of so few texts and more a file is put together.
const longestRun = 32;

/** Of a shorter list no run is worth being kept. */
export const shortestList = 2 * longestRun;

/** The runs of a list, as they were `before` where they were; others are printed. Each that is `apart`, as it is another every time, is a run of its own. */
export function runsAgain<Item, Text = Printed>(before: Runs<Item, Text> | undefined, items: readonly Item[], print: (items: readonly Item[]) => Text, apart: ReadonlySet<Item> = new Set()): Runs<Item, Text> {
  const { items: were, runs } = before ?? { items: [], runs: [] };
  const { start, wasEnd } = stretchOf(were, items);
  let [first, from] = [0, 0];
  while (first < runs.length && from + runs[first]!.items.length <= start) from += runs[first++]!.items.length;
  let [last, until] = [runs.length, were.length];
  while (last > first && until - runs[last - 1]!.items.length >= wasEnd) until -= runs[--last]!.items.length;
  const between = runsBetween(runs.slice(first, last), items.slice(from, until + items.length - were.length), print, apart);
  return { items, runs: runs.slice(0, first).concat(between, runs.slice(last)) };
}

/** The same of what lies between those that stayed: some may be at another place. */
function runsBetween<Item, Text>(before: readonly Run<Item, Text>[], items: readonly Item[], print: (items: readonly Item[]) => Text, apart: ReadonlySet<Item>): readonly Run<Item, Text>[] {
  const known = new Map(before.map((run) => [run.items[0] as Item, run]));
  const isFirst = (item: Item): boolean => known.has(item) || apart.has(item);
  const runs: Run<Item, Text>[] = [];
  for (let at = 0; at < items.length; ) {
    const same = known.get(items[at]!);
    const run = same?.items.every((item, place) => item === items[at + place]) === true ? same : printRun(at, apart.has(items[at]!) ? 1 : longestRun, items, isFirst, print);
    runs.push(run);
    at += run.items.length;
  }
  return runs;
}

/** Prints the run from `start` on, up to where another one begins. */
function printRun<Item, Text>(start: number, longest: number, items: readonly Item[], isFirst: (item: Item) => boolean, print: (items: readonly Item[]) => Text): Run<Item, Text> {
  let end = start + 1;
  while (end < items.length && end - start < longest && !isFirst(items[end]!)) end++;
  const own = items.slice(start, end);
  return { items: own, printed: print(own) };
}
