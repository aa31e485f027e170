import type { DiagnosticDefinition } from "../diagnostics/define.js";
import type { Paint } from "../diagnostics/render-text.js";

/** A diagnostic's summary and explanation. */
export function explainCode({ code, severity, summary, explanation }: DiagnosticDefinition<never>, paint: Paint): string {
  const heading = `${paint[severity](`${severity === "info" ? "note" : severity}[${code}]`)} ${paint.bold(summary)}`;
  return `${heading}\n\n${explanation.trim()}\n`;
}
