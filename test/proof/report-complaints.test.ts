import { describe, expect, it } from "vitest";
import type { Checker } from "../../src/emit/checker.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import type { FileComplaint } from "../../src/proof/judgment.js";
import { reportComplaints } from "../../src/proof/report-complaints.js";
import type { Origin } from "../../src/source/origin.js";
import { positionAt } from "../../src/source/source.js";

const checker: Checker = { name: "nginx", programs: [], package: { name: "nginx" }, version: { argv: [], pattern: /x/ }, commands: () => [], read: () => [] };
const program = { path: "site.infra", text: "the whole\nthe server\nthe port\n" };
const lineOf = (line: number): Origin => {
  const start = program.text.split("\n").slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  return { span: { source: program, start, end: start + 3 } };
};

/** A file of which the lines 1 to 4 are of the first statement, 2 and 3 of the second, 3 of the third. */
const file = (text = "http {\nserver web;\n# old listen 9090\nlisten 8080 fast;\n}\n"): OutputFile => ({
  path: "lb1/etc/nginx.conf",
  text,
  provenance: [
    { first: 1, last: 5, origin: lineOf(1) },
    { first: 2, last: 4, origin: lineOf(2) },
    { first: 4, last: 4, origin: lineOf(3) },
  ],
  mode: 0o644,
  machine: "lb1",
  daemon: "nginx",
  target: "/etc/nginx.conf",
  reload: "reload",
  check: null,
}) as unknown as OutputFile;

const placeOf = (said: { readonly text: string; readonly line?: number }): number => {
  const [report] = reportComplaints([{ severity: "error", of: file(), checker, ...said }]);
  const { source, start } = report!.primary.span;
  return positionAt(source, start).line;
};

describe("the statement that a daemon complains of", () => {
  it("is the innermost one of the line that it names", () => {
    expect(placeOf({ text: "unknown parameter \"fast\"", line: 4 })).toBe(3);
    expect(placeOf({ text: "a server without a name", line: 2 })).toBe(2);
  });

  it("is that of the one line that has its words, where the named line has none of them", () => {
    expect(placeOf({ text: "unknown parameter \"fast\"", line: 5 })).toBe(3);
    expect(placeOf({ text: "no \"web\" found" })).toBe(2);
  });

  it("is none of a comment, and no part of another word", () => {
    expect(placeOf({ text: "no \"9090\" found" })).toBe(1);
    expect(placeOf({ text: "no \"808\" found" })).toBe(1);
  });
});

it("reads a file once, however much is said of it", () => {
  const plain = file();
  let reads = 0;
  const counted = new Proxy(plain, { get: (of, key) => (key === "text" ? (reads++, plain.text) : Reflect.get(of, key)) });
  const complaints = (count: number): FileComplaint[] => Array.from({ length: count }, (_, index) => ({ severity: "error", of: counted, checker, text: `nothing called "n${index}"` }));
  reportComplaints(complaints(100));
  expect(reads).toBeLessThan(10);
});
