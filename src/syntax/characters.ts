import type { IToken } from "chevrotain";
import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../source/source.js";

export const oddSpace = defineDiagnostic({
  code: "odd-space",
  severity: "error",
  summary: "White space that is neither a space, a tab nor a line end separates words.",
  explanation: `
Text that is copied from a web page or typed with an input method for Chinese or Japanese may hold spaces that look like ordinary ones. Outside of
quotes only spaces, tabs and line ends (\`\\n\` or \`\\r\\n\`) separate words.

Wrong:

    service goods\u00a0x3

Right:

    service goods x3
`,
  message: (data: { readonly found: string }) =>
    data.found === "\r" ? "a carriage return alone ends this line" : `the white space ${codePoint(data.found)} stands between words`,
  help: ({ found }) => (found === "\r" ? "end lines with a line feed" : "type an ordinary space"),
});

export const invisibleCharacter = defineDiagnostic({
  code: "invisible-character",
  severity: "error",
  summary: "A word holds a character that nobody can see.",
  explanation: `
Control characters, spaces of no width, byte order marks and marks that turn the direction of writing hide what a word says. Where one is
meant, \`"…"\` has an escape for it.

Wrong:

    service go\u200bods

Right:

    service goods
    service pay image "pay\\u{200b}"
`,
  message: (data: { readonly character: string }) => `this word holds the invisible character ${codePoint(data.character)}`,
  help: ({ character }) => `take it away, or write it as \`\\u{${hexadecimal(character)}}\` in a "…" word`,
});

export const fullwidthPunctuation = defineDiagnostic({
  code: "fullwidth-punctuation",
  severity: "error",
  summary: "Full-width punctuation stands in a bare word.",
  explanation: `
Input methods for Chinese and Japanese type \`，\`, \`；\`, \`：\` and \`“”\`, which look like the punctuation of the language and are not. Quote the
word if its text really holds them.

Wrong:

    gateway edge on lb1， lb2

Right:

    gateway edge on lb1, lb2
`,
  message: (data: { readonly found: string; readonly wanted: string }) => `\`${data.found}\` is full-width punctuation`,
  help: ({ wanted }) => `type \`${wanted}\`, or quote the word if it is part of the text`,
});

const halfWidth: ReadonlyMap<string, string> = new Map([
  ["，", ","], ["；", ";"], ["：", ":"], ["“", '"'], ["”", '"'], ["｛", "{"], ["｝", "}"],
]);

const suspicious = /[\0-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff\uff1a\u201c\u201d]|\r(?!\n)/;
const invisible = /[\0-\x08\x0e-\x1f\x7f-\x9f\u200b\u2060\u202a-\u202e\u2066-\u2069\ufeff]|\r(?!\n)/g;
const wide = /[\uff1a\u201c\u201d]/g;

/** A word of a source that holds none of these says what it shows. */
export const unusual = new RegExp(`[$%\\\\]|${suspicious.source}`);

/** True when a word of `text` may hold what it should not. */
export function mayHoldSuspicious(text: string): boolean {
  return suspicious.test(text);
}

/** True when `text` holds a character that a bare or quoted word of the source cannot show. */
export function hasInvisible(text: string): boolean {
  return text.search(invisible) >= 0;
}

/** `text` with an escape of `"…"` for each character that cannot be shown. */
export function escapeInvisible(text: string): string {
  return text.replace(invisible, (character) => `\\u{${hexadecimal(character)}}`);
}

/** Reports odd white space: a run of it, or a carriage return alone, with all of those. */
export function reportOddSpace(source: Source, token: IToken, report: Report, all: readonly IToken[] = [token]): void {
  const edits = all.map(({ image, startOffset }): TextEdit => ({ span: spanAt(source, startOffset, image.length), text: image === "\r" ? "\n" : " " }));
  report(oddSpace, { at: spanAt(source, token.startOffset, token.image.length), data: { found: token.image }, fix: edits });
}

/** Reports full-width punctuation that stands for itself: the token is read as its half-width form. */
export function reportWide(source: Source, token: IToken, report: Report): void {
  const end = token.startOffset + token.image.length;
  const isLast = end >= source.text.length || /[\s;{}]/.test(source.text[end]!);
  const space = token.image === "，" && !isLast ? " " : "";
  reportPunctuation(source, token, /[\uff0c\uff1b\u201c\u201d\uff5b\uff5d]/g, space, report);
}

/** What a bare word with such characters was meant to say, so that one fault is one report. */
export function meantText(text: string): string {
  return suspicious.test(text) ? text.replace(invisible, "").replace(wide, (found) => halfWidth.get(found)!) : text;
}

/** Reports what a word should not hold. */
export function checkCharacters(source: Source, token: IToken, isQuoted: boolean, report: Report): void {
  if (!suspicious.test(token.image)) return;
  const hidden = token.image.search(invisible);
  if (hidden >= 0) {
    const span = spanAt(source, token.startOffset + hidden, 1);
    const isBlank = /[\u200b\u2060\ufeff]/.test(token.image[hidden]!);
    report(invisibleCharacter, { at: span, data: { character: token.image[hidden]! }, fix: isBlank && !isQuoted ? [{ span, text: "" }] : undefined });
  } else if (!isQuoted) {
    reportPunctuation(source, token, wide, "", report);
  }
}

function reportPunctuation(source: Source, { image, startOffset }: IToken, which: RegExp, space: string, report: Report): void {
  const fix: TextEdit[] = [...image.matchAll(which)].map(({ 0: found, index }) => ({
    span: spanAt(source, startOffset + index, 1),
    text: halfWidth.get(found)! + space,
  }));
  const first = image[fix[0]!.span.start - startOffset]!;
  report(fullwidthPunctuation, { at: fix[0]!.span, data: { found: first, wanted: halfWidth.get(first)! }, fix });
}

function spanAt(source: Source, start: number, length: number): Span {
  return { source, start, end: start + length };
}

function codePoint(character: string): string {
  return `U+${hexadecimal(character).toUpperCase().padStart(4, "0")}`;
}

function hexadecimal(character: string): string {
  return character.codePointAt(0)!.toString(16);
}
