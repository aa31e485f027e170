import { describe, expect, it } from "vitest";
import { parse, type Statement } from "../../src/syntax/index.js";
import { sound } from "./cases.js";
import { textOf } from "./shape.js";

const read = (text: string) => parse({ path: "site.infra", text });

/** The tree in brackets: words joined by spaces, a comma kept, a block in braces. */
function outline(statements: readonly Statement[]): string {
  return statements.map(({ words, block }) => {
    const head = words.map((word) => `<${textOf(word)}>${word.comma ? "," : ""}`).join(" ");
    return block === undefined ? head : `${head} {${outline(block.statements)}}`;
  }).join("; ");
}

const outlineOf = (text: string) => outline(read(text).value.body.statements);

describe("words and statements", () => {
  it.each<readonly [string, string, string]>([
    ["a line is a statement", "a b\nc", "<a> <b>; <c>"],
    ["a semicolon ends one too", "a;b;;c", "<a>; <b>; <c>"],
    ["a block ends one", "a { b }\nc", "<a> {<b>}; <c>"],
    ["a block needs no space before it", "a{b}", "<a> {<b>}"],
    ["a comma joins words", "on a, b c", "<on> <a>, <b> <c>"],
    ["a comma in a word belongs to it", "on a,b http://x/?a=1,2", "<on> <a,b> <http://x/?a=1,2>"],
    ["a comma before a quote separates", "on \"a\",'b'", "<on> <a>, <b>"],
    ["a statement goes on after a comma", "on a,\n\n# c\n b", "<on> <a>, <b>"],
    ["a statement goes on after a backslash", "on \\\n# c\n b \\\r\n c", "<on> <b> <c>"],
    ["a comma may follow a backslash", "on a \\\n, b", "<on> <a>, <b>"],
    ["# begins a comment only where a word could begin", "a#b #c\nd,#e\n f", "<a#b>; <d>, <f>"],
    ["an arrow is a word", "/ -> goods", "</> <->> <goods>"],
    ["a backslash in a word is a character", "a\\ b\\c\n", "<a\\> <b\\c>"],
    ["braces after $ and % belong to the word", "x${n} a-%{+Y Y} $${z} { c }", "<x${n}> <a-%{+Y Y}> <${z}> {<c>}"],
    ["escapes are read", '"\\n\\t\\"\\\\\\u{e9}$${x}"', '<\n\t"\\é${x}>'],
    ["single quotes are raw", `'\\d \${x} "'`, '<\\d ${x} ">'],
    ["a text loses its common indentation", 'a """\n    b\n      c\n\n    d\n  """', "<a> <b\n  c\n\nd\n>"],
    ["a text may begin and end beside its quotes", 'a """b\n    c\n   d"""', "<a> <b\n c\nd>"],
    ["a text of one line keeps its spaces", 'a """ b """', "<a> < b >"],
    ["windows line ends are line feeds in a text", 'a """\r\n b\r\n c\r\n"""', "<a> <b\nc\n>"],
  ])("%s", (_, text, expected) => {
    expect(read(text).diagnostics).toEqual([]);
    expect(outlineOf(text)).toBe(expected);
  });
});

describe("after a fault the rest is read as it was meant", () => {
  it.each<readonly [string, string, string]>([
    ["a missing brace closes by indentation", "a {\n  b {\n    c\n\nd {\n  e\n}", "<a> {<b> {<c>}}; <d> {<e>}"],
    ["a brace that is less deep closes two", "a {\n  b {\n    c\n}\nd", "<a> {<b> {<c>}}; <d>"],
    ["a missing brace at the end", "a {\nb\n}\nc {\n d", "<a> {<b>}; <c> {<d>}"],
    ["an unterminated string ends with its line", 'a "b c\nd', "<a> <b c>; <d>"],
    ["an unterminated text ends before less indentation", 'a {\n  b """\n    c\n}\nd', "<a> {<b> <c>}; <d>"],
    ["glued words are one", "a don't b", "<a> <don't> <b>"],
    ["a block on the next line belongs to its statement", "a\n\n{ b }", "<a> {<b>}"],
    ["a block without a statement gives its contents", "{ a }\nb", "<a>; <b>"],
    ["words after a block are left out", "a { b } c d\ne", "<a> {<b>}; <e>"],
    ["a statement after a block is kept", "a { b } c { d }", "<a> {<b>}; <c> {<d>}"],
    ["full-width signs are read as their half-width forms", "on a，b；c：d “e f”", "<on> <a>, <b>; <c:d> <e f>"],
    ["a leading comma still joins", "on a ,b", "<on> <a>, <b>"],
    ["a trailing comma joins nothing", "on a, { b }", "<on> <a> {<b>}"],
    ["a block too deep is left out", `${"a { ".repeat(65)}b${" }".repeat(65)}; c`, `${"<a> {".repeat(64)}<a>${"}".repeat(64)}; <c>`],
  ])("%s", (_, text, expected) => {
    expect(read(text).diagnostics).not.toEqual([]);
    expect(outlineOf(text)).toBe(expected);
  });
});

describe("comments and blank lines have their places", () => {
  const { value } = read("# a\n\n# b\na # c\n\nb { # d\n  e x, # f\n    # g\n    y\n  # h\n} # i\n; z; # j\n# k");
  const [a, b, z] = value.body.statements;
  it.each<readonly [string, unknown, unknown]>([
    ["before a statement", a!.leading.map(({ text }) => text), ["# a", "# b"]],
    ["after a statement", a!.trailing?.text, "# c"],
    ["after an opening brace", b!.block?.opening?.text, "# d"],
    ["after a comma", b!.block?.statements[0]!.words[1]!.comments.map(({ text }) => text), ["# f", "# g"]],
    ["last in a block", b!.block?.dangling.map(({ text }) => text), ["# h"]],
    ["after a closing brace", b!.trailing?.text, "# i"],
    ["after a semicolon", z!.trailing?.text, "# j"],
    ["at the end of the file", value.body.dangling.map(({ text }) => text), ["# k"]],
    ["a blank line before a statement", [a!.blankBefore, b!.blankBefore, z!.blankBefore], [false, true, false]],
  ])("%s", (_, found, expected) => {
    expect(found).toEqual(expected);
  });
});

describe("a piece knows its place", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["in a bare word", "x${n}-a", ["x", "${n}", "-a"]],
    ["at an escape", String.raw`"a\tb\u{e9}"`, ["a", "\\t", "b", "\\u{e9}"]],
    ["in each line of a text", '"""\n  a\n    b\n  """', ["a\n", "  b\n"]],
    ["in an empty word", '""', []],
  ])("%s", (_, text, expected) => {
    const [word] = read(text).value.body.statements[0]!.words;
    expect(word.pieces.map(({ span }) => text.slice(span.start, span.end))).toEqual(expected);
  });
});

describe("size does not matter", () => {
  const many = 100_000;
  it.each<readonly [string, string]>([
    ["braces", "{".repeat(many)],
    ["open blocks", "a {".repeat(many)],
    ["open blocks on lines", "a {\n".repeat(many)],
    ["closing braces", "}".repeat(many)],
    ["commas", "a".padEnd(many, ",")],
    ["commas apart", "a" + " ,".repeat(many)],
    ["quotes", `'"`.repeat(many)],
    ["texts", 'a """'.repeat(many)],
    ["interpolations", "${%{$${".repeat(many)],
    ["spaces after an open string", `"${" ".repeat(many)}x`],
    ["backslashes", "\\ ".repeat(many)],
    ["backslashes in a string", `"${"\\".repeat(many)}`],
    ["comments", "# a\n".repeat(many)],
    ["a long word", "a".repeat(10 * many)],
    ["a long string", `"${"a\\n".repeat(5 * many)}"`],
  ])("of many %s", (_, text) => {
    const start = performance.now();
    read(text);
    expect(performance.now() - start).toBeLessThan(4000);
  });

  it("ten thousand statements take a fraction of a second", () => {
    const text = `${sound["a whole site"]}\n`.repeat(400);
    read(text);
    const start = performance.now();
    read(text);
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
