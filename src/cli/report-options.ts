import { type Command, InvalidArgumentError, Option } from "commander";
import { catalogue } from "../catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { atLevels } from "../diagnostics/levels.js";
import { suggest } from "../diagnostics/suggest.js";

/** How reports are printed. */
export const formats = ["text", "json", "sarif", "junit", "github"] as const;
export type Format = (typeof formats)[number];

export interface ReportOptions {
  readonly format: Format;
  readonly all?: boolean;
}

export interface LevelOptions {
  readonly deny?: readonly string[];
  readonly warn?: readonly string[];
}

const allWarnings = "warnings";

/** Adds the options that say how reports are printed. */
export function withReports(command: Command): Command {
  return command
    .addOption(new Option("--format <form>", "how to print reports").choices(formats).default("text"))
    .option("--all", "print all reports, however many are alike");
}

/** Adds the options that say what counts as an error. */
export function withLevels(command: Command): Command {
  return command
    .option("--deny <code>", "take reports of this code for errors, or all `warnings`; may be repeated", readDenied)
    .option("--warn <code>", "take reports of this code for warnings, also under --deny warnings; may be repeated", readWarned);
}

/** The diagnostics at the levels that were asked for. */
export function leveled(diagnostics: readonly Diagnostic[], { deny = [], warn = [] }: LevelOptions): readonly Diagnostic[] {
  return deny.length + warn.length === 0 ? diagnostics : atLevels(diagnostics, { deny: new Set(deny), denyWarnings: deny.includes(allWarnings), warn: new Set(warn) });
}

function readDenied(text: string, before: readonly string[] = []): readonly string[] {
  if (text !== allWarnings) severityOf(text, [...catalogue.keys(), allWarnings]);
  return [...before, text];
}

function readWarned(text: string, before: readonly string[] = []): readonly string[] {
  if (severityOf(text, [...catalogue.keys()]) === "error") throw new InvalidArgumentError("It is the code of an error, and errors stay errors.");
  return [...before, text];
}

function severityOf(code: string, known: readonly string[]): Diagnostic["severity"] {
  const definition = catalogue.get(code);
  if (definition) return definition.severity;
  const near = suggest(code, known);
  throw new InvalidArgumentError(`No report has this code${near === undefined ? "; it stands in the brackets of a report" : `; did you mean \`${near}\`?`}`);
}
