import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { groupBy } from "../source/group.js";
import { missingBrace } from "./diagnostics.js";

/** Of the room `syntax`, which keeps its definitions to itself. */
const strayBrace = "stray-brace";

/** Without the `}` of a block whose missing `{` is reported: that `}` is right. */
export function withoutStrayBraces(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const held = new Set<Diagnostic>();
  const straysBySource = groupBy(inOrder(diagnostics, strayBrace), ({ primary }) => primary.span.source);
  for (const [source, missing] of groupBy(inOrder(diagnostics, missingBrace.code), ({ primary }) => primary.span.source)) {
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

function inOrder(diagnostics: readonly Diagnostic[], code: string): readonly Diagnostic[] {
  return diagnostics.filter((each) => each.code === code).sort((a, b) => a.primary.span.start - b.primary.span.start);
}
