import type { IToken } from "chevrotain";
import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { Source } from "../source/source.js";
import { Bare, endOf, isWord, retype, SingleQuoted, UnterminatedString, UnterminatedText } from "./tokens.js";
import { printWord } from "./words.js";

export const unterminatedString = defineDiagnostic({
  code: "unterminated-string",
  severity: "error",
  summary: "A quoted word does not end on its line.",
  explanation: `
A word in single or double quotes ends on the line that it begins on. A text of several lines stands between \`"""\` and \`"""\`.

Wrong:

    service goods image "swoft port 80

Right:

    service goods image "swoft" port 80
`,
  message: (data: { readonly quote: string }) => `nothing on this line closes the \`${data.quote}\``,
  help: ({ quote }) => `close the word with \`${quote}\`; for a text of several lines use \`"""\``,
});

export const unterminatedText = defineDiagnostic({
  code: "unterminated-text",
  severity: "error",
  summary: 'A text of several lines is not closed with `"""`.',
  explanation: `
A text that begins with \`"""\` goes on to the next \`"""\`, over as many lines as it takes.

Wrong:

    gateway edge { nginx { content_by_lua_block """
      ngx.say("hello")
    } }

Right:

    gateway edge { nginx { content_by_lua_block """
      ngx.say("hello")
    """ } }
`,
  message: (_: undefined) => 'nothing closes this `"""`',
  help: () => 'end the text with `"""`',
});

export const gluedWords = defineDiagnostic({
  code: "glued-words",
  severity: "error",
  summary: "No white space stands between two words, one of which is quoted.",
  explanation: `
Words are separated by white space, and quotes stand around whole words only: an apostrophe or a quoted part makes it necessary to quote all
of the word.

Wrong:

    service goods image "swoft"goods

Right:

    service goods image "swoft/goods"
`,
  message: (data: { readonly text: string; readonly meant?: string; readonly closing?: string }) =>
    data.closing !== undefined
      ? `nothing opens the \`${data.closing}\` at the end of \`${data.text}\``
      : data.meant === undefined
        ? `no space stands before \`${data.text}\``
        : `a quote stands in the middle of \`${data.text}\``,
  help: ({ text, meant, closing }) =>
    closing !== undefined
      ? `write \`${meant}\`, or the other \`${closing}\` where the text begins`
      : meant === undefined
        ? `put a space before \`${text}\``
        : `put a space between the words, or ${meant === "" ? "quote all of it" : `write \`${meant}\``} for one word`,
});

/** Reports a word or a text that nothing closes, and gives the word that was begun. */
export function closeWord(source: Source, token: IToken, report: Report): void {
  const quote = token.tokenType === UnterminatedText ? '"""' : token.image[0]!;
  const at = { source, start: token.startOffset, end: token.startOffset + quote.length };
  if (token.tokenType === UnterminatedText) report(unterminatedText, { at, data: undefined });
  else report(unterminatedString, { at: { ...at, end: endOf(token) }, data: { quote } });
}

/** Reports words with nothing between them, and gives the one word that they are read as. */
export function glue(source: Source, words: readonly IToken[], report: Report): IToken {
  const [first, second] = words;
  if (words.length === 2 && first!.tokenType === Bare && second!.tokenType === UnterminatedString && /^.(\s|$)/.test(second!.image)) return dropClosing(source, first!, second!, report);
  const start = words[0]!.startOffset;
  const end = endOf(words.at(-1)!);
  const text = source.text.slice(start, end);
  const meant = printWord(words.map(contents).join(""));
  const shown = text.length > 60 || text.includes("\n") ? `${text.slice(0, 40).split("\n")[0]}…` : text;
  const isShort = meant.length <= 60 && !meant.includes("\n");
  report(gluedWords, { at: { source, start, end }, data: { text: shown, meant: isShort ? meant : "" } });
  return { ...retype(words[0]!, Bare), image: text };
}

/** Reports a quote that ends a word and that nothing opens: the word is meant without it, whatever else stands on the line. */
function dropClosing(source: Source, word: IToken, rest: IToken, report: Report): IToken {
  const closing = rest.image[0]!;
  report(gluedWords, { at: { source, start: word.startOffset, end: rest.startOffset + 1 }, data: { text: `${word.image}${closing}`, meant: word.image, closing } });
  return word;
}

/** Reports a `#` or a `\` right after a quoted word. */
export function reportGluedMark(source: Source, { startOffset, image }: IToken, report: Report): void {
  const at = { source, start: startOffset, end: startOffset + 1 };
  report(gluedWords, { at, data: { text: image[0]! }, fix: [{ span: { ...at, end: at.start }, text: " " }] });
}

function contents(word: IToken): string {
  const { image, tokenType } = word;
  const isClosed = isWord(word) && tokenType !== Bare && image.length >= 2;
  if (!isClosed) return image;
  const width = image.startsWith('"""') && image.length >= 6 ? 3 : 1;
  const inner = image.slice(width, -width);
  return tokenType === SingleQuoted || width === 3 ? inner : inner.replace(/\\(["\\])/g, "$1");
}

/** True for a word or a text that nothing closes. */
export function isUnclosed({ tokenType }: IToken): boolean {
  return tokenType === UnterminatedString || tokenType === UnterminatedText;
}
