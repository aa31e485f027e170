import type { ISerializedGast, TokenType } from "chevrotain";
import { parser } from "./parser.js";
import { soundTokens } from "./tokens.js";

// What the parser's productions cannot say.
const preface = `
(* Generated from the parser's productions and the lexer's tokens.

   Spaces and tabs separate tokens. The lexer takes the longest Bare that it can, and a quoted word is a token of its own. A Comma that white space, a quote, a
   brace, ";", "#" or the end of the file does not follow belongs to the Bare around it. A Continuation is a backslash alone at the end of
   a line, with the line's end. A LineBreak is a Newline in a Gap: any after a Comma, and one after a Comment on a line of its own. A Comment begins where
   a word could begin. "{" stands on the line of the Word before it, and Newline, ";", a Comment, "}" or the end of the file follows "}".
   Blocks nest 64 deep at most. *)
`.trim();

const literals: ReadonlyMap<string, string> = new Map([["LeftBrace", "{"], ["RightBrace", "}"], ["Semicolon", ";"], ["Comma", ","]]);

/** Prints the grammar as Wirth EBNF, one production a paragraph, then the tokens as regular expressions: the text of `grammar/infra.ebnf`. */
export function printGrammar(): string {
  const rules = parser().getSerializedGastProductions().map((rule) => `${title(nameOf(rule))} = ${sequence(rule)} .`);
  const lexical = soundTokens.filter(({ name }) => !literals.has(name)).map((token) => `${token.name} = ${pattern(token)} .`);
  return `${[preface, ...rules, ...lexical].join("\n\n")}\n`;
}

function pattern({ name, PATTERN }: TokenType): string {
  return name === "LineBreak" ? "Newline" : `/${(PATTERN as RegExp).source}/`;
}

function print(node: ISerializedGast): string {
  switch (node.type) {
    case "NonTerminal":
      return title(nameOf(node));
    case "Terminal":
      return literals.has(nameOf(node)) ? `"${literals.get(nameOf(node))}"` : nameOf(node);
    case "Option":
      return `[ ${sequence(node)} ]`;
    case "Repetition":
      return `{ ${sequence(node)} }`;
    case "RepetitionMandatory":
      return `${sequence(node)} { ${sequence(node)} }`;
    case "Alternation":
      return `( ${(node.definition ?? []).map(sequence).join(" | ")} )`;
    default:
      throw new Error(`print-grammar: no case for ${node.type}`);
  }
}

function sequence({ definition = [] }: ISerializedGast): string {
  return definition.map(print).join(" ");
}

function nameOf(node: ISerializedGast): string {
  return (node as unknown as { readonly name: string }).name;
}

function title(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
