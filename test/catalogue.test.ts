import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { catalogue } from "../src/catalogue.js";
import { rules } from "../src/rules/index.js";

const src = join(import.meta.dirname, "../src");
const texts = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(join(src, file), "utf8"));
// Notes are made by a function that takes the code first.
const defined = texts.flatMap((text) => [...text.matchAll(/\bdefine(?:Diagnostic|Rule)\(\{\s*code: "([^"]+)"|= note\("([^"]+)"/g)].map(([, code, note]) => code ?? note));

it("holds every diagnostic that is defined, once: what is missing belongs in the list of its room or target", () => {
  expect([...catalogue.keys()].sort()).toEqual([...defined].sort());
});

it("finds every definition: each says its code first", () => {
  const calls = texts.flatMap((text) => text.match(/\bdefine(?:Diagnostic|Rule)\((?!\{\s*code[:,]).{0,60}/g) ?? []);
  expect(calls).toEqual([]);
});

it.each(rules.map(({ definition }) => definition))("$code marks what it reports in an example", ({ severity, explanation }) => {
  expect(explanation).toContain(severity === "info" ? "# note" : `# ${severity}`);
});

it.each([...catalogue])("%s is well formed", (code, { summary, explanation }) => {
  expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  // A daemon's name keeps its small letter.
  expect(summary).toMatch(/^\S.*\.$/);
  expect(summary).not.toContain("\n");
  expect(explanation.trim()).not.toBe("");
});
