import { bracesInWord } from "./brace-words.js";
import { fullwidthPunctuation, invisibleCharacter, oddSpace } from "./characters.js";
import { blockWithoutStatement, nestingTooDeep, strayBrace, wordsAfterBlock } from "./check-blocks.js";
import { unclosedBlock } from "./close-blocks.js";
import { strayBackslash, strayComma } from "./join-lines.js";
import { malformedInterpolation, unknownEscape } from "./pieces.js";
import { gluedWords, unterminatedString, unterminatedText } from "./quotes.js";

export { formatFile } from "./format.js";
export { keepTrees, type Parse } from "./keep-trees.js";
export { parse } from "./parse.js";
export { expandRange, longestRange, type Expansion } from "./range.js";
export type { Block, Body, Comment, File, Piece, Quote, ReferencePiece, Statement, TextPiece, Word } from "./tree.js";
export { needsQuotes, printWord } from "./words.js";

/** Every diagnostic of this room. */
export const syntaxDiagnostics = [
  blockWithoutStatement, bracesInWord, fullwidthPunctuation, gluedWords, invisibleCharacter, malformedInterpolation, nestingTooDeep, oddSpace,
  strayBackslash, strayBrace, strayComma, unclosedBlock, unknownEscape, unterminatedString, unterminatedText, wordsAfterBlock,
] as const;
