import { posix } from "node:path";
import { compile } from "../compile.js";
import { excerpt, printable } from "../diagnostics/excerpt.js";
import { hasErrors } from "../diagnostics/diagnostic.js";
import type { Paint } from "../diagnostics/render-text.js";
import { holdsSecret, type OutputFile } from "../emit/output-file.js";
import type { Host } from "../host/host.js";
import { openProgram, type ProgramFiles, standardInput } from "../host/sources.js";
import type { Origin } from "../source/origin.js";
import { inFile, lineAt, placeKey, positionAt, type Span } from "../source/source.js";
import type { ExplainOptions } from "./commands/explain.js";
import { ExitCode } from "./exit-code.js";
import { paintFor } from "./paint.js";
import { printDiagnostics } from "./print-diagnostics.js";
import { settingsOf } from "./program-options.js";

/** Lines of the output file that are shown on each side. */
const around = 2;

/** Says which statement a line of an output file came from, and by which default or rule. */
export function explainLine(host: Host, path: string, line: number, options: ExplainOptions): ExitCode {
  if (options.in !== standardInput && !host.exists(options.in)) {
    host.printError(`error: there is no program ${options.in}; name it with \`--in FILE\`\n`);
    return ExitCode.usage;
  }
  const program = openProgram(host, options.in);
  const { files, diagnostics } = compile({ ...program.input, ...settingsOf(options) });
  if (hasErrors(diagnostics)) {
    printDiagnostics(host, diagnostics, program, { quiet: true });
    return ExitCode.faults;
  }
  const found = findFiles(files, posix.normalize(path.replaceAll("\\", "/")));
  const [file] = found;
  if (file === undefined || found.length > 1) {
    const problem = file === undefined ? `the program writes no file \`${path}\`` : `\`${path}\` is ${found.length} files; say more of its path`;
    host.printError(`error: ${problem}\n${found.map((each) => `  ${each.path}\n`).join("")}`);
    return ExitCode.usage;
  }
  const lines = file.text.replace(/\n$/, "").split("\n");
  if (line < 1 || line > lines.length) {
    host.printError(`error: ${file.path} has ${lines.length} lines\n`);
    return ExitCode.usage;
  }
  host.print(render(file, lines, line, program.pathOf, paintFor(host, "stdout")));
  warnOfChange(host, path, file, lines, line);
  return ExitCode.ok;
}

/** The files whose path ends `path`, or that `path` ends with: a whole path first, then the longest. */
function findFiles(files: readonly OutputFile[], path: string): readonly OutputFile[] {
  const ending = files.filter((file) => `/${path}`.endsWith(`/${file.path}`)).sort((a, b) => b.path.length - a.path.length);
  return ending.length > 0 ? ending.slice(0, 1) : files.filter((file) => file.path.endsWith(`/${path.replace(/^\.?\//, "")}`));
}

function render(file: OutputFile, lines: readonly string[], line: number, pathOf: ProgramFiles["pathOf"], paint: Paint): string {
  const from = Math.max(1, line - around);
  const shown = lines.slice(from - 1, line + around);
  const gutter = String(line + around).length + 2;
  const excerpted = shown.map((text, index) => {
    const number = from + index;
    const row = `${`${number === line ? "> " : ""}${number}`.padStart(gutter)}│ ${excerpt(text, 0, 0).text}`.trimEnd();
    return number === line ? paint.bold(row) : paint.dim(row);
  });
  const origins = originsOf(file, line);
  const reasons = origins.length === 0
    ? [`Nothing of the program stands behind this line: it is part of every such file of ${file.daemon}.`]
    : origins.flatMap((origin, index) => [index === 0 ? "It is there because of" : "inside what is there because of", ...renderOrigin(origin, pathOf, paint), ""]).slice(0, -1);
  return `${paint.bold(file.path)}, for ${file.daemon} on ${file.machine}\n${excerpted.join("\n")}\n\n${reasons.join("\n")}\n`;
}

/** Innermost first; outer ones of the same place and reason say nothing new. */
function originsOf({ provenance }: OutputFile, line: number): readonly Origin[] {
  const origins = provenance.filter(({ first, last }) => first <= line && line <= last).map(({ origin }) => origin).reverse();
  const keyOf = ({ span, because }: Origin): string => `${placeKey(span)} ${because ?? ""}`;
  return origins.filter((origin, index) => origins.findIndex((other) => keyOf(other) === keyOf(origin)) === index);
}

function renderOrigin({ span, because, via = [] }: Origin, pathOf: ProgramFiles["pathOf"], paint: Paint): readonly string[] {
  return [
    ...renderSpan(span, pathOf, paint),
    ...(because === undefined ? [] : [`  which nobody wrote: ${printable(because)}`]),
    ...via.flatMap((label) => [`  by way of${label.text === undefined ? "" : `: ${printable(label.text)}`}`, ...renderSpan(label.span, pathOf, paint)]),
  ];
}

function renderSpan(span: Span, pathOf: ProgramFiles["pathOf"], paint: Paint): readonly string[] {
  const { source, start: from, end: to } = inFile(span);
  const { line, column } = positionAt(source, from);
  const text = lineAt(source, line);
  const end = Math.min(text.length, column - 1 + to - from);
  const shown = excerpt(text, column - 1, end);
  const start = shown.columnOf(column - 1);
  const margin = " ".repeat(String(line).length + 4);
  return [
    `  ${pathOf(source.path)}:${line}:${column}`,
    `    ${line}│ ${shown.text}`,
    `${margin}│ ${" ".repeat(start)}${paint.info("^".repeat(Math.max(1, shown.columnOf(end) - start)))}`,
  ];
}

/** The file on the disk may be older than the program, or changed by hand. A file with secrets differs in any case. */
function warnOfChange(host: Host, path: string, file: OutputFile, lines: readonly string[], line: number): void {
  if (holdsSecret(file) || !host.exists(path)) return;
  if (host.readText(path).split("\n")[line - 1] !== lines[line - 1]) host.printError(`warning: line ${line} of ${path} is another one; shown is what the program gives now\n`);
}
