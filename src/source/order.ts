import { firstPlace } from "./bisect.js";

/** By UTF-16 code unit: the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** By name, numbers in names by value: `app2` before `app10`. Equal only when the names are. */
export function compareNames(a: string, b: string): number {
  let start = 0;
  while (start < a.length && start < b.length && a.charCodeAt(start) === b.charCodeAt(start)) start++;
  // Numbers of one length differ where their digits do.
  if (start < a.length && start < b.length) {
    const x = a.charCodeAt(start);
    const y = b.charCodeAt(start);
    if (isDigit(x) && isDigit(y) && endOfDigits(a, start) === endOfDigits(b, start)) return x - y;
  }
  // Numbers that begin alike are compared from their beginning.
  while (start > 0 && isDigit(a.charCodeAt(start - 1))) start--;
  return compareFrom(start, a, b) || compareText(a, b);
}

/** The item of that name, in a list in the order of names. */
export function findInOrder<Item>(items: readonly Item[], name: string, nameOf: (item: Item) => string): Item | undefined {
  const found = items[firstPlace(items.length, (place) => compareNames(nameOf(items[place]!), name) >= 0)];
  return found !== undefined && nameOf(found) === name ? found : undefined;
}

/** Both are the same up to `start`, where no number is cut in two. */
function compareFrom(start: number, a: string, b: string): number {
  let at = start;
  let other = start;
  let isInText = start > 0;
  while (at < a.length && other < b.length) {
    const x = a.charCodeAt(at);
    const y = b.charCodeAt(other);
    if (isDigit(x) && isDigit(y)) {
      const end = endOfDigits(a, at);
      const otherEnd = endOfDigits(b, other);
      const order = compareDigits(a, at, end, b, other, otherEnd);
      if (order !== 0) return order;
      at = end;
      other = otherEnd;
      isInText = false;
    } else if (x !== y) {
      // Text that ends where a number begins comes before text that goes on.
      return isInText && isDigit(x) !== isDigit(y) ? (isDigit(x) ? -1 : 1) : x - y;
    } else {
      at++;
      other++;
      isInText = true;
    }
  }
  return a.length - at - (b.length - other);
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function endOfDigits(text: string, start: number): number {
  let end = start;
  while (end < text.length && isDigit(text.charCodeAt(end))) end++;
  return end;
}

function compareDigits(a: string, start: number, end: number, b: string, otherStart: number, otherEnd: number): number {
  const at = skipZeros(a, start, end);
  const other = skipZeros(b, otherStart, otherEnd);
  const longer = end - at - (otherEnd - other);
  if (longer !== 0) return longer;
  for (let step = 0; at + step < end; step++) {
    const difference = a.charCodeAt(at + step) - b.charCodeAt(other + step);
    if (difference !== 0) return difference;
  }
  return 0;
}

function skipZeros(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && text.charCodeAt(at) === 48) at++;
  return at;
}
