import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { groupBy } from "../source/group.js";
import { invalidValue, missingBrace, unexpectedWord, unknownClause } from "./diagnostics.js";

/** Of the room `syntax`, which keeps its definitions to itself. */
export const strayBrace = "stray-brace";

/** What is said of words whose `{` is missing. */
const afterMissing: ReadonlySet<string> = new Set([missingBrace.code, unknownClause.code, unexpectedWord.code, invalidValue.code]);

/** Without the `}` of a block whose missing `{` is reported: that `}` is right. */
export function withoutStrayBraces(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const held = new Set<Diagnostic>();
  const straysBySource = groupBy(inOrder(diagnostics, (code) => code === strayBrace), ({ primary }) => primary.span.source);
  for (const [source, missing] of groupBy(inOrder(diagnostics, (code) => afterMissing.has(code)), ({ primary }) => primary.span.source)) {
    const strays = straysBySource.get(source) ?? [];
    let at = 0;
    for (const { primary } of missing) {
      while (at < strays.length && strays[at]!.primary.span.start < primary.span.end) at++;
      const stray = strays[at++];
      if (stray) held.add(stray);
    }
  }
  return held.size === 0 ? diagnostics : diagnostics.filter((each) => !held.has(each));
}

function inOrder(diagnostics: readonly Diagnostic[], isWanted: (code: string) => boolean): readonly Diagnostic[] {
  return diagnostics.filter(({ code }) => isWanted(code)).sort((a, b) => a.primary.span.start - b.primary.span.start);
}
