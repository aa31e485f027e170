import { firstPlace } from "./bisect.js";
import { groupBy } from "./group.js";
import { inFile, type Span } from "./source.js";

/** Items that each lie over a span, to be asked which of them hold another one. */
export interface SpanIndex<Item> {
  /** The items whose spans hold `span`, both ends included: the innermost first, those of one span in their order. */
  around(span: Span): readonly Item[];
}

interface Nest<Item> {
  readonly start: number;
  readonly end: number;
  readonly items: Item[];
  /** The smallest one that holds it. */
  readonly outer: Nest<Item> | undefined;
}

/** Indexes items by their spans, any two of which lie apart or one inside the other, as statements do. */
export function indexSpans<Item>(items: Iterable<readonly [Span, Item]>): SpanIndex<Item> {
  const placed = Array.from(items, ([span, item]) => [inFile(span), item] as const);
  const bySource = groupBy(placed, ([span]) => span.source.path);
  const nests = new Map([...bySource].map(([path, pairs]) => [path, nest(pairs)]));
  return {
    around(asked) {
      const found: Item[] = [];
      const { source, start, end } = inFile(asked);
      let at = lastBefore(nests.get(source.path) ?? [], start);
      for (; at !== undefined; at = at.outer) if (at.end >= end) found.push(...at.items);
      return found;
    },
  };
}

/** In the order of their starts, the outer before the inner. */
function nest<Item>(pairs: readonly (readonly [Span, Item])[]): readonly Nest<Item>[] {
  const sorted = [...pairs].sort(([a], [b]) => a.start - b.start || b.end - a.end);
  const found: Nest<Item>[] = [];
  const open: Nest<Item>[] = [];
  for (const [{ start, end }, item] of sorted) {
    while (open.length > 0 && open.at(-1)!.end < end) open.pop();
    const last = open.at(-1);
    if (last?.start === start && last.end === end) {
      last.items.push(item);
      continue;
    }
    const next = { start, end, items: [item], outer: last };
    found.push(next);
    open.push(next);
  }
  return found;
}

/** The last one that does not start after `offset`. */
function lastBefore<Item>(nests: readonly Nest<Item>[], offset: number): Nest<Item> | undefined {
  return nests[firstPlace(nests.length, (place) => nests[place]!.start > offset) - 1];
}
