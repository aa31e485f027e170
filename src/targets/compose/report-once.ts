import type { Report } from "../../diagnostics/define.js";
import { formatSpan } from "../../source/source.js";

const known = new WeakMap<Report, Report>();

/**
 * Reports a fault once. The nodes of one declaration are containers of their own here, on several engines perhaps, all
 * made from the same words: what is wrong with these is one fault, however many containers have it.
 */
export function reportOnce(report: Report): Report {
  let once = known.get(report);
  if (once === undefined) known.set(report, (once = firstOnly(report)));
  return once;
}

function firstOnly(report: Report): Report {
  const seen = new Set<string>();
  return (definition, occurrence) => {
    const span = "source" in occurrence.at ? occurrence.at : occurrence.at.span;
    // Without its numbers: `goods-1` and `goods-2` come from one word.
    const message = definition.message(occurrence.data).replace(/\d+/g, "");
    const key = `${definition.code} ${formatSpan(span)} ${span.end} ${message}`;
    if (seen.size !== seen.add(key).size) report(definition, occurrence);
  };
}
