import type { IToken } from "chevrotain";
import type { Report } from "../diagnostics/define.js";
import type { Source } from "../source/source.js";
import { checkBlocks } from "./check-blocks.js";
import { closeBlocks } from "./close-blocks.js";
import { joinLines } from "./join-lines.js";
import type { Lexed } from "./lexer.js";

/**
 * Makes a sound sequence of tokens, one that the grammar holds, out of any sequence. One fault is one report.
 *
 * The order matters: lines are joined first, so that a line end is then the end of a statement; a `}` can be missed only where each `{` has a statement.
 */
export function repair(source: Source, { tokens, truncated }: Lexed, report: Report): readonly IToken[] {
  const checked = checkBlocks(source, joinLines(source, tokens, report), report);
  return closeBlocks(source, checked.tokens, checked.unclosed, truncated || checked.truncated, report);
}
