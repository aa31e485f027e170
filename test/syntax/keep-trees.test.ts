import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Outcome } from "../../src/diagnostics/diagnostic.js";
import { inFile, type Span } from "../../src/source/source.js";
import { changeOf, statementsAround } from "../../src/syntax/edit.js";
import { type File, keepTrees, parse } from "../../src/syntax/index.js";
import { createTypist } from "../kit/edits.js";
import { readExample } from "../kit/examples.js";

/** A tree and what is said of it as plain data, with each span as it lies in the file. */
function plain({ value: { body }, diagnostics }: Outcome<File>): unknown {
  const isSpan = (value: unknown): value is Span => typeof value === "object" && value !== null && "source" in value && "start" in value;
  return JSON.parse(JSON.stringify({ body, diagnostics }, (_, value: unknown) => (isSpan(value) ? [inFile(value).start, inFile(value).end, inFile(value).source.text.length] : value)));
}

const programs = readdirSync(join(import.meta.dirname, "../../examples")).flatMap((example) => readExample(example, "site.infra") ?? []);

describe("trees that are kept", () => {
  it("are as parsed anew, after any edits", () => {
    let [kept, sound, faulty] = [0, 0, 0];
    for (const [seed, written] of programs.entries()) {
      const program = seed % 3 === 0 ? written.replaceAll("\n", "\r\n") : written;
      const typist = createTypist(seed);
      const keep = keepTrees();
      keep({ path: "site.infra", text: program });
      for (let round = 0, text = program; round < 60; round++) {
        // From a faulty text people mostly come back.
        if (round % 6 === 0) text = program;
        const before = new Set(keep({ path: "site.infra", text }).value.body.statements);
        text = typist.edit(text);
        const source = { path: "site.infra", text };
        const [own, anew] = [keep(source), parse(source)];
        expect(plain(own), text).toEqual(plain(anew));
        const isKept = own.value.body.statements.some((statement) => before.has(statement));
        if (anew.diagnostics.length === 0) sound++;
        if (isKept) kept++;
        if (isKept && anew.diagnostics.length > 0) faulty++;
      }
    }
    // Else this test would show nothing.
    expect(sound).toBeGreaterThan(programs.length * 15);
    expect(kept).toBeGreaterThan(programs.length * 40);
    expect(faulty).toBeGreaterThan(programs.length * 15);
  });

  it("have the statements of before, but for those around the edit", () => {
    const lines = Array.from({ length: 50 }, (_, at) => `host h${at} 10.0.0.${at}`);
    const keep = keepTrees();
    const first = keep({ path: "s", text: lines.join("\n") }).value.body.statements;
    lines[20] = "host other 10.0.1.1";
    lines.splice(30, 0, "", "# A new one.", "host more 10.0.1.2");
    keep({ path: "s", text: lines.slice(0, 25).join("\n") });
    const { value } = keep({ path: "s", text: lines.join("\n") });
    expect(value.body.statements.slice(0, 19)).toEqual(first.slice(0, 19));
    expect(value.body.statements.filter((statement) => first.includes(statement)).length).toBeGreaterThan(15);
    expect(value.body.statements.map(({ span }) => inFile(span)).map(({ source, start }) => source.text.slice(start, start + 4))).toEqual(Array.from({ length: 51 }, () => "host"));
  });

  it("are found again when a faulty text is mended", () => {
    const lines = ["host a 10.0.0.1", "host b 10.0.0.2", "host c 10.0.0.3", "host d 10.0.0.4"];
    const keep = keepTrees();
    const first = keep({ path: "s", text: lines.join("\n") }).value.body.statements;
    expect(keep({ path: "s", text: [...lines.slice(0, 3), 'host d "10.0.0.4'].join("\n") }).diagnostics).toHaveLength(1);
    const again = keep({ path: "s", text: [...lines.slice(0, 3), "host d 10.0.0.5"].join("\n") }).value.body.statements;
    expect(again.slice(0, 2)).toEqual(first.slice(0, 2));
    expect(again[0]).toBe(first[0]);
  });

  it.each([
    ["a quote that nothing closes", 'host h20 "10.0.0.20'],
    ["half a word", "ho"],
    ["a comma at the end of a line", "host h20 10.0.0.20,"],
    ["a block that nothing closes", "host h20 {"],
    ["a `}` too many", "host h20 10.0.0.20 }"],
    ["a text that nothing closes", 'host h20 """10.0.0.20'],
    ["a line end of another kind", "host h20 10.0.0.20\r"],
  ])("are those of before around %s, and when it is mended elsewhere", (_, broken) => {
    const lines = Array.from({ length: 50 }, (_, at) => `host h${at} 10.0.0.${at}`);
    const keep = keepTrees();
    const first = keep({ path: "s", text: lines.join("\n") }).value.body.statements;
    const isThere = (statements: readonly unknown[]): readonly number[] => first.flatMap((statement, at) => (statements.includes(statement) ? [at] : []));
    const faulty = keep({ path: "s", text: lines.with(20, broken).join("\n") }).value.body.statements;
    expect(isThere(faulty)).toEqual(expect.arrayContaining([0, 10, 19, 23, 30, 49]));
    const other = keep({ path: "s", text: lines.with(20, broken).with(40, "host other 10.0.1.1").join("\n") }).value.body.statements;
    expect(isThere(other)).toEqual(expect.arrayContaining([0, 10, 19, 23, 30, 49]));
    const mended = lines.with(40, "host other 10.0.1.1").join("\n");
    expect(isThere(keep({ path: "s", text: mended }).value.body.statements)).toEqual(expect.arrayContaining([0, 10, 19, 23, 30, 49]));
    expect(plain(keep({ path: "s", text: mended }))).toEqual(plain(parse({ path: "s", text: mended })));
  });

  it("are told from others that say the same", () => {
    const keep = keepTrees();
    for (const text of ["a\nb\nb\n", "a {\nb\nb\n", "a {\nb\nb\nb\n", "a {\nx\nb\nb\nb\n"]) expect(plain(keep({ path: "s", text }))).toEqual(plain(parse({ path: "s", text })));
  });

  it("follow a `{` that an edit puts on a line of its own", () => {
    const keep = keepTrees();
    keep({ path: "s", text: "gateway a\nhost b\nhost c\n" });
    const text = "gateway a\n{\nlisten 80\n}\nhost b\nhost c\n";
    expect(plain(keep({ path: "s", text }))).toEqual(plain(parse({ path: "s", text })));
  });
});

describe("a change", () => {
  it("is the smallest stretch that differs", () => {
    expect(changeOf("abcdef", "abXdef")).toEqual({ start: 2, end: 3 });
    expect(changeOf("abc", "abc")).toEqual({ start: 3, end: 3 });
    expect(changeOf("aaa", "aaaa")).toEqual({ start: 3, end: 3 });
    expect(changeOf("", "x")).toEqual({ start: 0, end: 0 });
    expect(changeOf("abab", "ab")).toEqual({ start: 2, end: 4 });
  });

  it("takes in whole statements of their own lines", () => {
    const text = "a 1\nb 2; c 3\nd 4\ne {\n}; f\ng 5\n";
    const starts = [0, 4, 9, 13, 17, 24, 26];
    const ends = [3, 7, 12, 16, 22, 25, 29];
    const around = (start: number, end: number) => statementsAround({ start, end }, text, starts, { endOf: (at) => ends[at]! });
    expect(around(14, 15)).toMatchObject({ first: 2, last: 6, start: 9, end: 29 });
    expect(around(5, 5)).toMatchObject({ first: 0, last: 3, start: 0, end: 16 });
    expect(around(0, 1)).toMatchObject({ hasBefore: false, last: 3, start: 0 });
    expect(around(28, 28)).toMatchObject({ first: 5, hasAfter: false, end: text.length });
  });
});
