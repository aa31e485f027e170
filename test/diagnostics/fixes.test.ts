import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue.js";
import { applyFixes } from "../../src/diagnostics/fix.js";
import { expectFixes, type Files, reportsOf } from "../kit/fix.js";

const root = join(import.meta.dirname, "../../golden/diagnostics");

/** The programs of the goldens, each with the code that it is kept for. */
const cases = readdirSync(root).sort().flatMap((code) =>
  readdirSync(join(root, code)).sort().map((name) => ({ code, name: `${code}: ${name.replace(/\.txt$/, "").replaceAll("-", " ")}`, text: programOf(readFileSync(join(root, code, name), "utf8")) })),
);

/** A golden is a program, perhaps between headings, and then its reports. */
function programOf(golden: string): string {
  const [, marked] = /^# source\n([^]*)\n\n# report\n/.exec(golden) ?? [];
  return marked === undefined ? golden.split(/^(?:error|warning|info|note)\[[a-z-]+\]: /m)[0]!.replace(/\n+$/, "\n") : `${marked}\n`;
}

const others: readonly (readonly [code: string, files: Files])[] = [
  ["circular-import", { "site.infra": "import ./a.infra\nservice goods port 80\n", "a.infra": "network lan 10.0.0.0/24\nimport ./site.infra\nnetwork dmz 10.0.1.0/24\n" }],
];

const mendable = cases.filter(({ code, text }) => reportsOf({ "site.infra": text }).some((report) => report.code === code && report.fix !== undefined));

/** Examples with slips of the hand in them. */
const slips = [",", ", ", "，", "；", "//", " // note\n", "--", "\\", " x3", "“", "\u00a0", "\u200b", "\r", " every 5 s", " timeout 10seconds", '"\\.php$"', "[1-3]", " port 80", "}", "{"];
const examples = readdirSync(join(root, "../../examples")).map((name) => readFileSync(join(root, "../../examples", name, "site.infra"), "utf8"));
const slipped = fc.tuple(fc.constantFrom(...examples), fc.array(fc.tuple(fc.nat(), fc.constantFrom(...slips)), { minLength: 1, maxLength: 4 })).map(([text, changes]) =>
  changes.reduce((result, [at, what]) => result.slice(0, at % result.length) + what + result.slice(at % result.length), text),
);

describe("all fixes of a program", () => {
  it("come to an end", () => {
    let mended = 0;
    fc.assert(
      fc.property(slipped, (text) => {
        let now = text;
        for (let round = 0; round <= 10; round++) {
          const { text: next, applied } = applyFixes("site.infra", now, reportsOf({ "site.infra": now }));
          mended += applied.length;
          if (applied.length === 0) return;
          now = next;
        }
        expect.unreachable(`there is always something to mend:\n${now}`);
      }),
      { numRuns: 100 },
    );
    expect(mended).toBeGreaterThan(30);
  });
});

describe("a fix mends what it is offered for, and changes nothing else", () => {
  it.each(mendable)("$name", ({ code, text }) => {
    expect(expectFixes(code, { "site.infra": text })).toBeGreaterThan(0);
  });

  it.each(others)("%s", (code, files) => {
    expect(expectFixes(code, files)).toBeGreaterThan(0);
  });

  it("is shown for every code that offers one", () => {
    const src = join(import.meta.dirname, "../../src");
    const texts = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts")).map((file) => readFileSync(join(src, file), "utf8"));
    const names = new Map(texts.flatMap((text) => [...text.matchAll(/export const (\w+) = defineDiagnostic\(\{\s*code: "([^"]+)"/g)].map(([, name, code]) => [name!, code!] as const)));
    const offering = texts.flatMap((text) => [...text.matchAll(/\breport\((\w+), \{(?:[^{}]|\{[^{}]*\})*?\bfix\b/g)].flatMap(([, name]) => names.get(name!) ?? []));
    const shown = new Set([...mendable, ...others.map(([code]) => ({ code }))].map(({ code }) => code));
    expect(offering.length).toBeGreaterThan(5);
    expect([...new Set(offering)].filter((code) => !shown.has(code) && catalogue.has(code))).toEqual([]);
  });
});
