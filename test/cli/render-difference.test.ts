import fc from "fast-check";
import { expect, it } from "vitest";
import { renderDifference } from "../../src/cli/render-difference.js";

const same = (text: string): string => text;
const plain = { error: same, warning: same, info: same, good: same, bold: same, dim: same };

/** What `patch` does of texts whose lines all end: replaces each hunk's old lines at the line that its heading says. */
function apply(before: string, difference: string): string {
  const lines: string[] = before.match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const result: string[] = [];
  let at = 0;
  for (const row of difference.split("\n").slice(2, -1)) {
    const heading = /^@@ -(\d+),(\d+) /.exec(row);
    const text = `${row.slice(1)}\n`;
    if (heading) {
      const start = Number(heading[1]) - (heading[2] === "0" ? 0 : 1);
      result.push(...lines.slice(at, start));
      at = start;
    } else if (row.startsWith("+")) result.push(text);
    else {
      expect(lines[at]!.replace(/\n$/, "")).toBe(row.slice(1));
      if (row.startsWith(" ")) result.push(text);
      at++;
    }
  }
  return [...result, ...lines.slice(at)].join("");
}

it("is empty for equal texts", () => {
  expect(renderDifference("a", "x\n", "x\n", plain)).toBe("");
});

it("leads from any text to any other, as patch reads it", () => {
  const text = fc.array(fc.constantFrom("a", "b", "c", "", "d"), { maxLength: 30 }).map((lines) => lines.map((line) => `${line}\n`).join(""));
  fc.assert(fc.property(text, text, (before, after) => void expect(apply(before, renderDifference("a", before, after, plain))).toBe(after)));
});

it("says that the last line has no end", () => {
  expect(renderDifference("a", "x", "x\n", plain)).toBe("--- a\n+++ a\n@@ -1,1 +1,1 @@\n-x\n\\ No newline at end of file\n+x\n");
});

it("takes texts that differ everywhere", () => {
  const lines = (word: string): string => Array.from({ length: 20_000 }, (_, index) => `${word} ${index}\n`).join("");
  const start = performance.now();
  expect(renderDifference("a", lines("x"), lines("y"), plain).split("\n").length).toBe(40_004);
  expect(performance.now() - start).toBeLessThan(5000);
});
