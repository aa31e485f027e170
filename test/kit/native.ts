import type { NativeBlock, NativeStatement } from "../../src/ir/native.js";
import { originOf } from "./origin.js";

/**
 * A native block: each statement is its words and, last, an array of the statements in its block.
 *
 *     nativeOf("nginx", [["http", [["keepalive_timeout", "65s"]]]])
 *
 * A word that starts with `'` was quoted in the program, one that ends with `,` has a comma after it.
 */
export function nativeOf(engine: string, statements: readonly NativeText[]): NativeBlock {
  return { engine, statements: statements.map(statementOf), origin: originOf(engine) };
}
export type NativeText = readonly (string | readonly NativeText[])[];

function statementOf(parts: NativeText): NativeStatement {
  const words = parts.filter((part) => typeof part === "string");
  const last = parts.at(-1);
  const statement = originOf(words.join(" "));
  return {
    words: words.map((word) => {
      const quoted = word.startsWith("'");
      const comma = !quoted && word.length > 1 && word.endsWith(",");
      return { text: quoted ? word.slice(1) : comma ? word.slice(0, -1) : word, quoted, comma, origin: originOf(word) };
    }),
    block: typeof last === "object" ? (last as readonly NativeText[]).map(statementOf) : null,
    origin: statement,
  };
}
