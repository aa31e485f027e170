import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Compilation, compile } from "../src/compile.js";
import { hasErrors } from "../src/diagnostics/diagnostic.js";
import { printProgram } from "../src/elaborate/print.js";
import { formatFile, parse } from "../src/syntax/index.js";

const root = join(import.meta.dirname, "../examples");
const programs = readdirSync(root).map((name) => readFileSync(join(root, name, "site.infra"), "utf8"));
const program = fc.constantFrom(...programs);

function build(text: string): Compilation {
  return compile({ entry: { path: "site.infra", text } }, { vrrp_pass: "12345678", haproxy_stats: "stats" });
}

/** Files by path, to compare. */
function filesOf({ files }: Compilation): Readonly<Record<string, string>> {
  return Object.fromEntries(files.map(({ path, text }) => [path, text]));
}

function expectSound(text: string): Compilation {
  const compilation = build(text);
  for (const { primary, related } of compilation.diagnostics) {
    for (const { span } of [primary, ...related]) {
      expect(span.start).toBeLessThanOrEqual(span.end);
      expect(span.end).toBeLessThanOrEqual(span.source.text.length);
    }
  }
  if (hasErrors(compilation.diagnostics)) expect(compilation.files).toEqual([]);
  return compilation;
}

/** A text with some of its characters changed, doubled or taken away. */
const mutated = fc.tuple(program, fc.array(fc.tuple(fc.nat(), fc.constantFrom("delete", "double", "insert"), fc.constantFrom("{", "}", ",", ";", '"', "'", "\n", "[", "..", "$", "x", "#", " ", "0", "\\", "->", "no", "-1", "999999999")), { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
  changes.reduce((result, [at, how, what]) => {
    const place = at % (result.length + 1);
    if (how === "delete") return result.slice(0, place) + result.slice(place + 1 + (at % 7));
    return result.slice(0, place) + (how === "double" ? result.slice(place, place + 12) + result.slice(place) : what + result.slice(place));
  }, text),
);

describe("any program", () => {
  it("that is cut off anywhere gives reports and never throws", () => {
    fc.assert(fc.property(program, fc.nat(), (text, at) => void expectSound(text.slice(0, at % (text.length + 1)))), { numRuns: 150 });
  });

  it("that is changed anywhere gives reports and never throws", () => {
    fc.assert(fc.property(mutated, (text) => void expectSound(text)), { numRuns: 250 });
  });

  it("of two halves of two programs gives reports and never throws", () => {
    fc.assert(fc.property(program, program, fc.nat(), (a, b, at) => void expectSound(a.slice(0, at % a.length) + b.slice(at % b.length))), { numRuns: 100 });
  });

  it("that compiles gives the same files when it is formatted or expanded first", () => {
    fc.assert(
      fc.property(mutated, (text) => {
        const compilation = expectSound(text);
        if (hasErrors(compilation.diagnostics)) return;
        const formatted = formatFile(parse({ path: "site.infra", text }).value);
        expect(filesOf(build(formatted))).toEqual(filesOf(compilation));
        const expanded = printProgram(compilation.program);
        expect(filesOf(build(expanded))).toEqual(filesOf(compilation));
        expect(printProgram(build(expanded).program)).toBe(expanded);
      }),
      { numRuns: 250 },
    );
  });
});
