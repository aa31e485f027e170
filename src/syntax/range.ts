/** What a word with ranges stands for, in order, also where a range runs backwards; or why it stands for nothing. */
export type Expansion = { readonly items: readonly string[]; readonly falling?: true } | { readonly problem: "too-long" };

/** The most items that one word may stand for. */
export const longestRange = 4096;

/**
 * The words that the text of a bare word stands for: `[1..3]`, `[01..12]`, `[a..c]`, `[a,b]`, and every combination of several
 * brackets, the rightmost fastest. Brackets with neither a range nor a comma are ordinary text, and a text without ranges is its own
 * only item; so the third of `items` is "the third of this range".
 *
 * `isBrought` tells which characters came from a `let` or a `param`: they are not read as brackets, commas or dots, though
 * `[1..${n}]` counts with what `n` brings.
 */
export function expandRange(text: string, isBrought: (offset: number) => boolean = () => false): Expansion {
  const structure = text.replace(/[[\],.]/g, (character, offset: number) => (isBrought(offset) ? "\0" : character));
  let items: readonly string[] = [""];
  let done = 0;
  let falling = false;
  for (const match of structure.matchAll(/\[[^[\]]*\]/g)) {
    const end = match.index + match[0].length;
    const choices = choicesOf(match[0].slice(1, -1), text.slice(match.index + 1, end - 1));
    if (choices === undefined) continue;
    if ("problem" in choices) return choices;
    if (items.length * choices.items.length > longestRange) return { problem: "too-long" };
    const before = text.slice(done, match.index);
    items = items.flatMap((start) => choices.items.map((choice) => start + before + choice));
    done = end;
    falling ||= choices.falling === true;
  }
  return { items: items.map((start) => start + text.slice(done)), ...(falling ? { falling } : {}) };
}

/** What stands between brackets; `undefined` when they are ordinary. */
function choicesOf(structure: string, text: string): Expansion | undefined {
  const hasComma = structure.includes(",");
  const items: string[] = [];
  let at = 0;
  let falling = false;
  for (const part of structure.split(",")) {
    const own = text.slice(at, at + part.length);
    at += part.length + 1;
    const range = /^(?:(\d+)\.\.(\d+)|([a-z])\.\.([a-z])|([A-Z])\.\.([A-Z]))$/.exec(part);
    if (range === null && !hasComma) return undefined;
    const found: Expansion = range === null ? { items: [own] } : count(range);
    if ("problem" in found) return found;
    if (items.length + found.items.length > longestRange) return { problem: "too-long" };
    items.push(...found.items);
    falling ||= found.falling === true;
  }
  return { items, ...(falling ? { falling } : {}) };
}

function count([, first, last, ...letters]: RegExpExecArray): Expansion {
  if (first !== undefined && last !== undefined) {
    const width = first.startsWith("0") ? first.length : 0;
    return steps(Number(first), Number(last), (value) => String(value).padStart(width, "0"));
  }
  const [start, end] = letters.filter((letter) => letter !== undefined);
  return steps(start!.charCodeAt(0), end!.charCodeAt(0), (value) => String.fromCharCode(value));
}

function steps(first: number, last: number, print: (value: number) => string): Expansion {
  const falling = last < first;
  const length = Math.abs(last - first) + 1;
  if (length > longestRange || Math.max(first, last) > Number.MAX_SAFE_INTEGER) return { problem: "too-long" };
  return { items: Array.from({ length }, (_, index) => print(falling ? first - index : first + index)), ...(falling ? { falling } : {}) };
}
