import { Command } from "commander";
import { loadProgram } from "../../bind/load.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import { hasErrors } from "../../diagnostics/diagnostic.js";
import { type Host, HostError } from "../../host/host.js";
import { defaultEntry, openProgram, readEntry, standardInput } from "../../host/sources.js";
import { formatFile, parse } from "../../syntax/index.js";
import { ExitCode } from "../exit-code.js";
import { paintFor } from "../paint.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { renderDifference } from "../render-difference.js";
import { type ReportOptions, withReports } from "../report-options.js";

interface FmtOptions extends ReportOptions {
  readonly check?: boolean;
  readonly diff?: boolean;
}

/** `infc fmt`: programs in the one style. */
export function fmtCommand(host: Host, end: (code: ExitCode) => void): Command {
  const command = new Command("fmt")
    .description("Put programs into the one style.")
    .argument("[file...]", "files, or `-` for standard input to standard output (default: site.infra and its imports)")
    .option("--check", "write nothing; exit with 1 when a file is not in the style")
    .option("--diff", "write nothing; print what would change");
  return withReports(command)
    .addHelpText(
      "after",
      `
Only white space changes: a program means the same, and comments stay in their places. A file with
syntax errors is left alone; they are reported on standard error, in any form.

Examples:
  infc fmt
  infc fmt --check --diff site.infra networks.infra
  infc fmt - < site.infra
`,
    )
    .action((files: readonly string[], options: FmtOptions) => {
      const named = files.length > 0 ? files : filesOf(host);
      const found: Diagnostic[] = [];
      const results = named.map((file) => formatOne(host, file, options, found));
      // A form for machines is one document for all files.
      if (options.format !== "text") print(host, found, named, options);
      end(results.includes(ExitCode.usage) ? ExitCode.usage : results.includes(ExitCode.faults) ? ExitCode.faults : ExitCode.ok);
    });
}

/** The files of the program in the current folder. */
function filesOf(host: Host): readonly string[] {
  const { input, pathOf } = openProgram(host, defaultEntry);
  return loadProgram(input.entry, input.read ?? (() => undefined)).value.map(({ source }) => pathOf(source.path));
}

/** Formats one file, and adds the faults that keep it as it is to `found`. */
function formatOne(host: Host, file: string, options: FmtOptions, found: Diagnostic[]): ExitCode {
  const before = readFile(host, file);
  if (before === undefined) return ExitCode.usage;
  const parsed = parse({ path: file, text: before });
  if (hasErrors(parsed.diagnostics)) {
    found.push(...parsed.diagnostics);
    if (options.format === "text") leaveAlone(host, file, parsed.diagnostics, options);
    return ExitCode.faults;
  }
  const after = formatFile(parsed.value);
  const isSame = before === after;
  if (options.diff && !isSame) host.print(renderDifference(file, before, after, paintFor(host, "stdout")));
  if (options.check) {
    const say = options.format === "text" ? host.printError : host.print;
    if (!isSame) say(`${file} is not in the style; \`infc fmt ${file}\` writes it so\n`);
    return isSame ? ExitCode.ok : ExitCode.faults;
  }
  if (options.diff) return ExitCode.ok;
  if (file === standardInput) host.print(after);
  else if (!isSame) {
    host.writeText(file, after);
    host.print(`formatted ${file}\n`);
  }
  return ExitCode.ok;
}

/** A file that cannot be read does not keep the others from being formatted. */
function readFile(host: Host, file: string): string | undefined {
  try {
    return file === standardInput ? host.readInput() : readEntry(host, file);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    host.printError(`error: ${error.message}\n`);
    return undefined;
  }
}

function leaveAlone(host: Host, file: string, diagnostics: readonly Diagnostic[], options: ReportOptions): void {
  print(host, diagnostics, [file], options);
  host.printError(file === standardInput ? "nothing was printed: standard input has faults\n" : `${file} is left alone\n`);
}

function print(host: Host, diagnostics: readonly Diagnostic[], files: readonly string[], options: ReportOptions): void {
  printDiagnostics(host, diagnostics, { pathOf: (path) => path, sources: () => files }, { ...options, to: "stderr" });
}
