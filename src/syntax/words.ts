import { escapeInvisible, hasInvisible, meantText } from "./characters.js";
import { textPieces } from "./long-text.js";
import { expandRange } from "./range.js";
import { isBare } from "./tokens.js";

/**
 * True when `text` as a bare word would not be read back as exactly `text`: as one word, without a list, a range, an interpolation or a
 * comment. Whether it is a keyword where it is to stand is for the caller to say.
 */
export function needsQuotes(text: string): boolean {
  if (!isBare(text) || /,|\$\{|%\{(?![^{}\r\n]*\})/.test(text) || text !== meantText(text)) return true;
  const expansion = expandRange(text);
  return "problem" in expansion || expansion.items.length !== 1 || expansion.items[0] !== text;
}

/**
 * The source of a word that says `text`: bare where that is possible, else quoted; a text of several lines between `"""`, which then stands at
 * the left margin. Any text has one.
 */
export function printWord(text: string): string {
  if (!needsQuotes(text)) return text;
  return printLines(text) ?? printOnOneLine(text);
}

function printLines(text: string): string | undefined {
  if (!text.includes("\n") || text.includes("\r") || text.includes('"""') || text.endsWith('"') || hasInvisible(text)) return undefined;
  const printed = `"""\n${text}"""`;
  const pieces = textPieces({ path: "", text: printed }, printed, 0);
  return pieces.map((piece) => piece.text).join("") === text ? printed : undefined;
}

function printOnOneLine(text: string): string {
  const isShown = !/[\r\n]/.test(text) && !hasInvisible(text);
  if (isShown && !/["\\]|\$\{/.test(text)) return `"${text}"`;
  if (isShown && !text.includes("'")) return `'${text}'`;
  const escaped = text.replace(/["\\]/g, "\\$&").replaceAll("${", () => "$${").replaceAll("\n", "\\n").replaceAll("\r", "\\u{d}");
  return `"${escapeInvisible(escaped).replaceAll("\t", "\\t")}"`;
}
