import type { Source, Span } from "../source/source.js";

/** A whole file as a tree of statements. Every span lies in `source`. */
export interface File {
  readonly source: Source;
  readonly body: Body;
  /** Whether anywhere in it a comma at the end of a line joins two words. */
  readonly commaEndsLine: boolean;
}

/** The statements of a file or of a block, in the order in which they stand. */
export interface Body {
  readonly statements: readonly Statement[];
  /** Comments after the last statement, each on a line of its own. */
  readonly dangling: readonly Comment[];
}

/** Words, then optionally a block. Has at least one word. */
export interface Statement {
  readonly words: readonly [Word, ...Word[]];
  readonly block: Block | undefined;
  /** From the first word to the last word or to the block's `}`. */
  readonly span: Span;
  /** Comments on lines of their own before the statement. */
  readonly leading: readonly Comment[];
  /** The comment after the statement, on its last line. */
  readonly trailing: Comment | undefined;
  /** True when at least one blank line stands before the statement (before its leading comments). */
  readonly blankBefore: boolean;
}

export interface Block extends Body {
  /** From `{` to `}`, both included. */
  readonly span: Span;
  /** The comment after `{`, on its line. */
  readonly opening: Comment | undefined;
  /** True when the block stands on one line in the source; `fmt` keeps that. */
  readonly oneLine: boolean;
}

export type Quote = "" | '"' | "'" | '"""';

/** One word: bare, quoted, or a text of several lines. */
export interface Word {
  /** The source's own characters, quotes included. */
  readonly raw: string;
  /**
   * What the word says, where it is one text: of a bare word its characters; of `'…'` what stands between; of `"""` the
   * text without its common indentation; of `"…"` the text with escapes resolved. `undefined` where it is made of `pieces`.
   */
  readonly text: string | undefined;
  /** What the word says before interpolation, where it is more than one text, in pieces that know their places; else none. */
  readonly pieces: readonly Piece[];
  readonly quote: Quote;
  readonly span: Span;
  /** True when a comma follows that joins this word with the next one into a list. */
  readonly comma: boolean;
  /** How the line goes on after this word (and its comma) where the statement continues on the next line. */
  readonly break: "" | "newline" | "backslash";
  /** Comments between this word and the next one: after the comma, or on lines of their own. */
  readonly comments: readonly Comment[];
}

/** A run of text of a word, or an interpolation `${name}`. */
export type Piece = TextPiece | ReferencePiece;

export interface TextPiece {
  readonly kind: "text";
  /** With escapes resolved (`$${` has become `${` in words that interpolate). */
  readonly text: string;
  readonly span: Span;
}

/** `${name}` in a bare or a `"…"` word. */
export interface ReferencePiece {
  readonly kind: "reference";
  readonly name: string;
  readonly span: Span;
}

export interface Comment {
  /** From `#` to the end of the line, without white space at the end. */
  readonly text: string;
  readonly span: Span;
}
