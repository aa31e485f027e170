import { Command } from "commander";
import { keywordOf } from "../../bind/bind-statement.js";
import { loadProgram } from "../../bind/load.js";
import { type Analysis, analyze } from "../../compile.js";
import { collectDiagnostics } from "../../diagnostics/define.js";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.js";
import { type LockEntry, printLock, readLock } from "../../elaborate/lock.js";
import type { Host } from "../../host/host.js";
import { openProgram, type ProgramFiles, standardInput } from "../../host/sources.js";
import { parse } from "../../syntax/index.js";
import { ExitCode } from "../exit-code.js";
import { printDiagnostics } from "../print-diagnostics.js";
import { type ProgramOptions, readSet, withEntry } from "../program-options.js";
import { type ReportOptions, withReports } from "../report-options.js";

interface LockOptions extends Pick<ProgramOptions, "set">, ReportOptions {
  readonly prune?: boolean;
}

/** `infc lock`: the entries of the lock that no env uses any more. */
export function lockCommand(host: Host, end: (code: ExitCode) => void): Command {
  const command = withEntry(new Command("lock"))
    .description("List what the lock keeps though no env uses it; with --prune, drop it.")
    .option("--prune", "drop those entries from the lock")
    .option("--set <name=value>", "give a param its value; may be repeated", readSet);
  return withReports(command)
    .addHelpText(
      "after",
      `
A build keeps the entries that it does not use: another env may. What is dropped is allocated again,
perhaps differently, should the program need it later. Only errors are reported, to standard error in
any form.

Examples:
  infc lock
  infc lock site.infra --prune
`,
    )
    .action((file: string, options: LockOptions) => {
      if (file === standardInput) {
        host.printError("error: a program from standard input has no lock\n");
        return end(ExitCode.usage);
      }
      return end(tidy(host, openProgram(host, file), options));
    });
}

function tidy(host: Host, program: ProgramFiles, options: LockOptions): ExitCode {
  const { lock } = program.input;
  const print = (diagnostics: readonly Diagnostic[]): void => printDiagnostics(host, diagnostics, program, { ...options, quiet: true, to: "stderr" });
  if (lock === undefined) {
    print([]);
    host.print(`there is no ${program.lockPath}\n`);
    return ExitCode.ok;
  }
  const read = entriesOf(lock.text, lock.path);
  const used = usedKeys(program, options);
  const faults = [...read.diagnostics, ...("keys" in used ? [] : used.diagnostics)];
  if (!("keys" in used) || hasErrors(faults)) {
    print(faults);
    return ExitCode.faults;
  }
  print([]);
  const kept = read.entries.filter((entry) => used.keys.has(keyOf(entry)));
  const dropped = read.entries.filter((entry) => !used.keys.has(keyOf(entry)));
  for (const { what, key, value } of dropped) host.print(`${what} ${key} ${value}\n`);
  if (dropped.length === 0) host.print(`every entry of ${program.lockPath} is used\n`);
  else if (!options.prune && options.format === "text") host.printError(`${dropped.length === 1 ? "no env uses this entry" : `no env uses these ${dropped.length} entries`}; \`--prune\` drops ${dropped.length === 1 ? "it" : "them"}\n`);
  else if (!options.prune) return ExitCode.ok;
  else if (kept.length === 0) host.removeFile(program.lockPath!);
  else host.writeText(program.lockPath!, printLock(kept));
  return ExitCode.ok;
}

function entriesOf(text: string, path: string): { readonly entries: readonly LockEntry[]; readonly diagnostics: Analysis["diagnostics"] } {
  const { report, diagnostics } = collectDiagnostics();
  const parsed = parse({ path, text });
  const entries = readLock(parsed.value, report);
  return { entries, diagnostics: [...parsed.diagnostics, ...diagnostics] };
}

/**
 * What some env allocates: of a build without a lock everything is allocated anew, so that its lock has just what it uses. The build without an env counts
 * too, unless it only lacks params that every env gives.
 */
function usedKeys({ input }: ProgramFiles, { set }: LockOptions): { readonly keys: ReadonlySet<string> } | Pick<Analysis, "diagnostics"> {
  const keys = new Set<string>();
  const envs = envNames(input);
  for (const name of [undefined, ...envs]) {
    const { lock, diagnostics } = analyze({ ...input, lock: undefined, env: name, set });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    if (name === undefined && envs.length > 0 && errors.length > 0 && errors.every(({ code }) => code === "missing-param")) continue;
    if (errors.length > 0) return { diagnostics };
    for (const entry of entriesOf(lock, "lock").entries) keys.add(keyOf(entry));
  }
  return { keys };
}

function envNames({ entry, read }: ProgramFiles["input"]): readonly string[] {
  const statements = loadProgram(entry, read ?? (() => undefined)).value.flatMap(({ body }) => body.statements);
  return statements.filter(({ words }) => keywordOf(words[0]) === "env").flatMap(({ words }) => words[1]?.raw ?? []);
}

function keyOf({ what, key }: LockEntry): string {
  return `${what} ${key}`;
}
