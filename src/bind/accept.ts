import type { DiagnosticDefinition } from "../diagnostics/define.js";
import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { suggest } from "../diagnostics/suggest.js";
import { groupBy } from "../source/group.js";
import type { Span } from "../source/source.js";
import { indexSpans, type SpanIndex } from "../source/spans.js";
import { acceptedError, unknownCode, unusedAccept } from "./accept-diagnostics.js";
import type { Value } from "./bound.js";

/** A decision of the program: reports of one code are left out, for a reason. */
export interface Accept {
  readonly code: Value<string>;
  readonly reason: Value<string>;
  /** The statement whose warnings and notes are left out; absent: those of the whole program. */
  readonly over: Span | undefined;
  /** Where it stands itself. */
  readonly span: Span;
  /** Comments of its statement, for `expand`. */
  readonly comments: readonly string[];
}

/** What is left of some reports, and what was accepted. */
export interface Accepted {
  readonly kept: readonly Diagnostic[];
  /** The accepts that left a report out. */
  readonly used: ReadonlySet<Accept>;
}

/** Reports the accepts that can never hold: of no code, or of the code of an error. */
export function judgeAccepts(accepts: readonly Accept[], catalogue: ReadonlyMap<string, Pick<DiagnosticDefinition<never>, "severity">>): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  for (const { code } of accepts) {
    const severity = catalogue.get(code.value)?.severity;
    const at = code.origin;
    if (severity === undefined) report(unknownCode, { at, label: code.label, data: { code: code.value, near: suggest(code.value, catalogue.keys()) } });
    else if (severity === "error") report(acceptedError, { at, label: code.label, data: { code: code.value } });
  }
  return diagnostics;
}

/** Leaves out the warnings and notes that the program accepts: those whose primary place lies in the statement of an accept of their code. */
export function withoutAccepted(accepts: readonly Accept[], diagnostics: readonly Diagnostic[]): Accepted {
  const used = new Set<Accept>();
  if (accepts.length === 0) return { kept: diagnostics, used };
  const holdingOf = acceptsAround(accepts);
  const kept = diagnostics.filter(({ code, severity, primary: { span } }) => {
    const holding = severity === "error" ? [] : holdingOf(code, span);
    for (const accept of holding) used.add(accept);
    return holding.length === 0;
  });
  return { kept, used };
}

/** Those that hold for a report of a code at a place, the innermost first. */
export function acceptsAround(accepts: readonly Accept[]): (code: string, span: Span) => readonly Accept[] {
  const byCode = new Map([...groupBy(accepts, ({ code }) => code.value)].map(([code, group]) => [code, { everywhere: group.filter(({ over }) => over === undefined), inside: indexAccepts(group) }]));
  return (code, span) => {
    const own = byCode.get(code);
    return own === undefined ? [] : [...own.inside.around(span), ...own.everywhere];
  };
}

/**
 * Reports the accepts that left nothing out in a build that came to its end. One decision that is said in several places, with one code and one reason,
 * is used when it is used in one of them: so a profile, a plural head or what `expand` prints may say it wherever it could hold.
 */
export function unusedAccepts(accepts: readonly Accept[], used: ReadonlySet<Accept>): readonly Diagnostic[] {
  const usedKeys = new Set([...used].map(decisionOf));
  const unused = accepts.filter((accept) => !usedKeys.has(decisionOf(accept)));
  // An accept may say of others that they may be unused; of itself it says nothing.
  const [ofOthers, ofReports] = [unused.filter(isOfAccepts), unused.filter((accept) => !isOfAccepts(accept))];
  const first = withoutAccepted(accepts.filter(isOfAccepts), report(ofReports));
  const usedLate = new Set([...first.used].map(decisionOf));
  return [...first.kept, ...report(ofOthers.filter((accept) => !usedLate.has(decisionOf(accept))))];
}

/** The same for the accepts of one code that only one command judges; what says of them that they may be unused is heard. */
export function unusedAcceptsOf(wanted: string, accepts: readonly Accept[], used: ReadonlySet<Accept>): readonly Diagnostic[] {
  const usedKeys = new Set([...used].map(decisionOf));
  const unused = accepts.filter((accept) => accept.code.value === wanted && !usedKeys.has(decisionOf(accept)));
  return withoutAccepted(accepts.filter(isOfAccepts), report(unused)).kept;
}

/** The accepts that hold for a statement, to be asked by its span. */
export function indexAccepts(accepts: readonly Accept[]): SpanIndex<Accept> {
  return indexSpans(accepts.flatMap((accept) => (accept.over === undefined ? [] : [[accept.over, accept] as const])));
}

/** Equal for accepts that say the same, wherever they stand. */
export function decisionOf({ code, reason }: Accept): string {
  return `${code.value} ${reason.value}`;
}

function isOfAccepts({ code }: Accept): boolean {
  return code.value === unusedAccept.code;
}

function report(unused: readonly Accept[]): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  for (const { code, span, over } of unused) report(unusedAccept, { at: span, data: { code: code.value, everywhere: over === undefined } });
  return diagnostics;
}
