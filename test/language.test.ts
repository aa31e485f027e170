import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../src/compile.js";
import { renderText } from "../src/diagnostics/render-text.js";
import { printProgram } from "../src/elaborate/print.js";

const text = readFileSync(join(import.meta.dirname, "../grammar/language.md"), "utf8");
const secrets = { vrrp_pass: "s3cret", stats_pass: "s3cret" };

/** The programs of the page: `error=CODE` has exactly that error, programs with one `same=NAME` expand to the same program, all others build. */
const programs = [...text.matchAll(/^```infra ?(?:(error|same)=(\S+))?\n(.*?)^```$/gms)].map(([, mark, value = "", program = ""], index) => ({
  mark,
  value,
  program,
  title: `program ${index + 1}, ${program.split("\n", 1)[0]}`,
}));

const build = (program: string) => compile({ entry: { path: "site.infra", text: program } }, secrets);

/** The programs of the README: indented, and beginning with a kind. */
const shown = [...readFileSync(join(import.meta.dirname, "../README.md"), "utf8").matchAll(/^(?: {4}.*\n|\n(?= {4}))+/gm)].map(([block]) => block.replace(/^ {4}/gm, "").trim()).filter((block) => /^(service|network) /.test(block));

describe("the README", () => {
  it.each(shown)("shows a program that builds without a warning or a note on what it says: %s", (program) => {
    expect(build(`${program}\n`).diagnostics.filter(({ code }) => !code.startsWith("implied-")).map((diagnostic) => renderText(diagnostic))).toEqual([]);
  });

  it("shows the sentence and a site on hosts", () => expect(shown).toHaveLength(2));
});

describe("the page of the language", () => {
  it.each(programs)("has a sound $title", ({ mark, value, program }) => {
    const found = build(program).diagnostics.filter(({ severity }) => severity !== "info");
    if (mark === "error") return expect([...new Set(found.map(({ code }) => code))]).toEqual([value]);
    expect(found.map((diagnostic) => renderText(diagnostic))).toEqual([]);
  });

  it("shows two ways to say one thing", () => {
    for (const name of new Set(programs.filter(({ mark }) => mark === "same").map(({ value }) => value))) {
      const [first, ...others] = programs.filter(({ mark, value }) => mark === "same" && value === name).map(({ program }) => printProgram(build(program).program));
      expect(others.length, name).toBeGreaterThan(0);
      for (const other of others) expect(other, name).toEqual(first);
    }
  });
});
