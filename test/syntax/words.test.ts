import { lex } from "../../src/syntax/lexer.js";
import { describe, expect, it } from "vitest";
import { expandRange, longestRange, needsQuotes, printWord } from "../../src/syntax/index.js";

describe("printWord", () => {
  it.each<readonly [string, string, string]>([
    ["leaves a plain word bare", "192.168.0.0/24", "192.168.0.0/24"],
    ["leaves ordinary brackets bare", "[::1]:80", "[::1]:80"],
    ["leaves a date pattern bare", "a-%{+YYYY.MM.dd}", "a-%{+YYYY.MM.dd}"],
    ["leaves a # inside a word bare", "a#b", "a#b"],
    ["quotes nothing", "", '""'],
    ["quotes spaces", "a b", '"a b"'],
    ["quotes a comma", "a,b", '"a,b"'],
    ["quotes a range", "app[1..3]", '"app[1..3]"'],
    ["quotes a comment", "#a", '"#a"'],
    ["quotes full-width signs", "a：b", '"a：b"'],
    ["quotes a pattern without escapes", "^/(\\d{3})$", "'^/(\\d{3})$'"],
    ["quotes an interpolation without one", "${a}", "'${a}'"],
    ["escapes where both quotes are in it", "\"it's\" ${a} \\", `"\\"it's\\" $\${a} \\\\"`],
    ["escapes what cannot be seen", "a\u001b\u200bb\r", String.raw`"a\u{1b}\u{200b}b\u{d}"`],
    ["prints lines as a text", "a\n  b\n", '"""\na\n  b\n"""'],
    ["prints indented lines with escapes", "  a\n  b", '"  a\\n  b"'],
    ["quotes a backslash", "\\", "'\\'"],
  ])("%s", (_, text, printed) => {
    expect(printWord(text)).toBe(printed);
    expect(needsQuotes(text)).toBe(printed !== text);
  });
});

describe("expandRange", () => {
  it.each<readonly [string, string, readonly string[]]>([
    ["counts", "app[1..3]", ["app1", "app2", "app3"]],
    ["keeps the width of a leading zero", "a[08..11]", ["a08", "a09", "a10", "a11"]],
    ["counts letters", "db-[a..c]", ["db-a", "db-b", "db-c"]],
    ["takes a list", "[a,b]x", ["ax", "bx"]],
    ["takes ranges in a list", "[1..2,7]", ["1", "2", "7"]],
    ["combines brackets, the rightmost fastest", "[a,b][1..2]", ["a1", "a2", "b1", "b2"]],
    ["takes a range of one", "a[2..2]", ["a2"]],
    ["leaves other brackets", "[::1]:80", ["[::1]:80"]],
    ["leaves a pattern", "app[0-9]*.log", ["app[0-9]*.log"]],
    ["leaves a range of words", "[x..10]", ["[x..10]"]],
    ["leaves a word without brackets", "a..b,c", ["a..b,c"]],
    ["leaves brackets that nothing closes", "a[1..3", ["a[1..3"]],
  ])("%s", (_, text, items) => {
    expect(expandRange(text)).toEqual({ items });
  });

  it.each<readonly [string, string, readonly string[]]>([
    ["numbers", "w[3..1]", ["w3", "w2", "w1"]],
    ["letters", "w[c..a]", ["wc", "wb", "wa"]],
    ["one of several brackets", "[1..2][b..a]", ["1b", "1a", "2b", "2a"]],
  ])("says that a range falls: %s", (_, text, items) => {
    expect(expandRange(text)).toEqual({ items, falling: true });
  });

  it.each([
    ["a long range", `w[0..${longestRange}]`],
    ["a long falling range", `w[${longestRange}..0]`],
    ["many combinations", "[1..65][1..64]"],
    ["huge numbers", "[1..99999999999999999999]"],
  ])("refuses %s", (_, text) => {
    expect(expandRange(text)).toEqual({ problem: "too-long" });
  });

  it("reads no brackets, commas or dots in what an interpolation brought", () => {
    const text = "a[1,2][x,y]";
    expect(expandRange(text, (offset) => offset >= 6)).toEqual({ items: ["a1[x,y]", "a2[x,y]"] });
    expect(expandRange("[1..3]", (offset) => offset === 4)).toEqual({ items: ["1", "2", "3"] });
  });
});

it("reads a word whatever character it begins with", () => {
  const lost: string[] = [];
  for (let code = 0x21; code < 0x10000; code++) {
    const text = String.fromCharCode(code);
    if (/[\s#;{}"'\\,\uff0c\uff1b\uff5b\uff5d\u201c\u201d]/.test(text) && code !== 0xfeff) continue;
    const { tokens } = lex({ path: "a", text: `b ${text}a` }, () => undefined);
    if (tokens.length !== 2 || tokens[1]!.image.length !== 2) lost.push(code.toString(16));
  }
  expect(lost).toEqual([]);
});
