import type { IToken } from "chevrotain";
import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { Source } from "../source/source.js";
import * as is from "./tokens.js";

const counting = /\{(?:\d+(?:,\d*)?|,\d+)\}/;

export const bracesInWord = defineDiagnostic({
  code: "braces-in-word",
  severity: "error",
  summary: "A word that is not quoted holds braces.",
  explanation: `
Outside of quotes \`{\` opens a block and \`}\` closes one, also in the middle of a word: a regular expression that counts (\`\\d{3}\`) is
quoted. Only \`\${name}\` and \`%{…}\` are part of a word as they stand.

Wrong:

    gateway edge { route shop.example.com { ~ ^/\\d{3}$ -> goods } }

Right:

    gateway edge { route shop.example.com { ~ '^/\\d{3}$' -> goods } }
`,
  message: (data: { readonly text: string; readonly quoted: string }) => `\`${data.text}\` holds braces, which open and close a block outside of quotes`,
  help: ({ text, quoted }) => (counting.test(text) ? `quote it: \`${quoted}\`` : `quote it if the braces are part of it: \`${quoted}\``),
});

/**
 * Reads a word with braces in it as the one word that it was meant to be: `^/\d{3}$`, `/goods/{id}`.
 *
 * A block may touch the word before it (`edge{ listen 80 }`). It is part of a word only where the word holds what no name holds, nothing in the
 * braces is apart from them, and they count (`{3}`, `{2,}`) or more follows, which no block allows.
 */
export function joinBraces(source: Source, tokens: readonly IToken[], report: Report): readonly IToken[] {
  if (!tokens.some((_, at) => opensInWord(tokens, at))) return tokens;
  const joined: IToken[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    const end = opensInWord(tokens, at + 1) && isPatternLike(token) ? wordEnd(tokens, at) : at + 1;
    joined.push(end === at + 1 ? token : join(source, tokens, at, end, report));
    at = end;
  }
  return joined;
}

/** Whether a `{` touches what stands before it: nothing else makes braces part of a word. */
function opensInWord(tokens: readonly IToken[], at: number): boolean {
  const token = tokens[at];
  return token?.tokenType === is.LeftBrace && token.image === "{" && at > 0 && touches(tokens, at);
}

/** Whether a bare word holds a sign of regular expressions, globs or paths. */
function isPatternLike({ tokenType, image }: IToken): boolean {
  return tokenType === is.Bare && !/["']/.test(image) && (/[^\p{L}\p{N}_.,:-]/u.test(image) || image.endsWith("."));
}

/** The index after the last token of the word that begins at `start`. */
function wordEnd(tokens: readonly IToken[], start: number): number {
  let at = start + 1;
  for (let group = groupEnd(tokens, at); group !== undefined; group = groupEnd(tokens, at)) {
    at = group;
    // `{3},x`: a comma that separates nothing belongs to the word, and begins none.
    if (tokens[at]?.tokenType === is.Comma && touches(tokens, at) && isPlain(tokens[at + 1]) && touches(tokens, at + 1)) at++;
    if (isPlain(tokens[at]) && touches(tokens, at)) at++;
  }
  if (counting.test(textOf(tokens.slice(start, at)))) return at;
  const [last, next] = [tokens[at - 1]!, tokens[at]?.tokenType];
  const goesOn = last.tokenType !== is.RightBrace || next === is.LeftBrace || next === is.Comma || is.wordTokens.includes(next!);
  return goesOn ? at : start + 1;
}

/** The index after the `}` of a `{` at `open` that touches the word before it, when nothing in the braces stands apart. */
function groupEnd(tokens: readonly IToken[], open: number): number | undefined {
  if (!opensInWord(tokens, open)) return undefined;
  for (let at = open + 1; at <= open + 3 && touches(tokens, at); at++) {
    const { tokenType, image } = tokens[at]!;
    if (tokenType === is.RightBrace) return at > open + 1 && image === "}" ? at + 1 : undefined;
    if (!isPlain(tokens[at]) && tokenType !== is.Comma) return undefined;
  }
  return undefined;
}

function isPlain(token: IToken | undefined): boolean {
  return token?.tokenType === is.Bare && !/["']/.test(token.image);
}

function touches(tokens: readonly IToken[], at: number): boolean {
  return tokens[at] !== undefined && is.endOf(tokens[at - 1]!) === tokens[at].startOffset;
}

function textOf(tokens: readonly IToken[]): string {
  return tokens.map(({ image }) => image).join("");
}

function join(source: Source, tokens: readonly IToken[], start: number, end: number, report: Report): IToken {
  const span = { source, start: tokens[start]!.startOffset, end: is.endOf(tokens[end - 1]!) };
  const text = textOf(tokens.slice(start, end));
  const quoted = quote(text);
  report(bracesInWord, { at: span, data: { text, quoted }, fix: counting.test(text) ? [{ span, text: quoted }] : undefined });
  return { ...is.retype(tokens[start]!, is.Bare), image: text };
}

/** A word with `${name}` is interpolated in double quotes only. */
function quote(text: string): string {
  return text.includes("${") ? `"${text.replaceAll("\\", "\\\\")}"` : `'${text}'`;
}
