import { firstPlace } from "./bisect.js";

/** One text that the compiler reads: a program, an imported file, or the lock. */
export interface Source {
  /** As the user names it: POSIX, relative to the entry file's folder, or `-` for standard input. */
  readonly path: string;
  readonly text: string;
  /** Of a part of a file, which stays while the file is edited around it: where a span of it lies in the file as that is now. */
  inFile?(span: Span): Span;
}

/**
 * A half-open range `[start, end)` in a source. Offsets count UTF-16 code units from 0; equal ends mark a point.
 */
export interface Span {
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/** A place for people: line and column from 1. The column counts UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The span in its whole file. Whoever compares places, or shows one, asks for it: offsets into parts of a file say nothing by themselves. */
export function inFile(span: Span): Span {
  return span.source.inFile?.(span) ?? span;
}

/** Whether two spans begin at one place. */
export function beginTogether(a: Span, b: Span): boolean {
  const [one, other] = [inFile(a), inFile(b)];
  return one.source.path === other.source.path && one.start === other.start;
}

/** Equal for spans of one place. */
export function placeKey(span: Span): string {
  const { source, start, end } = inFile(span);
  return `${source.path} ${start} ${end}`;
}

const lineStarts = new WeakMap<Source, readonly number[]>();

/** Offsets at which the lines of `source` begin; the first is 0. Computed once a source. */
export function linesOf(source: Source): readonly number[] {
  let starts = lineStarts.get(source);
  if (starts === undefined) {
    const found = [0];
    for (let at = source.text.indexOf("\n"); at >= 0; at = source.text.indexOf("\n", at + 1)) found.push(at + 1);
    lineStarts.set(source, (starts = found));
  }
  return starts;
}

/** The line and column of `offset`; an offset past the end is the end. */
export function positionAt(source: Source, offset: number): Position {
  const starts = linesOf(source);
  const line = firstPlace(starts.length, (place) => starts[place]! > offset);
  return { line, column: Math.min(offset, source.text.length) - starts[line - 1]! + 1 };
}

/** The text of line `line` (from 1), without its line end. Empty when there is no such line. */
export function lineAt(source: Source, line: number): string {
  const starts = linesOf(source);
  const start = starts[line - 1];
  if (start === undefined) return "";
  const end = starts[line] ?? source.text.length + 1;
  return source.text.slice(start, end - 1).replace(/\r$/, "");
}

/** The smallest span that holds both; they must be of one source. */
export function spanOver(first: Span, last: Span): Span {
  return { source: first.source, start: Math.min(first.start, last.start), end: Math.max(first.end, last.end) };
}

/** `site.infra:14:5`, for messages and for the JSON of the intermediate representation. */
export function formatSpan(span: Span): string {
  const { source, start } = inFile(span);
  const { line, column } = positionAt(source, start);
  return `${source.path}:${line}:${column}`;
}
