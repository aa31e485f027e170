import { compareText } from "../source/order.js";
import type { Label } from "../source/origin.js";
import { positionAt, type Span } from "../source/source.js";

export type Severity = "error" | "warning" | "info";

/** Replace `span` by `text`. An insertion has an empty span. */
export interface TextEdit {
  readonly span: Span;
  readonly text: string;
}

/**
 * One thing to tell the user, as plain data: no rendering, no colour, no exit code.
 *
 * `message` says what is wrong, `notes` why it matters, `help` what to do.
 */
export interface Diagnostic {
  /** A stable slug that names the fault, e.g. `unknown-reference`; equal to the file name of the rule that reports it. */
  readonly code: string;
  readonly severity: Severity;
  /** One sentence, no full stop, the user's words in backquotes. */
  readonly message: string;
  readonly primary: Label;
  /** The other places: the first of two that clash, the `let` that a value came from, where it was implied. */
  readonly related: readonly Label[];
  readonly notes: readonly string[];
  readonly help?: string;
  /** Edits that make the diagnostic go away; offered only when they are always right. */
  readonly fix?: readonly TextEdit[];
}

/** What a phase returns. A user's fault is never thrown; a thrown error is a bug in infc. */
export interface Outcome<Value> {
  readonly value: Value;
  readonly diagnostics: readonly Diagnostic[];
}

export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(({ severity }) => severity === "error");
}

/** By file, then place, then code, so that a report never depends on the order in which phases ran. */
export function compareDiagnostics(a: Diagnostic, b: Diagnostic): number {
  const [left, right] = [a.primary.span, b.primary.span];
  return (
    compareText(left.source.path, right.source.path) ||
    left.start - right.start ||
    left.end - right.end ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}

/** In the order of their places, each once: what several daemons or listens of one declaration report is one fault. */
export function sortDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const sorted = [...diagnostics].sort(compareDiagnostics);
  return sorted.filter((each, at) => at === 0 || compareDiagnostics(sorted[at - 1]!, each) !== 0);
}

/**
 * Of several errors at one place the first that was found: the stages of a compilation find what a word is before what it means, and what is wrong
 * with one word of a range is mostly wrong with the others.
 */
export function onePerPlace(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const seen = new Set<string>();
  return diagnostics.filter(({ severity, primary: { span } }) => {
    const key = `${span.source.path} ${span.start} ${span.end}`;
    return severity !== "error" || (!seen.has(key) && seen.add(key));
  });
}

/** Of several errors on one line the first in it: where the form of a line is wrong, what follows is told by guesses, but for what has a certain fix. */
export function onePerLine(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const first = new Map<string, Diagnostic>();
  const lineOf = ({ primary: { span } }: Diagnostic): string => `${span.source.path} ${positionAt(span.source, span.start).line}`;
  const guessed = diagnostics.filter(({ severity, fix }) => severity === "error" && fix === undefined);
  for (const each of guessed) {
    const known = first.get(lineOf(each));
    if (known === undefined || each.primary.span.start < known.primary.span.start) first.set(lineOf(each), each);
  }
  return diagnostics.filter((each) => each.severity !== "error" || each.fix !== undefined || first.get(lineOf(each)) === each);
}
