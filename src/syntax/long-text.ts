import type { Source } from "../source/source.js";
import type { TextPiece } from "./tree.js";

/**
 * The pieces of a `"""` text, one for each of its lines, with their line ends as `\n`.
 *
 * What stands before the first line end counts as a line only when it is not blank, and the last line only when it is not blank. The
 * white space that all the lines but that first one begin with is taken off; blank lines do not count for it. An unclosed text
 * ends where `raw` does.
 */
export function textPieces(source: Source, raw: string, start: number): readonly TextPiece[] {
  const lines = split(raw.slice(3, raw.length >= 6 && raw.endsWith('"""') ? -3 : undefined), start + 3);
  const rest = lines.slice(1);
  const margin = commonMargin(rest.map(({ text }) => text));
  const last = rest.at(-1);
  if (last !== undefined && last.text.trim() === "") rest.pop();
  const first = lines[0]!;
  const hasFirst = lines.length === 1 ? first.text !== "" : first.text.trim() !== "";
  return [...(hasFirst ? [first] : []), ...rest.map((line) => outdent(line, margin))].map(({ text, end, at, length }) => ({
    kind: "text",
    text: text + end,
    span: { source, start: at, end: at + length },
  }));
}

interface Line {
  readonly text: string;
  /** `\n`, or nothing for the last line. */
  readonly end: string;
  readonly at: number;
  /** Characters in the source, the line end included. */
  readonly length: number;
}

function split(inner: string, start: number): readonly Line[] {
  const lines: Line[] = [];
  for (let at = 0; at <= inner.length; ) {
    const found = inner.indexOf("\n", at);
    const next = found < 0 ? inner.length + 1 : found + 1;
    const full = inner.slice(at, next);
    const text = full.replace(/\r?\n$/, "");
    lines.push({ text, end: found < 0 ? "" : "\n", at: start + at, length: full.length });
    at = next;
  }
  return lines;
}

/** The longest white space that every line which is not blank begins with. */
function commonMargin(lines: readonly string[]): string {
  let margin: string | undefined;
  for (const line of lines) {
    if (line.trim() === "") continue;
    const own = /^[ \t]*/.exec(line)![0];
    margin = margin === undefined ? own : shared(margin, own);
  }
  return margin ?? "";
}

function outdent({ text, end, at, length }: Line, margin: string): Line {
  const off = shared(text, margin).length;
  return { text: text.slice(off), end, at: at + off, length: length - off };
}

function shared(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
