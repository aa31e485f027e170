import { describe, expect, it } from "vitest";
import { createTables, noTables } from "../../src/source/tables.js";

describe("a table", () => {
  it("knows what was made of a thing while its frame is the same", () => {
    const tables = createTables();
    const [thing, frame] = [{}, { of: "all" }];
    tables.table<object, number>("counted", [frame, 1]).set(thing, 7);
    expect(tables.table<object, number>("counted", [frame, 1]).get(thing)).toBe(7);
    expect(tables.table<object, number>("other", [frame, 1]).get(thing)).toBeUndefined();
    expect(tables.table<object, number>("counted", [{ of: "all" }, 1]).get(thing)).toBeUndefined();
    expect(tables.table<object, number>("counted", [frame, 1]).get(thing)).toBeUndefined();
  });

  it("forgets what nobody asks for, when that is most of it", () => {
    const tables = createTables();
    const things = Array.from({ length: 5000 }, () => ({}));
    const first = tables.table<object, number>("counted", []);
    for (const [at, thing] of things.entries()) if (first.get(thing) === undefined) first.set(thing, at);
    for (let round = 0; round < 2; round++) for (const thing of things.slice(0, 10)) tables.table<object, number>("counted", []).get(thing);
    expect(tables.table<object, number>("counted", []).get(things[4000]!)).toBeUndefined();
  });

  it("is known after many compilations with faults, which do not ask for all names", () => {
    const tables = createTables();
    const thing = {};
    tables.table<object, number>("pools web", []).set(thing, 7);
    for (let round = 0; round < 100; round++) tables.end(false);
    expect(tables.table<object, number>("pools web", []).get(thing)).toBe(7);
    for (let round = 0; round < 101; round++) tables.end(false);
    expect(tables.table<object, number>("pools web", []).get(thing)).toBeUndefined();
  });

  it("is forgotten when ten compilations did not ask for its name", () => {
    const tables = createTables();
    const thing = {};
    tables.table<object, number>("pools web", []).set(thing, 7);
    for (let round = 0; round < 10; round++) tables.end(true);
    expect(tables.table<object, number>("pools web", []).get(thing)).toBe(7);
    for (let round = 0; round < 11; round++) tables.end(true);
    expect(tables.table<object, number>("pools web", []).get(thing)).toBeUndefined();
  });

  it("is not forgotten while it is still what somebody asks for who is passed over", () => {
    const tables = createTables();
    const [thing, other] = [{}, {}];
    tables.during("nginx", () => {
      tables.table<object, number>("pools web", []).set(thing, 7);
      tables.during("inside", () => tables.same("names", [1]));
    });
    tables.table<object, number>("beside", []).set(other, 8);
    for (let round = 0; round < 30; round++) {
      tables.still("nginx");
      tables.end(true);
    }
    const names = [1];
    expect(tables.same("names", names)).not.toBe(names);
    expect(tables.table<object, number>("beside", []).get(other)).toBeUndefined();
    expect(tables.table<object, number>("pools web", []).get(thing)).toBe(7);
    for (let round = 0; round < 11; round++) tables.end(true);
    tables.still("nginx");
    expect(tables.table<object, number>("pools web", []).get(thing)).toBeUndefined();
  });

  it("knows nothing where nothing is kept", () => {
    const thing = {};
    noTables.table<object, number>("counted", []).set(thing, 7);
    expect(noTables.table<object, number>("counted", []).get(thing)).toBeUndefined();
  });
});

describe("what is the same", () => {
  const place = { path: "s", text: "" };

  it("is the value of before, where it is equal in all of its parts", () => {
    const tables = createTables();
    const first = { name: "a", list: [1, { deep: place }], none: undefined };
    expect(tables.same("a", first)).toBe(first);
    expect(tables.same("a", { name: "a", list: [1, { deep: place }], none: undefined })).toBe(first);
    const other = { name: "a", list: [1, { deep: place }, 2], none: undefined };
    expect(tables.same("a", other)).toBe(other);
    const less = { name: "a", list: [1, { deep: place }, 2] };
    expect(tables.same("a", less)).toBe(less);
  });

  it("is never a map or a set that is another one", () => {
    const tables = createTables();
    const set = new Set(["a"]);
    expect(tables.same("s", set)).toBe(set);
    const other = new Set(["b"]);
    expect(tables.same("s", other)).toBe(other);
  });

  it("is found in a list by its key, wherever it stands", () => {
    const tables = createTables();
    const named = (name: string, port: number) => ({ name, port });
    const [a, b, c] = tables.sameEach("list", [named("a", 1), named("b", 2), named("c", 3)], ({ name }) => name);
    const next = tables.sameEach("list", [named("b", 2), named("a", 9), named("c", 3)], ({ name }) => name);
    expect(next[0]).toBe(b);
    expect(next[1]).toEqual({ name: "a", port: 9 });
    expect(next[1]).not.toBe(a);
    expect(next[2]).toBe(c);
  });
});
