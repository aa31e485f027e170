import { compareNames } from "../source/order.js";
import { formatFile, parse, printWord } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { secret, textOrSecret } from "../vocabulary/values/texts.js";
import type { Bound, Entity, NativeStatement, Value } from "../bind/bound.js";
import type { Program } from "../bind/bind-program.js";

/**
 * Prints a program as one file: declarations by kind and name, one clause a line, nothing imported, interpolated or ranged.
 * `bind(parse(print(program)))` is `program` again.
 */
export function printProgram({ entities }: Program): string {
  const sorted = [...entities].sort((a, b) => a.declaration.rank - b.declaration.rank || compareNames(a.kind, b.kind) || compareNames(a.name, b.name));
  const text = sorted.map((entity) => printEntity(entity)).join("\n");
  return formatFile(parse({ path: "expanded", text }).value);
}

function printEntity(entity: Entity): string {
  const words = [entity.kind, ...printArguments(entity as Bound<Kind>)];
  return `${comments(entity, "")}${words.join(" ")}${printBlock(entity, "")}\n`;
}

function printClause(bound: Bound, indent: string): string {
  const words = [...(bound.word === "" ? [] : [bound.word]), ...printArguments(bound)];
  if (bound.native) return `${comments(bound, indent)}${indent}${bound.word} {\n${bound.native.map((each) => printNative(each, `${indent}  `)).join("")}${indent}}\n`;
  return `${comments(bound, indent)}${indent}${words.join(" ")}${printBlock(bound, indent)}\n`;
}

function printBlock(bound: Bound, indent: string): string {
  if (bound.clauses.length === 0) return "";
  return ` {\n${bound.clauses.map((clause) => printClause(clause, `${indent}  `)).join("")}${indent}}`;
}

function comments({ comments }: Bound, indent: string): string {
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
