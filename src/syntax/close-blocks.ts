import type { IToken } from "chevrotain";
import { defineDiagnostic, type Report } from "../diagnostics/define.js";
import type { Label } from "../source/origin.js";
import type { Source, Span } from "../source/source.js";
import * as is from "./tokens.js";

export const unclosedBlock = defineDiagnostic({
  code: "unclosed-block",
  severity: "error",
  summary: "A `{` has no `}`.",
  explanation: `
A block goes from \`{\` to \`}\`. When a file opens more blocks than it closes, the indentation tells which one was meant to end: a line that is no deeper
than the line on which the block was opened stands after it.

Wrong:

    service goods {
      port 80

    service pay {
      port 81
    }

Right:

    service goods {
      port 80
    }

    service pay {
      port 81
    }
`,
  message: (_: undefined) => "nothing closes this block",
  help: () => "close it with `}`",
});

/**
 * Closes the blocks that nothing closes, by the indentation of lines.
 *
 * `tokens` are those of `checkBlocks`, so no `}` among them is too many. `isReported` is true when it is known already that the file lacks a `}`.
 */
export function closeBlocks(source: Source, tokens: readonly IToken[], unclosed: number, isReported: boolean, report: Report): readonly IToken[] {
  return unclosed === 0 ? tokens : new BlockCloser(source, tokens, unclosed, isReported, report).close();
}

class BlockCloser {
  private readonly closed: IToken[] = [];
  private readonly open: { readonly brace: IToken; readonly indentation: number }[] = [];
  /** For each token, how many more blocks are closed than opened from it on, at most. */
  private readonly needed: readonly number[];
  private indentation = 0;
  private lineStart: number | undefined = 0;

  constructor(
    private readonly source: Source,
    private readonly tokens: readonly IToken[],
    private missing: number,
    private readonly isReported: boolean,
    private readonly report: Report,
  ) {
    this.needed = neededFrom(tokens);
  }

  close(): readonly IToken[] {
    this.tokens.forEach((token, index) => this.add(token, index));
    this.insert(this.open.length, undefined);
    return this.closed;
  }

  private add(token: IToken, index: number): void {
    if (token.tokenType === is.Newline) this.lineStart = is.endOf(token);
    else if (this.lineStart !== undefined && !isBetween(token)) {
      this.indentation = token.startOffset - this.lineStart;
      this.lineStart = undefined;
      this.insert(this.endedBefore(token, index), token);
    }
    this.closed.push(token);
    if (token.tokenType === is.LeftBrace) this.open.push({ brace: token, indentation: this.indentation });
    else if (token.tokenType === is.RightBrace) this.open.pop();
  }

  /** How many blocks end before the line that begins with `token`. */
  private endedBefore(token: IToken, index: number): number {
    // A `}` that stands as deep as the block's line is the block's own.
    const limit = token.tokenType === is.RightBrace ? this.indentation + 1 : this.indentation;
    const spare = Math.min(this.missing, this.open.length - this.needed[index]!);
    let count = 0;
    while (count < spare && this.open[this.open.length - 1 - count]!.indentation >= limit) count++;
    return count;
  }

  private insert(count: number, before: IToken | undefined): void {
    if (count === 0) return;
    let last = this.closed.length - 1;
    while (isBetween(this.closed[last]!)) last--;
    const at = is.endOf(this.closed[last]!);
    const after = this.closed.splice(last + 1);
    for (let left = count; left > 0; left--) {
      this.reportOpen(this.open.pop()!.brace, before);
      this.closed.push(is.retype({ ...this.closed[last]!, startOffset: at }, is.RightBrace, 0));
    }
    for (const token of after) this.closed.push(token);
    this.missing -= count;
  }

  private reportOpen(brace: IToken, before: IToken | undefined): void {
    if (this.isReported) return;
    const related: Label[] = before === undefined ? [] : [{ span: this.spanOf(before), text: "by its indentation, this line is after the block" }];
    this.report(unclosedBlock, { at: this.spanOf(brace), data: undefined, related });
  }

  private spanOf(token: IToken): Span {
    return { source: this.source, start: token.startOffset, end: is.endOf(token) };
  }
}

/** True for what may stand between statements. */
function isBetween({ tokenType }: IToken): boolean {
  return tokenType === is.Newline || tokenType === is.Semicolon || tokenType === is.Comment;
}

function neededFrom(tokens: readonly IToken[]): readonly number[] {
  const needed = new Array<number>(tokens.length + 1).fill(0);
  for (let index = tokens.length - 1; index >= 0; index--) {
    const { tokenType } = tokens[index]!;
    const step = tokenType === is.RightBrace ? 1 : tokenType === is.LeftBrace ? -1 : 0;
    needed[index] = Math.max(0, needed[index + 1]! + step);
  }
  return needed;
}
