import { type Analysis, analyze, generate } from "../compile.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { applyFixes } from "../diagnostics/fix.js";
import { isFile } from "../diagnostics/place.js";
import { type Host, HostError } from "../host/host.js";
import { askedSecrets } from "../host/secrets.js";
import { openProgram } from "../host/sources.js";
import type { Source } from "../source/source.js";
import { type ProgramOptions, settingsOf } from "./program-options.js";
import { type LevelOptions, leveled } from "./report-options.js";

/** A mend can bring to light what another one mends; a program that is not sound after so many is left to its author. */
const mostRounds = 10;

/** A file of the program and what became of it. */
interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly text: string;
  /** How many reports were mended. */
  readonly count: number;
}

/** Applies the fixes of all errors and warnings to the files of a program, and says through `say` what it did. A file that changed meanwhile stays as it is. */
export function fixProgram(host: Host, file: string, options: ProgramOptions & LevelOptions, say: (text: string) => void): void {
  for (const { path, before, text, count } of fixedFiles(host, file, options)) {
    if (readNow(host, path) !== before) {
      host.printError(`error: ${path} changed meanwhile, and stays as it is\n`);
      continue;
    }
    host.writeText(path, text);
    say(`fixed ${count} in ${path}\n`);
  }
}

/** The files as they are to be, by way of as many rounds as it takes; nothing is written yet. */
function fixedFiles(host: Host, file: string, options: ProgramOptions & LevelOptions): readonly FixedFile[] {
  const program = openProgram(host, file);
  const { entry, read, lock } = program.input;
  const files = new Map<string, FixedFile>();
  const textOf = (source: Source): Source => ({ ...source, text: files.get(source.path)?.text ?? source.text });
  for (let round = 0; round < mostRounds; round++) {
    const analysis = analyze({ entry: textOf(entry), read: (path) => files.get(path)?.text ?? read?.(path), lock: lock && textOf(lock), ...settingsOf(options) });
    const reports = reportsOf(analysis, options);
    const sources = new Map(reports.flatMap(({ fix = [] }) => fix.map(({ span: { source } }) => [source.path, source])));
    let applied = 0;
    for (const { path, text: current } of sources.values()) {
      if (!isFile(path)) continue;
      const fixed = applyFixes(path, current, reports);
      if (fixed.applied.length === 0) continue;
      const known = files.get(path);
      files.set(path, { path: program.pathOf(path), before: known?.before ?? current, text: fixed.text, count: (known?.count ?? 0) + fixed.applied.length });
      applied += fixed.applied.length;
    }
    if (applied === 0) break;
  }
  return [...files.values()].filter(({ before, text }) => before !== text);
}

function reportsOf(analysis: Analysis, options: LevelOptions): readonly Diagnostic[] {
  const { diagnostics } = generate(analysis, askedSecrets(analysis.site).secrets);
  return leveled(diagnostics, options).filter(({ severity }) => severity !== "info");
}

function readNow(host: Host, path: string): string | undefined {
  try {
    return host.readText(path);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    return undefined;
  }
}
