import type { OutputFile } from "../emit/output-file.js";
import type { Origin } from "../source/origin.js";
import { once, oncePer } from "../source/once.js";
import { createSlots } from "../source/slots.js";

/** The lines of a generated file, to be asked; numbers from 1. */
export interface Lines {
  /** Empty for a line that the file does not have. */
  textOf(line: number): string;
  /** The innermost reason of a line. */
  originOf(line: number): Origin | undefined;
  /** The lines that have it as a word of their own, comments aside. */
  withWord(word: string): readonly number[];
}

/** Read once for a file, however much a daemon says of it. */
export const linesOf: (file: OutputFile) => Lines = oncePer(readLines);

function readLines(file: OutputFile): Lines {
  const texts = once(() => file.text.split("\n"));
  const origins = once(() => innermost(file));
  const plain = once(() => texts().map((text) => text.replace(/^\s*#.*/, "")));
  const byPart = once(() => indexParts(plain()));
  return {
    textOf: (line) => texts()[line - 1] ?? "",
    originOf: (line) => origins()[line],
    withWord(word) {
      // A line that has the word has each of its parts.
      const rows = partsOf(word).map((part) => byPart().get(part) ?? []);
      const near = rows.length === 0 ? plain().map((_, at) => at + 1) : rows.reduce((a, b) => (b.length < a.length ? b : a));
      return near.filter((line) => isIn(word, plain()[line - 1]!));
    },
  };
}

/** Of each line the origin that is written last of those that it lies in. */
function innermost({ provenance }: OutputFile): readonly (Origin | undefined)[] {
  const origins: (Origin | undefined)[] = [];
  const told = createSlots();
  // From the last one on: what has an origin keeps it.
  for (const { first, last, origin } of provenance.toReversed()) {
    for (let line = told.freeFrom(first); line <= last; line = told.freeFrom(line)) {
      origins[line] = origin;
      told.take(line);
    }
  }
  return origins;
}

function indexParts(texts: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  texts.forEach((text, at) => {
    for (const part of new Set(partsOf(text))) {
      const found = lines.get(part);
      if (found === undefined) lines.set(part, [at + 1]);
      else found.push(at + 1);
    }
  });
  return lines;
}

/** What stands between the signs of a text. */
function partsOf(text: string): readonly string[] {
  return text.toLowerCase().match(/[\w-]+/g) ?? [];
}

/** Whether the line has it as a word of its own. */
export function isIn(word: string, line: string): boolean {
  const [place, sought] = [line.toLowerCase(), word.toLowerCase()];
  const at = place.indexOf(sought);
  return at >= 0 && !/[\w-]/.test(place[at - 1] ?? " ") && !/[\w-]/.test(place[at + sought.length] ?? " ");
}
