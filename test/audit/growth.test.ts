import { expect, it } from "vitest";
import { auditSite } from "../../src/audit/audit-site.js";
import { analyzeText } from "../kit/compile.js";
import { countReads } from "../kit/counted.js";
import { growingForms } from "../kit/growing.js";

/** What an audit reads of a site. */
function readsOf(text: string): number {
  const counted = countReads(analyzeText(text).site);
  auditSite(counted.site);
  return counted.reads();
}

it.each(Object.entries(growingForms))("an audit reads no more than in proportion: %s", (_, program) => {
  const [few, many] = [readsOf(program(30)), readsOf(program(120))];
  expect(many / few).toBeLessThan(4.2);
});
