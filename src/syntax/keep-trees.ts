import type { Outcome } from "../diagnostics/diagnostic.js";
import type { Source } from "../source/source.js";
import { changeOf, statementsAround } from "./edit.js";
import { parse } from "./parse.js";
import { Part } from "./part.js";
import type { Body, File, Statement } from "./tree.js";

/** Reads the tree of a file, as `parse` does. */
export type Parse = (source: Source) => Outcome<File>;

/** A file without a fault, and where in it each of its statements begins; at the end where the comments after them do. */
interface Kept {
  /** Its `source` is the same after every edit. */
  readonly parsed: Outcome<File & { readonly source: Part }>;
  readonly text: string;
  readonly starts: readonly number[];
}

/**
 * `parse` for who asks again and again: the tree of a file whose text is as it was is the same object as before, and where it was edited, so are the
 * statements before and after the edit. Their spans lie in parts of the file; `inFile` tells where that is now.
 */
export function keepTrees(): Parse {
  const sound = new Map<string, Kept>();
  return (source) => {
    const kept = sound.get(source.path);
    if (kept?.text === source.text) return kept.parsed;
    const edited = kept && reparse(kept, source);
    if (edited !== undefined) {
      sound.set(source.path, edited);
      return edited.parsed;
    }
    const { value, diagnostics } = parse(new Part(source));
    // While a line is being written it is mostly wrong: what was sound before is found again when it is sound again.
    if (diagnostics.length > 0) return { value: { ...value, source }, diagnostics };
    const file = kept?.parsed.value.source ?? new Part(source);
    file.become(source);
    const parsed = { value: { ...value, source: file }, diagnostics };
    sound.set(source.path, { parsed, text: source.text, starts: startsOf(value.body) });
    return parsed;
  };
}

/** Parses what was edited, with a statement on each side of it; undefined where that cannot be read by itself. */
function reparse({ parsed: { value: file }, text: before, starts }: Kept, source: Source): Kept | undefined {
  const { statements, dangling } = file.body;
  const around = statementsAround(changeOf(before, source.text), before, starts.slice(0, statements.length), (at) => starts[at]! + lengthOf(statements[at]!));
  const grown = source.text.length - before.length;
  // With a character before it, it is no slice that keeps the whole text in memory.
  const text = ` ${source.text.slice(around.start, around.end + grown)}`.slice(1);
  const part = new Part({ path: source.path, text });
  const { value, diagnostics } = parse(part);
  if (diagnostics.length > 0) return undefined;
  const { body, commaEndsLine } = value;
  // What did not change is as it was, or the edit is not what it seems: `{` on a line of its own is of the statement before.
  const [first, last] = [around.hasBefore ? statements[around.first] : undefined, around.hasAfter ? statements[around.last] : undefined];
  if (first !== undefined && !isAlike(first, body.statements[0])) return undefined;
  if (last !== undefined && !isAlike(last, body.statements.at(-1))) return undefined;
  const head = around.hasBefore ? around.first + 1 : 0;
  const isLastKept = last !== undefined && isLedAlike(last, body.statements.at(-1)!);
  const tail = !around.hasAfter ? statements.length : isLastKept ? around.last : around.last + 1;
  const fresh = body.statements.slice(around.hasBefore ? 1 : 0, isLastKept ? -1 : undefined);
  const next: Body = { statements: [...statements.slice(0, head), ...fresh, ...statements.slice(tail)], dangling: around.hasAfter ? dangling : body.dangling };
  const freshStarts = startsOf(body).slice(around.hasBefore ? 1 : 0).map((start) => start + around.start);
  const nextStarts = around.hasAfter
    ? [...starts.slice(0, head), ...freshStarts.slice(0, fresh.length), ...starts.slice(tail).map((start) => start + grown)]
    : [...starts.slice(0, head), ...freshStarts];
  Part.place(next, nextStarts, source);
  file.source.become(source);
  return { parsed: { value: { source: file.source, body: next, commaEndsLine: file.commaEndsLine || commaEndsLine }, diagnostics }, text: source.text, starts: nextStarts };
}

function startsOf({ statements, dangling }: Body): readonly number[] {
  return [...statements.map(({ span }) => span.start), dangling[0]?.span.start ?? 0];
}

function lengthOf({ span }: Statement): number {
  return span.end - span.start;
}

/** Whether the same comments and blank lines stand before both, at the same places. */
function isLedAlike(statement: Statement, other: Statement): boolean {
  const [one, two] = [statement, other].map(({ leading, span, blankBefore }) => JSON.stringify([blankBefore, leading.map((comment) => [comment.text, comment.span.start - span.start])]));
  return one === two;
}

function isAlike(statement: Statement, other: Statement | undefined): boolean {
  return other !== undefined && lengthOf(statement) === lengthOf(other);
}
