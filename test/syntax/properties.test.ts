import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { expandRange, formatFile, parse, printWord } from "../../src/syntax/index.js";
import { faulty, sound } from "./cases.js";
import { shape, spansIn, textOf } from "./shape.js";

const inputs = [...Object.values(sound), ...Object.values(faulty).flatMap((cases) => Object.values(cases))].filter(({ length }) => length < 2000);
const pieces = [..."{}\"',;#\\$% \n\ta1[].-，；：“”｛\u00a0\u200b", '"""', "${", "%{", "$${", "\\\n", "\r\n", "\r", "..", "{3}", "/x", "\ufeff", "a {\n", "  b", "}\n", ", "];
const program = fc.array(fc.constantFrom(...pieces), { maxLength: 40 }).map((parts) => parts.join(""));
const anything = fc.oneof(program, fc.string({ unit: "binary" }), fc.string());
const mutated = fc
  .record({ text: fc.constantFrom(...inputs), at: fc.nat(2000), length: fc.nat(12), by: fc.oneof(fc.constant(""), fc.constantFrom(...pieces)) })
  .map(({ text, at, length, by }) => text.slice(0, at % (text.length + 1)) + by + text.slice((at % (text.length + 1)) + length));

function checkSound(text: string): void {
  const { value, diagnostics } = parse({ path: "site.infra", text });
  for (const { start, end } of [...spansIn(value.body), ...spansIn(diagnostics)]) {
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`the span ${start} to ${end} lies outside of the text`);
  }
  if (diagnostics.length > 0) return;
  const formatted = formatFile(value);
  const again = parse({ path: "site.infra", text: formatted });
  expect(again.diagnostics).toEqual([]);
  expect(shape(again.value)).toEqual(shape(value));
  expect(formatFile(again.value)).toBe(formatted);
}

describe("any text is parsed, has its spans inside, and formats to the same tree once", () => {
  it("however it was made", () => fc.assert(fc.property(anything, checkSound), { numRuns: 3000 }));
  it("when a program is changed", () => fc.assert(fc.property(mutated, checkSound), { numRuns: 3000 }));
  it("when a program is cut off anywhere", () => {
    for (const text of inputs) for (let end = 0; end <= text.length; end += 1 + Math.floor(text.length / 60)) checkSound(text.slice(0, end));
  });
});

describe("a word that is printed says what it should", () => {
  const texts = fc.oneof(fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" }), program);
  it("for any text", () =>
    fc.assert(
      fc.property(texts, (text) => {
        const { value, diagnostics } = parse({ path: "", text: `a ${printWord(text)} b\n` });
        expect(diagnostics).toEqual([]);
        const [statement, ...others] = value.body.statements;
        expect(others).toEqual([]);
        expect(statement!.words.map(textOf)).toEqual(["a", text, "b"]);
        expect(statement!.words.every(({ comma, pieces: parts }) => !comma && parts.every(({ kind }) => kind === "text"))).toBe(true);
        if (statement!.words[1]!.quote === "") expect(expandRange(text)).toEqual({ items: [text] });
      }),
      { numRuns: 3000 },
    ));
});
