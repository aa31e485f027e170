import { describe, expect, test } from "vitest";
import { collectDiagnostics } from "../../../src/diagnostics/define.js";
import { identifier, quoteFor, unique } from "../../../src/targets/haproxy/quote.js";
import { seconds, time } from "../../../src/targets/haproxy/time.js";
import { originOf } from "../../kit/site.js";
import { reported } from "./kit.js";

const at = originOf();

function quoted(text: string, kind: "word" | "literal" | "lines" = "word") {
  const { report, diagnostics } = collectDiagnostics();
  return [quoteFor(report)[kind](text, at), ...reported(diagnostics)];
}

describe("a word", () => {
  test.each([
    ["/goods?x=1&y=[2]", "/goods?x=1&y=[2]"],
    ["a b", "'a b'"],
    ["a#b", "'a#b'"],
    ["$HOME", "'$HOME'"],
    ['say "x"', `'say "x"'`],
    ["it's", `'it'\\''s'`],
    ["a\\d", "'a\\d'"],
    ["商品", "'商品'"],
    ["50%", "50%"],
  ])("%s", (text, word) => {
    expect(quoted(text)).toEqual([word]);
  });

  test.each([
    ["", "-", "an empty text"],
    ["a\nb", "ab", "a line end"],
    ["a\r", "a", "a line end"],
    ["a\0b", "ab", "a control character"],
    ["\t", "-", "a control character"],
    ["a\uE000b", "ab", "a control character"],
    ["\u2028", "-", "a control character"],
    ["a\ud800", "a", "half of a character"],
  ])("cannot be %j", (text, word, what) => {
    expect(quoted(text)).toEqual([word, `unrepresentable-text: haproxy cannot hold ${what} here`]);
  });
});

test("where a log format is read a percent sign stands for itself", () => {
  expect(quoted("100% %[src]", "literal")).toEqual(["'100%% %%[src]'"]);
});

test("whole lines keep their line ends, and end without one", () => {
  expect(quoted("a\n\tb # $x\n\n", "lines")).toEqual(["a\n\tb # $x"]);
  expect(quoted("a\0\uE001b", "lines")).toEqual(["ab", "unrepresentable-text: haproxy cannot hold a control character here"]);
});

test("names keep what haproxy takes and are told apart", () => {
  expect(["web-1", "a.b:c_d", "a/b c", "商品", "[::1]:80", "//", ""].map(identifier)).toEqual(["web-1", "a.b:c_d", "a-b-c", "x5546x54c1", "::1-:80", "x", "x"]);
  const taken = new Set<string>();
  expect([unique(identifier("a"), taken), unique(identifier("a"), taken), unique(identifier("a"), taken)]).toEqual(["a", "a-2", "a-3"]);
});

test("times are in the largest unit that says them exactly", () => {
  const { report, diagnostics } = collectDiagnostics();
  expect([1, 1500, 5000, 90_000, 60_000, 5_400_000, 86_400_000, 2 ** 31 - 1].map((ms) => time(ms, "x", at, report))).toEqual(["1ms", "1500ms", "5s", "90s", "1m", "90m", "1d", "2147483647ms"]);
  expect(diagnostics).toEqual([]);
  expect([seconds(1500, "x", at, report), time(0, "x", at, report), time(2 ** 31, "x", at, report)]).toHaveLength(3);
  expect(diagnostics).toHaveLength(3);
});
