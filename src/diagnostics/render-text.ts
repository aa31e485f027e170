import type { Label } from "../source/origin.js";
import { lineAt, positionAt } from "../source/source.js";
import type { Diagnostic, Severity } from "./diagnostic.js";
import { excerpt, printable, type Excerpt } from "./excerpt.js";
import { isFile } from "./place.js";

/** Colours for a terminal: each puts its own around a text. */
export interface Paint extends Readonly<Record<Severity, (text: string) => string>> {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
}

const noPaint: Paint = { error: same, warning: same, info: same, bold: same, dim: same };

interface Mark {
  readonly label: Label;
  readonly sign: "^" | "-";
  readonly line: number;
  readonly column: number;
}

/**
 * Renders one diagnostic for people: a heading, then each place with its line of the source, then notes and help. Ends with a line feed.
 *
 * Of a span of several lines the first is shown. Places on one line share a frame.
 */
export function renderText(diagnostic: Diagnostic, paint: Paint = noPaint): string {
  const { severity, code, message, primary, related, notes } = diagnostic;
  const help = helpOf(diagnostic);
  const marks = [mark(primary, "^"), ...related.map((label) => mark(label, "-"))];
  const gutter = Math.max(...marks.map(({ line }) => String(line).length));
  const lines = [
    `${paint[severity](`${severity}[${code}]`)}${paint.bold(`: ${printable(message)}`)}`,
    ...frames(marks).flatMap((frame) => renderFrame(frame, gutter, severity, paint)),
    ...notes.map((note) => renderRemark("note", note, gutter, paint)),
    ...(help === undefined ? [] : [renderRemark("help", help, gutter, paint)]),
  ];
  return lines.map((line) => `${line.trimEnd()}\n`).join("");
}

/** What to do, and whether infc does it. */
function helpOf({ help, fix = [] }: Diagnostic): string | undefined {
  if (fix.length === 0 || !fix.every(({ span }) => isFile(span.source.path))) return help;
  return help === undefined ? "`infc check --fix` mends this" : `${help} (\`infc check --fix\` mends this)`;
}

function mark(label: Label, sign: "^" | "-"): Mark {
  return { label, sign, ...positionAt(label.span.source, label.span.start) };
}

/** Marks that follow one another on one line of one source share a frame. */
function frames(marks: readonly Mark[]): readonly (readonly [Mark, ...Mark[]])[] {
  const found: [Mark, ...Mark[]][] = [];
  for (const next of marks) {
    const frame = found.at(-1);
    const isBeside = frame?.[0].line === next.line && frame[0].label.span.source === next.label.span.source;
    if (isBeside) frame!.push(next);
    else found.push([next]);
  }
  return found;
}

function renderFrame(marks: readonly [Mark, ...Mark[]], gutter: number, severity: Severity, paint: Paint): readonly string[] {
  const [{ label, line, column }] = marks;
  const margin = " ".repeat(gutter);
  const text = lineAt(label.span.source, line);
  const starts = marks.map((each) => each.column - 1);
  const shown = excerpt(text, Math.min(...starts), Math.max(...marks.map((each) => endColumn(each, text))));
  const paintMark = ({ sign }: Mark) => (sign === "^" ? paint[severity] : paint.dim);
  return [
    `${margin}${paint.dim("┌─")} ${label.span.source.path}:${line}:${column}`,
    `${paint.dim(`${String(line).padStart(gutter)}│`)} ${shown.text}`,
    ...marks.map((each) => `${margin}${paint.dim("│")} ${underline(each, text, shown, paintMark(each))}`),
  ];
}

function underline(each: Mark, text: string, shown: Excerpt, paint: (text: string) => string): string {
  const start = shown.columnOf(each.column - 1);
  const width = Math.max(1, shown.columnOf(endColumn(each, text)) - start);
  const words = each.label.text === undefined ? "" : ` ${printable(each.label.text)}`;
  return " ".repeat(start) + paint(each.sign.repeat(width) + words);
}

/** Where the span ends on its first line, counted from 0. */
function endColumn({ label: { span }, column }: Mark, text: string): number {
  return Math.min(column - 1 + span.end - span.start, text.length);
}

function renderRemark(kind: string, text: string, gutter: number, paint: Paint): string {
  const margin = " ".repeat(gutter);
  return `${margin}${paint.dim("=")} ${paint.bold(`${kind}:`)} ${printable(text).replaceAll("\n", `\n${margin}   `)}`;
}

function same(text: string): string {
  return text;
}
