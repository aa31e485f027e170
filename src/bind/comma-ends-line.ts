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
  return statements.flatMap((statement) => part(statement, beginnings, report));
}

function part(statement: Statement, beginnings: Beginnings, report: Report): readonly Statement[] {
  const { words } = statement;
  const at = words.findIndex((word, index) => word.comma && word.break === "newline" && beginsStatement(statement, index + 1, beginnings));
  if (at < 0) return [statement];
  const [last, next] = [words[at]!, words[at + 1]!];
  const comma = commaAfter(last, next);
  report(commaEndsLine, { at: comma, data: { before: last.raw, next: next.raw }, related: [{ span: next.span, text: "which is a statement of its own" }], fix: [{ span: comma, text: "" }] });
  const head = [...words.slice(0, at), { ...last, comma: false }] as unknown as Statement["words"];
  const rest = words.slice(at + 1) as unknown as Statement["words"];
  return [
    { ...statement, words: head, block: undefined, span: spanOver(head[0].span, last.span), trailing: undefined },
    ...part({ ...statement, words: rest, span: { ...statement.span, start: next.span.start }, leading: [], blankBefore: false }, beginnings, report),
  ];
}

function commaAfter({ span }: Word, next: Word): Span {
  const start = span.end + span.source.text.slice(span.end, next.span.start).indexOf(",");
  return { ...span, start, end: start + 1 };
}

/** Whether the words from `at` on begin a statement, and could not go on with the list before them. */
function beginsStatement({ words, block }: Statement, at: number, { clauses, entry }: Beginnings): boolean {
  const [first, second] = words.slice(at, at + 2);
  const own = clauseNamed(words[0], clauses) ?? entry;
  if (first === undefined || own === undefined || first.comma || (first.break !== "" && second !== undefined)) return false;
  if (second?.raw === "->" && entry !== undefined) return Object.values(entry.args).some(({ type }) => canBe(first, type));
  const declaration = clauseNamed(first, clauses);
  if (declaration === undefined || declaration.native !== undefined) return false;
  const open = openIn(words.slice(0, at), own);
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
