import type { DiagnosticDefinition, Occurrence, Report } from "../diagnostics/define.js";
import type { Site } from "../ir/site.js";

/** A rule as its author writes it: one diagnostic, and the check that finds it. */
export interface RuleSpec<Data> extends DiagnosticDefinition<Data> {
  /** Looks at the whole site and reports each fault. Pure. */
  readonly check: (site: Site, report: (occurrence: Occurrence<Data>) => void) => void;
}

/** A rule as the rest of the program sees it. */
export interface Rule {
  readonly definition: DiagnosticDefinition<never>;
  run(site: Site, report: Report): void;
}

export function defineRule<Data>(spec: RuleSpec<Data>): Rule {
  return { definition: spec, run: (site, report) => spec.check(site, (occurrence) => report(spec, occurrence)) };
}
