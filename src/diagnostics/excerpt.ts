/** A line as a terminal shows it. */
export interface Excerpt {
  /** Without tabs and control characters, and cut where it is too long. */
  readonly text: string;
  /** The column from 0, in cells of the terminal, of an offset into the line. */
  readonly columnOf: (offset: number) => number;
}

const longest = 140;
const tab = 4;

/** Shows `line`, and of a very long one the part around `[start, end)`. Wide characters take two cells, combining ones none. */
export function excerpt(line: string, start: number, end: number): Excerpt {
  const from = line.length <= longest ? 0 : Math.max(0, Math.min(start - 40, line.length - longest));
  const until = line.length <= longest ? line.length : Math.max(from + longest, Math.min(end, from + 2 * longest));
  const columns: number[] = [];
  let text = from === 0 ? "" : "…";
  let column = text.length;
  for (let at = from; at < until && at < line.length; ) {
    const character = String.fromCodePoint(line.codePointAt(at)!);
    for (let unit = 0; unit < character.length; unit++) columns[at + unit] = column;
    const shown = show(character, column);
    text += shown.text;
    column += shown.width;
    at += character.length;
  }
  const last = column;
  if (until < line.length) text += "…";
  return { text, columnOf: (offset) => columns[Math.max(offset, from)] ?? last };
}

/** `text` without what could move the cursor or turn the direction of writing. */
export function printable(text: string): string {
  return text.replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\ufffd");
}

function show(character: string, column: number): { readonly text: string; readonly width: number } {
  if (character === "\t") {
    const width = tab - (column % tab);
    return { text: " ".repeat(width), width };
  }
  const text = printable(character);
  return { text, width: cells(text) };
}

function cells(character: string): number {
  if (/\p{Mn}|\p{Me}/u.test(character)) return 0;
  return isWide(character.codePointAt(0)!) || /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
}

// The blocks that Unicode's East Asian Width (UAX 11) calls wide or full-width.
function isWide(code: number): boolean {
  return (
    (code >= 0x1100 && code <= 0x115f) ||
    (code >= 0x2e80 && code <= 0xa4cf) ||
    (code >= 0xac00 && code <= 0xd7a3) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0xfe30 && code <= 0xfe6f) ||
    (code >= 0xff00 && code <= 0xff60) ||
    (code >= 0xffe0 && code <= 0xffe6) ||
    (code >= 0x20000 && code <= 0x3fffd)
  );
}
