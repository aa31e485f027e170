import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../source/source.js";
import { bracesInWord } from "./brace-words.js";
import { fullwidthPunctuation, invisibleCharacter } from "./characters.js";
import { strayBackslash, strayComma } from "./join-lines.js";
import { malformedInterpolation, unknownEscape } from "./pieces.js";
import { gluedWords, unterminatedString } from "./quotes.js";

/** What is said of words and of what joins them. All others are of braces, of texts of several lines and of line ends, which tell where statements end. */
const ofWords: ReadonlySet<string> = new Set(
  [bracesInWord, fullwidthPunctuation, gluedWords, invisibleCharacter, malformedInterpolation, strayBackslash, strayComma, unknownEscape, unterminatedString].map(({ code }) => code),
);

/** Whether each of a file's statements is read the same by itself, whatever is wrong with others. */
export function areWithinStatements(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ code, primary: { span } }) => ofWords.has(code) && !span.source.text.slice(span.start, span.end).includes('"""'));
}

/** The same reports in another text, in which what stands from `end` on has moved by `grown`; none of those between `start` and `end`. */
export function movedAround(diagnostics: readonly Diagnostic[], { start, end }: { readonly start: number; readonly end: number }, grown: number, source: Source): readonly Diagnostic[] {
  const move = <Item extends { readonly span: Span }>(item: Item): Item => {
    const shift = item.span.start < start ? 0 : grown;
    return { ...item, span: { source, start: item.span.start + shift, end: item.span.end + shift } };
  };
  return diagnostics
    .filter(({ primary: { span } }) => span.start < start || span.start > end)
    .map((each) => ({ ...each, primary: move(each.primary), related: each.related.map(move), ...(each.fix && { fix: each.fix.map(move) }) }));
}
