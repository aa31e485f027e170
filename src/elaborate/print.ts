import { type Accept, decisionOf, indexAccepts } from "../bind/accept.js";
import { acceptWord } from "../bind/bind-accept.js";
import { compareNames } from "../source/order.js";
import { formatFile, parse, printWord } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { secret, textOrSecret } from "../vocabulary/values/texts.js";
import type { Bound, Entity, NativeStatement, Value } from "../bind/bound.js";
import type { Program } from "../bind/bind-program.js";
import type { SpanIndex } from "../source/spans.js";
import { impliedNotes } from "./diagnostics.js";

/** What the program accepts, while its declarations are printed: by where a thing comes from, and what is said already around it. */
interface Accepting {
  readonly index: SpanIndex<Accept>;
  readonly said: ReadonlySet<string>;
}

/**
 * Prints a program as one file: declarations by kind and name, one clause a line, nothing imported, interpolated or ranged.
 * `bind(parse(print(program)))` is `program` again.
 *
 * An accept is printed with each thing that comes from its statement, as what was implied there has a statement of its own now.
 */
export function printProgram({ entities, accepts }: Program): string {
  const sorted = [...entities].sort((a, b) => a.declaration.rank - b.declaration.rank || compareNames(a.kind, b.kind) || compareNames(a.name, b.name));
  // Of what was implied nothing is reported when it is written.
  const lasting = accepts.filter(({ code }) => !impliedNotes.some((note) => note.code === code.value));
  const everywhere = distinct(lasting.filter(({ over }) => over === undefined));
  const accepting: Accepting = { index: indexAccepts(lasting), said: new Set(everywhere.map(decisionOf)) };
  const head = everywhere.map((accept) => printAccept(accept, "")).join("");
  const text = [...(head === "" ? [] : [head]), ...sorted.map((entity) => printEntity(entity, accepting))].join("\n");
  return formatFile(parse({ path: "expanded", text }).value);
}

function printEntity(entity: Entity, accepting: Accepting): string {
  const words = [entity.kind, ...printArguments(entity as Bound<Kind>)];
  return `${comments(entity, "")}${words.join(" ")}${printBlock(entity, "", accepting)}\n`;
}

function printClause(bound: Bound, indent: string, accepting: Accepting): string {
  const words = [...(bound.word === "" ? [] : [bound.word]), ...printArguments(bound)];
  if (bound.native) return `${comments(bound, indent)}${indent}${bound.word} {\n${bound.native.map((each) => printNative(each, `${indent}  `)).join("")}${indent}}\n`;
  return `${comments(bound, indent)}${indent}${words.join(" ")}${printBlock(bound, indent, accepting)}\n`;
}

function printBlock(bound: Bound, indent: string, { index, said }: Accepting): string {
  // A feature of `with` has no block.
  const accepts = bound.declaration.features ? [] : distinct(index.around(bound.origin.span)).filter((accept) => !said.has(decisionOf(accept)));
  if (bound.clauses.length + accepts.length === 0) return "";
  const inside: Accepting = { index, said: accepts.length === 0 ? said : new Set([...said, ...accepts.map(decisionOf)]) };
  const lines = [...accepts.map((accept) => printAccept(accept, `${indent}  `)), ...bound.clauses.map((clause) => printClause(clause, `${indent}  `, inside))];
  return ` {\n${lines.join("")}${indent}}`;
}

function printAccept(accept: Accept, indent: string): string {
  return `${comments(accept, indent)}${indent}${acceptWord} ${accept.code.value} ${quote(accept.reason.value)}\n`;
}

/** The first of each decision. */
function distinct(accepts: readonly Accept[]): readonly Accept[] {
  const seen = new Set<string>();
  return accepts.filter((accept) => !seen.has(decisionOf(accept)) && seen.add(decisionOf(accept)));
}

function comments({ comments }: Pick<Bound, "comments">, indent: string): string {
  return comments.map((comment) => `${indent}${comment}\n`).join("");
}

function printArguments(bound: Bound): readonly string[] {
  return Object.entries(bound.declaration.args).flatMap(([name, { type }]) => {
    const given = (bound.args as Readonly<Record<string, Value | readonly Value[] | undefined>>)[name];
    const values = (Array.isArray(given) ? given : given === undefined ? [] : [given]) as readonly Value[];
    const isSecret = type === secret || type === textOrSecret;
    const words = values.map((value) => {
      const text = type.print(value.value);
      if (isSecret && text.startsWith("secret ") && "secret" in (value.value as object) && (value.value as { secret?: string }).secret !== undefined) return text;
      return value.quoted ? quote(text) : printWord(text);
    });
    return words.length === 0 ? [] : [words.join(", ")];
  });
}

/** What was quoted stays quoted, so that it is no keyword when it is read again. */
function quote(text: string): string {
  const word = printWord(text);
  if (/^["']/.test(word)) return word;
  // Between double quotes a backslash and a dollar have a meaning; what is printed bare holds no quote.
  return /[\\$]/.test(text) ? `'${text}'` : `"${word}"`;
}

function printNative({ words, block }: NativeStatement, indent: string): string {
  const text = words.map(({ text, quoted, comma }) => `${quoted ? quote(text) : printWord(text)}${comma ? "," : ""}`).join(" ");
  if (block === null) return `${indent}${text}\n`;
  return `${indent}${text} {\n${block.map((each) => printNative(each, `${indent}  `)).join("")}${indent}}\n`;
}
