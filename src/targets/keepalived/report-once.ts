import type { Report } from "../../diagnostics/define.js";
import { formatSpan } from "../../source/source.js";

/** Reports a fault once, however many servers and ports share the words that it is about. */
export function reportOnce(report: Report): Report {
  const seen = new Set<string>();
  return (definition, occurrence) => {
    const span = "source" in occurrence.at ? occurrence.at : occurrence.at.span;
    const key = `${definition.code} ${formatSpan(span)} ${span.end} ${definition.message(occurrence.data)}`;
    if (seen.has(key)) return;
    seen.add(key);
    report(definition, occurrence);
  };
}
