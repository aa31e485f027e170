import { describe, expect, it } from "vitest";
import type { Diagnostic, Severity } from "../../src/diagnostics/diagnostic.js";
import { renderList } from "../../src/diagnostics/render-list.js";

const same = (text: string): string => text;
const plain = { error: same, warning: same, info: same, bold: same, dim: same };
const text = Array.from({ length: 200 }, (_, index) => `line ${index + 1}\n`).join("");
const source = { path: "site.infra", text };

/** A report of line `line`. */
function report(line: number, code: string, message: string, severity: Severity = "error"): Diagnostic {
  const start = text.indexOf(`line ${line}\n`);
  return { code, severity, message, primary: { span: { source, start, end: start + 4 } }, related: [], notes: [], help: "mend it" };
}

const many = (count: number, code: string, severity: Severity = "error") => Array.from({ length: count }, (_, index) => report(index + 1, code, `\`word${index}\` is wrong`, severity));
const wholes = (printed: string): number => [...printed.matchAll(/^(?:error|warning)\[/gm)].length;
const lines = (printed: string): number => [...printed.matchAll(/^(?:error|warning|note) /gm)].length;

describe("a list of reports", () => {
  it("is empty for none", () => {
    expect(renderList([], plain)).toBe("");
  });

  it("says a few that are alike whole", () => {
    const printed = renderList(many(5, "a"), plain);
    expect([wholes(printed), lines(printed)]).toEqual([5, 0]);
  });

  it("shows examples of more, and the others in a line each", () => {
    const printed = renderList(many(9, "a"), plain);
    expect([wholes(printed), lines(printed)]).toEqual([3, 6]);
    expect(printed).toContain("\nerror site.infra:4:1: `word3` is wrong [a]\nerror site.infra:5:1: ");
    expect(printed.endsWith("error site.infra:9:1: `word8` is wrong [a]\n\n")).toBe(true);
  });

  it("counts what is more than a few lines, and says how to see it", () => {
    const printed = renderList(many(100, "a"), plain);
    expect([wholes(printed), lines(printed)]).toEqual([3, 10]);
    expect(printed.endsWith("\n… and 87 more of `a`; `--all` shows them\n")).toBe(true);
    expect(printed.split("\n").length).toBeLessThan(40);
  });

  it("never counts one alone", () => {
    expect(lines(renderList(many(14, "a"), plain))).toBe(11);
    expect(renderList(many(14, "a"), plain)).not.toContain("…");
    expect(renderList(many(15, "a"), plain)).toContain("… and 2 more of `a`");
  });

  it("shows examples of each kind of words that a code has", () => {
    const other = Array.from({ length: 9 }, (_, index) => report(index + 50, "a", `\`word${index}\` comes too late`));
    expect(wholes(renderList([...many(9, "a"), ...other], plain))).toBe(6);
  });

  it("keeps the order of the source", () => {
    const printed = renderList([...many(8, "a"), report(100, "b", "once"), report(101, "a", "`x` is wrong")], plain);
    const order = [...printed.matchAll(/site\.infra:(\d+):1/g)].map(([, line]) => Number(line));
    expect(order).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 100, 101]);
    expect(printed).toContain("[a]\n\nerror[b]: once\n");
  });

  it("shows notes last, in a line each, and not all of a hundred", () => {
    const printed = renderList([...many(30, "n", "info"), report(199, "b", "grave")], plain);
    expect(printed.indexOf("error[b]")).toBe(0);
    expect(lines(printed)).toBe(10);
    expect(printed).toContain("note site.infra:1:1: `word0` is wrong [n]\n");
    expect(printed.endsWith("… and 20 more of `n`; `--all` shows them\n")).toBe(true);
  });

  it("with `all` says everything whole, notes in their lines", () => {
    const printed = renderList([...many(100, "a"), ...many(100, "n", "info")], plain, true);
    expect([wholes(printed), lines(printed)]).toEqual([100, 100]);
    expect(printed).not.toContain("…");
  });
});
