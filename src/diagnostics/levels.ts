import type { Diagnostic, Severity } from "./diagnostic.js";

/** What the person who builds makes of reports, by their codes. Errors stay errors. */
export interface Levels {
  /** Codes that are errors. */
  readonly deny: ReadonlySet<string>;
  /** Whether every warning is an error, but for those in `warn`. */
  readonly denyWarnings: boolean;
  /** Codes that are warnings: notes become one, and warnings stay one. */
  readonly warn: ReadonlySet<string>;
}

/** The reports at the levels that were asked for; one that became an error says what made it one. */
export function atLevels(diagnostics: readonly Diagnostic[], levels: Levels): readonly Diagnostic[] {
  return diagnostics.map((diagnostic) => {
    const severity = severityAt(diagnostic, levels);
    if (severity === diagnostic.severity) return diagnostic;
    if (severity !== "error") return { ...diagnostic, severity };
    const option = levels.deny.has(diagnostic.code) ? `--deny ${diagnostic.code}` : "--deny warnings";
    return { ...diagnostic, severity, notes: [...diagnostic.notes, `\`${option}\` makes an error of this ${nameOf(diagnostic.severity)}`] };
  });
}

function severityAt({ code, severity }: Diagnostic, { deny, denyWarnings, warn }: Levels): Severity {
  if (severity === "error" || deny.has(code)) return "error";
  if (warn.has(code)) return "warning";
  return severity === "warning" && denyWarnings ? "error" : severity;
}

/** What people and machine forms call a severity. */
export function nameOf(severity: Severity): "error" | "warning" | "note" {
  return severity === "info" ? "note" : severity;
}
