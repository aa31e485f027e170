import type { Report } from "../diagnostics/define.js";
import { type Span, spanOver } from "../source/source.js";
import type { Word } from "../syntax/index.js";
import type { Argument } from "../vocabulary/declaration.js";
import { bandwidth } from "../vocabulary/values/caching.js";
import { rate, share } from "../vocabulary/values/numbers.js";
import { duration, size } from "../vocabulary/values/quantities.js";
import { isProblem, type ValueType } from "../vocabulary/values/value-type.js";
import { invalidValue } from "./diagnostics.js";

/** One word that a blank parts in two or more: `10 s`, `60 r/m`, `x 3`, `round robin`, `60 per minute`. */
export interface Parted {
  /** How many words it is. */
  readonly words: number;
  /** As it is written, with the blank. */
  readonly text: string;
  /** As it is meant, in one word. */
  readonly whole: string;
  readonly span: Span;
}

const quantities: readonly ValueType<unknown>[] = [duration, size, rate, share, bandwidth];

/** Whether a word can begin what a blank parts: a number, an `x`, a part of a choice. */
export function mayBeParted(word: Word, { type }: Argument): boolean {
  return isPlain(word) && !word.comma && (type.choices !== undefined || /^(?:\d|x$)/i.test(word.raw));
}

/**
 * The word at `at` with the one after it, where `argument` takes both together and the first not alone: a number and its unit, `x` and a
 * number, two parts of a choice.
 */
export function partedAt(words: readonly Word[], at: number, { type }: Argument): Parted | undefined {
  const [first, second] = [words[at], words[at + 1]];
  if (!isPlain(first) || !isPlain(second) || first.comma) return undefined;
  const isForm = isQuantity(first.raw, second.raw) || (/^x$/i.test(first.raw) && /^\d+$/.test(second.raw)) || type.choices !== undefined;
  const whole = isForm && isProblem(type.read(first.raw, false)) ? wholeOf(first.raw, second.raw, type) : undefined;
  return whole === undefined ? undefined : parted(first, second, whole);
}

/** What follows the number of such a rate: nearly no word, so that it is asked first. */
const beginsRate = /^(?:r|reqs?|requests?|per|an?|each|every)$/i;

/** A rate in the words of a sentence, where `type` takes a rate: `60 per minute`, `10 requests a second`. */
export function rateAt(words: readonly Word[], at: number, type: ValueType<unknown>): Parted | undefined {
  const first = words[at];
  const second = words[at + 1];
  if (first === undefined || second === undefined || !beginsRate.test(second.raw) || !/^\d+$/.test(first.raw) || first.comma) return undefined;
  const more = words.slice(at + 1, at + 4);
  const said = more.findIndex((word) => !isPlain(word) || word.comma);
  const rest = (said < 0 ? more : more.slice(0, said + 1)).map(({ raw }) => raw);
  const count = [3, 2].find((length) => rest.length >= length && /^(?:(?:r|req|reqs|requests?) )?(?:per|a|an|each|every) (?:s|sec|seconds?|m|min|minutes?)$/i.test(rest.slice(0, length).join(" ")));
  if (count === undefined) return undefined;
  const whole = `${first.raw}r/${rest[count - 1]![0]!.toLowerCase()}`;
  if (isProblem(type.read(whole, false))) return undefined;
  const last = words[at + count]!;
  return { words: count + 1, text: [first.raw, ...rest.slice(0, count)].join(" "), whole, span: spanOver(first.span, last.span) };
}

/** The same as `partedAt` where the first word can stand alone: `limit 60 r/m`, as `60` is a limit too, or the words of a `let`. */
export function quantityAt(words: readonly Word[], at: number, type?: ValueType<unknown>): Parted | undefined {
  const [first, second] = [words[at], words[at + 1]];
  if (!isPlain(first) || !isPlain(second) || first.comma || !isQuantity(first.raw, second.raw)) return undefined;
  for (const each of quantities) {
    const whole = wholeOf(first.raw, second.raw, each);
    if (whole !== undefined && (type === undefined || !isProblem(type.read(whole, false)))) return parted(first, second, whole);
  }
  return undefined;
}

export function reportParted({ words, text, whole, span }: Parted, report: Report): void {
  const data = { text, problem: words > 2 ? "a rate in several words" : "one word, parted by a blank", instead: whole, near: undefined, example: undefined };
  report(invalidValue, { at: span, data, fix: [{ span, text: whole }] });
}

/** The one word that was meant. */
export function wordOf({ whole, span }: Parted, last: Word): Word {
  return { ...last, raw: whole, text: whole, pieces: [], span };
}

function isPlain(word: Word | undefined): word is Word {
  return word !== undefined && word.quote === "" && word.text !== undefined;
}

/** A number and a unit, or `1h` and `30m`. */
function isQuantity(first: string, second: string): boolean {
  return (/^\d+(?:\.\d+)?$/.test(first) && /^[a-z%/][a-z/]*$/i.test(second)) || (/^\d+[a-z]+$/.test(first) && /^\d+[a-z]+$/.test(second));
}

function wholeOf(first: string, second: string, type: ValueType<unknown>): string | undefined {
  const joins = type.choices === undefined ? [`${first}${second}`] : [`${first}${second}`, `${first}-${second}`];
  for (const joined of joins) {
    const value = type.read(joined, false);
    if (!isProblem(value)) return joined;
    if (value.instead !== undefined && !isProblem(type.read(value.instead, false))) return value.instead;
  }
  return undefined;
}

function parted(first: Word, second: Word, whole: string): Parted {
  return { words: 2, text: `${first.raw} ${second.raw}`, whole, span: spanOver(first.span, second.span) };
}
