import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { collectDiagnostics } from "../../../src/diagnostics/define.js";
import { quoteShell } from "../../../src/targets/keepalived/quote-shell.js";
import { familyOf, quoteAddress, quoteCommand, quoteInterface, quoteLiteral, quotePattern, quoteWord } from "../../../src/targets/keepalived/quote.js";
import { originOf } from "../../kit/site.js";

const quotes = { quoteWord, quoteCommand, quotePattern, quoteLiteral, quoteAddress, quoteInterface };

function run(quote: keyof typeof quotes, text: string): string {
  const { report, diagnostics } = collectDiagnostics();
  const quoted: string = quotes[quote](text, originOf(), report);
  return diagnostics.length === 0 ? quoted : `refused: ${diagnostics.map(({ message }) => message).join()}`;
}

describe("a word", () => {
  test.each([
    ["lb1", "lb1"],
    ["/health?x=1", '"/health?x=1"'],
    ["a!b#c", '"a!b#c"'],
    ["@main", '"@main"'],
    ["~SEQ(i,1,2)", '"~SEQ(i,1,2)"'],
    ["a{b}", '"a{b}"'],
    ["two words", '"two words"'],
    ["it's", `"it's"`],
    ["café", '"café"'],
    ["5$", '"5$"'],
    ["$5", 'refused'],
    ["$PWD", "refused"],
    ["${_PWD}", "refused"],
    ["{", "refused"],
    ["}", "refused"],
    ['a"b', "refused"],
    ["a\\b", "refused"],
    ["a\nb", "refused"],
    ["a\0b", "refused"],
    ["a\u{e000}b", "refused"],
    ["", "refused"],
    ["x".repeat(901), "refused"],
    ["é".repeat(451), "refused"],
  ])("%j becomes %s", (text, expected) => {
    expect(run("quoteWord", text)).toMatch(expected === "refused" ? /^refused: keepalived cannot hold / : new RegExp(`^${expected.replace(/[$(){}?+]/g, "\\$&")}$`));
  });
});

describe("a command", () => {
  test.each([
    ["/usr/local/bin/up", '"/usr/local/bin/up"'],
    ["/usr/local/bin/up 'to the top' now", `"/usr/local/bin/up 'to the top' now"`],
  ])("%j becomes %s", (text, expected) => expect(run("quoteCommand", text)).toBe(expected));
  test.each(["up", "", "/bin/up it's", '/bin/up "a"', "/bin/a\n}"])("%j is refused", (text) => expect(run("quoteCommand", text)).toMatch(/^refused/));
});

describe("a pattern", () => {
  test("has its backslashes doubled and its quotes by number", () => expect(run("quotePattern", '^o\\.k "\\d{3}"$')).toBe('"^o\\\\.k \\\\x22\\\\d{3}\\\\x22$"'));
  test("of a plain text matches that text alone", () => expect(run("quoteLiteral", "a.b $_PWD (c) #1")).toBe('"a\\\\.b \\\\x24_PWD \\\\(c\\\\) \\\\#1"'));
  test("with a variable is refused", () => expect(run("quotePattern", "a$b")).toMatch(/^refused/));
});

describe("an address", () => {
  test.each([
    ["192.168.0.1", "ipv4"],
    ["fd00::1", "ipv6"],
    ["::ffff:10.0.0.1", "ipv6"],
    ["app1.example.com", undefined],
    ["192.168.0.1 dev lo", undefined],
    ["", undefined],
  ])("%j has the family %s", (text, family) => {
    expect(familyOf(text)).toBe(family);
    if (family === undefined) expect(run("quoteAddress", text)).toMatch(/^refused/);
    else expect(run("quoteAddress", text)).toBe(text);
  });
});

test.each(["eth0:1", "a b", "../eth0", "sixteen-bytes-00", ""])("an interface is not called %j", (name) => expect(run("quoteInterface", name)).toMatch(/^refused/));

describe("a word of a shell", () => {
  const { report } = collectDiagnostics();
  test.each(["a'b", "''", "$HOME", "${HOME}", "$(id)", "`id`", "$", "a\\", "a\\n", '"', "*", "!x", "a b", "-n", "", "日本語"])("%j is that text", (text) => {
    expect(execFileSync("sh", ["-c", `printf %s ${quoteShell(text, originOf(), report)}`], { encoding: "utf8" })).toBe(text);
  });
});
