import { collectDiagnostics } from "../../src/diagnostics/define.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import { indexSite } from "../../src/ir/site-index.js";
import type { Context, Target } from "../../src/emit/target.js";
import type { Site } from "../../src/ir/site.js";
import type { Origin } from "../../src/source/origin.js";
import { groupBy } from "../../src/source/group.js";
import { noTables, type Tables } from "../../src/source/tables.js";

/** What a target is given, and the list that its reports go to. */
export function contextOf(
  site: Site,
  { secrets = {}, emitted = [], tables = noTables }: { readonly secrets?: Readonly<Record<string, string>>; readonly emitted?: readonly OutputFile[]; readonly tables?: Tables } = {},
): Context & { readonly diagnostics: readonly Diagnostic[] } {
  const { report, diagnostics } = collectDiagnostics();
  return {
    site,
    index: indexSite(site),
    report,
    reveal: (secret) => ("literal" in secret ? secret.literal : (secrets[secret.name] ?? "********")),
    emitted: () => groupBy(emitted, ({ machine }) => machine),
    tables,
    diagnostics,
  };
}

/** The files of all daemons of `target` in `site`, and what it reported. */
export function emitSite(
  target: Target,
  site: Site,
  options: Parameters<typeof contextOf>[1] = {},
): { readonly files: readonly OutputFile[]; readonly diagnostics: readonly Diagnostic[] } {
  const context = contextOf(site, options);
  const daemons = site.daemons.filter((daemon) => daemon.target === target.name);
  const files = daemons.flatMap((daemon) => target.emit(daemon, context.index.machine(daemon.machine), context));
  return { files, diagnostics: context.diagnostics };
}

/** The origins of line `line` (from 1) of a file, outermost first. */
export function originsAt({ provenance }: Pick<OutputFile, "provenance">, line: number): readonly Origin[] {
  return provenance.filter(({ first, last }) => first <= line && line <= last).map(({ origin: from }) => from);
}

/** The numbers of the lines that nothing accounts for. */
export function linesWithoutOrigin(file: Pick<OutputFile, "text" | "provenance">): readonly number[] {
  const count = file.text.split("\n").length - (file.text.endsWith("\n") ? 1 : 0);
  return Array.from({ length: count }, (_, at) => at + 1).filter((line) => originsAt(file, line).length === 0);
}
