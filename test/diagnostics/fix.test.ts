import { expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { applyFixes } from "../../src/diagnostics/fix.js";

const source = { path: "site.infra", text: "one two three four" };

/** A report whose fix replaces words of the text, each written `from=to`; `=to` is put at the end, `from=` taken away. */
function report(code: string, ...edits: readonly string[]): Diagnostic {
  const fix = edits.map((edit) => {
    const [from = "", to = ""] = edit.split("=");
    const start = from === "" ? source.text.length : source.text.indexOf(from);
    return { span: { source, start, end: start + from.length }, text: to };
  });
  return { code, severity: "error", message: "m", primary: { span: fix[0]?.span ?? { source, start: 0, end: 0 } }, related: [], notes: [], ...(fix.length === 0 ? {} : { fix }) };
}

it.each<readonly [string, readonly Diagnostic[], string, readonly string[]]>([
  ["nothing to mend", [report("a")], "one two three four", []],
  ["one edit", [report("a", "two=2")], "one 2 three four", ["a"]],
  ["edits in any order", [report("a", "four=4"), report("b", "one=1")], "1 two three 4", ["a", "b"]],
  ["an edit that makes the text longer before another", [report("a", "one=a longer one"), report("b", "four=4")], "a longer one two three 4", ["a", "b"]],
  ["several edits of one fix", [report("a", "one=1", "three=", "=!")], "1 two  four!", ["a"]],
  ["two fixes of one place: the first", [report("a", "two=2"), report("b", "two=zwei")], "one 2 three four", ["a"]],
  ["one inside another: the one that begins first", [report("a", "wo t=_"), report("b", "two three=23")], "one 23 four", ["b"]],
  ["a fix of which a part overlaps is left whole", [report("a", "two=2"), report("b", "two=zwei", "four=4")], "one 2 three four", ["a"]],
  ["two insertions at one place: the first", [report("a", "=!"), report("b", "=?")], "one two three four!", ["a"]],
  ["edits that touch", [report("a", "one =1"), report("b", "two=2")], "12 three four", ["a", "b"]],
])("applies %s", (_, reports, text, applied) => {
  const fixed = applyFixes("site.infra", source.text, reports);
  expect(fixed.text).toBe(text);
  expect(fixed.applied.map(({ code }) => code)).toEqual(applied);
});

it("leaves fixes of other files for those", () => {
  expect(applyFixes("other.infra", "x", [report("a", "two=2")])).toEqual({ text: "x", applied: [], mends: [] });
});

it("takes no longer for many", () => {
  const text = "ab".repeat(100_000);
  const long = { path: "site.infra", text };
  const reports = Array.from({ length: 100_000 }, (_, index): Diagnostic => {
    const span = { source: long, start: index * 2, end: index * 2 + 1 };
    return { code: "a", severity: "error", message: "m", primary: { span }, related: [], notes: [], fix: [{ span, text: "" }] };
  });
  expect(applyFixes("site.infra", text, reports).text).toBe("b".repeat(100_000));
});
