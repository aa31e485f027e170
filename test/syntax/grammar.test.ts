import { expect, it } from "vitest";
import { checkGrammar } from "../../src/syntax/parser.js";
import { printGrammar } from "../../src/syntax/print-grammar.js";
import { expectText } from "../kit/golden.js";

it("is sound: every choice is decided by the next token", () => {
  expect(checkGrammar).not.toThrow();
});

it("grammar/infra.ebnf is what the parser accepts", () => {
  expect(printGrammar()).toContain("Statement = ");
  expectText("grammar/infra.ebnf", printGrammar());
});
