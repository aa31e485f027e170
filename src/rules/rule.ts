import type { DiagnosticDefinition, Occurrence, Report } from "../diagnostics/define.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";

/** A rule as its author writes it: one diagnostic, and the check that finds it. */
export interface RuleSpec<Data> extends DiagnosticDefinition<Data> {
  /** Looks at the whole site and reports each fault. Pure. `index` has the site by name, built once for all rules. */
  readonly check: (site: Site, report: (occurrence: Occurrence<Data>) => void, index: SiteIndex) => void;
}

/** A rule as the rest of the program sees it. */
export interface Rule {
  readonly definition: DiagnosticDefinition<never>;
  run(site: Site, report: Report, index: SiteIndex): void;
}

export function defineRule<Data>(spec: RuleSpec<Data>): Rule {
  return { definition: spec, run: (site, report, index) => spec.check(site, (occurrence) => report(spec, occurrence), index) };
}
