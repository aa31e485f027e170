import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { missingBrace } from "./diagnostics.js";

/** Of the room `syntax`, which keeps its definitions to itself. */
const strayBrace = "stray-brace";

/** Without the `}` of a block whose missing `{` is reported: that `}` is right. */
export function withoutStrayBraces(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const held = new Set<Diagnostic>();
  for (const { code, primary } of diagnostics) {
    if (code !== missingBrace.code) continue;
    const { source, end } = primary.span;
    const strays = diagnostics.filter((each) => each.code === strayBrace && each.primary.span.source === source && each.primary.span.start >= end && !held.has(each));
    const [first] = strays.sort((a, b) => a.primary.span.start - b.primary.span.start);
    if (first) held.add(first);
  }
  return diagnostics.filter((each) => !held.has(each));
}
