import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { listed, listedQuoted } from "../../src/source/listed.js";

it.each([0, 1, 2, 3, 5])("lists %s words as English does", (count) => {
  const words = Array.from({ length: count }, (_, at) => `word${at}`);
  for (const [join, type] of [["and", "conjunction"], ["or", "disjunction"]] as const) {
    expect(listed(words, join)).toBe(new Intl.ListFormat("en", { type }).format(words));
  }
});

it("puts words in backquotes", () => {
  expect(listedQuoted(["lb1", "lb2"], "and")).toBe("`lb1` and `lb2`");
});

it("is used instead of Intl, whose tables take longer to load than a small site to compile", () => {
  const src = join(import.meta.dirname, "../../src");
  const files = readdirSync(src, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
  expect(files.filter((file) => /\bIntl\.\w+\(|\.(?:localeCompare|toLocale\w+)\(/.test(readFileSync(join(src, file), "utf8")))).toEqual([]);
});
