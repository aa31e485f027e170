import type { TextEdit } from "../diagnostics/diagnostic.js";
import { spanOver } from "../source/source.js";
import type { Word } from "../syntax/index.js";
import type { Argument } from "../vocabulary/declaration.js";
import { variable } from "../vocabulary/values/texts.js";
import type { Binding, Open } from "./bind-statement.js";
import { invalidValue, unexpectedWord } from "./diagnostics.js";

/** What stands between a name and its value elsewhere. */
const sign = /^(?:=|:|:=)$/;

/** Where the words of `argument` begin, from `at` on: after the `=` of `port = 80`, which is reported. */
export function pastSign(owner: Open, { type }: Argument, words: readonly Word[], at: number, { report }: Binding): number {
  const word = words[at];
  const next = words[at + 1];
  if (word === undefined || next === undefined || word.raw.length > 2 || word.quote !== "" || !sign.test(word.raw) || type.choices?.includes(word.raw) === true) return at;
  report(unexpectedWord, {
    at: word.span,
    data: { word: word.raw, owner: `\`${owner.word}\``, closed: undefined, near: undefined, instead: `${writtenUpTo(owner, word)} ${next.raw}` },
    fix: [{ span: { ...word.span, end: next.span.start }, text: "" }],
  });
  return at + 1;
}

function writtenUpTo({ span }: Open, { span: { start } }: Word): string {
  return span.source.text.slice(span.start, start).trim().replace(/\s+/g, " ");
}

/** A name with its value in one word, `A=B`. */
interface Assignment {
  readonly name: string;
  readonly value: string;
}

/** Reports the variables at `at`, `A=B` or several joined by commas; returns where the words go on, `at` where none is there. */
export function takeAssignments(owner: Open, { type }: Argument, isOnLine: boolean, words: readonly Word[], at: number, { report }: Binding): number {
  if (type !== variable) return at;
  const found: Assignment[] = [];
  let end = at;
  do {
    const assignment = assignmentOf(words[end]!);
    if (assignment === undefined) return at;
    found.push(assignment);
    end++;
  } while (words[end - 1]!.comma && words[end] !== undefined);
  const span = spanOver(words[at]!.span, words[end - 1]!.span);
  const text = found.map(({ name, value }) => `${name} "${value}"`).join(`${isOnLine ? "" : ";"} ${owner.word} `);
  owner.sound = false;
  owner.end = Math.max(owner.end, span.end);
  const data = { text: words.slice(at, end).map(({ raw }) => raw).join(", "), problem: found.length === 1 ? "a name and its value in one word" : `${found.length} variables, each in one word with its value`, instead: `${owner.word} ${text}`, near: undefined, example: undefined };
  report(invalidValue, { at: span, data, fix: [{ span, text }] });
  return end;
}

function assignmentOf({ text, quote }: Word): Assignment | undefined {
  const found = text !== undefined && quote !== '"""' ? /^([^=\s]+)=([^"\\$\n]*)$/.exec(text) : null;
  return found === null ? undefined : { name: found[1]!, value: found[2]! };
}

/** `port=80`, `port: 80` and `port:80` for a clause of `known`: how infc writes it, and what of the word is the sign. */
export function respelledClause(words: readonly Word[], known: readonly string[]): { readonly text: string; readonly name: string; readonly fix: readonly TextEdit[] } | undefined {
  const [word, next] = words;
  const found = word === undefined || word.quote !== "" ? null : /^([a-z-]+)(:=|=|:)(.*)$/i.exec(word.raw);
  const name = found?.[1]!.toLowerCase();
  if (word === undefined || found === null || name === undefined || !known.includes(name)) return undefined;
  const value = found[3] === "" ? next?.raw : found[3];
  if (value === undefined) return undefined;
  const start = word.span.start + found[1]!.length;
  const span = { ...word.span, start, end: start + found[2]!.length };
  return { text: `${name} ${value}`, name, fix: [{ span, text: found[3] === "" ? "" : " " }] };
}
