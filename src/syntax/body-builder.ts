import type { BareStatement } from "./parser.js";
import type { Body, Comment, Statement } from "./tree.js";

/** The comment that follows a statement is known last. */
type Draft = Omit<Statement, "trailing"> & { trailing: Comment | undefined };

const none: readonly Comment[] = [];

/** Gathers the statements of a body, and gives each the comments and the blank line that belong to it. */
export class BodyBuilder {
  private readonly statements: Draft[] = [];
  private comments: Comment[] | undefined;
  /** Line ends since the last statement or comment. */
  private lineEnds = 0;
  private isOnLine = false;
  private blankBefore = false;

  endLine(): void {
    this.lineEnds++;
    this.isOnLine = false;
  }

  addStatement(statement: BareStatement): void {
    this.noteBlank();
    const { words, block, span } = statement;
    this.statements.push({ words, block, span, leading: this.comments ?? none, trailing: undefined, blankBefore: this.blankBefore });
    this.comments = undefined;
    this.isOnLine = true;
  }

  /** A comment on the last line of a statement is that statement's, also after a `;`. */
  addComment(comment: Comment): void {
    const last = this.statements.at(-1);
    if (this.isOnLine && last !== undefined) {
      last.trailing = comment;
      this.isOnLine = false;
    } else {
      this.noteBlank();
      (this.comments ??= []).push(comment);
    }
    this.lineEnds = 0;
  }

  finish(): Body {
    return { statements: [...this.statements], dangling: this.comments ?? none };
  }

  // The blank line that counts is the one before the first of a statement's leading comments.
  private noteBlank(): void {
    if (this.comments === undefined) this.blankBefore = this.statements.length > 0 && this.lineEnds > 1;
    this.lineEnds = 0;
  }
}
