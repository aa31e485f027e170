import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderText } from "../../src/diagnostics/render-text.js";

const source = (text: string) => ({ path: "site.infra", text });

function diagnostic(text: string, word: string, extra: Partial<Diagnostic> = {}): Diagnostic {
  const start = text.indexOf(word);
  const span = { source: source(text), start, end: start + word.length };
  return { code: "a-fault", severity: "error", message: "`x` is wrong", primary: { span }, related: [], notes: [], ...extra };
}

/** The lines of a report below its heading and place. */
const linesOf = (report: string) => report.split("\n").slice(2, 4);

describe("a report in plain text", () => {
  it("says whether infc mends it, where it can: in a file", () => {
    const report = diagnostic("say x", "x");
    const fix = [{ span: report.primary.span, text: "y" }];
    const last = (given: Diagnostic): string | undefined => renderText(given).trimEnd().split("\n").at(-1);
    expect(last({ ...report, help: "write `y`", fix })).toBe(" = help: write `y` (`infc check --fix` mends this)");
    expect(last({ ...report, fix })).toBe(" = help: `infc check --fix` mends this");
    expect(last({ ...report, help: "write `y`", fix: [] })).toBe(" = help: write `y`");
    const input = { ...report.primary.span, source: { path: "-", text: "say x" } };
    expect(last({ ...report, primary: { span: input }, help: "write `y`", fix: [{ span: input, text: "y" }] })).toBe(" = help: write `y`");
  });

  it("shows every part in order", () => {
    const text = source("a\n\n\n\n\n\n\n\n\nhost lb1 x\nhost lb1 y\n");
    const at = (start: number) => ({ source: text, start, end: start + 3 });
    const report = renderText({
      code: "duplicate-name", severity: "warning", message: "`lb1` is declared twice", notes: ["names are shared"], help: "rename one",
      primary: { span: at(26), text: "again here" }, related: [{ span: at(0), text: "far away" }],
    });
    expect(report).toBe(`warning[duplicate-name]: \`lb1\` is declared twice
  ┌─ site.infra:11:6
11│ host lb1 y
  │      ^^^ again here
  ┌─ site.infra:1:1
 1│ a
  │ - far away
  = note: names are shared
  = help: rename one
`);
  });

  it("puts two places of one line into one frame", () => {
    const report = diagnostic("say a b", "b");
    const span = { ...report.primary.span, start: 4, end: 5 };
    expect(renderText({ ...report, related: [{ span, text: "first" }] }).split("\n").slice(1)).toEqual([
      " ┌─ site.infra:1:7", "1│ say a b", " │       ^", " │     - first", "",
    ]);
  });

  it.each<readonly [string, string, string, readonly string[]]>([
    ["wide characters take two cells", "服务 x", "x", ["1│ 服务 x", " │      ^"]],
    ["wide characters are underlined whole", "a 商品 b", "商品", ["1│ a 商品 b", " │   ^^^^"]],
    ["emoji take two cells", "😀 x", "x", ["1│ 😀 x", " │    ^"]],
    ["combining marks take none", "e\u0301e\u0301 x", "x", ["1│ e\u0301e\u0301 x", " │    ^"]],
    ["tabs are spaces", "\ta\tx", "x", ["1│     a   x", " │         ^"]],
    ["a span of several lines shows the first", "a b\nc", "b\nc", ["1│ a b", " │   ^"]],
    ["control characters are not printed", "a\u001b[31m x", "x", ["1│ a\ufffd[31m x", " │        ^"]],
    ["windows line ends are not printed", "a x\r\nb", "x", ["1│ a x", " │   ^"]],
    ["a point is one mark", "a ", "", ["1│ a", " │ ^"]],
  ])("%s", (_, text, word, lines) => {
    expect(linesOf(renderText(diagnostic(text, word)))).toEqual(lines);
  });

  it("cuts a long line around its place", () => {
    const lines = linesOf(renderText(diagnostic(`${"a".repeat(500)} x ${"b".repeat(500)}`, "x")));
    expect(lines[0]!.length).toBeLessThan(160);
    expect(lines[0]![lines[1]!.indexOf("^")]).toBe("x");
    expect(lines[0]).toMatch(/^1│ ….*…$/);
  });

  it("points at the end of a file", () => {
    const text = source("a\n");
    const report = renderText({ ...diagnostic("a", "a"), primary: { span: { source: text, start: 2, end: 2 } } });
    expect(report).toContain("site.infra:2:1\n2│\n │ ^\n");
  });

  it("paints what it is told to", () => {
    const wrap = (name: string) => (text: string) => `<${name}>${text}</>`;
    const paint = { error: wrap("error"), warning: wrap("warning"), info: wrap("info"), bold: wrap("bold"), dim: wrap("dim") };
    const report = renderText(diagnostic("a x", "x"), paint);
    expect(report).toContain("<error>error[a-fault]</><bold>: `x` is wrong</>");
    expect(report).toContain("<error>^</>");
  });
});
