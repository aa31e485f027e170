import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { findingsIn } from "../ir/findings.js";
import type { Site } from "../ir/site.js";
import { noTables, type Tables } from "../source/tables.js";
import type { Rule } from "./rule.js";

/** What the rules find in a site. */
export function check(site: Site, rules: readonly Rule[], tables: Tables = noTables): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  const findings = findingsIn<"nothing">(site, rules, "rules", tables);
  for (const rule of rules) {
    const { code } = rule.definition;
    if (findings.known(code, null) !== undefined) continue;
    findings.find(code, null, (seen, index) => {
      const before = diagnostics.length;
      rule.run(seen, report, index);
      return diagnostics.length === before ? () => "nothing" : undefined;
    });
  }
  return diagnostics;
}
