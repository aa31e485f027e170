import { EmbeddedActionsParser, type IToken } from "chevrotain";
import type { Report } from "../diagnostics/define.js";
import type { Source, Span } from "../source/source.js";
import { BodyBuilder } from "./body-builder.js";
import { unusual } from "./characters.js";
import { readText } from "./pieces.js";
import * as is from "./tokens.js";
import type { Block, Body, Comment, File, Quote, Statement, Word } from "./tree.js";

/** A statement before the body that it stands in knows its comments. */
export type BareStatement = Pick<Statement, "words" | "block" | "span">;

const none: readonly never[] = [];

/**
 * The grammar, which `grammar/infra.ebnf` is printed from, and the tree that it builds.
 *
 * It reads sound tokens only: whatever a person can write wrongly is reported and repaired before.
 */
class InfraParser extends EmbeddedActionsParser {
  private source: Source = { path: "", text: "" };
  private report: Report = () => undefined;
  /** False of a file none of whose words need be looked at for it. */
  private mayBeUnusual = true;
  private commaEndsLine = false;
  private readonly scratch: Word[] = [];

  constructor(skipValidations: boolean) {
    super([...is.soundTokens], { maxLookahead: 1, recoveryEnabled: false, skipValidations });
    this.performSelfAnalysis();
  }

  read(source: Source, tokens: readonly IToken[], report: Report): File {
    this.source = source;
    this.commaEndsLine = false;
    this.report = report;
    this.mayBeUnusual = unusual.test(source.text);
    // Chevrotain leaves them as they were.
    this.input = tokens as IToken[];
    const body = this.file();
    const [error] = this.errors;
    this.input = [];
    this.scratch.length = 0;
    if (error !== undefined) throw new Error(`the repaired tokens of ${source.path} do not follow the grammar: ${error.message}`);
    return { source, body, commaEndsLine: this.commaEndsLine };
  }

  // Kept, as chevrotain advises: a list of alternatives for each word takes longer to make than the word to parse.
  private readonly ends = [{ ALT: () => this.CONSUME(is.Newline) }, { ALT: () => this.CONSUME(is.Semicolon) }];
  private readonly words = [
    { ALT: () => this.CONSUME(is.Bare) },
    { ALT: () => this.CONSUME(is.DoubleQuoted) },
    { ALT: () => this.CONSUME(is.SingleQuoted) },
    { ALT: () => this.CONSUME(is.LongText) },
  ];

  readonly file = this.RULE("file", () => this.SUBRULE(this.body));

  readonly body = this.RULE("body", (): Body => {
    const builder = new BodyBuilder();
    this.SUBRULE1(this.line, { ARGS: [builder] });
    this.MANY(() => {
      const end = this.OR(this.ends);
      if (end.tokenType === is.Newline) builder.endLine();
      this.SUBRULE2(this.line, { ARGS: [builder] });
    });
    return builder.finish();
  });

  readonly line = this.RULE("line", (builder: BodyBuilder) => {
    this.OPTION1(() => {
      const statement = this.SUBRULE(this.statement);
      this.ACTION(() => builder.addStatement(statement));
    });
    this.OPTION2(() => {
      const comment = this.CONSUME(is.Comment);
      this.ACTION(() => builder.addComment(this.toComment(comment)));
    });
  });

  readonly statement = this.RULE("statement", (): BareStatement => {
    if (this.RECORDING_PHASE) this.AT_LEAST_ONE(() => this.SUBRULE(this.word));
    const words = this.ACTION(() => this.readWords());
    const block = this.OPTION(() => this.SUBRULE(this.block));
    return this.ACTION(() => {
      const end = (block ?? words[words.length - 1]!).span.end;
      return { words, block, span: { source: this.source, start: words[0].span.start, end } };
    });
  });

  /** The production alone: nearly all of a file is words, and `readWords` reads what it says in a fraction of the time. */
  readonly word = this.RULE("word", (): void => {
    this.OR1(this.words);
    this.OPTION(() => this.SUBRULE(this.gap));
  });

  readonly gap = this.RULE("gap", (): readonly IToken[] => {
    const tokens: IToken[] = [];
    const add = (token: IToken) => void tokens.push(token);
    this.OR1([{ ALT: () => add(this.CONSUME1(is.Comma)) }, { ALT: () => add(this.CONSUME1(is.Continuation)) }]);
    this.MANY(() => {
      this.OR2([
        { ALT: () => add(this.CONSUME2(is.Continuation)) },
        { ALT: () => add(this.CONSUME2(is.LineBreak)) },
        { ALT: () => add(this.CONSUME2(is.Comment)) },
      ]);
    });
    return tokens;
  });

  readonly block = this.RULE("block", (): Block => {
    const open = this.CONSUME(is.LeftBrace);
    const opening = this.OPTION(() => this.CONSUME(is.Comment));
    const body = this.SUBRULE(this.body);
    const close = this.CONSUME(is.RightBrace);
    return this.ACTION(() => {
      const span: Span = { source: this.source, start: open.startOffset, end: is.endOf(close) };
      const oneLine = !this.source.text.slice(span.start, span.end).includes("\n");
      return { statements: body.statements, dangling: body.dangling, span, opening: opening && this.toComment(opening), oneLine };
    });
  });

  private readWords(): [Word, ...Word[]] {
    // A statement's words are read before its block, so that one list serves all.
    const words = this.scratch;
    let count = 0;
    for (let token = this.LA(1); is.isWord(token); token = this.LA(1)) {
      this.CONSUME(token.tokenType);
      const { tokenType } = this.LA(1);
      words[count++] = this.toWord(token, tokenType === is.Comma || tokenType === is.Continuation ? this.SUBRULE(this.gap) : undefined);
    }
    return words.slice(0, count) as [Word, ...Word[]];
  }

  private toWord(token: IToken, gap: readonly IToken[] | undefined): Word {
    const { image: raw, startOffset: start } = token;
    const quote = quoteOf(token);
    const span: Span = { source: this.source, start, end: start + raw.length };
    const isPlain = quote === "" && !(this.mayBeUnusual && unusual.test(raw));
    const { text, pieces } = isPlain ? { text: raw, pieces: none } : readText(raw, quote, span, this.report);
    if (gap === undefined) return { raw, text, pieces, quote, span, comma: false, break: "", comments: none };
    const lineEnd = gap.find(({ tokenType }) => tokenType === is.Continuation || tokenType === is.LineBreak);
    const comma = gap[0]!.tokenType === is.Comma;
    this.commaEndsLine ||= comma && lineEnd?.tokenType === is.LineBreak;
    return {
      raw,
      text,
      pieces,
      quote,
      span,
      comma,
      break: lineEnd === undefined ? "" : lineEnd.tokenType === is.Continuation ? "backslash" : "newline",
      comments: gap.filter(({ tokenType }) => tokenType === is.Comment).map((comment) => this.toComment(comment)),
    };
  }

  private toComment({ image, startOffset: start }: IToken): Comment {
    const text = image.trimEnd();
    return { text, span: { source: this.source, start, end: start + text.length } };
  }
}

function quoteOf({ tokenType }: IToken): Quote {
  return tokenType === is.Bare ? "" : tokenType === is.DoubleQuoted ? '"' : tokenType === is.SingleQuoted ? "'" : '"""';
}

let made: InfraParser | undefined;

/** The parser, which is made when a program is first read. Its grammar is not judged then: that is `checkGrammar`'s, in the tests. */
export function parser(): InfraParser {
  return (made ??= new InfraParser(true));
}

/** Throws where the grammar is ambiguous or otherwise unsound. */
export function checkGrammar(): void {
  new InfraParser(false);
}
