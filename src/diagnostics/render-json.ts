import type { Label } from "../source/origin.js";
import type { Diagnostic, TextEdit } from "./diagnostic.js";
import type { EditJson, PlaceJson, ReportJson } from "./json-schema.js";
import { nameOf } from "./levels.js";
import { placeOf } from "./place.js";

/** Renders reports as JSON, for other programs; `grammar/diagnostics.schema.json` describes it. */
export function renderJson(diagnostics: readonly Diagnostic[], infc: string): string {
  const of = (severity: Diagnostic["severity"]): number => diagnostics.filter((each) => each.severity === severity).length;
  const document: ReportJson = {
    version: 1,
    infc,
    counts: { errors: of("error"), warnings: of("warning"), notes: of("info") },
    diagnostics: diagnostics.map(({ code, severity, message, primary, related, notes, help = null, fix }) => ({
      code,
      severity: nameOf(severity),
      message,
      place: placeJson(primary),
      related: related.map(placeJson),
      notes: [...notes],
      help,
      fix: fix === undefined || fix.length === 0 ? null : fix.map(editJson),
    })),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

function rangeJson({ span }: Pick<Label, "span">): Pick<EditJson, "file" | "start" | "end"> {
  const { file, start, end } = placeOf(span);
  return { file, start: { ...start, offset: span.start }, end: { ...end, offset: span.end } };
}

function placeJson(label: Label): PlaceJson {
  return { ...rangeJson(label), label: label.text ?? null };
}

function editJson(given: TextEdit): EditJson {
  return { ...rangeJson(given), text: given.text };
}
