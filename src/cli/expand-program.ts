import { decisionOf } from "../bind/accept.js";
import { type Analysis, analyze, type Compilation, generate } from "../compile.js";
import { printProgram } from "../elaborate/print.js";
import { askedSecrets } from "../host/secrets.js";

/**
 * The text of a program with everything implied written out, which is reported as the program is: of what is only said of something implied, nothing is
 * said any more, so that an accept of it would be left over.
 */
export function expandProgram(analysis: Analysis): string {
  const { program } = analysis;
  const text = printProgram(program);
  if (program.accepts.length === 0) return text;
  const before = usedIn(analysis);
  const after = usedIn(analyze({ entry: { path: "expanded", text } }));
  return printProgram({ ...program, accepts: program.accepts.filter((accept) => !before.has(decisionOf(accept)) || after.has(decisionOf(accept))) });
}

/** What was decided and left a report out in a whole build. */
function usedIn(analysis: Analysis): ReadonlySet<string> {
  const { usedAccepts }: Compilation = generate(analysis, askedSecrets(analysis.site).secrets);
  return new Set([...usedAccepts].map(decisionOf));
}
