import { positionAt } from "../../src/source/source.js";
import type { OutputFile } from "../../src/emit/output-file.js";

/** The file with the line of the program that each of its lines came from in the margin; `+` marks a default. */
export function renderProvenance({ text, provenance }: Pick<OutputFile, "text" | "provenance">): string {
  const lines = text.split("\n");
  const margins = lines.map(() => "");
  // Outermost first: what stands further in overwrites.
  for (const { first, last, origin } of provenance) {
    const { line } = positionAt(origin.span.source, origin.span.start);
    for (let at = first; at <= last; at++) margins[at - 1] = `${line}${origin.because === undefined ? " " : "+"}`;
  }
  return lines.map((line, index) => (index === lines.length - 1 && line === "" ? "" : `${margins[index]!.padStart(5)}│ ${line}`.trimEnd())).join("\n");
}
