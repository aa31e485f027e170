import { compareDiagnostics, type Diagnostic, type Outcome } from "../diagnostics/diagnostic.js";
import { firstPlace } from "../source/bisect.js";
import type { Source } from "../source/source.js";
import { exchanged } from "../source/stretch.js";
import { type Change, changeOf, statementsAround } from "./edit.js";
import { areWithinStatements, movedAround } from "./faults.js";
import { parse } from "./parse.js";
import { Part } from "./part.js";
import type { Body, Comment, File, Statement } from "./tree.js";

/** Reads the tree of a file, as `parse` does. */
export type Parse = (source: Source) => Outcome<File>;

/** A file as it was read, and where in it each of its statements begins; at the end where the comments after them do. */
interface Kept {
  /** Its `source` is the same after every edit; its reports have their places in `text`. */
  readonly parsed: Outcome<File & { readonly source: Part }>;
  readonly text: string;
  readonly starts: readonly number[];
}

/** What is known of a file: as it was last, and as it was when each of its statements could be read by itself. */
interface Known {
  readonly latest: Kept;
  readonly base: Kept;
}

/**
 * `parse` for who asks again and again: the tree of a file whose text is as it was is the same object as before, and where it was edited, so are the
 * statements before and after the edit. Their spans lie in parts of the file; `inFile` tells where that is now.
 */
export function keepTrees(): Parse {
  const files = new Map<string, Known>();
  return (source) => {
    const known = files.get(source.path);
    if (known?.latest.text === source.text) return known.latest.parsed;
    const latest = read(source, known);
    // A brace or a quote that is half written may change what others are: until it is mended, the text is compared with the last one in which none did.
    const isBase = known === undefined || areWithinStatements(latest.parsed.diagnostics) || !areWithinStatements(known.base.parsed.diagnostics);
    files.set(source.path, { latest, base: isBase ? latest : known.base });
    return latest.parsed;
  };
}

function read(source: Source, known: Known | undefined): Kept {
  const around = known && areWithinStatements(known.base.parsed.diagnostics) ? readAround(known.base, source) : undefined;
  const reading = around ?? readWhole(source);
  const { body, starts, diagnostics, commaEndsLine } = known !== undefined && (around === undefined || known.latest !== known.base) ? withKept(reading, known.latest, source.text) : reading;
  const file = known?.latest.parsed.value.source ?? new Part(source);
  file.become(source);
  Part.place(body, starts, source);
  return { parsed: { value: { source: file, body, commaEndsLine }, diagnostics }, text: source.text, starts };
}

/** What a text says, its statements in parts that do not know yet where they lie in it. */
interface Reading {
  readonly body: Body;
  readonly starts: readonly number[];
  readonly diagnostics: readonly Diagnostic[];
  readonly commaEndsLine: boolean;
}

function readWhole(source: Source): Reading {
  const { value, diagnostics } = parse(new Part(source));
  return { body: value.body, starts: startsOf(value.body), diagnostics, commaEndsLine: value.commaEndsLine };
}

/** So many statements more are read on a side where one turns out to be of what was edited: `on app1,` takes in the line below. */
const furthest = 4;

/** Parses what was edited, with a statement on each side of it; undefined where that cannot be read by itself. */
function readAround(kept: Kept, source: Source): Reading | undefined {
  const change = changeOf(kept.text, source.text);
  for (let [before, after] = [0, 0]; before < furthest && after < furthest; ) {
    const found = readBetween(kept, source, change, before, after);
    if (found === "not before") before++;
    else if (found === "not after") after++;
    else return found === "open" ? undefined : found;
  }
  return undefined;
}

/** The same with so many statements more on each side. What did not change is as it was, or the edit is not what it seems: `{` on a line of its own is of the statement before. */
function readBetween({ parsed, text: was, starts }: Kept, source: Source, change: Change, before: number, after: number): Reading | "not before" | "not after" | "open" {
  const { statements, dangling } = parsed.value.body;
  const faults = parsed.diagnostics.map(({ primary }) => primary.span.start);
  const around = statementsAround(change, was, starts.slice(0, statements.length), { endOf: (at) => starts[at]! + lengthOf(statements[at]!), faults, before, after });
  const grown = source.text.length - was.length;
  const part = Part.of(source, around.start, around.end + grown);
  const { value: { body, commaEndsLine }, diagnostics } = parse(part);
  // A text that nothing closes here may be closed by the next one.
  if (around.hasAfter && diagnostics.length > 0 && part.text.includes('"""') && source.text.includes('"""', around.end + grown)) return "open";
  const first = around.hasBefore ? statements[around.first] : undefined;
  if (first !== undefined && !isAt(0, first, body.statements[0])) return "not before";
  const last = around.hasAfter ? statements[around.last] : undefined;
  const lastStart = starts[around.last]! + grown;
  const lastRead = body.statements.at(-1);
  if (last !== undefined && (!isAt(lastStart - around.start, last, lastRead) || diagnostics.some(({ primary }) => primary.span.start >= lastStart))) return "not after";
  const head = around.hasBefore ? around.first + 1 : 0;
  const isLastKept = last !== undefined && isLedAlike(last, lastRead!);
  const tail = !around.hasAfter ? statements.length : isLastKept ? around.last : around.last + 1;
  const fresh = body.statements.slice(around.hasBefore ? 1 : 0, isLastKept ? -1 : undefined);
  const freshStarts = startsOf(body).slice(around.hasBefore ? 1 : 0).map((start) => start + around.start);
  return {
    body: { statements: exchanged(statements, head, tail, fresh), dangling: around.hasAfter ? dangling : body.dangling },
    starts: around.hasAfter ? movedFrom(exchanged(starts, head, tail, freshStarts.slice(0, fresh.length)), head + fresh.length, grown) : exchanged(starts, head, starts.length, freshStarts),
    diagnostics: [...movedAround(parsed.diagnostics, around, grown, source), ...diagnostics].sort(compareDiagnostics),
    commaEndsLine: parsed.value.commaEndsLine || commaEndsLine,
  };
}

/** These places, by so much further from a place in the list on. */
function movedFrom(starts: number[], from: number, by: number): readonly number[] {
  if (by !== 0) for (let at = from; at < starts.length; at++) starts[at]! += by;
  return starts;
}

/** What was read, with the statements that a text had before instead of those that are as they were. */
function withKept(reading: Reading, { parsed, text: was, starts: wereAt }: Kept, text: string): Reading {
  const change = changeOf(was, text);
  const grown = text.length - was.length;
  const { statements } = parsed.value.body;
  const isSoundBefore = soundness(parsed.diagnostics, wereAt, statements.length);
  const isSoundNow = soundness(reading.diagnostics, reading.starts, reading.body.statements.length);
  const known = new Map(statements.map((_, at) => [wereAt[at]! < change.start ? wereAt[at]! : wereAt[at]! + grown, at]));
  // Of lines that are the same it cannot be told which of them is new.
  const isThere = new Set(reading.body.statements);
  const again = (statement: Statement, at: number): Statement => {
    const place = known.get(reading.starts[at]!);
    const before = place === undefined ? undefined : statements[place]!;
    if (before === undefined || isThere.has(before) || lengthOf(before) !== lengthOf(statement)) return statement;
    const start = wereAt[place!]!;
    const isUnchanged = start + lengthOf(before) <= change.start || start >= change.end;
    return isUnchanged && isSoundBefore(place!) && isSoundNow(at) && isLedAlike(before, statement) && isFollowedAlike(before, statement) ? before : statement;
  };
  return { ...reading, body: { ...reading.body, statements: reading.body.statements.map(again) } };
}

/** Whether nothing is said of a statement, by its place among all. */
function soundness(diagnostics: readonly Diagnostic[], starts: readonly number[], count: number): (at: number) => boolean {
  const faulty = new Set(diagnostics.map(({ primary: { span } }) => firstPlace(count, (at) => starts[at]! > span.start) - 1));
  return (at) => !faulty.has(at);
}

function startsOf({ statements, dangling }: Body): readonly number[] {
  return [...statements.map(({ span }) => span.start), dangling[0]?.span.start ?? 0];
}

function lengthOf({ span }: Statement): number {
  return span.end - span.start;
}

/** Whether the same comments and blank lines stand before both, at the same places. */
function isLedAlike(one: Statement, other: Statement): boolean {
  return one.blankBefore === other.blankBefore && one.leading.length === other.leading.length && one.leading.every((comment, at) => isSame(comment, one, other.leading[at], other));
}

/** Whether the same comment follows both, or none. */
function isFollowedAlike(one: Statement, other: Statement): boolean {
  return isSame(one.trailing, one, other.trailing, other);
}

function isSame(one: Comment | undefined, of: Statement, other: Comment | undefined, ofOther: Statement): boolean {
  if (one === undefined || other === undefined) return one === other;
  return one.text === other.text && one.span.start - of.span.start === other.span.start - ofOther.span.start;
}

/** Whether what was read at a place is as long as what stood there. */
function isAt(start: number, before: Statement, read: Statement | undefined): boolean {
  return read !== undefined && read.span.start === start && lengthOf(read) === lengthOf(before);
}
