import { expect, test } from "vitest";
import { analyzeText, expand, faultsOf } from "../kit/compile.js";

const programs = "service migrate image m port 80 once\nservice auth image a port 81\n";

function waits(after: string) {
  const text = `${programs}service api image i port 82 after ${after}`;
  expect(faultsOf(text)).toEqual([]);
  return analyzeText(text).site.engines[0]!.containers.find(({ name }) => name === "api")!.after.map(({ container, condition }) => [container, condition]);
}

test("what runs once is waited for to its end, anything else until it has started", () => {
  expect(waits("migrate")).toEqual([["migrate", "done"]]);
  expect(waits("auth")).toEqual([["auth", "started"]]);
  expect(waits("auth, migrate")).toEqual([["auth", "started"], ["migrate", "done"]]);
});

test("what is said holds", () => {
  expect(waits("migrate started")).toEqual([["migrate", "started"]]);
});

test("it is written out, once", () => {
  const written = expand(`${programs}service api image i port 82 after auth, migrate`);
  expect(written).toContain("  after auth\n  after migrate done\n");
  expect(expand(written)).toBe(written);
});
