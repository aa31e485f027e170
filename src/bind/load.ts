import { collectDiagnostics } from "../diagnostics/define.js";
import type { Diagnostic, Outcome } from "../diagnostics/diagnostic.js";
import { filterAgain } from "../source/kept-groups.js";
import type { Source } from "../source/source.js";
import { noTables, type Tables } from "../source/tables.js";
import { type File, parse, type Parse, type Statement } from "../syntax/index.js";
import { importKind } from "../vocabulary/kinds/program.js";
import { keywordOf } from "./bind-statement.js";
import { circularImport, missingArgument, unknownImport, unknownName, unknownParam, unknownProfile } from "./diagnostics.js";

/** The text of a file of the program, by its path relative to the entry file's folder; `undefined` when there is none. */
export type ReadSource = (path: string) => string | undefined;

/** What is said of names that nobody declares; that of references is of the room `elaborate`. */
const unknown: ReadonlySet<string> = new Set([unknownName.code, unknownProfile.code, unknownParam.code, "unknown-reference"]);

/** Without what is said of unknown names where a file of the program cannot be read: it may well declare them. */
export function withoutUnknown(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return diagnostics.some(({ code }) => code === unknownImport.code) ? diagnostics.filter(({ code }) => !unknown.has(code)) : diagnostics;
}

/** Parses the entry and all that it imports, each file once, in the order in which they are first met. */
export function loadProgram(entry: Source, read: ReadSource, parseFile: Parse = parse, tables: Tables = noTables): Outcome<readonly File[]> {
  const { report, diagnostics } = collectDiagnostics();
  const found: Diagnostic[] = [];
  const files = new Map<string, File | undefined>();
  load(entry, []);
  return { value: [...files.values()].flatMap((file) => file ?? []), diagnostics: [...found, ...diagnostics] };

  function load(source: Source, open: readonly string[]): void {
    const parsed = parseFile(source);
    found.push(...parsed.diagnostics);
    files.set(source.path, parsed.value);
    const imports = filterAgain(`imports of ${source.path}`, parsed.value.body.statements, ({ words }) => keywordOf(words[0]) === "import", tables);
    for (const statement of imports) follow(statement, source.path, [...open, source.path]);
  }

  function follow({ words, span }: Statement, from: string, open: readonly string[]): void {
    const [first, word] = words;
    if (word === undefined) {
      report(missingArgument, { at: { ...first.span, start: first.span.end }, data: { owner: "import", title: "a path", example: importKind.example } });
      return;
    }
    const written = word.text ?? word.pieces.map((piece) => (piece.kind === "text" ? piece.text : word.raw)).join("");
    const path = resolvePath(from, written);
    if (path === undefined) {
      report(unknownImport, { at: word.span, data: { path: written, problem: "lies outside the program's folder" } });
    } else if (open.includes(path)) {
      report(circularImport, { at: word.span, data: { paths: [...open.slice(open.indexOf(path)), path] }, fix: [{ span, text: "" }] });
    } else if (!files.has(path)) {
      const text = read(path);
      if (text === undefined) report(unknownImport, { at: word.span, data: { path: written, problem: `leads to \`${path}\`, which is no file in the program's folder` } });
      else load({ path, text }, open);
    }
  }
}

/** `written` of the file `from`, relative to the entry's folder; `undefined` when it leaves that folder. */
function resolvePath(from: string, written: string): string | undefined {
  if (written.startsWith("/") || /^[A-Za-z]:|\\|\0/.test(written)) return undefined;
  const parts = from.split("/").slice(0, -1);
  for (const part of written.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join("/");
}
