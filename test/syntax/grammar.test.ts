import { expect, it } from "vitest";
import { printGrammar } from "../../src/syntax/print-grammar.js";
import { expectText } from "../kit/golden.js";

it("grammar/infra.ebnf is what the parser accepts", () => {
  expect(printGrammar()).toContain("Statement = ");
  expectText("grammar/infra.ebnf", printGrammar());
});
