import { createToken, Lexer, type CustomPatternMatcherReturn, type IToken, type TokenType } from "chevrotain";

// Inside a character class.
const odd = "\\v\\f\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const wide = "\\uff0c\\uff1b\\uff5b\\uff5d";
const ends = ` \\t\\r\\n${odd}${wide}{}"';`;

// An interpolation is closed on its line and holds no brace; one that is not closed is read on as text, and reported by its reader.
const interpolation = [
  "\\$\\$\\{[^{}\\r\\n]*\\}",
  "\\$\\{[^{}\"';#\\r\\n]*\\}",
  "%\\{[^{}\\r\\n]*\\}",
  "[$%]\\{",
  "[$%]",
].join("|");
const bare = `(?:[^${ends}#,$%]|${interpolation})(?:[^${ends},$%]+|${interpolation}|,+(?=[^${ends}#,]))*`;

// From 256 on chevrotain tells first characters apart by blocks of 255: one of each block stands for all, at a hundredth of the time at start.
const wideStarts = [...Array.from({ length: (0x10000 - 0x100) / 0x80 }, (_, index) => 0x100 + index * 0x80), 0xffff];
const bareStarts = [...Array.from({ length: 0x100 }, (_, code) => code).filter((code) => !/[\s{}"';#,]/.test(String.fromCharCode(code))), ...wideStarts];

export const Space = token("Space", /[ \t]+/, " \t", Lexer.SKIPPED);
export const Newline = token("Newline", /\r\n?|\n/, "\r\n");
export const Comment = token("Comment", /#[^\r\n]*/, "#");
export const Semicolon = token("Semicolon", /;/, ";");
export const LeftBrace = token("LeftBrace", /\{/, "{");
export const RightBrace = token("RightBrace", /\}/, "}");
export const Comma = token("Comma", /,/, ",");
/** A `\` alone at the end of a line, with that line's end. */
export const Continuation = token("Continuation", /\\[ \t]*(?:\r\n?|\n|(?![^]))/, "\\");
/** A line end inside a statement. The lexer reads a `Newline`; what stands before it tells the two apart. */
export const LineBreak = createToken({ name: "LineBreak", pattern: Lexer.NA });

export const LongText = token("LongText", /"""[^]*?"""/, '"');
export const DoubleQuoted = token("DoubleQuoted", /"[^"\\\r\n]*(?:\\[^\r\n][^"\\\r\n]*)*"/, '"');
export const SingleQuoted = token("SingleQuoted", /'[^'\r\n]*'/, "'");
export const Bare = token("Bare", new RegExp(bare), bareStarts);

// What a person wrote by mistake. The lexer reports each, and hands it on as the sound token that was meant.
export const OddSpace = token("OddSpace", new RegExp(`[${odd}]+`), "\v\f\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000", "odd");
export const WideComma = token("WideComma", /\uff0c/, "\uff0c");
export const WideSemicolon = token("WideSemicolon", /\uff1b/, "\uff1b");
export const WideLeftBrace = token("WideLeftBrace", /\uff5b/, "\uff5b");
export const WideRightBrace = token("WideRightBrace", /\uff5d/, "\uff5d");
export const CurlyQuoted = token("CurlyQuoted", /[\u201c\u201d][^\u201c\u201d"\\\r\n]*[\u201c\u201d"]/, "\u201c\u201d");
/** The `'t` of `don't`. */
export const Apostrophe = token("Apostrophe", new RegExp(`(?<=[A-Za-z0-9\\u00c0-\\ufefe])(?<![${odd}])'(?=[A-Za-z\\u00c0-\\ufefe])(?![${odd}])[^\\s{}"';]*`), "'");
export const UnterminatedText = token("UnterminatedText", matchUnterminatedText, '"');
export const UnterminatedString = token("UnterminatedString", matchUnterminatedString, "\"'");

export const wordTokens: readonly TokenType[] = [Bare, DoubleQuoted, SingleQuoted, LongText];

/** What the parser sees, in the order in which the grammar prints them. */
export const soundTokens: readonly TokenType[] = [
  ...wordTokens, Comma, LeftBrace, RightBrace, Semicolon, Newline, LineBreak, Continuation, Comment,
];

/** In the order in which the lexer tries them. */
export const lexerTokens: readonly TokenType[] = [
  Space, Newline, Comment, Semicolon, LeftBrace, RightBrace, Comma, Continuation,
  OddSpace, WideComma, WideSemicolon, WideLeftBrace, WideRightBrace, CurlyQuoted, Apostrophe,
  Bare, LongText, UnterminatedText, DoubleQuoted, SingleQuoted, UnterminatedString,
];

const bareHere = new RegExp(bare, "y");

/** True when `text`, standing between spaces, is read as one bare word. */
export function isBare(text: string): boolean {
  bareHere.lastIndex = 0;
  return bareHere.exec(text)?.[0].length === text.length && text !== "\\";
}

export function isWord({ tokenType }: IToken): boolean {
  return tokenType === Bare || tokenType === DoubleQuoted || tokenType === SingleQuoted || tokenType === LongText;
}

/** The offset after the token's last character. */
export function endOf(token: IToken): number {
  return token.startOffset + token.image.length;
}

/** The same place and characters, as another token. */
export function retype({ image, startOffset }: IToken, tokenType: TokenType, length = image.length): IToken {
  const typeIndex = tokenType.tokenTypeIdx!;
  return { image: image.slice(0, length), startOffset, tokenType, tokenTypeIdx: typeIndex } as IToken;
}

function token(
  name: string,
  pattern: RegExp | ((text: string, offset: number) => CustomPatternMatcherReturn | null),
  startCharacters: string | number[],
  group?: string,
): TokenType {
  const hint = typeof startCharacters === "string" ? [...startCharacters] : startCharacters;
  return createToken({ name, pattern, start_chars_hint: hint, line_breaks: true, ...(group === undefined ? {} : { group }) });
}

/**
 * A text that nothing closes ends before the first line that is no deeper than the line it begins on, or with the file.
 *
 * It is tried after `LongText`, so no `"""` follows.
 */
function matchUnterminatedText(text: string, offset: number): [string] | null {
  if (!text.startsWith('"""', offset)) return null;
  const indentation = indentationAt(text, text.lastIndexOf("\n", offset - 1) + 1);
  for (let end = text.indexOf("\n", offset); end >= 0; end = text.indexOf("\n", end + 1)) {
    const found = indentationAt(text, end + 1);
    if (found !== undefined && found <= (indentation ?? 0)) return [text.slice(offset, text[end - 1] === "\r" ? end - 1 : end)];
  }
  return [text.slice(offset)];
}

/** Columns of white space that the line at `start` begins with; `undefined` for an empty line. */
function indentationAt(text: string, start: number): number | undefined {
  let at = start;
  while (text[at] === " " || text[at] === "\t" || (start === 0 && text[at] === "\ufeff")) at++;
  return at >= text.length || text[at] === "\n" || text[at] === "\r" ? undefined : at - start;
}

/** To the end of the line, but for braces at its end: `image "a {` opens a block all the same. */
function matchUnterminatedString(text: string, offset: number): [string] {
  let end = offset;
  while (end < text.length && text[end] !== "\n" && text[end] !== "\r") end++;
  let last = end;
  while (last > offset + 1 && /[\s{};]/.test(text[last - 1]!)) last--;
  const tail = text.slice(last, end);
  return [text.slice(offset, /^\s+[{}]/.test(tail) ? last : last + tail.trimEnd().length)];
}
