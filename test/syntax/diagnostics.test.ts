import { describe, expect, it } from "vitest";
import { renderText } from "../../src/diagnostics/render-text.js";
import { parse, syntaxDiagnostics } from "../../src/syntax/index.js";
import { expectGolden } from "../kit/golden.js";
import { faulty } from "./cases.js";

const codesIn = (text: string) => parse({ path: "site.infra", text }).diagnostics.map(({ code }) => code);

describe("one fault is one report", () => {
  for (const [code, cases] of Object.entries(faulty)) {
    it.each(Object.entries(cases))(`${code}: %s`, (_, text) => {
      expect(codesIn(text)).toEqual([code]);
    });
  }
});

describe("several faults are a report each", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["in one statement", 'service don\'t image "\\d" ${x', ["glued-words", "unknown-escape", "malformed-interpolation"]],
    ["two blocks are not closed", "a {\n  b {\n    c\n\nd {\n  e\n}", ["unclosed-block", "unclosed-block"]],
    ["a stray brace and an open block", "} \na {", ["stray-brace", "unclosed-block"]],
    ["full-width signs in two words", "on app1， app2 port 80；check tcp", ["fullwidth-punctuation", "fullwidth-punctuation"]],
  ])("%s", (_, text, codes) => {
    expect(codesIn(text)).toEqual(codes);
  });
});

describe("reports read well", () => {
  it.each(Object.entries(faulty))("%s", (code, cases) => {
    const reports = Object.entries(cases).map(([name, text]) => {
      const rendered = parse({ path: "site.infra", text }).diagnostics.map((diagnostic) => renderText(diagnostic)).join("\n");
      return [`${name.replaceAll(/[^a-z0-9]+/g, "-")}.txt`, `# source\n${text.trimEnd()}\n\n# report\n${rendered}`] as const;
    });
    expectGolden(`diagnostics/${code}`, new Map(reports));
  });
});

describe("every diagnostic explains itself", () => {
  it.each(syntaxDiagnostics.map((definition) => [definition.code, definition] as const))("%s", (code, { summary, explanation }) => {
    expect(summary).toMatch(/\.$/);
    const [wrong, right] = explanation.split("Right:").map(exampleIn);
    expect(codesIn(wrong!)).toEqual([code]);
    expect(codesIn(right!)).toEqual([]);
  });

  it("has cases", () => {
    expect(Object.keys(faulty).sort()).toEqual(syntaxDiagnostics.map(({ code }) => code).sort());
  });
});

describe("a fix makes its report go away", () => {
  const cases = Object.values(faulty).flatMap((group) => Object.values(group));
  it.each(cases.filter((text) => parse({ path: "", text }).diagnostics.some(({ fix }) => fix !== undefined)))("%j", (text) => {
    const edits = parse({ path: "", text }).diagnostics.flatMap(({ fix = [] }) => fix);
    const fixed = [...edits].sort((a, b) => b.span.start - a.span.start);
    const mended = fixed.reduce((before, { span, text: by }) => before.slice(0, span.start) + by + before.slice(span.end), text);
    expect(codesIn(mended).filter((code) => codesIn(text).includes(code) && !text.includes("\r"))).toEqual([]);
  });
});

function exampleIn(text: string): string {
  return text.split("\n").filter((line) => line.startsWith("    ") || line === "").map((line) => line.slice(4)).join("\n").trim();
}
