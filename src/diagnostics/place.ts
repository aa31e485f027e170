import { type Position, positionAt, type Span } from "../source/source.js";

/** A span in lines and columns from 1, in UTF-16 code units; `end` is the place after the last character. */
export interface Place {
  readonly file: string;
  readonly start: Position;
  readonly end: Position;
}

export function placeOf({ source, start, end }: Span): Place {
  return { file: source.path, start: positionAt(source, start), end: positionAt(source, end) };
}

/** Whether it is a file: what comes from standard input is called `-`, what comes from the command line by its option. */
export function isFile(path: string): boolean {
  return path !== "-" && !path.startsWith("--");
}
