import { formatSpan } from "../source/source.js";
import type { Diagnostic } from "./diagnostic.js";
import { printable } from "./excerpt.js";
import { nameOf } from "./levels.js";
import { type Paint, renderText } from "./render-text.js";

/** So many reports that are alike are printed whole; of more than that `examples`, and the others in a line each. */
const mostWhole = 5;
const examples = 3;
/** So many lines of one code, so that the rest of a terminal is left for what else there is. */
const mostLines = 10;

/** How a report is printed: as `renderText` does, in one line, or only counted. */
type Form = "whole" | "line" | "counted";

/**
 * Renders reports for people: errors and warnings, then notes, each in the order of the source. What is alike is not said over and over, so that
 * a hundred faults are read like one; `all` says everything.
 */
export function renderList(diagnostics: readonly Diagnostic[], paint: Paint, all = false): string {
  const grave = diagnostics.filter(({ severity }) => severity !== "info");
  const notes = diagnostics.filter(({ severity }) => severity === "info");
  const forms = all ? undefined : formsOf([...grave, ...notes]);
  const blocks = grave.map((diagnostic) => [diagnostic, forms?.get(diagnostic) ?? "whole"] as const).filter(([, form]) => form !== "counted");
  const text = blocks.map(([diagnostic, form], index) => {
    if (form === "whole") return `${renderText(diagnostic, paint)}\n`;
    return `${renderLine(diagnostic, paint)}${blocks[index + 1]?.[1] === "line" ? "" : "\n"}`;
  });
  const lines = notes.filter((note) => forms?.get(note) !== "counted").map((note) => renderLine(note, paint));
  return [...text, ...lines, ...renderRest(forms ?? new Map(), paint)].join("");
}

/** `note site.infra:4:9: … [implied-port]`. */
function renderLine({ code, severity, message, primary }: Diagnostic, paint: Paint): string {
  return `${paint[severity](nameOf(severity))} ${formatSpan(primary.span)}: ${printable(message)} ${paint.dim(`[${code}]`)}\n`;
}

function formsOf(diagnostics: readonly Diagnostic[]): ReadonlyMap<Diagnostic, Form> {
  const alike = countBy(diagnostics, shapeOf);
  const whole = new Map<string, number>();
  const forms = new Map<Diagnostic, Form>();
  for (const diagnostic of diagnostics) {
    const shape = shapeOf(diagnostic);
    const most = diagnostic.severity === "info" ? 0 : alike.get(shape)! > mostWhole ? examples : mostWhole;
    const before = whole.get(shape) ?? 0;
    whole.set(shape, before + 1);
    forms.set(diagnostic, before < most ? "whole" : "line");
  }
  const shortened = diagnostics.filter((each) => forms.get(each) === "line");
  const wanted = countBy(shortened, ({ code }) => code);
  const lines = new Map<string, number>();
  for (const each of shortened) {
    const before = lines.get(each.code) ?? 0;
    lines.set(each.code, before + 1);
    // Of one more than there may be, saying so takes as long as saying it.
    if (before >= mostLines && wanted.get(each.code)! > mostLines + 1) forms.set(each, "counted");
  }
  return forms;
}

/** Equal for reports that differ in the program's words alone. */
function shapeOf({ code, message }: Diagnostic): string {
  return `${code} ${message.replace(/`[^`]*`|\d+/g, "`")}`;
}

function countBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1);
  return counts;
}

function renderRest(forms: ReadonlyMap<Diagnostic, Form>, paint: Paint): readonly string[] {
  const rest = countBy([...forms].filter(([, form]) => form === "counted").map(([{ code }]) => code), (code) => code);
  return [...rest].map(([code, count]) => paint.dim(`… and ${count} more of \`${code}\`; \`--all\` shows them`) + "\n");
}
