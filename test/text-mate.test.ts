import { describe, expect, it } from "vitest";
import { renderTextMate } from "../src/text-mate.js";
import { kinds } from "../src/vocabulary/index.js";
import { expectText } from "./kit/golden.js";

const grammar = JSON.parse(renderTextMate()) as { readonly repository: Readonly<Record<string, Rule>> };
interface Rule {
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly include?: string;
  readonly patterns?: readonly Rule[];
}

/** A pattern of Oniguruma as one of JavaScript. */
const pattern = (text: string): RegExp => new RegExp(text.replace(/^\(\?i\)/, ""), text.startsWith("(?i)") ? "i" : "");

/** Whether the whole of `text` is one match of a rule or of one of its patterns. */
const takes = (rule: string, text: string): boolean => [grammar.repository[rule]!, ...(grammar.repository[rule]!.patterns ?? [])].some(({ match }) => match !== undefined && pattern(match).exec(text)?.[0] === text);

describe("the grammar for editors", () => {
  it("is made from the vocabulary", () => {
    expectText("grammar/infra.tmLanguage.json", renderTextMate());
  });

  it("has sound patterns, and includes what is there", () => {
    const visit = ({ match, begin, end, include, patterns = [] }: Rule): void => {
      for (const text of [match, begin, end]) if (text !== undefined) expect(() => pattern(text)).not.toThrow();
      if (include !== undefined) expect(Object.keys(grammar.repository)).toContain(include.slice(1));
      patterns.forEach(visit);
    };
    Object.values(grammar.repository).forEach(visit);
  });

  it.each(Object.entries(kinds))("colors the head of a %s and its name", (kind, { example }) => {
    expect(pattern(grammar.repository["declaration"]!.match!).exec(example)?.slice(1)).toEqual([kind, example.split(/\s+/)[1]]);
  });

  it.each([
    ["comment", "# a comment"],
    ["escape", "\\u{1F600}"],
    ["interpolation", "${name}"],
    ["interpolation", "$${"],
    ["range", "[1..3]"],
    ["range", "[a,b]"],
    ["number", "192.168.0.0/24"],
    ["number", "1h30m"],
    ["number", "128MB"],
    ["number", "60r/m"],
    ["number", "8801-8810"],
    ["number", "53/udp"],
    ["number", "x3"],
    ["operator", "->"],
    ["clause", "sync-sessions"],
    ["choice", "roundrobin"],
    ["secret", "secret vrrp_pass"],
  ])("reads as a %s `%s`", (rule, text) => {
    expect(takes(rule, text)).toBe(true);
  });

  it.each([
    ["comment", "a#b"],
    ["range", "[::1]"],
    ["number", "goods-2"],
    ["clause", "on-1"],
  ])("reads as no %s `%s`", (rule, text) => {
    expect(takes(rule, text)).toBe(false);
  });
});
