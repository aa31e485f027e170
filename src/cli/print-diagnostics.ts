import { catalogue } from "../catalogue.js";
import type { Diagnostic, TextEdit } from "../diagnostics/diagnostic.js";
import { renderGithub } from "../diagnostics/render-github.js";
import { renderJson } from "../diagnostics/render-json.js";
import { renderJunit } from "../diagnostics/render-junit.js";
import { renderList } from "../diagnostics/render-list.js";
import { renderSarif } from "../diagnostics/render-sarif.js";
import { isFile } from "../diagnostics/place.js";
import type { Host } from "../host/host.js";
import type { ProgramFiles } from "../host/sources.js";
import type { Source, Span } from "../source/source.js";
import { paintFor } from "./paint.js";
import type { Format, ReportOptions } from "./report-options.js";
import { version } from "./version.js";

export interface PrintOptions extends Partial<ReportOptions> {
  /** Without notes. */
  readonly quiet?: boolean | undefined;
  /** Where a form for machines goes: standard error where the command's result is on standard output. */
  readonly to?: "stdout" | "stderr";
}

/**
 * Prints what is to be said of a program, with paths from the current folder: as text to standard error, where it ends with how many errors and warnings
 * there are; in a form for machines a whole document, also when there is nothing to say.
 */
export function printDiagnostics(host: Host, diagnostics: readonly Diagnostic[], { pathOf, sources }: Pick<ProgramFiles, "pathOf" | "sources">, options: PrintOptions = {}): void {
  const { format = "text", all = false, quiet = false, to = "stdout" } = options;
  const shown = diagnostics.filter(({ severity }) => !quiet || severity !== "info").map(relocate(pathOf));
  if (format === "text") return host.printError(renderList(shown, paintFor(host, "stderr"), all) + renderCounts(shown));
  const text = render[format](shown, sources());
  if (to === "stdout") host.print(text);
  else host.printError(text);
}

const render: Readonly<Record<Exclude<Format, "text">, (diagnostics: readonly Diagnostic[], files: readonly string[]) => string>> = {
  json: (diagnostics) => renderJson(diagnostics, version),
  sarif: (diagnostics) => renderSarif(diagnostics, { version, catalogue }),
  junit: renderJunit,
  github: renderGithub,
};

function renderCounts(diagnostics: readonly Diagnostic[]): string {
  const counts = countOf(diagnostics);
  const able = diagnostics.filter(({ severity, fix = [] }) => severity !== "info" && fix.length > 0 && fix.every(({ span }) => isFile(span.source.path))).length;
  return counts === "" ? "" : `${counts}${able < 2 ? "" : `; \`infc check --fix\` mends ${able}`}\n`;
}

/** `2 errors, 1 warning`; empty when there are none. */
export function countOf(diagnostics: readonly Diagnostic[]): string {
  return (["error", "warning"] as const)
    .map((severity) => [severity, diagnostics.filter((each) => each.severity === severity).length] as const)
    .filter(([, count]) => count > 0)
    .map(([severity, count]) => plural(count, severity))
    .join(", ");
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** The same diagnostic with its sources named from the current folder. */
function relocate(pathOf: ProgramFiles["pathOf"]): (diagnostic: Diagnostic) => Diagnostic {
  const moved = new Map<Source, Source>();
  const move = <Part extends { readonly span: Span }>(part: Part): Part => {
    const { source } = part.span;
    if (!moved.has(source)) moved.set(source, { path: pathOf(source.path), text: source.text });
    return { ...part, span: { ...part.span, source: moved.get(source)! } };
  };
  return ({ fix, ...diagnostic }) => ({
    ...diagnostic,
    primary: move(diagnostic.primary),
    related: diagnostic.related.map(move),
    ...(fix === undefined ? {} : { fix: fix.map((edit): TextEdit => move(edit)) }),
  });
}
