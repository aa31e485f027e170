import type { Audit } from "./audit/audit.js";
import { auditDiagnostics, spof } from "./audit/diagnostics.js";
import { type Accept, acceptsAround, judgeAccepts, unusedAccepts, unusedAcceptsOf, withoutAccepted } from "./bind/accept.js";
import { bindProgram, type Program } from "./bind/bind-program.js";
import type { Settings } from "./bind/definitions.js";
import { loadProgram, type ReadSource, withoutUnknown } from "./bind/load.js";
import { footingOf, withoutConsequences, withoutForeignComments, withoutMisread, withoutRest } from "./bind/consequences.js";
import { withoutStrayBraces } from "./bind/missing-brace.js";
import { withoutUnused } from "./bind/unused.js";
import { catalogue } from "./catalogue.js";
import { type Diagnostic, hasErrors, onePerLine, onePerPlace, type Outcome, sortDiagnostics } from "./diagnostics/diagnostic.js";
import { elaborate } from "./elaborate/elaborate.js";
import { printLock } from "./elaborate/lock.js";
import { emit, type Secrets } from "./emit/emit.js";
import type { OutputFile } from "./emit/output-file.js";
import { type Advice, adviceOn } from "./emit/stray-directive.js";
import type { Site } from "./ir/site.js";
import { idleClauses } from "./lower/idle-clauses.js";
import { lower } from "./lower/lower.js";
import type { Memory } from "./memory.js";
import { proofDiagnostics } from "./proof/diagnostics.js";
import { check } from "./rules/check.js";
import { rules } from "./rules/index.js";
import { type Observer, unobserved } from "./source/phases.js";
import type { Source } from "./source/source.js";
import { noTables, type Tables } from "./source/tables.js";
import { parse } from "./syntax/index.js";
import { targets } from "./targets/index.js";
import { kinds } from "./vocabulary/index.js";

/** What a compilation starts from. */
export interface Input extends Settings {
  readonly entry: Source;
  /** The files that the program imports, by their paths relative to the entry's folder. */
  readonly read?: ReadSource | undefined;
  /** The lock's text; absent when there is none yet. */
  readonly lock?: Source | undefined;
  /** What the compilation before left; one memory is for one program. */
  readonly memory?: Memory;
  /** Sees the phases. */
  readonly observer?: Observer;
}

/** A program that was read and understood: everything but its files. */
export interface Analysis {
  /** The program with everything implied written out. */
  readonly program: Program;
  readonly site: Site;
  /** The new text of the lock; empty when nothing was allocated. */
  readonly lock: string;
  /** In the order of their places, without those that the program accepts. */
  readonly diagnostics: readonly Diagnostic[];
  /** The accepts of the program that left a report out until now. */
  readonly usedAccepts: ReadonlySet<Accept>;
}

/** The outcome of one compilation. */
export interface Compilation extends Analysis {
  /** Sorted by path; none when any diagnostic is an error. */
  readonly files: readonly OutputFile[];
}

/**
 * Reads a program: parse, bind, elaborate, lower, check.
 *
 * Pure: the same input gives the same output. It never throws for a fault in the program; what it throws is a bug in infc.
 */
export function analyze(input: Input): Analysis {
  const { observer = unobserved } = input;
  const bound = readProgram(input, observer);
  const locked = input.lock && observer.run({ name: "parse" }, () => (input.memory?.parse ?? parse)(input.lock!));
  const elaborated = observer.run({ name: "elaborate", count: bound.value.entities.length, noun: "declarations" }, () => elaborate(bound.value, locked?.value, input.memory));
  const lowered = observer.run({ name: "lower", count: elaborated.value.program.entities.length, noun: "declarations" }, () => lower(elaborated.value.program, input.memory));
  const { accepts } = bound.value;
  const read = withoutUnknown([...bound.diagnostics, ...elaborated.value.references]);
  const meant = withoutConsequences([withoutRest(read), elaborated.diagnostics, lowered.diagnostics], footingOf(bound.value));
  const found = withoutUnused([...onePerPlace(meant), ...judgeAccepts(accepts, catalogue), ...(locked?.diagnostics ?? [])]);
  const isSound = !hasErrors(found);
  const checked = !isSound
    ? []
    : observer.run({ name: "rules", count: rules.length, noun: "rules" }, () => [...check(lowered.value, rules, input.memory), ...idleClauses(elaborated.value.program, lowered.value, input.memory)]);
  const { kept, used } = withoutAccepted(accepts, sortDiagnostics([...found, ...checked]));
  input.memory?.end(isSound);
  return { program: elaborated.value.program, site: lowered.value, lock: printLock(elaborated.value.lock), diagnostics: kept, usedAccepts: used };
}

/** Parses and binds; what was parsed is not held any longer than that, as a large site has much of it. */
function readProgram(input: Input, observer: Observer): Outcome<Program> {
  const { value: files, diagnostics } = observer.run({ name: "parse" }, () => loadProgram(input.entry, input.read ?? (() => undefined), input.memory?.parse, input.memory));
  const count = files.reduce((sum, { body }) => sum + body.statements.length, 0);
  const bound = observer.run({ name: "bind", count, noun: "statements" }, () => bindProgram(files, kinds, input, input.memory ?? noTables, readDirective));
  const formed = onePerLine(withoutForeignComments(diagnostics, bound.diagnostics));
  return { value: bound.value, diagnostics: withoutStrayBraces([...formed, ...withoutMisread(diagnostics, bound.diagnostics)]) };
}

function readDirective(engine: string, words: readonly string[]): Advice | undefined {
  const table = targets.find(({ directives }) => directives?.engine === engine)?.directives;
  return table && adviceOn(words, table);
}

/** The same for who writes files and no more: without the declarations, which are the larger half of what a large site takes in memory. */
export function withoutDeclarations(analysis: Analysis): Analysis {
  return { ...analysis, program: { ...analysis.program, entities: [] } };
}

/** Compiles a program to the files of its daemons. `secrets` are the texts of its secrets by their names. */
export function compile(input: Input, secrets: Secrets = {}): Compilation {
  return generate(analyze(input), secrets, input.observer, input.memory);
}

/** The files of a program that was analyzed; `tables` as its analysis had them. */
export function generate(analysis: Analysis, secrets: Secrets = {}, observer: Observer = unobserved, tables: Tables = noTables): Compilation {
  if (hasErrors(analysis.diagnostics)) return { ...analysis, files: [] };
  const emitted = emit(analysis.site, targets, secrets, observer, tables);
  const { accepts } = analysis.program;
  const { kept, used } = withoutAccepted(accepts, emitted.diagnostics);
  const usedAccepts = new Set([...analysis.usedAccepts, ...used]);
  // Only a build that came to its end has said all that there is to accept.
  const unused = hasErrors(kept) ? [] : unusedAccepts(accepts.filter(({ code }) => !isJudgedElsewhere(code.value)), usedAccepts);
  const diagnostics = sortDiagnostics([...analysis.diagnostics, ...kept, ...unused]);
  return { ...analysis, diagnostics, usedAccepts, files: hasErrors(diagnostics) ? [] : emitted.value };
}

/** An audit of the site of a program, with the reasons why the program accepts what it does; and the accepts of that which accept nothing. */
export function withAccepts(audit: Audit, { accepts }: Program): { readonly audit: Audit; readonly diagnostics: readonly Diagnostic[] } {
  const holdingOf = acceptsAround(accepts);
  const used = new Set<Accept>();
  const spofs = audit.spofs.map((each) => {
    const holding = holdingOf(spof.code, each.origin.span);
    for (const accept of holding) used.add(accept);
    return { ...each, accepted: holding[0]?.reason.value ?? null };
  });
  return { audit: { ...audit, spofs }, diagnostics: sortDiagnostics(unusedAcceptsOf(spof.code, accepts, used)) };
}

/** The same with what the daemons said of its files, but for what the program accepts. */
export function withVerdict(compilation: Compilation, verdict: readonly Diagnostic[]): Compilation {
  const { kept } = withoutAccepted(compilation.program.accepts, verdict);
  return { ...compilation, diagnostics: sortDiagnostics([...compilation.diagnostics, ...kept]) };
}

/** Only who asks the daemons, or for an audit, hears of these: of a build, to accept one is never idle. */
function isJudgedElsewhere(code: string): boolean {
  return [...proofDiagnostics, ...auditDiagnostics].some((definition) => definition.code === code);
}
