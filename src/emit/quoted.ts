import type { Report } from "../diagnostics/define.js";
import { defineDiagnostic } from "../diagnostics/define.js";
import type { Origin } from "../source/origin.js";

declare const brand: unique symbol;

/**
 * Text that is safe at its place in one target's syntax. Only that target's `quote` makes it, so that a value from a
 * program can never break out of its place.
 */
export type Quoted<Target extends string> = string & { readonly [brand]: Target };

export const unrepresentableText = defineDiagnostic({
  code: "unrepresentable-text",
  severity: "error",
  summary: "A text holds something that the daemon's file cannot hold at this place.",
  explanation: `
Every daemon has characters that its configuration cannot hold, however they are quoted: a line end in most of them, a \`$\` in
an nginx value. infc does not guess: it says what the daemon cannot read.

    gateway edge { route / { header request X-Price "5$" } }     # nginx has no way to write a \`$\`

Write the text without that character, or give the daemon its own form in a native block.
`,
  message: (data: { readonly daemon: string; readonly what: string }) => `${data.daemon} cannot hold ${data.what} here`,
  help: () => "write the text without it",
});

/** What `quote` functions say of a text that they cannot write. */
export function reportText(report: Report, at: Origin, daemon: string, what: string): void {
  report(unrepresentableText, { at, data: { daemon, what } });
}

/**
 * Whether the text holds half a character of UTF-16, which UTF-8 has no bytes for. Nearly all texts hold no half of any character: that is asked first, as V8
 * takes long to read whole ones.
 */
export function hasHalfCharacter(text: string): boolean {
  return /[\ud800-\udfff]/.test(text) && /\p{Surrogate}/u.test(text);
}

/** Whether the text holds a character that no line-based file can hold: NUL, line ends, other control characters. */
export function hasControlCharacter(text: string): boolean {
  return /[\u0000-\u001f\u007f\u0085\u2028\u2029\uE000\uE001]/.test(text);
}
