import { auditDiagnostics } from "../audit/diagnostics.js";
import type { DiagnosticDefinition } from "../diagnostics/define.js";
import type { Severity } from "../diagnostics/diagnostic.js";
import { nameOf } from "../diagnostics/levels.js";
import type { Paint } from "../diagnostics/render-text.js";

/** A diagnostic's summary and explanation. */
export function explainCode({ code, severity, summary, explanation }: DiagnosticDefinition<never>, paint: Paint): string {
  const way = auditDiagnostics.some((each) => each.code === code) ? ofAudit(code) : ways[severity](code);
  const heading = `${paint[severity](`${nameOf(severity)}[${code}]`)} ${paint.bold(summary)}`;
  return `${heading}\n\n${explanation.trim()}\n\n${way}\n`;
}

function ofAudit(code: string): string {
  return `It is a warning: only \`infc audit\` says it, and gives 1 for it with \`--fail-on ${code}\`. Where it is meant, say so in the statement that it points at:\n\n    accept ${code} "the reason"`;
}

/** What a person can make of it. */
const ways: Readonly<Record<Severity, (code: string) => string>> = {
  error: () => "It is an error: nothing is built until it is mended, and it cannot be accepted.",
  warning: (code) => `It is a warning: the site is built all the same. Where it is meant, say so in the statement that it points at:\n\n    accept ${code} "the reason"\n\n\`--deny ${code}\` makes it an error.`,
  info: (code) => `It is a note: nothing is wrong. Where you want to read it no more, say so in the statement that it points at:\n\n    accept ${code} "the reason"\n\n\`--quiet\` leaves out all notes; \`--warn ${code}\` makes it a warning, \`--deny ${code}\` an error.`,
};
