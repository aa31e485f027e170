import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Site } from "../ir/site.js";
import { indexSite } from "../ir/site-index.js";
import type { Rule } from "./rule.js";

/** What the rules find in a site. */
export function check(site: Site, rules: readonly Rule[]): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  const index = indexSite(site);
  for (const rule of rules) rule.run(site, report, index);
  return diagnostics;
}
