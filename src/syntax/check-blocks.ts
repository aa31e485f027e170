import type { IToken } from "chevrotain";
import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { Source, Span } from "../source/source.js";
import * as is from "./tokens.js";

/** The most blocks that may stand inside one another. */
export const deepestNesting = 64;

export const strayBrace = defineDiagnostic({
  code: "stray-brace",
  severity: "error",
  summary: "A `}` closes nothing.",
  explanation: `
Every \`}\` closes the block of a \`{\` before it. One too many often means that a block was closed twice, or that its \`{\` is missing.

Wrong:

    service goods { port 80 } }

Right:

    service goods { port 80 }
`,
  message: (_: undefined) => "no block is open that this `}` could close",
  help: () => "take it away, or open the block with `{`",
});

export const blockWithoutStatement = defineDiagnostic({
  code: "block-without-statement",
  severity: "error",
  summary: "A `{` has no statement before it on its line.",
  explanation: `
A block belongs to the statement before it, and its \`{\` stands on that statement's line. A statement has one block at most.

Wrong:

    service goods
    {
      port 80
    }

Right:

    service goods {
      port 80
    }
`,
  message: (data: { readonly isSecond: boolean }) =>
    data.isSecond ? "this statement already has a block" : "no statement stands before this `{` on its line",
  help: ({ isSecond }) => (isSecond ? "put all of it in one block" : "put `{` on the line of the statement it belongs to"),
});

export const wordsAfterBlock = defineDiagnostic({
  code: "words-after-block",
  severity: "error",
  summary: "Words follow a block on its line.",
  explanation: `
A statement ends with its block. A new line, \`;\` or \`}\` follows. A word that holds braces, such as a pattern, is quoted.

Wrong:

    service goods check tcp { every 10s } behind edge

Right:

    service goods behind edge { check tcp every 10s }
`,
  message: (_: undefined) => "a statement ends with its block, and words follow it",
  help: () => "put them before the block or on a new line, and quote a word that holds braces",
});

export const nestingTooDeep = defineDiagnostic({
  code: "nesting-too-deep",
  severity: "error",
  summary: `More than ${deepestNesting} blocks stand inside one another.`,
  explanation: `
Blocks nest ${deepestNesting} deep at most, which is more than any configuration needs. Deeper ones mostly come from a program that writes a \`{\` too often.

Wrong:

    ${"a { ".repeat(deepestNesting + 1)}${"}".repeat(deepestNesting + 1)}

Right:

    a { a { a { } } }
`,
  message: (_: undefined) => `this block is more than ${deepestNesting} blocks deep`,
  help: () => "take blocks apart, or close those before it",
});

export interface CheckedBlocks {
  readonly tokens: readonly IToken[];
  /** Blocks that nothing closes. */
  readonly unclosed: number;
  /** True when a block that was left out is not closed either: what lacks a `}` cannot be told then. */
  readonly truncated: boolean;
}

/**
 * Repairs what stands around braces. In what it gives, a `{` follows a word or its gap, no `}` is too many, nothing but an end or
 * a comment follows a block, and no block is deeper than `deepestNesting`.
 */
export function checkBlocks(source: Source, tokens: readonly IToken[], report: Report): CheckedBlocks {
  const unclosed = depthOfSound(tokens);
  return unclosed === undefined ? new BlockChecker(source, tokens, report).check() : { tokens, unclosed, truncated: false };
}

/** How many blocks are left open where nothing else is wrong; `undefined` where something is. */
function depthOfSound(tokens: readonly IToken[]): number | undefined {
  let depth = 0;
  let before: "start" | "words" | "block" = "start";
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at]!;
    if (is.isWord(token)) {
      if (before === "block") return undefined;
      before = "words";
    } else if (token.tokenType === is.LeftBrace) {
      if (before !== "words" || depth === deepestNesting) return undefined;
      depth++;
      before = "start";
    } else if (token.tokenType === is.RightBrace) {
      if (depth === 0) return undefined;
      depth--;
      before = "block";
    } else if (token.tokenType === is.Newline || token.tokenType === is.Semicolon) before = "start";
  }
  return depth;
}

class BlockChecker {
  private readonly checked: IToken[] = [];
  /** For each open `{`, whether it opens a block; if not, it was reported and its contents belong to the block around it. */
  private readonly open: boolean[] = [];
  private depth = 0;
  private at = 0;
  /** How many more `{` there are than `}`. */
  private spare: number;
  /** What the statement has so far, or what came right before. */
  private state: "start" | "words" | "block" | "stray-open" | "stray-close" = "start";

  constructor(
    private readonly source: Source,
    private readonly tokens: readonly IToken[],
    private readonly report: Report,
  ) {
    this.spare = tokens.reduce((sum, { tokenType }) => sum + (tokenType === is.LeftBrace ? 1 : tokenType === is.RightBrace ? -1 : 0), 0);
  }

  check(): CheckedBlocks {
    let truncated = false;
    for (; this.at < this.tokens.length; this.at++) {
      const token = this.tokens[this.at]!;
      if (token.tokenType === is.LeftBrace) truncated = this.addOpening(token) || truncated;
      else if (token.tokenType === is.RightBrace) this.addClosing(token);
      else if (is.isWord(token)) this.addWord(token);
      else this.addOther(token);
    }
    return { tokens: this.checked, unclosed: this.depth, truncated };
  }

  private addOther(token: IToken): void {
    const isEnd = token.tokenType === is.Newline || token.tokenType === is.Semicolon;
    if (isEnd && !this.state.startsWith("stray")) this.state = "start";
    this.checked.push(token);
  }

  private addWord(token: IToken): void {
    if (this.state === "block") {
      const end = this.statementEnd();
      this.report(wordsAfterBlock, { at: this.spanTo(end), data: undefined });
      if (this.tokens[end]?.tokenType !== is.LeftBrace) {
        this.at = end - 1;
        return;
      }
      // With a block of its own it is a statement, whose name others may use.
      this.checked.push(is.retype(token, is.Semicolon, 0));
    }
    this.state = "words";
    this.checked.push(token);
  }

  private addOpening(token: IToken): boolean {
    if (this.state !== "words" && !this.attach()) {
      const isSecond = this.state === "block";
      if (this.state !== "stray-open") this.report(blockWithoutStatement, { at: this.spanOf(token), data: { isSecond } });
      if (isSecond) return this.skipBlock();
      // Doubled by mistake, where no `}` is there for it.
      if (this.isDoubled()) return false;
      this.state = "stray-open";
      this.open.push(false);
      this.checked.push(is.retype(token, is.Semicolon));
      return false;
    }
    if (this.depth === deepestNesting) {
      this.report(nestingTooDeep, { at: this.spanOf(token), data: undefined });
      return this.skipBlock();
    }
    this.depth++;
    this.open.push(true);
    this.checked.push(token);
    this.state = "start";
    return false;
  }

  private isDoubled(): boolean {
    const isAfterBrace = this.tokens[this.at - 1]?.tokenType === is.LeftBrace;
    if (!isAfterBrace || this.spare <= 0) return false;
    this.spare--;
    return true;
  }

  /** Gives a `{` on a line of its own to the statement on the line before. */
  private attach(): boolean {
    let last = this.checked.length - 1;
    while (last >= 0 && isBlank(this.checked[last]!)) last--;
    if (this.state !== "start" || last < 0 || !is.isWord(this.checked[last]!)) return false;
    this.report(blockWithoutStatement, { at: this.spanOf(this.tokens[this.at]!), data: { isSecond: false } });
    this.checked.length = last + 1;
    return true;
  }

  private addClosing(token: IToken): void {
    const isBlock = this.open.pop();
    if (isBlock === true) {
      this.depth--;
      this.state = "block";
      this.checked.push(token);
      return;
    }
    if (isBlock === undefined && this.state !== "stray-close") this.report(strayBrace, { at: this.spanOf(token), data: undefined });
    this.state = isBlock === undefined ? "stray-close" : "start";
    this.checked.push(is.retype(token, is.Semicolon));
  }

  /** Leaves out the block at hand; true when nothing closes it. */
  private skipBlock(): boolean {
    let inner = 0;
    for (; this.at < this.tokens.length; this.at++) {
      const { tokenType } = this.tokens[this.at]!;
      if (tokenType === is.LeftBrace) inner++;
      else if (tokenType === is.RightBrace && --inner === 0) break;
    }
    this.state = "block";
    return this.at >= this.tokens.length;
  }

  /** The index of the token that ends the statement at hand, or opens its block. */
  private statementEnd(): number {
    let end = this.at;
    for (; end < this.tokens.length; end++) {
      const { tokenType } = this.tokens[end]!;
      const isGap = tokenType === is.Comma || tokenType === is.Continuation || tokenType === is.LineBreak;
      const isInside = tokenType === is.Comment && this.tokens[end + 1]?.tokenType === is.LineBreak;
      if (!isGap && !isInside && !is.isWord(this.tokens[end]!)) break;
    }
    return end;
  }

  private spanTo(end: number): Span {
    const [first, last] = [this.tokens[this.at]!, this.tokens[end - 1]!];
    return { source: this.source, start: first.startOffset, end: is.endOf(last) };
  }

  private spanOf(token: IToken): Span {
    return { source: this.source, start: token.startOffset, end: is.endOf(token) };
  }
}

function isBlank({ tokenType }: IToken): boolean {
  return tokenType === is.Newline || tokenType === is.Comment;
}
