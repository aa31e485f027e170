/**
 * A text with `-` for each sign that is no letter, digit, `.`, `_` or `-`, of any script; `run`: one for several in a row.
 *
 * Most texts are plain ASCII, and V8 takes a millisecond to make a class such as `\p{L}`.
 */
export function withDashes(text: string, per: "sign" | "run" = "sign"): string {
  if (isPlainName(text)) return text;
  return text.replace(per === "run" ? /[^\p{L}\p{N}._-]+/gu : /[^\p{L}\p{N}._-]/gu, "-");
}

/** Whether a text holds nothing but ASCII letters, digits, `.`, `_` and `-`. */
export function isPlainName(text: string): boolean {
  return /^[A-Za-z0-9._-]*$/.test(text);
}
