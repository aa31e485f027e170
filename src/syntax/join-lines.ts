import type { IToken } from "chevrotain";
import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { TextEdit } from "../diagnostics/diagnostic.js";
import type { Source, Span } from "../source/source.js";
import * as is from "./tokens.js";

type CommaFault = "nothing-before" | "after-block" | "doubled" | "nothing-after" | "no-space-after";
type BackslashFault = "nothing-before" | "nothing-after" | "inside" | "comment";

export const strayComma = defineDiagnostic({
  code: "stray-comma",
  severity: "error",
  summary: "A comma does not stand between two words.",
  explanation: `
A comma joins the word before it and the word after it into a list. White space follows it; without that it belongs to the word. A list
goes on over the end of a line only after a comma.

Wrong:

    gateway edge on lb1, { listen 80 }

Right:

    gateway edge on lb1, lb2 { listen 80 }
`,
  message: (data: { readonly fault: CommaFault }) =>
    ({
      "nothing-before": "no word stands before this comma",
      "after-block": "a comma follows a block",
      doubled: "a comma follows a comma",
      "nothing-after": "no word follows this comma",
      "no-space-after": "no space follows this comma",
    })[data.fault],
  help: ({ fault }) =>
    ({
      "nothing-before": "put the comma right after the word before it, on the same line, or take it away",
      "after-block": "take the comma away: a statement ends with its block",
      doubled: "take one of them away",
      "nothing-after": "take the comma away, or go on with a word",
      "no-space-after": "put a space after the comma, or quote the word if the comma is part of it",
    })[fault],
});

export const strayBackslash = defineDiagnostic({
  code: "stray-backslash",
  severity: "error",
  summary: "A `\\` stands alone, and the statement does not go on after it on the next line.",
  explanation: `
A \`\\\` that stands alone at the end of a line lets a statement go on on the next line. No comment may follow it on its line, and the next line may not
be empty. A word that is a backslash is quoted.

Wrong:

    service goods \\ # the shop
      port 80

Right:

    # the shop
    service goods \\
      port 80
`,
  message: (data: { readonly fault: BackslashFault }) =>
    ({
      "nothing-before": "no word stands before this `\\`",
      "nothing-after": "the statement does not go on after this `\\`",
      inside: "this `\\` stands alone, but not at the end of a line",
      comment: "a comment follows this `\\` on its line",
    })[data.fault],
  help: ({ fault }) =>
    ({
      "nothing-before": "take it away",
      "nothing-after": "take it away, or go on with a word on the next line",
      inside: "end the line after it, or write `'\\'` for a word",
      comment: "put the comment on a line of its own",
    })[fault],
});

/**
 * Tells the line ends inside a statement from those that end it, and repairs commas and `\`.
 *
 * In what it gives, a `Comma` or a `Continuation` follows a word, and a word follows it (or, after a `Continuation`, a `{`), with nothing but
 * `LineBreak`, `Continuation` and `Comment` between.
 */
export function joinLines(source: Source, tokens: readonly IToken[], report: Report): readonly IToken[] {
  if (!tokens.some(startsGap)) return tokens;
  const joined: IToken[] = [];
  for (let at = 0; at < tokens.length; ) {
    const token = tokens[at]!;
    if (isPlainComma(tokens, at)) {
      joined.push(token);
      at++;
    } else if (startsGap(token)) {
      const end = gapEnd(tokens, at);
      new Gap(source, tokens.slice(at, end), joined.at(-1), tokens[end], report).addTo(joined);
      at = end;
    } else {
      joined.push(token);
      at++;
    }
  }
  return joined;
}

function startsGap({ tokenType, image }: IToken): boolean {
  return tokenType === is.Comma || tokenType === is.Continuation || isLoneBackslash(tokenType, image);
}

/** Whether a comma stands as most do: between a word that it touches, or not, and one that it does not. */
function isPlainComma(tokens: readonly IToken[], at: number): boolean {
  const [before, { tokenType, startOffset }, after] = [tokens[at - 1], tokens[at]!, tokens[at + 1]];
  return tokenType === is.Comma && before !== undefined && is.isWord(before) && !isLoneBackslash(before.tokenType, before.image)
    && after !== undefined && is.isWord(after) && !isLoneBackslash(after.tokenType, after.image) && after.startOffset > startOffset + 1;
}

function isLoneBackslash(tokenType: unknown, image: string): boolean {
  return tokenType === is.Bare && image === "\\";
}

/**
 * The index after the last token of the gap at `start`. After a comma a gap takes in all line ends; after a `\` only the ends of lines
 * that hold nothing but a comment.
 */
function gapEnd(tokens: readonly IToken[], start: number): number {
  let hasComma = false;
  let at = start;
  for (; at < tokens.length; at++) {
    const { tokenType, image } = tokens[at]!;
    if (tokenType === is.Comma) hasComma = true;
    else if (tokenType === is.Newline) {
      if (!hasComma && tokens[at - 1]!.tokenType !== is.Comment) break;
    } else if (tokenType !== is.Continuation && tokenType !== is.Comment && !isLoneBackslash(tokenType, image)) break;
  }
  return at;
}

/** What stands between two words where a comma or a `\` is among it. */
class Gap {
  private readonly commas: readonly IToken[];
  private readonly backslashes: readonly IToken[];

  constructor(
    private readonly source: Source,
    private readonly tokens: readonly IToken[],
    private readonly before: IToken | undefined,
    private readonly after: IToken | undefined,
    private readonly report: Report,
  ) {
    this.commas = tokens.filter(({ tokenType }) => tokenType === is.Comma);
    this.backslashes = tokens.filter(({ tokenType }) => tokenType === is.Continuation || tokenType === is.Bare);
  }

  addTo(joined: IToken[]): void {
    this.reportFault();
    const [comma] = this.commas;
    const isAfterWord = this.before !== undefined && is.isWord(this.before);
    if (isAfterWord && comma !== undefined && is.isWord(this.after ?? comma)) joined.push(comma, ...this.inside());
    else if (isAfterWord && comma === undefined && this.canFollow()) joined.push(...this.inside());
    else if (isAfterWord && this.after?.tokenType === is.LeftBrace) return;
    else joined.push(...this.outside());
  }

  /** The gap when the statement goes on after it. */
  private inside(): readonly IToken[] {
    return this.tokens.flatMap((token, index) => {
      if (token.tokenType === is.Newline) return is.retype(token, is.LineBreak);
      if (token.tokenType === is.Comma) return [];
      if (token.tokenType !== is.Bare) return token;
      return this.tokens[index + 1]?.tokenType === is.Comment ? is.retype(token, is.Continuation) : [];
    });
  }

  /** The gap when no statement goes over it. */
  private outside(): readonly IToken[] {
    return this.tokens.flatMap((token, index) => {
      if (token.tokenType === is.Continuation) return is.retype(token, is.Newline);
      // So that the words after the comma are a statement, and no second fault.
      if (token.tokenType === is.Comma) return index === 0 ? is.retype(token, is.Semicolon) : [];
      return token.tokenType === is.Bare ? [] : token;
    });
  }

  private canFollow(): boolean {
    return this.after !== undefined && (is.isWord(this.after) || this.after.tokenType === is.LeftBrace);
  }

  /** One report at most: whatever is wrong with the gap is one fault. */
  private reportFault(): void {
    const [comma, second] = this.commas;
    const fault = comma === undefined ? undefined : this.commaFault(comma);
    if (comma === undefined || fault === undefined) this.reportBackslash();
    else this.report(strayComma, { at: this.spanOf(fault === "doubled" ? second! : comma), data: { fault }, fix: this.commaFix(fault, comma) });
  }

  /** None where a word may be missing, or where it is open which words the comma is to join. */
  private commaFix(fault: CommaFault, comma: IToken): readonly TextEdit[] | undefined {
    const span = this.spanOf(comma);
    const isBeside = this.tokens.every((token) => token === comma);
    if (fault === "doubled") return this.commas.slice(1).map((each) => ({ span: this.spanOf(each), text: "" }));
    if (fault === "no-space-after") return [{ span: { ...span, start: is.endOf(this.before!) }, text: ", " }];
    if (fault === "after-block") return [{ span, text: isBeside && this.canFollow() ? ";" : "" }];
    const isLast = this.after?.tokenType === is.LeftBrace || this.after?.tokenType === is.RightBrace;
    return fault === "nothing-after" && isBeside && isLast ? [{ span, text: "" }] : undefined;
  }

  private commaFault(comma: IToken): CommaFault | undefined {
    if (this.before?.tokenType === is.RightBrace && this.tokens[0] === comma) return "after-block";
    if (this.before === undefined || !is.isWord(this.before)) return "nothing-before";
    if (this.after === undefined || !is.isWord(this.after)) return "nothing-after";
    if (this.commas.length > 1) return "doubled";
    const isGlued = this.after.tokenType === is.Bare && is.endOf(comma) === this.after.startOffset && comma.image === ",";
    return isGlued ? "no-space-after" : undefined;
  }

  private reportBackslash(): void {
    const lone = this.backslashes.find(({ tokenType }) => tokenType === is.Bare);
    const at = lone ?? this.backslashes[0];
    const fault = lone === undefined ? this.continuationFault() : this.loneFault(lone);
    if (at === undefined || fault === undefined) return;
    const span = this.spanOf(at);
    this.report(strayBackslash, { at: span, data: { fault }, fix: fault === "nothing-after" ? [{ span, text: "" }] : undefined });
  }

  private continuationFault(): BackslashFault | undefined {
    if (this.before === undefined || !is.isWord(this.before)) return "nothing-before";
    return this.canFollow() ? undefined : "nothing-after";
  }

  private loneFault(lone: IToken): BackslashFault {
    return this.tokens[this.tokens.indexOf(lone) + 1]?.tokenType === is.Comment ? "comment" : "inside";
  }

  private spanOf({ startOffset }: IToken): Span {
    return { source: this.source, start: startOffset, end: startOffset + 1 };
  }
}
