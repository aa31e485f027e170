/**
 * A text as a YAML scalar on one line: plain where every reader takes it for a text, else in double quotes.
 *
 * YAML 1.1 reads `yes`, `1.10`, `22:22` and `2026-01-01` as something else, YAML 1.2 reads `1e3` and `0o7` so; what is
 * plain here begins like neither. A text with half of a surrogate pair cannot be in a UTF-8 file; it is for the target to
 * report it.
 */
export function scalarText(text: string): string {
  return isPlain(text) ? text : quotedText(text);
}

/** A key: as a scalar, but never plain with a colon, which people misread. */
export function keyText(text: string): string {
  return isPlain(text) && !text.includes(":") ? text : quotedText(text);
}

const standsAsItIs = /^[ !#-[\]-~]*$/;

/** In double quotes, with the escapes that YAML 1.1 and 1.2 share. Never longer than one line. */
export function quotedText(text: string): string {
  if (standsAsItIs.test(text)) return `"${text}"`;
  return JSON.stringify(text).replace(hidden, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** The shortest form that both versions, and readers that want a dot before an exponent, take for the same number. */
export function numberText(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? ".nan" : value > 0 ? ".inf" : "-.inf";
  return String(value).replace(/^(-?\d+)e/, "$1.0e");
}

/**
 * The lines of a literal block (`|`) and its header, or undefined for a text that a literal block does not hold or that
 * is better read quoted.
 */
export function literalBlock(text: string): { readonly header: string; readonly lines: readonly string[] } | undefined {
  if (!text.includes("\n") || !/^[^\s]/.test(text) || text.endsWith("\n\n") || / (?:\n|$)/.test(text)) return undefined;
  if (/[\u0000-\u0009\u000b-\u001f]/.test(text) || hasHidden(text)) return undefined;
  return { header: text.endsWith("\n") ? "|" : "|-", lines: text.replace(/\n$/, "").split("\n") };
}

// Controls, blanks other than the space, invisible and bidirectional marks, private use, surrogates, what YAML forbids.
// The ranges are written out: a class such as \p{C} changes with the version of Unicode, and the output must not.
const hiddenRanges = "\\u007f-\\u00a0\\u00ad\\u061c\\u1680\\u180e\\u2000-\\u200f\\u2028-\\u202f\\u205f-\\u206f\\u3000\\ue000-\\uf8ff\\ufeff\\ufff0-\\uffff";
const hidden = new RegExp(`[${hiddenRanges}]`, "g");
const hiddenOrHalf = new RegExp(`[${hiddenRanges}]|\\p{Surrogate}`, "u");

function hasHidden(text: string): boolean {
  return hiddenOrHalf.test(text);
}

// The package `yaml` takes `e1` for a number of YAML 1.1.
const words = /^(?:y|n|yes|no|on|off|true|false|null|e\d+)$/i;
const beginsInFolder = /^\.{1,2}\//;
// `10s`, `1m30s`, `512m`: a digit last would make it a number in some reader.
const quantity = /^(?:\d+(?:ms|us|[smhdkgb]))+$/;
const address = /^\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?$/;

/** Whether the text may stand as it is. */
export function isPlain(text: string): boolean {
  if (!isBody(text)) return false;
  const first = marks[text.charCodeAt(0)]!;
  if ((first & digit) !== 0) return isDigitAt(text, text.length - 1) ? text.includes(".") && address.test(text) : quantity.test(text);
  if ((first & begins) === 0) return beginsInFolder.test(text);
  return (text.length > 5 && !isDigitAt(text, 1)) || !words.test(text);
}

function isDigitAt(text: string, at: number): boolean {
  return (marks[text.charCodeAt(at)]! & digit) !== 0;
}

// What a character of ASCII may be; no other stands in a plain text. A colon stands only inside, a `#` only after what is no blank.
const [anywhere, beforeText, afterText, begins, digit] = [1, 2, 4, 8, 16];
const marks = new Uint8Array(128);
mark("0123456789", anywhere | digit);
mark("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_/", anywhere | begins);
mark(".@%+=,~()^$!*&;<>?|\\'\"-", anywhere);
mark(": ", beforeText);
mark("#", afterText);

function mark(characters: string, marked: number): void {
  for (const character of characters) marks[character.charCodeAt(0)] = marked;
}

const blank = 32;

/** Whether it holds what a plain text may hold, without brackets and braces. */
function isBody(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const marked = code < 128 ? marks[code]! : 0;
    if ((marked & anywhere) !== 0) continue;
    if (marked === beforeText && at + 1 < text.length && text.charCodeAt(at + 1) !== blank) continue;
    if (marked === afterText && at > 0 && text.charCodeAt(at - 1) !== blank) continue;
    return false;
  }
  return text !== "";
}
