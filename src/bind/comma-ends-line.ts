import type { Report } from "../diagnostics/define.js";
import { type Span, spanOver } from "../source/source.js";
import type { Statement, Word } from "../syntax/index.js";
import type { Clauses, Declaration } from "../vocabulary/declaration.js";
import { isProblem, type ValueType } from "../vocabulary/values/value-type.js";
import { keywordOf } from "./bind-statement.js";
import { commaEndsLine } from "./diagnostics.js";

/** What the statements of a block or of a file begin with. */
interface Beginnings {
  readonly clauses: Clauses;
  readonly entry?: Declaration;
}

/**
 * The statements of a file or block, with those apart that a comma at the end of a line joins; each such comma is reported. Only what can be
 * nothing else is taken for a statement of its own: its words would be wrong as the rest of the list.
 */
export function partAtCommas(statements: readonly Statement[], beginnings: Beginnings, report: Report): readonly Statement[] {
  if (!mayBeParted(statements)) return statements;
  return statements.flatMap((statement) => part(statement, beginnings, report));
}

function mayBeParted(statements: readonly Statement[]): boolean {
  for (let at = 0; at < statements.length; at++) {
    const { words } = statements[at]!;
    for (let index = 0; index < words.length; index++) if (endsLineWithComma(words[index]!)) return true;
  }
  return false;
}

function endsLineWithComma(word: Word): boolean {
  return word.comma && word.break === "newline";
}

function part(whole: Statement, beginnings: Beginnings, report: Report): readonly Statement[] {
  const parts: Statement[] = [];
  let from = 0;
  let left: Omit<Statement, "words"> = whole;
  for (const [at, last] of whole.words.entries()) {
    if (!endsLineWithComma(last) || !beginsStatement(whole, from, at + 1, beginnings)) continue;
    const next = whole.words[at + 1]!;
    const comma = commaAfter(last, next);
    report(commaEndsLine, { at: comma, data: { before: last.raw, next: next.raw }, related: [{ span: next.span, text: "which is a statement of its own" }], fix: [{ span: comma, text: "" }] });
    const head = [...whole.words.slice(from, at), { ...last, comma: false }] as unknown as Statement["words"];
    parts.push({ ...left, words: head, block: undefined, span: spanOver(head[0].span, last.span), trailing: undefined });
    left = { ...left, span: { ...whole.span, start: next.span.start }, leading: [], blankBefore: false };
    from = at + 1;
  }
  return from === 0 ? [whole] : [...parts, { ...left, words: whole.words.slice(from) as unknown as Statement["words"] }];
}

function commaAfter({ span }: Word, next: Word): Span {
  const start = span.end + span.source.text.slice(span.end, next.span.start).indexOf(",");
  return { ...span, start, end: start + 1 };
}

/** Whether the words from `at` on begin a statement, and could not go on with the list before them, in the one that begins at `from`. */
function beginsStatement({ words, block }: Statement, from: number, at: number, { clauses, entry }: Beginnings): boolean {
  const [first, second] = [words[at], words[at + 1]];
  const own = clauseNamed(words[from], clauses) ?? entry;
  if (first === undefined || own === undefined || first.comma || (first.break !== "" && second !== undefined)) return false;
  if (second?.raw === "->" && entry !== undefined) return Object.values(entry.args).some(({ type }) => canBe(first, type));
  const declaration = clauseNamed(first, clauses);
  if (declaration === undefined || declaration.native !== undefined) return false;
  const open = openIn(words.slice(from, at), own);
  if (second !== undefined) return !open.some((each) => canFollow(second, each));
  return (block !== undefined && takesBlock(declaration) && !takesBlock(own)) || !open.some(({ args }) => Object.values(args).some(({ type, list }) => list && canBe(first, type)));
}

/** The declaration of a statement, and those of the clauses that its words may begin. */
function openIn(words: readonly Word[], own: Declaration): readonly Declaration[] {
  const keywords = new Set(words.map((word) => keywordOf(word)));
  const open = new Set([own]);
  // A set grows while it is walked; a clause that can hold itself stands in it once.
  for (const { clauses } of open) for (const [name, clause] of Object.entries(clauses)) if (keywords.has(name)) open.add(clause);
  return [...open];
}

function canBe(word: Word, type: ValueType<unknown>): boolean {
  return !isProblem(type.read(word.raw, word.quote !== ""));
}

function clauseNamed(word: Word | undefined, clauses: Clauses): Declaration | undefined {
  const keyword = keywordOf(word);
  return keyword !== undefined && Object.hasOwn(clauses, keyword) ? clauses[keyword] : undefined;
}

function takesBlock({ clauses, entry }: Declaration): boolean {
  return entry !== undefined || Object.keys(clauses).length > 0;
}

/** Whether `word` may stand after a list of `declaration`: it names a clause there, or is a choice. */
function canFollow(word: Word, { args, clauses }: Declaration): boolean {
  const keyword = keywordOf(word);
  return keyword !== undefined && (Object.hasOwn(clauses, keyword) || Object.values(args).some(({ type }) => type.choices?.includes(keyword) === true));
}
