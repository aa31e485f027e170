import fc from "fast-check";
import { expect, test } from "vitest";
import { compareNames, compareText } from "../../src/source/order.js";

/** What the order means, part by part: digits by value, all else as text; fewer parts first. */
function byParts(a: string, b: string): number {
  const [left, right] = [a, b].map((name) => name.match(/\d+|\D+/g) ?? []) as unknown as [string[], string[]];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const [x, y] = [left[index]!, right[index]!];
    const areNumbers = /^\d/.test(x) && /^\d/.test(y);
    const order = areNumbers ? Math.sign(Number(BigInt(x) - BigInt(y))) : compareText(x, y);
    if (order !== 0) return order;
  }
  return Math.sign(left.length - right.length) || compareText(a, b);
}

test("numbers in names count by their value", () => {
  expect(["app10", "app2", "app", "app02", "b1", "a-1", "a1b", "a1", "1", "01", "ab"].sort(compareNames)).toEqual(["01", "1", "a1", "a1b", "a-1", "ab", "app", "app02", "app2", "app10", "b1"]);
});

test("any two names are in the order of their parts", () => {
  const name = fc.string({ unit: fc.constantFrom("a", "b", "A", "-", ".", "_", "/", "0", "1", "2", "9", "é", "商"), maxLength: 8 });
  const sameOrder = fc.property(name, name, (a, b) => {
    expect(Math.sign(compareNames(a, b))).toBe(byParts(a, b));
  });
  fc.assert(sameOrder, { numRuns: 3000 });
});
