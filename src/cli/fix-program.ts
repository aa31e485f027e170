import { type Analysis, analyze, generate } from "../compile.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { printable } from "../diagnostics/excerpt.js";
import { applyFixes, type Mend } from "../diagnostics/fix.js";
import { isFile } from "../diagnostics/place.js";
import type { Paint } from "../diagnostics/render-text.js";
import { type Host, HostError } from "../host/host.js";
import { askedSecrets } from "../host/secrets.js";
import { openProgram } from "../host/sources.js";
import type { Source } from "../source/source.js";
import { type ProgramOptions, settingsOf } from "./program-options.js";
import { shortDifference } from "./render-difference.js";
import { type LevelOptions, leveled } from "./report-options.js";

type Style = Paint & { readonly good: (text: string) => string };

/** A mend can bring to light what another one mends; a program that is not sound after so many is left to its author. */
const mostRounds = 10;

/** A file of the program and what became of it. */
interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly text: string;
  readonly mends: readonly Mend[];
}

/** Applies the fixes of all errors and warnings to the files of a program, and says through `say` what it did. A file that changed meanwhile stays as it is. */
export function fixProgram(host: Host, file: string, options: ProgramOptions & LevelOptions, say: (text: string) => void, paint: Style): void {
  for (const { path, before, text, mends } of fixedFiles(host, file, options)) {
    if (readNow(host, path) !== before) {
      host.printError(`error: ${path} changed meanwhile, and stays as it is\n`);
      continue;
    }
    host.writeText(path, text);
    say(`${renderMends(path, mends, paint)}fixed ${mends.reduce((sum, { of }) => sum + of.length, 0)} in ${path}\n`);
  }
}

/** Each place that was mended, with what was wrong there, and its lines before and after. */
function renderMends(path: string, mends: readonly Mend[], paint: Style): string {
  return mends
    .map(({ line, of, before, after }) => {
      const heads = of.map(({ code, message }) => `${path}:${line}: ${printable(message)} ${paint.dim(`[${code}]`)}\n`);
      return `${heads.join("")}${shortDifference(before, after, paint)}`;
    })
    .join("");
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
      files.set(path, { path: program.pathOf(path), before: known?.before ?? current, text: fixed.text, mends: [...(known?.mends ?? []), ...fixed.mends] });
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
