import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.js";
import { firstPlace } from "../source/bisect.js";
import { groupBy } from "../source/group.js";
import { once } from "../source/once.js";
import type { Label } from "../source/origin.js";
import { inFile, positionAt, type Span } from "../source/source.js";
import type { Statement } from "../syntax/index.js";
import type { Program } from "./bind-program.js";
import type { Bound, Entity, Value } from "./bound.js";
import { missingBrace, unexpectedWord, unknownImport } from "./diagnostics.js";
import { strayBrace } from "./missing-brace.js";

/** What all of a site stands on, whether it names it or not. */
const grounds = new Set(["network", "site"]);

/** What others stand on, and what stands on nobody: a fault of who is placed there is none of its own. */
const places = new Set(["network", "host", "site", "secret"]);

/** A statement of a file, what it declares, and what it seems to be. */
interface Unit {
  readonly span: Span;
  readonly kind: string | undefined;
  readonly entities: readonly Entity[];
  /** Where not all of it could be read. */
  readonly statement: Statement | undefined;
}

/** Tells which statements stand on which. */
export interface Footing {
  /** Whether what a report is about stands on none of these errors. */
  isFirm(errors: readonly Diagnostic[]): (report: Diagnostic) => boolean;
}

/** What the stages of a compilation say, from the first on, without what a stage says of that which stands on an error of one before it: it may well be sound. */
export function withoutConsequences([first = [], ...later]: readonly (readonly Diagnostic[])[], footing: Footing): readonly Diagnostic[] {
  return later.reduce((said, stage) => (hasErrors(said) && stage.length > 0 ? [...said, ...stage.filter(footing.isFirm(said))] : [...said, ...stage]), first);
}

/** Without what is said of the words of a line whose words cannot be told from each other, or of what clashes with it. What has a certain fix is told, and read as that. */
export function withoutMisread(misread: readonly Diagnostic[], reports: readonly Diagnostic[]): readonly Diagnostic[] {
  const lines = new Set(misread.flatMap(({ code, primary, fix }) => (fix === undefined && code !== strayBrace ? [lineOf(primary)] : [])));
  return lines.size === 0 ? reports : reports.filter(({ primary, related, fix }) => fix !== undefined || ![primary, ...related].some((label) => lines.has(lineOf(label))));
}

/** Without what is said of the form of a line that is a comment in the manner of another language: `-- what's this`. */
export function withoutForeignComments(misread: readonly Diagnostic[], reports: readonly Diagnostic[]): readonly Diagnostic[] {
  const lines = new Set(reports.flatMap(({ primary, fix }) => (isComment(fix) ? [lineOf(primary)] : [])));
  return lines.size === 0 ? misread : misread.filter(({ primary }) => !lines.has(lineOf(primary)));
}

function lineOf({ span: { source, start } }: Label): string {
  return `${source.path} ${positionAt(source, start).line}`;
}

/** Whether a mend makes a comment of a line. */
function isComment(fix: Diagnostic["fix"]): boolean {
  return fix?.[0]?.text.startsWith("#") ?? false;
}

/** Words that stand where they are of nothing. */
const ofNothing: ReadonlySet<string> = new Set([unexpectedWord.code, missingBrace.code]);

/** Without the words of nothing right after what is wrong: they are the rest of it. */
export function withoutRest(reports: readonly Diagnostic[]): readonly Diagnostic[] {
  const ends = new Set(reports.filter(({ severity }) => severity === "error").map(({ primary: { span } }) => `${span.source.path} ${span.end}`));
  const isRest = ({ code, primary: { span } }: Diagnostic): boolean => {
    let before = span.start;
    while (span.source.text[before - 1] === " ") before--;
    return ofNothing.has(code) && ends.has(`${span.source.path} ${before}`);
  };
  return reports.filter((report) => !isRest(report));
}

/**
 * Who stands on whom in a program: a statement on those that it names, and a layer on what stands behind it, whichever of the two says so.
 * It is found when it is first asked for, as a sound program has no use for it.
 */
export function footingOf(program: Program): Footing {
  const units = once(() => unitsOf(program));
  const ground = once(() => groundOf(program, units()));
  return {
    isFirm(errors) {
      const { at, hasFailed } = units();
      const wrong = new Set(errors.flatMap(({ severity, primary, related }) => (severity === "error" ? [primary, ...related].flatMap(({ span }) => at(span) ?? []) : [])));
      const shaky = once(() => ({ units: shakyUnits(ground(), [...wrong], errors) }));
      return ({ primary, related }) => {
        const about = [primary, ...related].flatMap(({ span }) => at(span) ?? []);
        // Mostly it is of what is wrong itself: then nobody asks what stands on that.
        if (about.some((unit) => wrong.has(unit) || hasFailed(unit))) return false;
        const { units } = shaky();
        return units !== "all" && !about.some((unit) => units.has(unit));
      };
    },
  };
}

/** The statements of a program. */
interface Units {
  readonly all: readonly Unit[];
  readonly bySpan: ReadonlyMap<Span, Unit>;
  /** The one that a place lies in. */
  at(span: Span): Unit | undefined;
  /** Whether something of it could not be read. */
  hasFailed(unit: Unit): boolean;
}

function unitsOf({ entities, undeclared }: Program): Units {
  const failed = new Map(undeclared.failed.map((statement) => [statement.span, statement]));
  const bySpan = new Map([...groupBy(entities, ({ origin }) => origin.span)].map(([span, own]) => [span, { span, entities: own, kind: own[0]!.kind, statement: failed.get(span) } as Unit]));
  for (const { statement, kind } of undeclared.statements) {
    const { span } = statement;
    if (!bySpan.has(span)) bySpan.set(span, { span, entities: [], kind, statement });
  }
  const all = [...bySpan.values()];
  return { all, bySpan, at: finderOf(all), hasFailed: (unit) => unit.entities.length === 0 || unit.entities.some(isFaulty) };
}

interface Ground {
  /** Those of which something could not be read. */
  readonly failed: readonly Unit[];
  /** Those that a fault of `unit` can show at. */
  neighborsOf(unit: Unit): readonly Unit[];
  isGround(unit: Unit): boolean;
}

function groundOf({ undeclared }: Program, { all, bySpan, hasFailed }: Units): Ground {
  const byName = new Map(all.flatMap((unit) => unit.entities.filter(({ kind }) => kind !== "site").map(({ name }) => [name, unit] as const)));
  const find = (name: string): Unit | undefined => {
    const found = byName.get(name) ?? byName.get(name.replace(/-\d+$/, ""));
    if (found !== undefined || undeclared.statements.length === 0) return found;
    const lost = undeclared.find(name);
    return lost && bySpan.get(lost.statement.span);
  };
  const named = new Map(all.map((unit) => [unit, namedBy(unit, find)]));
  const naming = groupBy([...named].flatMap(([unit, others]) => [...others].map((other) => ({ unit, other }))), ({ other }) => other);
  const hasNetwork = all.some(({ kind }) => kind === "network");
  return {
    failed: all.filter(hasFailed),
    neighborsOf: (unit) => [...(naming.get(unit) ?? []).map((each) => each.unit), ...[...named.get(unit)!].filter(({ kind }) => !places.has(kind ?? ""))],
    isGround: ({ kind }) => kind !== undefined && (grounds.has(kind) || (kind === "host" && !hasNetwork)),
  };
}

function isFaulty(bound: Bound): boolean {
  return bound.faulty.size > 0 || bound.clauses.some(isFaulty);
}

/** The statements of what a statement names, as far as it can be read; else of what its words are. */
function namedBy(unit: Unit, find: (name: string) => Unit | undefined): ReadonlySet<Unit> {
  const found = new Set<Unit>();
  const add = (text: string): void => {
    const other = find(text.split(":", 1)[0]!);
    if (other !== undefined && other !== unit) found.add(other);
  };
  for (const entity of unit.entities) forEachValue(entity, ({ text }) => add(text));
  if (unit.statement !== undefined) forEachWord([unit.statement], add);
  return found;
}

function forEachValue(bound: Bound, visit: (value: Value) => void): void {
  for (const value of Object.values(bound.args as Readonly<Record<string, Value | readonly Value[] | undefined>>).flat()) if (value !== undefined) visit(value as Value);
  for (const clause of bound.clauses) forEachValue(clause, visit);
}

function forEachWord(statements: readonly Statement[], visit: (text: string) => void): void {
  for (const { words, block } of statements) {
    for (const { raw } of words) visit(raw);
    if (block) forEachWord(block.statements, visit);
  }
}

function shakyUnits(ground: Ground, wrong: readonly Unit[], errors: readonly Diagnostic[]): ReadonlySet<Unit> | "all" {
  const shaky = new Set<Unit>();
  const open = [...wrong, ...ground.failed];
  if (open.some(ground.isGround) || errors.some(({ code }) => code === unknownImport.code)) return "all";
  for (let unit = open.pop(); unit !== undefined; unit = open.pop()) {
    if (shaky.has(unit)) continue;
    shaky.add(unit);
    open.push(...ground.neighborsOf(unit));
  }
  return shaky;
}

/** Finds the statement that a place lies in. */
function finderOf(units: readonly Unit[]): (span: Span) => Unit | undefined {
  const placed = units.map((unit) => ({ unit, place: inFile(unit.span) }));
  const byFile = groupBy(placed, ({ place }) => place.source.path);
  for (const own of byFile.values()) own.sort((a, b) => a.place.start - b.place.start);
  return (span) => {
    const { source, start } = inFile(span);
    const own = byFile.get(source.path) ?? [];
    const found = own[firstPlace(own.length, (place) => own[place]!.place.start > start) - 1];
    return found !== undefined && start <= found.place.end ? found.unit : undefined;
  };
}
