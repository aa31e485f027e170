import type { IToken } from "chevrotain";
import type { Report } from "../diagnostics/define.js";
import type { Source } from "../source/source.js";
import { joinBraces } from "./brace-words.js";
import { checkBlocks } from "./check-blocks.js";
import { closeBlocks } from "./close-blocks.js";
import { joinLines } from "./join-lines.js";
import type { Lexed } from "./lexer.js";

/**
 * Makes a sound sequence of tokens, one that the grammar holds, out of any sequence. One fault is one report.
 *
 * The order matters: braces and commas inside a word are made part of it; then lines are joined, so that a line end is then the end of a statement; a `}` can be missed only where each `{` has a statement.
 */
export function repair(source: Source, { tokens, truncated }: Lexed, report: Report): readonly IToken[] {
  const words = joinBraces(source, tokens, report);
  const checked = checkBlocks(source, joinLines(source, words, report), report);
  return closeBlocks(source, checked.tokens, checked.unclosed, truncated || checked.truncated, report);
}
