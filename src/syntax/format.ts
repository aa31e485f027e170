import type { Block, Body, Comment, File, Statement, Word } from "./tree.js";

const step = "  ";
const continuation = "    ";

/**
 * Prints a file in the one style: two spaces a block, one space between words, one blank line at most. Line breaks in a list and after a `\`,
 * comments, words and one-line blocks stay as they are, so that the text means the same; formatting it again changes nothing.
 *
 * `file` must have been parsed without an error.
 */
export function formatFile(file: File): string {
  const printer = new Printer(file.source.text);
  printer.printBody(file.body, "");
  return printer.lines.map((line) => `${line}\n`).join("");
}

class Printer {
  readonly lines: string[] = [];

  constructor(private readonly text: string) {}

  printBody({ statements, dangling }: Body, indentation: string): void {
    for (const [index, statement] of statements.entries()) {
      if (index > 0 && statement.blankBefore) this.lines.push("");
      this.printComments(statement.leading, indentation);
      const [lastComment] = statement.leading.slice(-1);
      if (lastComment !== undefined && this.hasBlank(lastComment.span.end, statement.span.start)) this.lines.push("");
      this.printStatement(statement, indentation);
    }
    const last = statements.at(-1);
    const end = last?.trailing?.span.end ?? last?.span.end;
    if (end !== undefined && dangling[0] !== undefined && this.hasBlank(end, dangling[0].span.start)) this.lines.push("");
    this.printComments(dangling, indentation);
  }

  private printComments(comments: readonly Comment[], indentation: string): void {
    for (const [index, { text, span }] of comments.entries()) {
      const before = comments[index - 1];
      if (before !== undefined && this.hasBlank(before.span.end, span.start)) this.lines.push("");
      this.lines.push(indentation + text);
    }
  }

  private printStatement({ words, block, trailing }: Statement, indentation: string): void {
    const head = this.printHead(words, block !== undefined, indentation);
    const after = trailing === undefined ? "" : ` ${trailing.text}`;
    if (block === undefined) this.lines.push(head + after);
    else if (block.oneLine) this.lines.push(`${head}${printInline(block)}${after}`);
    else {
      this.lines.push(`${head}{${block.opening === undefined ? "" : ` ${block.opening.text}`}`);
      this.printBody(block, indentation + step);
      this.lines.push(`${indentation}}${after}`);
    }
  }

  /** Prints all lines of a statement's words but the last, and gives that. */
  private printHead(words: readonly Word[], hasBlock: boolean, indentation: string): string {
    let line = indentation;
    for (const [index, word] of words.entries()) {
      line += printWithComma(word);
      const isLast = index === words.length - 1 && !hasBlock;
      if (word.break === "") line += isLast ? "" : " ";
      else {
        this.printBreak(word, line, indentation + continuation);
        line = indentation + continuation;
      }
    }
    return line;
  }

  private printBreak(word: Word, line: string, indentation: string): void {
    const [first, ...others] = word.comments;
    const isBeside = first !== undefined && !this.text.slice(word.span.end, first.span.start).includes("\n");
    this.lines.push(line + (word.break === "backslash" ? " \\" : "") + (isBeside ? ` ${first.text}` : ""));
    for (const { text } of isBeside ? others : word.comments) this.lines.push(indentation + text);
  }

  private hasBlank(start: number, end: number): boolean {
    const between = this.text.slice(start, end);
    return between.indexOf("\n") !== between.lastIndexOf("\n");
  }
}

function printInline({ statements }: Block): string {
  if (statements.length === 0) return "{}";
  const printed = statements.map(({ words, block }) => words.map(printWithComma).join(" ") + (block === undefined ? "" : ` ${printInline(block)}`));
  return `{ ${printed.join("; ")} }`;
}

// A text of several lines says the same with either line end, and a file has one.
function printWithComma({ raw, quote, comma }: Word): string {
  return (quote === '"""' ? raw.replaceAll("\r\n", "\n") : raw) + (comma ? "," : "");
}
