import { describe, expect, it } from "vitest";
import { formatFile, parse } from "../../src/syntax/index.js";
import { sound } from "./cases.js";
import { shape } from "./shape.js";

const read = (text: string) => parse({ path: "site.infra", text });
const format = (text: string) => formatFile(read(text).value);

describe("formatting keeps the meaning and is done once", () => {
  it.each(Object.entries(sound))("%s", (_, text) => {
    const { value, diagnostics } = read(text);
    expect(diagnostics).toEqual([]);
    const formatted = formatFile(value);
    const again = read(formatted);
    expect(again.diagnostics).toEqual([]);
    expect(shape(again.value)).toEqual(shape(value));
    expect(formatFile(again.value)).toBe(formatted);
  });
});

describe("the one style", () => {
  it.each<readonly [string, string, string]>([
    ["indents by two spaces", "a {\nb {\n\tc\n}\n}", "a {\n  b {\n    c\n  }\n}\n"],
    ["puts one space between words", "a   b\t'c'  {\n}", "a b 'c' {\n}\n"],
    ["keeps one blank line at most", "\n\na\n\n\n\nb\nc\n\n", "a\n\nb\nc\n"],
    ["drops blank lines at the ends of a block", "a {\n\n  b\n\n}", "a {\n  b\n}\n"],
    ["keeps a block on its line", "a {b;c{d}}", "a { b; c { d } }\n"],
    ["gives each statement its line", "a; b; # of b\nc", "a\nb # of b\nc\n"],
    ["keeps the line breaks of a list", "a b, # one\n# two\nc,\n\nd e", "a b, # one\n    # two\n    c,\n    d e\n"],
    ["keeps the line breaks after a backslash", "a b \\\nc {\n d \\\n# why\n e\n}", "a b \\\n    c {\n  d \\\n      # why\n      e\n}\n"],
    ["puts a comma right after its word", 'a b , "c","d"', 'a b, "c", "d"\n'],
    ["keeps blank lines between comments", "# a\n\n\n# b\n\nc {\n  d\n\n  # e\n  # f\n}\n\n# g", "# a\n\n# b\n\nc {\n  d\n\n  # e\n  # f\n}\n\n# g\n"],
    ["takes white space off the end of a comment", "a # b  \t\n", "a # b\n"],
    ["leaves the lines of a text alone", 'a {\n b """\n  x\n     y\n """\n}', 'a {\n  b """\n  x\n     y\n """\n}\n'],
    ["ends lines with a line feed", "a\r\nb\r\n", "a\nb\n"],
    ["leaves an empty file empty", "\n\n", ""],
  ])("%s", (_, text, formatted) => {
    expect(format(text)).toBe(formatted);
  });
});
