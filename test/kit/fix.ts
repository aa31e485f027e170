import { expect } from "vitest";
import { bindDiagnostics } from "../../src/bind/diagnostics.js";
import { compile } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { applyFixes } from "../../src/diagnostics/fix.js";
import { syntaxDiagnostics } from "../../src/syntax/index.js";
import { exampleSecrets } from "./examples.js";

const early = new Set([...syntaxDiagnostics, ...bindDiagnostics].map(({ code }) => code));

/** Texts of a program by their paths; its entry is `site.infra`. */
export type Files = Readonly<Record<string, string>>;

/** All that is said of a program. */
export function reportsOf(files: Files): readonly Diagnostic[] {
  return compile({ entry: { path: "site.infra", text: files["site.infra"]! }, read: (path) => files[path] }, exampleSecrets).diagnostics;
}

/**
 * Applies the fix of each report of `code` that has one, alone: the text changes in its edits and nowhere else, the report is gone, and no fault is
 * there that was not there before. Returns how many it tried.
 */
export function expectFixes(code: string, files: Files): number {
  const before = reportsOf(files);
  const able = before.filter((report) => report.code === code && report.fix !== undefined);
  for (const report of able) {
    const mended = { ...files, ...applied(report, files) };
    const after = reportsOf(mended);
    const text = Object.values(mended).join("\n");
    const same = (each: Diagnostic): boolean => each.code === code && each.message === report.message;
    expect(after.filter(same).length, `the fix of ${code} does not mend it:\n${text}`).toBeLessThan(before.filter(same).length);
    const known = new Set(before.map(keyOf));
    // Later phases had not looked at a program with errors.
    const added = after.filter((each) => early.has(each.code) && each.severity === "error" && !known.has(keyOf(each)));
    expect(added.map(({ message }) => message), `the fix of ${code} makes another fault:\n${text}`).toEqual([]);
  }
  return able.length;
}

/** The files that a fix changes, as it leaves them. */
function applied(report: Diagnostic, files: Files): Files {
  const [first, ...others] = [...new Set(report.fix!.map(({ span }) => span.source.path))];
  expect(others, `the fix of ${report.code} changes one file`).toEqual([]);
  const text = files[first!]!;
  const fixed = applyFixes(first!, text, [report]);
  expect(fixed.applied, `the edits of ${report.code} do not overlap`).toEqual([report]);
  // Put together anew from what is between the edits, so that nothing else can have changed.
  const edits = [...report.fix!].sort((a, b) => a.span.start - b.span.start);
  const kept = [...edits.map(({ span }, index) => text.slice(edits[index - 1]?.span.end ?? 0, span.start)), text.slice(edits.at(-1)!.span.end)];
  expect(fixed.text).toBe(kept.map((part, index) => part + (edits[index]?.text ?? "")).join(""));
  return { [first!]: fixed.text };
}

function keyOf({ code, message }: Diagnostic): string {
  return `${code} ${message}`;
}
