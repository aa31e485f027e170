import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { printable } from "../diagnostics/excerpt.js";
import { renderText } from "../diagnostics/render-text.js";
import type { Host } from "../host/host.js";
import type { ProgramFiles } from "../host/sources.js";
import type { Label } from "../source/origin.js";
import { formatSpan, type Source } from "../source/source.js";
import { paintFor } from "./paint.js";

/** Prints errors and warnings whole, then notes, a line each unless `quiet`, then how many there are. Paths are relative to the current folder. */
export function printDiagnostics(host: Host, diagnostics: readonly Diagnostic[], pathOf: ProgramFiles["pathOf"], quiet = false): void {
  const paint = paintFor(host, "stderr");
  const shown = diagnostics.map(relocate(pathOf));
  const grave = shown.filter(({ severity }) => severity !== "info");
  const notes = quiet ? [] : shown.filter(({ severity }) => severity === "info");
  for (const diagnostic of grave) host.printError(`${renderText(diagnostic, paint)}\n`);
  for (const { code, message, primary } of notes) {
    host.printError(`${paint.info("note")} ${formatSpan(primary.span)}: ${printable(message)} ${paint.dim(`[${code}]`)}\n`);
  }
  const counts = countOf(grave);
  if (counts !== "") host.printError(`${counts}\n`);
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
  const sources = new Map<Source, Source>();
  const move = (label: Label): Label => {
    const { source } = label.span;
    if (!sources.has(source)) sources.set(source, { path: pathOf(source.path), text: source.text });
    return { ...label, span: { ...label.span, source: sources.get(source)! } };
  };
  return (diagnostic) => ({ ...diagnostic, primary: move(diagnostic.primary), related: diagnostic.related.map(move) });
}
