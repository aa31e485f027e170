import type { Block, Body, Comment, File, Statement, Word } from "../../src/syntax/index.js";

/** What `fmt` must not change: the tree without its places. */
export function shape({ body }: File): unknown {
  return shapeOfBody(body);
}

function shapeOfBody({ statements, dangling }: Body): unknown {
  return { statements: statements.map(shapeOfStatement), dangling: textsOf(dangling) };
}

function shapeOfStatement({ words, block, leading, trailing, blankBefore }: Statement): unknown {
  return { words: words.map(shapeOfWord), block: block && shapeOfBlock(block), leading: textsOf(leading), trailing: trailing?.text, blankBefore };
}

function shapeOfBlock(block: Block): unknown {
  return { ...(shapeOfBody(block) as object), opening: block.opening?.text, oneLine: block.oneLine };
}

function shapeOfWord({ raw, text, pieces, quote, comma, break: lineBreak, comments }: Word): unknown {
  return { raw: raw.replaceAll("\r\n", "\n"), text, pieces: pieces.map(({ span: _, ...piece }) => piece), quote, comma, lineBreak, comments: textsOf(comments) };
}

function textsOf(comments: readonly Comment[]): readonly string[] {
  return comments.map(({ text }) => text);
}

/** What a word says, with interpolations as they are written. */
export function textOf({ text, pieces }: Word): string {
  return text ?? pieces.map((piece) => (piece.kind === "text" ? piece.text : `\${${piece.name}}`)).join("");
}

/** Every object with a span in a tree. */
export function* spansIn(node: unknown): Generator<{ readonly start: number; readonly end: number }> {
  if (typeof node !== "object" || node === null) return;
  for (const [key, value] of Object.entries(node)) {
    if (key === "span") yield value as { readonly start: number; readonly end: number };
    else if (key !== "source") yield* spansIn(value);
  }
}
