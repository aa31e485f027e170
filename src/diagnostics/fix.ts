import type { Span } from "../source/source.js";
import type { Diagnostic, TextEdit } from "./diagnostic.js";

/** A text with fixes in it. */
export interface Fixed {
  readonly text: string;
  /** Whose fixes are in it. Others overlap these: mended, the text can be asked again. */
  readonly applied: readonly Diagnostic[];
  /** The lines that they change, from the top. */
  readonly mends: readonly Mend[];
}

/** Some lines, and what became of them. */
export interface Mend {
  /** The first of them, from 1, in the text before. */
  readonly line: number;
  /** Whose fixes these are, each where its first edit is. */
  readonly of: readonly Diagnostic[];
  readonly before: string;
  readonly after: string;
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
  return { text: edited(text, kept, 0, text.length), applied: able.filter((each) => !overlapping.has(each)), mends: mendsOf(text, kept) };
}

/** `[start, end)` of the text with the edits in it. */
function edited(text: string, edits: readonly Edit[], start: number, end: number): string {
  let result = "";
  let done = start;
  for (const { span, text: by } of edits) {
    result += text.slice(done, span.start) + by;
    done = span.end;
  }
  return result + text.slice(done, end);
}

/** Edits of the same lines together. */
function mendsOf(text: string, edits: readonly Edit[]): readonly Mend[] {
  const groups: { start: number; end: number; readonly edits: Edit[] }[] = [];
  for (const edit of edits) {
    const start = text.lastIndexOf("\n", edit.span.start - 1) + 1;
    const last = text.indexOf("\n", edit.span.end);
    const end = last < 0 ? text.length : last;
    const group = groups.at(-1);
    if (group === undefined || start > group.end) groups.push({ start, end, edits: [edit] });
    else {
      group.end = Math.max(group.end, end);
      group.edits.push(edit);
    }
  }
  const seen = new Set<Diagnostic>();
  let [line, counted] = [1, 0];
  return groups.map(({ start, end, edits: own }) => {
    for (; counted < start; counted++) if (text[counted] === "\n") line++;
    const of = own.map((edit) => edit.of).filter((each) => !seen.has(each) && seen.add(each));
    return { line, of, before: text.slice(start, end), after: edited(text, own, start, end) };
  });
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
