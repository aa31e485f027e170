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

/**
 * The statements next to a change, on lines of their own: comments and blank lines between are of what follows, so both are read again.
 * `starts` are the statements' places in `text`, in order; `endOf` tells where one ends.
 */
export function statementsAround(change: Change, text: string, starts: readonly number[], endOf: (at: number) => number): Around {
  const count = starts.length;
  const endOfLine = (at: number): number => {
    const end = text.indexOf("\n", endOf(at));
    return end < 0 ? text.length : end;
  };
  // A statement may begin on the line on which the one before ends.
  const standsAlone = (at: number): boolean => at + 1 >= count || starts[at + 1]! > endOfLine(at);
  let first = firstPlace(count, (at) => starts[at]! >= change.start) - 1;
  while (first >= 0 && !(endOfLine(first) < change.start && standsAlone(first))) first--;
  let last = firstPlace(count, (at) => starts[at]! >= change.end);
  while (last < count && !(text.lastIndexOf("\n", starts[last]! - 1) >= change.end && standsAlone(last) && (last === 0 || standsAlone(last - 1)))) last++;
  const [hasBefore, hasAfter] = [first >= 0, last < count];
  return { first, last, hasBefore, hasAfter, start: hasBefore ? starts[first]! : 0, end: hasAfter ? endOfLine(last) : text.length };
}
