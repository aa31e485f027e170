import { firstPlace } from "../source/bisect.js";

/** Where two texts differ: up to `start` they are alike, and from `end` of the first on. */
export interface Change {
  readonly start: number;
  readonly end: number;
}

/** The smallest stretch of `before` outside of which both are alike. */
export function changeOf(before: string, after: string): Change {
  const most = Math.min(before.length, after.length);
  const start = longest(most, (length) => before.slice(0, length) === after.slice(0, length));
  const tail = longest(most - start, (length) => before.slice(before.length - length) === after.slice(after.length - length));
  return { start, end: before.length - tail };
}

/** The greatest length that holds, where all smaller ones do: engines compare texts by the block. */
function longest(most: number, holds: (length: number) => boolean): number {
  return firstPlace(most, (place) => !holds(place + 1));
}

/** What has to be read again of a text: from statement `first` to statement `last`, both of which did not change where they are there. */
export interface Around {
  readonly first: number;
  readonly last: number;
  /** Whether `first` is there: that not the beginning of the text changed. */
  readonly hasBefore: boolean;
  readonly hasAfter: boolean;
  /** In the text before the change. */
  readonly start: number;
  readonly end: number;
}

/** How statements are looked for around a change. */
export interface Look {
  /** Where a statement ends. */
  readonly endOf: (at: number) => number;
  /** Where faults are, in order: what is read up to a statement with a fault may have a part in it. */
  readonly faults?: readonly number[];
  /** How many statements more are to be read again than have to be. */
  readonly before?: number;
  readonly after?: number;
}

/**
 * The statements next to a change, on lines of their own: comments and blank lines between are of what follows, so both are read again.
 * `starts` are the statements' places in `text`, in order.
 */
export function statementsAround(change: Change, text: string, starts: readonly number[], { endOf, faults = [], before = 0, after = 0 }: Look): Around {
  const count = starts.length;
  const endOfLine = (at: number): number => {
    const end = text.indexOf("\n", endOf(at));
    return end < 0 ? text.length : end;
  };
  // A statement may begin on the line on which the one before ends.
  const standsAlone = (at: number): boolean => at + 1 >= count || starts[at + 1]! > endOfLine(at);
  const isSound = (at: number): boolean => {
    const fault = faults[firstPlace(faults.length, (place) => faults[place]! >= starts[at]!)];
    return fault === undefined || (at + 1 < count && fault >= starts[at + 1]!);
  };
  const isBefore = (at: number): boolean => endOfLine(at) < change.start && standsAlone(at);
  const isAfter = (at: number): boolean => text.lastIndexOf("\n", starts[at]! - 1) >= change.end && standsAlone(at) && (at === 0 || standsAlone(at - 1)) && isSound(at);
  let first = firstPlace(count, (at) => starts[at]! >= change.start) - 1;
  for (let more = before; first >= 0 && !(isBefore(first) && more-- === 0); ) first--;
  let last = firstPlace(count, (at) => starts[at]! >= change.end);
  for (let more = after; last < count && !(isAfter(last) && more-- === 0); ) last++;
  const [hasBefore, hasAfter] = [first >= 0, last < count];
  // A `\r` without its `\n` would be a fault.
  const end = hasAfter ? endOfLine(last) : text.length;
  return { first, last, hasBefore, hasAfter, start: hasBefore ? starts[first]! : 0, end: hasAfter && text[end - 1] === "\r" && text[end] === "\n" ? end - 1 : end };
}
