import { describe, expect, test } from "vitest";
import { countsAgain, filterAgain, firstsAgain, groupsAgain, partedAgain } from "../../src/source/kept-groups.js";
import { eachAgain, flatAgain, flatMapAgain, keptAgain, sameItems, someAgain, zipAgain } from "../../src/source/kept-lists.js";
import { placesAgain } from "../../src/source/kept-order.js";
import { createTables, noTables, type Tables } from "../../src/source/tables.js";
import { createTypist } from "../kit/edits.js";

interface Item {
  readonly name: string;
  readonly size: number;
}

const itemOf = (at: number): Item => ({ name: `item${at}`, size: at % 7 });
const itemsOf = (length: number): readonly Item[] => Array.from({ length }, (_, at) => itemOf(at));
const many = itemsOf(60);

/** The next of a row of lists that differ in little. */
function edited(items: readonly Item[], below: (count: number) => number, many: readonly Item[]): readonly Item[] {
  const at = below(items.length + 1);
  const other = below(items.length + 1);
  switch (below(8)) {
    case 0:
      return items.toSpliced(at, below(12));
    case 1:
      return items.toSpliced(at, 0, ...Array.from({ length: below(12) }, () => itemOf(below(200))));
    case 2:
      return items.toSpliced(at, 1).toSpliced(other, 0, ...items.slice(at, at + 1));
    case 3:
      return items.toReversed();
    case 4:
      return items.toSpliced(at, 0, ...items.slice(other, other + 3));
    case 5:
      return many;
    case 6:
      return items.length === 0 ? many : items.with(at % items.length, itemOf(below(200)));
    default:
      return [...items];
  }
}

/** The names of the items, kept where a caller says so. */
function keptOnce(tables: Tables, items: readonly Item[]): readonly (string | undefined)[] {
  const table = tables.table<typeof keptOnce, { readonly items: readonly Item[]; readonly kept: readonly (string | undefined)[] }>("kept once", []);
  const kept = keptAgain<Item, string>(table.get(keptOnce), items);
  for (let at = 0; at < items.length; at++) kept[at] ??= items[at]!.name;
  table.set(keptOnce, { items, kept });
  return kept;
}

describe("what is made of a list that changes a little", () => {
  test.each([
    [1, 60],
    [2, 60],
    [3, 60],
    [4, 60],
    [5, 300],
    [6, 300],
  ])("is what is made of it anew (%i: %i)", (seed, length) => {
    const { below } = createTypist(seed);
    const many = itemsOf(length);
    const tables = createTables();
    for (let round = 0, items = many; round < 400; round++, items = edited(items, below, many)) {
      const sizes = items.map(({ size }) => (below(20) === 0 ? 9 : size));
      const frame = [round % 50 === 0 ? round : 0];
      const distinct = [...new Set(items)];
      const reported: string[] = [];
      const made = (tables: typeof noTables): unknown => ({
        each: eachAgain("each", frame, items, ({ name }) => `${name} of ${frame[0]!}`, { tables }),
        some: eachAgain("some", [], items, ({ name, size }) => (size === 2 ? `${name} in round ${round}` : name), { tables }, ({ size }) => size !== 2),
        pairs: zipAgain("pairs", frame, [items, sizes], (at) => `${items[at]!.name} ${sizes[at]!} ${frame[0]!}`, { tables }),
        few: filterAgain("few", items, ({ size }) => size > 4, tables),
        parted: partedAgain("parted", frame, items, { odd: 1, long: 2, all: 4, none: 8 }, ({ name, size }) => (size % 2) + (name.length > 5 ? 2 : 0) + 4, tables),
        flat: flatAgain("flat", items.map(({ name, size }) => sameItems(`flat ${name} ${size}`, [name, size], tables)), tables),
        falls: someAgain("falls", items, ({ size }, before) => before !== undefined && before.size === 6 && size === 5, tables),
        large: someAgain("large", items, ({ name }) => name === "item190", tables),
        places: placesAgain("places", items.map(({ name }) => name), tables),
        kept: keptOnce(tables, items),
        counts: countsAgain("counts", items, ({ size }) => size, tables),
        groups: groupsAgain("groups", distinct.map(({ size }) => size), distinct, tables),
        named: groupsAgain("groups by name", distinct.map(({ name }) => name.slice(0, -1)), distinct, tables),
        letters: flatMapAgain("letters", items, ({ name }) => [...name], tables),
      });
      expect(made(tables), `round ${round}`).toEqual(made(noTables));
      const report = ({ name, size }: Item): string => {
        if (size === 3) reported.push(name);
        return name;
      };
      // What reports is made again each time, so that it reports again.
      eachAgain("reports", [], items, report, { tables, diagnostics: reported });
      expect(reported).toEqual(items.filter(({ size }) => size === 3).map(({ name }) => name));
    }
  });

  test("is the same list while all that is made is the same", () => {
    const tables = createTables();
    const long = itemsOf(100);
    const made = (items: readonly Item[]): readonly unknown[] => [
      eachAgain("sizes", [], items, ({ size }) => size, { tables }),
      zipAgain("sizes", [], [items, items], (at) => items[at]!.size, { tables }),
      filterAgain("large", items, ({ name }) => name === "item2", tables),
      flatAgain("sizes", items.map(({ size }) => [size]), tables),
    ];
    const before = made(long);
    // Of the fourth the size is the same.
    const again = made(long.with(3, itemOf(10)));
    expect(again.map((list, at) => list === before[at])).toEqual([true, true, true, true]);
    expect(made(long.with(2, itemOf(10))).map((list, at) => list === before[at])).toEqual([false, false, false, false]);
  });

  test("is asked of an item that comes after another one than before, also of the first", () => {
    const tables = createTables();
    const rises = (...sizes: readonly number[]): boolean => someAgain("rises", sizes, (size, before = 9) => size > before, tables);
    expect([rises(5, 4, 3), rises(5, 4, 3), rises(2, 5, 4, 3), rises(5, 4, 3), rises(6, 5, 4, 3), rises(4, 3), rises(3, 4), rises(4, 3), rises(4, 3, 5), rises(5, 3, 1), rises(3, 5, 1)]).toEqual([false, false, true, false, false, false, true, false, true, false, true]);
  });

  test("is made of what is new alone, however far the others moved", () => {
    const tables = createTables();
    let asked = 0;
    const keep = (items: readonly Item[]): number => {
      asked = 0;
      eachAgain("asked", [], items, () => ++asked, { tables });
      zipAgain("pairs", [], [items, items.map(({ name }) => name)], () => ++asked, { tables });
      someAgain("asked", items, () => ++asked < 0, tables);
      return asked;
    };
    expect(keep(many)).toBe(180);
    expect(keep([...many])).toBe(0);
    expect(keep(many.with(7, itemOf(99)))).toBe(4);
    // Those around a place that something left or came to are asked what comes before them.
    expect(keep([...many.slice(30), ...many.slice(0, 30)])).toBeLessThan(10);
    expect(keep(many.toSpliced(3, 1).toSpliced(50, 0, itemOf(99)))).toBeLessThan(10);
  });

  test("is the first of each kind, and all that are of none", () => {
    const { below } = createTypist(7);
    const tables = createTables();
    const kindOf = ({ name, size }: Item): string | undefined => (name.length > 5 ? undefined : `${size}`);
    for (let round = 0, items = many; round < 100; round++, items = edited(items, below, many)) {
      const firsts = items.filter((item, at) => kindOf(item) === undefined || items.findIndex((other) => kindOf(other) === kindOf(item)) === at);
      expect(firstsAgain("firsts", items, kindOf, tables)).toEqual(firsts);
      expect(firstsAgain("firsts", items, kindOf, noTables)).toBe(items);
    }
  });

  test("are made where they differ alone", () => {
    const tables = createTables();
    const items = many.slice(0, 50);
    let made = 0;
    const zip = (list: readonly Item[], marks: readonly string[]): readonly Item[] => zipAgain("zip", [], [list, marks], (at) => (made++, { name: `${list[at]!.name}${marks[at]}`, size: 0 }), { tables });
    const marks = items.map(() => "x");
    const first = zip(items, marks);
    for (const [list, own, count] of [
      [items.with(20, itemOf(99)), marks, 1],
      [[...items.toSpliced(20, 1), items[20]!], marks, 1],
      [items.toReversed(), marks, 0],
      [items, marks.with(7, "y"), 1],
      [items.toSpliced(7, 1), marks.slice(1), 0],
      [items, marks, 1],
    ] as const) {
      made = 0;
      zip(list, own);
      expect(made).toBe(count);
    }
    expect(zip(items, marks)).toBe(zip(items, marks));
    expect(zip(items, marks)[3]).toBe(first[3]);
  });

  test("are made again where something was reported, or where it hangs on others", () => {
    const tables = createTables();
    const diagnostics: string[] = [];
    const items = many.slice(0, 5);
    let made: string[] = [];
    const zip = (): unknown =>
      zipAgain("zip", [], [items], (at) => (made.push(items[at]!.name), at === 2 && diagnostics.push("no"), { at }), { tables, diagnostics }, (at) => at !== 4);
    zip();
    for (let round = 0; round < 2; round++) {
      made = [];
      zip();
      expect(made).toEqual(["item2", "item4"]);
    }
  });
});
