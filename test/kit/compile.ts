import type { Settings } from "../../src/bind/definitions.js";
import { type Analysis, analyze } from "../../src/compile.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { renderText } from "../../src/diagnostics/render-text.js";
import { printProgram } from "../../src/elaborate/print.js";

/** The text without the indentation that its lines share, and without an empty first and last line. */
export function dedent(text: string): string {
  const lines = text.replace(/^\n|\n[ \t]*$/g, "").split("\n");
  const margin = Math.min(...lines.filter((line) => line.trim() !== "").map((line) => line.search(/\S/)));
  return `${lines.map((line) => line.slice(Number.isFinite(margin) ? margin : 0)).join("\n")}\n`;
}

/** Analyzes a program of one file, with others that it may import. */
export function analyzeText(text: string, settings: Settings & { readonly files?: Readonly<Record<string, string>>; readonly lock?: string } = {}): Analysis {
  return analyze({
    ...settings,
    entry: { path: "site.infra", text: dedent(text) },
    read: (path) => settings.files?.[path],
    lock: settings.lock === undefined ? undefined : { path: "site.lock", text: settings.lock },
  });
}

/** What is wrong or doubtful in a program; notes are left out. */
export function faultsOf(text: string, settings: Parameters<typeof analyzeText>[1] = {}): readonly Diagnostic[] {
  return analyzeText(text, settings).diagnostics.filter(({ severity }) => severity !== "info");
}

/** Source and report together, as a golden keeps them. */
export function reportOf(text: string, diagnostics: readonly Diagnostic[]): string {
  return `${dedent(text)}\n${diagnostics.map((diagnostic) => renderText(diagnostic)).join("\n")}`;
}

/** The program with everything implied written out. */
export function expand(text: string, settings: Parameters<typeof analyzeText>[1] = {}): string {
  return printProgram(analyzeText(text, settings).program);
}
