import { collectDiagnostics } from "../diagnostics/define.js";
import { compareDiagnostics, type Outcome } from "../diagnostics/diagnostic.js";
import type { Source } from "../source/source.js";
import { lex } from "./lexer.js";
import { parser } from "./parser.js";
import { repair } from "./repair.js";
import type { File } from "./tree.js";

/**
 * Parses one file. Never throws, whatever the text.
 *
 * Every fault is one report, in the order of the text, and the tree holds what was meant as far as that can be told; without a report
 * it is exactly what was written.
 */
export function parse(source: Source): Outcome<File> {
  const { report, diagnostics } = collectDiagnostics();
  const file = parser().read(source, repair(source, lex(source, report), report), report);
  return { value: file, diagnostics: [...diagnostics].sort(compareDiagnostics) };
}
