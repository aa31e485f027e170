import { suggest } from "../diagnostics/suggest.js";
import { oncePer } from "../source/once.js";
import type { Origin } from "../source/origin.js";
import type { Word } from "../syntax/index.js";
import { type Argument, argumentsOf } from "../vocabulary/declaration.js";
import { secret, type Secret, textOrSecret } from "../vocabulary/values/texts.js";
import { isProblem, type Problem, type ValueType } from "../vocabulary/values/value-type.js";
import { type Binding, clauseOf, keywordOf, type Open } from "./bind-statement.js";
import type { Value } from "./bound.js";
import { invalidValue, literalSecret, missingArgument, unexpectedList } from "./diagnostics.js";
import { pastSign, takeAssignments } from "./foreign-signs.js";
import { mayBeParted, type Parted, partedAt, quantityAt, rateAt, reportParted, wordOf } from "./parted.js";
import { type Item, type Range, unshield } from "./scope.js";

/** A word of an argument that its type could not read, or not as it is spelled. */
interface Unread {
  readonly item: Item;
  readonly problem: Problem;
}

/**
 * Takes the arguments of `owner` from `words` at `from` on, in the order of its declaration; returns where its arguments end.
 * What a single argument is given in a plural head with `siblings` names is kept as a list; the head's split deals it out.
 */
export function takeArguments(owner: Open, words: readonly Word[], from: number, siblings: number, binding: Binding): number {
  let at = from;
  const all = argumentsOf(owner.declaration);
  for (let index = 0; index < all.length; index++) {
    const name = all[index]![0];
    const argument = all[index]![1];
    at = pastSign(owner, argument, words, at, binding);
    const word = words[at];
    if (argument.list) owner.args[name] = none;
    if (word === undefined) {
      if (!argument.optional && owner.sound) reportMissing(owner, argument, undefined, binding);
      continue;
    }
    const afterAssignments = takeAssignments(owner, argument, owner.outer !== undefined, words, at, binding);
    if (afterAssignments > at) return afterAssignments;
    if (argument.type === secret || argument.type === textOrSecret) {
      at = takeSecret(owner, name, argument, words, at, binding);
      continue;
    }
    if (argument.optional && (namesClause(word, owner) || (keywordOf(word) === "secret" && holdsSecret(owner)))) continue;
    const plain = readPlain(word, argument);
    if (plain !== undefined && standsAlone(words, at)) {
      owner.args[name] = argument.list || (owner.plural && name === "name") ? [plain] : plain;
      if (word.span.end > owner.end) owner.end = word.span.end;
      at++;
      continue;
    }
    const reading = plain === undefined ? readAnew(word, argument, binding) : readingOf(plain);
    if (argument.optional && !reading.sound && reading.unread.length > 0 && partedFor(owner, name, words, at) === undefined) {
      const unread = reading.unread[0]!;
      if (isSpecific(unread.problem)) owner.passedOver = () => reportPassedOver(owner, unread, argument, binding);
      continue;
    }
    const sign = argument.optional || reading.sound ? undefined : signBefore(owner, name, word);
    if (sign !== undefined) {
      binding.report(invalidValue, { at: word.span, data: { text: word.raw, problem: `not \`${sign}\``, instead: `${sign} ${word.raw}`, near: undefined, example: undefined } });
      owner.args[name] = { value: sign, text: sign, quoted: false, origin: { span: word.span }, label: undefined } satisfies Value;
      continue;
    }
    if (!reading.sound && namesClause(word, owner)) {
      if (owner.sound) reportMissing(owner, argument, word, binding);
      return at;
    }
    at = takeList(owner, name, reading, words, at, siblings, binding);
  }
  return at;
}

/** The one word that an argument takes, where it is left out before what the next argument takes: the `..` of `1m .. 1h`. */
function signBefore({ declaration: { args } }: Open, name: string, { raw, quote }: Word): string | undefined {
  const names = Object.keys(args);
  const next = args[names[names.indexOf(name) + 1] ?? ""];
  const { choices } = args[name]!.type;
  return choices?.length === 1 && next !== undefined && !isProblem(next.type.read(raw, quote !== "")) ? choices[0] : undefined;
}

/** The word with its only range as long as is wanted, from where it begins. */
function rangeOf({ raw, comma }: Word, wanted: number): string | undefined {
  const [, before, first, last, after] = /^([^[]*)\[(\d+)\.\.(\d+)\]([^[]*)$/.exec(raw) ?? [];
  if (first === undefined || comma || wanted < 2) return undefined;
  const end = String(Number(first) + wanted - 1).padStart(first.startsWith("0") ? first.length : 0, "0");
  return end === last ? undefined : `${before}[${first}..${end}]${after}`;
}

/** The words that `name` was to take as one. */
function partedFor(owner: Open, name: string, words: readonly Word[], at: number): Parted | undefined {
  const { args } = owner.declaration;
  if (!mayBeParted(words[at]!, args[name]!)) return undefined;
  const sentence = rateAt(words, at, args[name]!.type);
  if (sentence !== undefined) return sentence;
  if (words[at + 1] === undefined || namesClause(words[at + 1]!, owner)) return undefined;
  const [argument, next] = [args[name]!, Object.values(args)[Object.keys(args).indexOf(name) + 1]];
  const found = partedAt(words, at, argument);
  return found ?? (next === undefined || (next.optional && isProblem(next.type.read(words[at + 1]!.raw, false))) ? quantityAt(words, at, argument.type) : undefined);
}

/** Whether a type almost read the word and knows what is wrong, such as "not from 1 to 65535": not just "not an address". */
function isSpecific({ problem }: Problem): boolean {
  return !/^(not (?!from )|neither )[^:]*$/.test(problem);
}

/** Whether a secret is still to come: then the word `secret` begins it, and is no user's name. */
function holdsSecret({ declaration }: Open): boolean {
  return argumentsOf(declaration).some(([, { type }]) => type === secret || type === textOrSecret);
}

/** Whether a word names a clause of `inner` or of what it stands in on its line. */
function namesClause(word: Word, inner: Open): boolean {
  const keyword = keywordOf(word);
  if (keyword === undefined) return false;
  for (let each: Open | undefined = inner; each !== undefined; each = each.outer) {
    const clause = clauseOf(each.declaration, keyword);
    if (clause !== undefined && clause.native === undefined) return true;
  }
  return false;
}

/** Takes the words that commas join, from `at` on, of which the first was read as `firstReading`. */
function takeList(owner: Open, name: string, firstReading: Reading, words: readonly Word[], from: number, siblings: number, binding: Binding): number {
  const argument = owner.declaration.args[name]!;
  let values: readonly Value[] | undefined;
  let gathered: Value[] | undefined;
  let at = from;
  let sound = true;
  let isDoubtful = false;
  let last: Word;
  do {
    const two = partedFor(owner, name, words, at);
    last = two === undefined ? words[at]! : wordOf(two, words[at + two.words - 1]!);
    at += two?.words ?? 1;
    if (two) reportParted(two, binding.report);
    const reading = last === words[from] ? firstReading : readWord(last, argument, binding);
    for (const unread of reading.unread) reportUnread(unread, argument, binding);
    sound &&= reading.sound;
    isDoubtful ||= last.text === undefined || last.raw.includes("[") ? binding.scope.isDoubtful(last) : false;
    // Most lists are of one word: its values are not copied.
    if (values === undefined) values = reading.values;
    else {
      values = gathered ??= [...values];
      for (const value of reading.values) gathered.push(value);
    }
  } while (last.comma && at < words.length);
  owner.end = Math.max(owner.end, last.span.end);
  const isName = owner.plural && name === "name";
  // A list of the head is dealt out over its names too; a list of a clause goes to each whole.
  const dealt = argument.list ? owner.plural && siblings > 1 : siblings > 0;
  const wanted = isName || !dealt ? undefined : siblings;
  if (sound && wanted !== undefined && values.length !== 1 && values.length !== wanted) {
    if (!isDoubtful) binding.report(unexpectedList, { at: words[from]!.span, data: { owner: owner.word, title: argument.type.title, seen: values.length, wanted, instead: rangeOf(words[from]!, wanted), each: owner.declaration.repeats ? owner.declaration.example : undefined } });
    sound = false;
  }
  const isDealt = argument.list || isName || values.length === 1 || values.length === wanted;
  if (!sound || !isDealt) owner.sound = false;
  else owner.args[name] = argument.list || isName || values.length !== 1 ? values : values[0];
  return at;
}

/** What one word says: several values when it is a range, a `let` of several words, or a list without blanks. */
interface Reading {
  readonly values: readonly Value[];
  /** To be reported. */
  readonly unread: readonly Unread[];
  /** Whether all of it is among the values, as it is meant if not as it is spelled. */
  readonly sound: boolean;
}

const none: readonly never[] = [];

/** Whether the word at `at`, which its type reads, is all that an argument takes: no list goes on after it, and it is no number whose unit may follow. */
function standsAlone(words: readonly Word[], at: number): boolean {
  const { raw, comma } = words[at]!;
  const first = raw.charCodeAt(0);
  return !comma && (words[at + 1] === undefined || first < 48 || first > 57);
}

/** Reads a word that stands for itself, as most do; `undefined` for any other, and for one that its type does not read. */
function readPlain({ text, quote, span }: Word, { type }: Argument): Value | undefined {
  if (text === undefined) return undefined;
  if (quote === "" && (text.includes("[") || (type.splits && text.includes(",")))) return undefined;
  const value = type.read(text, quote !== "");
  return isProblem(value) ? undefined : { value, text, quoted: quote !== "", origin: { span }, label: undefined };
}

function readingOf(plain: Value): Reading {
  return { values: [plain], unread: none, sound: true };
}

function readWord(word: Word, argument: Argument, binding: Binding): Reading {
  const plain = readPlain(word, argument);
  return plain === undefined ? readAnew(word, argument, binding) : readingOf(plain);
}

function readAnew(word: Word, argument: Argument, { scope }: Binding): Reading {
  const { type } = argument;
  const range = scope.rangeOf(word);
  const read = range === undefined ? undefined : readingsOf(range)(type);
  if (range !== undefined && read !== undefined) return { values: valuesOfRange(range, read, { span: word.span }), unread: none, sound: true };
  const values: Value[] = [];
  const unread: Unread[] = [];
  const items = scope.resolve(word);
  const parts = type.splits && items.some(({ text }) => text.includes(",")) ? items.flatMap((each) => splitItem(each, word, type)) : items;
  for (const item of parts) {
    const read = type.read(item.text, item.quoted);
    const problem = isProblem(read) ? (problemOfRange(item) ?? read) : undefined;
    if (problem !== undefined) unread.push({ item, problem });
    const value = problem?.respelled === true && problem.instead !== undefined ? type.read(problem.instead, item.quoted) : read;
    if (!isProblem(value)) values.push({ value, text: problem?.instead ?? item.text, quoted: item.quoted, origin: item.origin, label: item.label });
  }
  return { values, unread, sound: parts.length > 0 && values.length === parts.length };
}

/** What a type reads in the items of a range, which many statements may say: `on app[1..3]`. `undefined` where it does not read all, or parts one. */
const readingsOf = oncePer((range: Range) =>
  oncePer((type: ValueType<unknown>): readonly unknown[] | undefined => {
    if (type.splits && range.some(({ text }) => text.includes(","))) return undefined;
    const read = range.map(({ text }) => type.read(text, false));
    return read.some(isProblem) ? undefined : read;
  }),
);

function valuesOfRange(range: Range, read: readonly unknown[], origin: Origin): readonly Value[] {
  return range.map(({ text, label }, at) => ({ value: read[at], text, quoted: false, origin, label }));
}

/** `z[1-3]` is how others write a range. */
function problemOfRange({ text, quoted }: Item): Problem | undefined {
  const range = /\[(\d+)-(\d+)\]/;
  return quoted || !range.test(text) ? undefined : { problem: "not a range: `..` stands between its ends", instead: text.replace(range, "[$1..$2]"), respelled: true };
}

/** `a,b` is a list where no element can hold a comma; what a `let` brought is not read for commas. */
function splitItem(item: Item, word: Word, type: ValueType<unknown>): readonly Item[] {
  if (!type.splits || item.quoted || word.pieces.some(({ kind }) => kind === "reference") || !item.text.includes(",")) return [item];
  return item.text.split(",").map((text) => ({ ...item, text: unshield(text) }));
}

/** `secret NAME`, or a literal. */
function takeSecret(owner: Open, name: string, argument: Argument, words: readonly Word[], at: number, binding: Binding): number {
  const [word, next] = [words[at]!, words[at + 1]];
  const keyword = keywordOf(word);
  if (keyword === "secret" && next !== undefined) {
    const item = binding.scope.resolveText(next);
    const value: Secret = { secret: item?.text ?? "" };
    if (item === undefined || !/^[A-Za-z_][A-Za-z0-9_-]*$/.test(item.text)) {
      if (item) binding.report(invalidValue, { at: next.span, data: { text: item.text, problem: "no name of a secret: letters, digits, `_` and `-`", instead: undefined, near: undefined, example: "secret vrrp_pass" } });
      owner.sound = false;
    } else owner.args[name] = { ...item, text: `secret ${item.text}`, value };
    owner.end = next.span.end;
    return at + 2;
  }
  if (argument.optional && namesClause(word, owner)) return at;
  if (next !== undefined && word.quote === "" && next.quote === "" && !namesClause(next, owner) && suggest(word.raw, ["secret"]) !== undefined) {
    binding.report(invalidValue, { at: word.span, data: { text: word.raw, problem: "not `secret`, which the name of a secret follows", instead: `secret ${next.raw}`, near: undefined, example: undefined } });
    owner.sound = false;
    return at + 2;
  }
  const reading = readWord(word, argument, binding);
  const [value] = reading.values;
  if (!reading.sound || keyword === "secret" || namesClause(word, owner) || value === undefined) {
    for (const unread of reading.unread) reportUnread(unread, argument, binding);
    if (reading.unread.length === 0) reportMissing(owner, argument, word, binding);
    owner.sound = false;
    return keyword === "secret" ? at + 1 : at;
  }
  if (argument.type === secret) binding.report(literalSecret, { at: value.origin, data: { owner: owner.word } });
  owner.args[name] = value;
  owner.end = word.span.end;
  return at + 1;
}

function reportMissing(owner: Open, argument: Argument, before: Word | undefined, { report }: Binding): void {
  owner.sound = false;
  const { span: { source }, end } = owner;
  report(missingArgument, {
    at: before?.span ?? { source, start: end, end },
    data: { owner: owner.word === "" ? "this entry" : owner.word, title: argument.type.title, example: owner.declaration.example },
    label: before === undefined ? undefined : `\`${owner.word}\` needs ${argument.type.title} before this`,
  });
}

/** What the clause was to say is reported: that it is missing is not reported besides. */
function reportPassedOver(owner: Open, unread: Unread, argument: Argument, binding: Binding): void {
  reportUnread(unread, argument, binding);
  owner.sound = false;
}

function reportUnread({ item, problem }: Unread, { type }: Argument, { report }: Binding): void {
  const near = type.choices && !item.quoted ? suggest(item.text, type.choices) : undefined;
  report(invalidValue, {
    at: item.origin,
    label: item.label,
    data: { text: item.text, problem: problem.problem, instead: problem.instead, near, example: type.choices ? undefined : type.examples[0] },
    fix: problem.respelled === true && problem.instead !== undefined && isWritten(item) ? [{ span: item.origin.span, text: problem.instead }] : undefined,
  });
}

/** Whether the item is all that stands at its place: no part of a list, and brought by no `let`. */
function isWritten({ text, origin: { span } }: Item): boolean {
  return span.source.text.slice(span.start, span.end) === text;
}
