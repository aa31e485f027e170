import type { Diagnostic, Severity } from "./diagnostic.js";
import { printable } from "./excerpt.js";
import { isFile, placeOf } from "./place.js";

const commands: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", info: "notice" };

/** Renders reports as workflow commands of GitHub Actions, which shows them beside the lines of a change; a line each. */
export function renderGithub(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(renderCommand).join("");
}

function renderCommand({ code, severity, message, primary, notes, help }: Diagnostic): string {
  const { file, start, end } = placeOf(primary.span);
  // Of several lines GitHub takes no columns.
  const columns = start.line === end.line;
  const properties = [
    ...(isFile(file) ? [["file", file], ["line", start.line], ...(columns ? [["col", start.column]] : []), ["endLine", end.line], ...(columns ? [["endColumn", end.column]] : [])] : []),
    ["title", code],
  ].map(([name, value]) => `${name}=${escapeProperty(String(value))}`);
  const text = [message, ...notes.map((note) => `note: ${note}`), ...(help === undefined ? [] : [`help: ${help}`])].join("\n");
  return `::${commands[severity]} ${properties.join(",")}::${escapeData(printable(text))}\n`;
}

/** As GitHub's own toolkit does: `escapeData` and `escapeProperty` of actions/toolkit, packages/core/src/command.ts. */
function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
