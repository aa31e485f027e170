import type { Span } from "../source/source.js";
import type { Statement, Word } from "../syntax/index.js";
import { accept as declaration } from "../vocabulary/clauses/accept.js";
import type { Kind } from "../vocabulary/declaration.js";
import { takeArguments } from "./arguments.js";
import { bindBlock, type Binding, bindWords, commentsOf, keywordOf, type Open, open } from "./bind-statement.js";
import type { ArgsOf } from "./bound.js";
import { unexpectedWord } from "./diagnostics.js";

/** The word that every statement takes as a clause. */
export const acceptWord = "accept";

/** Binds an `accept` on the line of a statement, at the word `at`; returns where the line goes on. It closes nothing that is open. */
export function bindAcceptOnLine({ words, span }: Statement, at: number, inner: Open | undefined, binding: Binding): number {
  const clause = open(acceptWord, declaration, words[at]!.span, { outer: inner });
  const end = takeArguments(clause, words as readonly Word[], at + 1, 1, binding);
  keep(clause, span, [], binding);
  return end;
}

/** Binds an `accept` that is a statement: of the block of a statement that goes over `over`, or of the file. */
export function bindAcceptStatement(statement: Statement, over: Span | undefined, binding: Binding): void {
  const clause = open(acceptWord, declaration, statement.words[0].span);
  bindWords(clause, statement, 1, 1, binding);
  keep(clause, over, commentsOf(statement), binding);
}

/** Where the accepts of a statement begin whose own words, from `from` on, are of no declaration: after a word that no comma follows. */
export function acceptsAt(words: readonly Word[], from: number): number {
  const at = words.findIndex((word, index) => index >= from && keywordOf(word) === acceptWord && words[index - 1]!.comma === false);
  return at < 0 ? words.length : at;
}

/** Binds what is left of such a statement, on its line and in a block that is not of entries: nothing but accepts can stand there. */
export function bindRest(kind: Kind, statement: Statement, from: number, binding: Binding): void {
  const { words } = statement;
  for (let at = from; at < words.length; ) {
    const word = words[at]!;
    if (keywordOf(word) === acceptWord) at = bindAcceptOnLine(statement, at, undefined, binding);
    else {
      binding.report(unexpectedWord, { at: word.span, data: { word: word.raw, owner: `\`${kind.kind}\``, closed: undefined, near: undefined } });
      at++;
    }
  }
  if (kind.entry === undefined) bindBlock(open(kind.kind, kind, words[0].span), statement, 1, binding);
}

function keep({ sound, args, span, end }: Open, over: Span | undefined, comments: readonly string[], { accepts }: Binding): void {
  if (!sound) return;
  const { code, reason } = args as ArgsOf<typeof declaration>;
  accepts.push({ code, reason, over, span: { ...span, end }, comments });
}
