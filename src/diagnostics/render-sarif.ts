import { groupBy } from "../source/group.js";
import type { Label } from "../source/origin.js";
import type { Span } from "../source/source.js";
import type { DiagnosticDefinition } from "./define.js";
import type { Diagnostic, TextEdit } from "./diagnostic.js";
import { nameOf } from "./levels.js";
import { isFile, placeOf } from "./place.js";

/** What a report of SARIF says besides the reports themselves. */
export interface Tool {
  /** Of infc. */
  readonly version: string;
  /** All that can be reported, by code: the rules of the reports are taken from it. */
  readonly catalogue: ReadonlyMap<string, Pick<DiagnosticDefinition<never>, "severity" | "summary" | "explanation">>;
}

/**
 * Renders reports in the Static Analysis Results Interchange Format, which code scanning and editors read: OASIS, SARIF version 2.1.0
 * plus errata 01.
 */
export function renderSarif(diagnostics: readonly Diagnostic[], { version, catalogue }: Tool): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const indexes = new Map(codes.map((code, index) => [code, index]));
  const log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "infc", version, rules: codes.map((code) => ruleOf(code, catalogue)) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => resultOf(diagnostic, indexes.get(diagnostic.code)!)),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(code: string, catalogue: Tool["catalogue"]): object {
  const { severity, summary, explanation } = catalogue.get(code)!;
  const text = explanation.trim();
  return { id: code, shortDescription: { text: summary }, help: { text, markdown: text }, defaultConfiguration: { level: nameOf(severity) } };
}

function resultOf({ code, severity, message, primary, related, notes, help, fix = [] }: Diagnostic, ruleIndex: number): object {
  const text = [message, ...notes, ...(help === undefined ? [] : [`help: ${help}`])].join("\n");
  return {
    ruleId: code,
    ruleIndex,
    level: nameOf(severity),
    message: { text },
    locations: [locationOf(primary)],
    ...(related.length === 0 ? {} : { relatedLocations: related.map((label, id) => ({ id, ...locationOf(label) })) }),
    ...(fix.length === 0 || !fix.every(({ span }) => isFile(span.source.path)) ? {} : { fixes: [fixOf(fix, help)] }),
  };
}

function locationOf({ span, text }: Label): object {
  const { path } = span.source;
  const place = isFile(path) ? { physicalLocation: { artifactLocation: artifactOf(path), region: regionOf(span) } } : { logicalLocations: [{ fullyQualifiedName: path }] };
  return { ...place, ...(text === undefined ? {} : { message: { text } }) };
}

function regionOf(span: Span): object {
  const { start, end } = placeOf(span);
  return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column };
}

/** A file by its URI, relative to the folder that infc ran in. */
function artifactOf(path: string): object {
  const uri = path.split("/").map(encodeURIComponent).join("/");
  return { uri: path.startsWith("/") ? `file://${uri}` : uri };
}

function fixOf(edits: readonly TextEdit[], help: string | undefined): object {
  return {
    ...(help === undefined ? {} : { description: { text: help } }),
    artifactChanges: [...groupBy(edits, ({ span }) => span.source.path)].map(([path, own]) => ({
      artifactLocation: artifactOf(path),
      replacements: own.map(({ span, text }) => ({ deletedRegion: regionOf(span), ...(text === "" ? {} : { insertedContent: { text } }) })),
    })),
  };
}
