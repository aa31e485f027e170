import { expect, it } from "vitest";
import { check } from "../../src/rules/check.js";
import { rules } from "../../src/rules/index.js";
import { analyzeText } from "../kit/compile.js";
import { countReads } from "../kit/counted.js";
import { growingForms } from "../kit/growing.js";

/** What all rules together read of a site. */
function readsOf(text: string): number {
  const { site, diagnostics } = analyzeText(text);
  const codes = new Set(rules.map(({ definition }) => definition.code));
  expect(diagnostics.filter(({ severity, code }) => severity === "error" && !codes.has(code)).map(({ message }) => message)).toEqual([]);
  const counted = countReads(site);
  check(counted.site, rules);
  return counted.reads();
}

it.each(Object.entries(growingForms))("all rules together read no more than in proportion: %s", (_, program) => {
  const [few, many] = [readsOf(program(30)), readsOf(program(120))];
  expect(many / few).toBeLessThan(4.2);
});
