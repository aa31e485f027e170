import type { Report } from "../diagnostics/define.js";
import { suggest } from "../diagnostics/suggest.js";
import type { Label, Origin } from "../source/origin.js";
import type { Span } from "../source/source.js";
import { expandRange, type Expansion, type ReferencePiece, type Word } from "../syntax/index.js";
import { badRange, circularLet, severalWords, unknownName } from "./diagnostics.js";
import type { Value } from "./bound.js";

/** One word that a word of the source stands for, before its type reads it. */
export type Item = Omit<Value, "value">;

/** What a `let` or a `param` stands for. */
export interface Definition {
  /** Of a `let` its words, read when they are first used. */
  readonly words?: readonly Word[];
  /** Of a `param` its value, and what gave it. */
  readonly items?: readonly Item[];
  readonly span: Span;
}

/** Replaces interpolations and reads ranges. */
export interface Scope {
  /** What a word stands for that is a sound range and nothing else; the same list for all words with that text. */
  rangeOf(word: Word): Range | undefined;
  /** The words that `word` stands for; empty after a report. */
  resolve(word: Word): readonly Item[];
  /** Whether what `word` stands for was reported: then it may be meant to stand for more words, or fewer. */
  isDoubtful(word: Word): boolean;
  /** The text of a word of a native block: interpolation, and no ranges. `undefined` after a report. */
  resolveText(word: Word): Item | undefined;
}

// What a `let` brings is not read for ranges or commas again: such characters wait in the private use area meanwhile.
const shielded: Readonly<Record<string, string>> = { "[": "\uE010", "]": "\uE011", ",": "\uE012" };
const unshielded: Readonly<Record<string, string>> = { "\uE010": "[", "\uE011": "]", "\uE012": "," };
const signs = /[\uE010-\uE012]/g;
const shield = (text: string): string => text.replace(/[[\],]/g, (character) => shielded[character]!);
/** Takes the shields away again. */
export const unshield = (text: string): string => (text.search(signs) < 0 ? text : text.replace(signs, (character) => unshielded[character]!));

export function createScope(definitions: ReadonlyMap<string, Definition>, report: Report): Scope {
  const read = new Map<string, readonly Item[]>();
  const open: string[] = [];
  const reported = new Set<string>();
  // A word may be looked at by several arguments; what is wrong with it is reported once.
  const resolved = new Map<Word, readonly Item[]>();
  const expansions = new Map<string, Expanded>();

  const falling = new Set<Word>();
  const unknown = new Set<string>();

  return { resolve, resolveText, rangeOf, isDoubtful: (word) => rangeOf(word) === undefined && (resolve(word).length === 0 || falling.has(word)) };

  function rangeOf({ text, quote }: Word): Range | undefined {
    if (text === undefined || quote !== "" || !text.includes("[")) return undefined;
    const expanded = expand(text);
    return "problem" in expanded || expanded.falling ? undefined : expanded.items;
  }

  function resolve(word: Word): readonly Item[] {
    const { text, quote, span } = word;
    if (text !== undefined && !(quote === "" && text.includes("["))) return [{ text, quoted: quote !== "", origin: { span }, label: undefined }];
    let items = resolved.get(word);
    if (items === undefined) resolved.set(word, (items = resolveAnew(word)));
    return items;
  }

  function resolveAnew(word: Word): readonly Item[] {
    const [first] = word.pieces;
    if (word.pieces.length === 1 && first!.kind === "reference") return wordsOf(first!, word) ?? [];
    const assembled = assemble(word);
    if (assembled === undefined) return [];
    const { text, via } = assembled;
    if (word.quote !== "" || !text.includes("[")) return [item(word, unshield(text), via)];
    const range = expand(text);
    if ("problem" in range) {
      report(badRange, { at: word.span, data: { word: word.raw, problem: "too-long", instead: undefined } });
      return [];
    }
    if (range.falling) {
      report(badRange, { at: word.span, data: { word: word.raw, problem: "falling", instead: risingOf(word.raw) } });
      falling.add(word);
    }
    const origin = originOf(word, via);
    return range.items.map((each) => ({ text: each.text, quoted: false, origin, label: each.label ?? labelOf(each.text, via) }));
  }

  /** The same range stands in many words: `on app[1..3]`. */
  function expand(text: string): Expanded {
    let expanded = expansions.get(text);
    if (expanded === undefined) expansions.set(text, (expanded = expandAnew(text)));
    return expanded;
  }

  function resolveText(word: Word): Item | undefined {
    const assembled = assemble(word);
    return assembled && item(word, unshield(assembled.text), assembled.via);
  }

  function item(word: Word, text: string, via: readonly Label[]): Item {
    return { text, quoted: word.quote !== "", origin: originOf(word, via), label: labelOf(text, via) };
  }

  function assemble(word: Word): { readonly text: string; readonly via: readonly Label[] } | undefined {
    if (word.text !== undefined) return { text: word.text, via: [] };
    let text = "";
    const via: Label[] = [];
    for (const piece of word.pieces) {
      if (piece.kind === "text") text += piece.text;
      else {
        const items = wordsOf(piece, word);
        if (items === undefined) return undefined;
        // Nothing stands there when the definition itself was reported.
        if (items.length === 0) return undefined;
        if (items.length !== 1) {
          report(severalWords, { at: piece.span, data: { name: piece.name, count: items.length } });
          return undefined;
        }
        text += word.quote === "" ? shield(items[0]!.text) : items[0]!.text;
        via.push(...(items[0]!.origin.via ?? []));
      }
    }
    return { text, via };
  }

  /** The words of a `let` or `param`, as words of the place that uses it. */
  function wordsOf({ name, span }: ReferencePiece, word: Word): readonly Item[] | undefined {
    const definition = definitions.get(name);
    if (definition === undefined) {
      // However often it is said, it lacks one declaration.
      if (unknown.has(name)) return undefined;
      unknown.add(name);
      report(unknownName, { at: span, data: { name, near: suggest(name, definitions.keys()) } });
      return undefined;
    }
    const items = valuesOf(name, definition);
    return items?.map(({ text, quoted, origin }) => {
      const behind: Label = { span: origin.span, text: `\`${name}\` is \`${text}\`` };
      return { text, quoted, label: text, origin: { span: word.span, via: [behind, ...(origin.via ?? [])] } };
    });
  }

  function valuesOf(name: string, definition: Definition): readonly Item[] | undefined {
    if (definition.items) return definition.items;
    const known = read.get(name);
    if (known) return known;
    if (open.includes(name)) {
      const names = [...open.slice(open.indexOf(name)), name];
      const key = [...names].sort().join(" ");
      if (!reported.has(key)) report(circularLet, { at: definition.span, data: { names } });
      reported.add(key);
      return undefined;
    }
    open.push(name);
    const items = definition.words!.flatMap((word) => resolve(word));
    open.pop();
    read.set(name, items);
    return items;
  }
}

function originOf({ span }: Word, via: readonly Label[]): Origin {
  return via.length === 0 ? { span } : { span, via };
}

function labelOf(text: string, via: readonly Label[]): string | undefined {
  return via.length > 0 ? text : undefined;
}

/** What a range stands for; each of several with what tells its place. */
export type Range = readonly { readonly text: string; readonly label: string | undefined }[];

type Expanded = { readonly items: Range; readonly falling: boolean } | Extract<Expansion, { readonly problem: string }>;

function expandAnew(text: string): Expanded {
  const range = expandRange(text);
  if ("problem" in range) return range;
  const texts = range.items.map(unshield);
  return { falling: range.falling === true, items: texts.map((each, index) => ({ text: each, label: texts.length === 1 ? undefined : `${each}, the ${ordinal(index)} of this range` })) };
}

/** The word with the ends of its falling ranges the other way round; `undefined` where a `let` brings them. */
function risingOf(raw: string): string | undefined {
  const isFalling = (first: string, last: string): boolean => (/^\d/.test(first) ? Number(last) < Number(first) : last < first);
  const rising = raw.replace(/(\d+|[a-z])\.\.(\d+|[a-z])/gi, (whole, first: string, last: string) => (isFalling(first, last) ? `${last}..${first}` : whole));
  return rising === raw ? undefined : rising;
}

function ordinal(index: number): string {
  const words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
  const number = index + 1;
  const ending = number % 100 >= 11 && number % 100 <= 13 ? "th" : (["th", "st", "nd", "rd"][number % 10] ?? "th");
  return words[index] ?? `${number}${ending}`;
}
