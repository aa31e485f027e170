import { Lexer, type IToken, type TokenType } from "chevrotain";
import type { Report } from "../diagnostics/define.js";
import type { Source } from "../source/source.js";
import { checkCharacters, mayHoldSuspicious, reportOddSpace, reportWide } from "./characters.js";
import { closeWord, glue, isUnclosed, reportGluedMark } from "./quotes.js";
import * as is from "./tokens.js";

const lexer = new Lexer([...is.lexerTokens], { positionTracking: "onlyOffset", skipValidations: true });

const meant: ReadonlyMap<TokenType, TokenType> = new Map([
  [is.WideComma, is.Comma],
  [is.WideSemicolon, is.Semicolon],
  [is.WideLeftBrace, is.LeftBrace],
  [is.WideRightBrace, is.RightBrace],
  [is.CurlyQuoted, is.DoubleQuoted],
  [is.Apostrophe, is.SingleQuoted],
  [is.UnterminatedText, is.LongText],
]);

const soundMarks: ReadonlySet<TokenType> = new Set(is.soundTokens);

export interface Lexed {
  readonly tokens: readonly IToken[];
  /** True when a text that nothing closes ran to the end of the file, and with it what may have stood there. */
  readonly truncated: boolean;
}

/** The tokens of `source`. A fault is reported, and read as the sound token that was meant. */
export function lex(source: Source, report: Report): Lexed {
  // A byte order mark; the space keeps the offsets.
  const text = source.text.startsWith("\ufeff") ? ` ${source.text.slice(1)}` : source.text;
  const { tokens, groups } = lexer.tokenize(text);
  for (const odd of groups["odd"] ?? []) reportOddSpace(source, odd, report);
  const last = tokens.at(-1);
  return {
    tokens: isSound(tokens) && !mayHoldSuspicious(text) ? tokens : joinGlued(source, tokens, report),
    truncated: last?.tokenType === is.UnterminatedText && is.endOf(last) === text.length,
  };
}

/** True when each token is one that the parser knows, and nothing touches a word that must stand apart from it. */
function isSound(tokens: readonly IToken[]): boolean {
  let wordEnd = -1;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    const isWord = is.isWord(token);
    if (token.startOffset === wordEnd && (isWord || isMark(token))) return false;
    if (!isWord && !soundMarks.has(token.tokenType)) return false;
    wordEnd = isWord ? is.endOf(token) : -1;
  }
  return true;
}

function joinGlued(source: Source, tokens: readonly IToken[], report: Report): readonly IToken[] {
  const sound: IToken[] = [];
  let reportedReturn = false;
  for (let index = 0; index < tokens.length; index++) {
    const token = tokens[index]!;
    const count = isWordLike(token) ? gluedCount(tokens, index) : 1;
    if (count > 1) {
      sound.push(glue(source, tokens.slice(index, index + count), report));
      index += count - 1;
    } else {
      if (endsInReturn(token) && !reportedReturn) {
        reportOddSpace(source, returnOf(token), report, tokens.filter(endsInReturn).map(returnOf));
        reportedReturn = true;
      }
      sound.push(readAlone(source, token, report));
    }
    const next = tokens[index + 1];
    if (next !== undefined && isWordLike(token) && isMark(next) && is.endOf(tokens[index]!) === next.startOffset) {
      reportGluedMark(source, next, report);
    }
  }
  return sound;
}

/** True for a line end, or a `\` with its line end, of a carriage return alone. */
function endsInReturn({ tokenType, image }: IToken): boolean {
  return (tokenType === is.Newline || tokenType === is.Continuation) && image.endsWith("\r");
}

function returnOf(token: IToken): IToken {
  return { ...token, image: "\r", startOffset: is.endOf(token) - 1 };
}

function isMark({ tokenType }: IToken): boolean {
  return tokenType === is.Comment || tokenType === is.Continuation;
}

/** A token that has white space, or nothing that could be glued to it, on both sides. */
function readAlone(source: Source, token: IToken, report: Report): IToken {
  const { tokenType } = token;
  if (is.isWord(token)) {
    checkCharacters(source, token, tokenType !== is.Bare, report);
    return token;
  }
  if (isUnclosed(token)) closeWord(source, token, report);
  else if (meant.has(tokenType) && tokenType !== is.Apostrophe) reportWide(source, token, report);
  else return token;
  if (tokenType === is.UnterminatedString) return is.retype(token, token.image[0] === "'" ? is.SingleQuoted : is.DoubleQuoted);
  return is.retype(token, meant.get(tokenType)!);
}

/** How many words from `index` on stand with nothing between them. */
function gluedCount(tokens: readonly IToken[], index: number): number {
  let count = 1;
  for (let next = tokens[index + 1]; next !== undefined && isWordLike(next); next = tokens[index + ++count]) {
    if (is.endOf(tokens[index + count - 1]!) !== next.startOffset) break;
  }
  return count;
}

function isWordLike(token: IToken): boolean {
  return is.isWord(token) || isUnclosed(token) || token.tokenType === is.CurlyQuoted || token.tokenType === is.Apostrophe;
}
