import type { Span } from "../source/source.js";
import type { Diagnostic, TextEdit } from "./diagnostic.js";

/** A text with fixes in it. */
export interface Fixed {
  readonly text: string;
  /** Whose fixes are in it. Others overlap these: mended, the text can be asked again. */
  readonly applied: readonly Diagnostic[];
}

interface Edit extends TextEdit {
  readonly of: Diagnostic;
}

/** Applies the fixes that lie in the source `path`, whose text is `text`: each whole or not at all, and of two that overlap one. */
export function applyFixes(path: string, text: string, diagnostics: readonly Diagnostic[]): Fixed {
  const able = diagnostics.filter(({ fix = [] }) => fix.length > 0 && fix.every(({ span }) => span.source.path === path));
  const edits = able.flatMap((of): Edit[] => (of.fix ?? []).map((edit) => ({ ...edit, of }))).sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  const overlapping = findOverlapping(edits);
  const kept = edits.filter(({ of }) => !overlapping.has(of));
  let result = "";
  let done = 0;
  for (const { span, text: by } of kept) {
    result += text.slice(done, span.start) + by;
    done = span.end;
  }
  return { text: result + text.slice(done), applied: able.filter((each) => !overlapping.has(each)) };
}

/** Of edits in the order of their places: those who give way. Two edits at one place overlap, as nothing says which comes first. */
function findOverlapping(edits: readonly Edit[]): ReadonlySet<Diagnostic> {
  const found = new Set<Diagnostic>();
  let last: Span | undefined;
  for (const { span, of } of edits) {
    if (found.has(of)) continue;
    if (last !== undefined && (span.start < last.end || span.start === last.start)) found.add(of);
    else last = span;
  }
  return found;
}
