import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Compilation, compile } from "../src/compile.js";
import { renderText } from "../src/diagnostics/render-text.js";
import { printProgram } from "../src/elaborate/print.js";
import { manifestOf, printManifest } from "../src/emit/manifest.js";
import { formatFile, parse } from "../src/syntax/index.js";
import { exampleSecrets, readExample } from "./kit/examples.js";
import { renderProvenance } from "./kit/provenance.js";
import { expectGolden } from "./kit/golden.js";

const examples = readdirSync(join(import.meta.dirname, "../examples"));

/** Compiles `text` as the entry of an example. */
function build(example: string, text = readExample(example, "site.infra")!): Compilation {
  return compile({ entry: { path: "site.infra", text }, read: (path) => readExample(example, path) }, exampleSecrets);
}

describe.each(examples)("the example %s", (example) => {
  const compilation = build(example);

  it("compiles without an error or a warning", () => {
    expect(compilation.diagnostics.filter(({ severity }) => severity !== "info").map((diagnostic) => renderText(diagnostic))).toEqual([]);
  });

  it("gives the files that were reviewed", () => {
    const files = new Map(compilation.files.map(({ path, text }) => [path, text]));
    const manifest = printManifest(manifestOf(compilation.site.name, compilation.files));
    expectGolden(`examples/${example}`, new Map([...files, ["manifest.json", manifest.text], ["site.lock", compilation.lock]].filter(([, text]) => text !== "") as [string, string][]));
  });

  it("knows of every line where it came from", () => {
    expectGolden(`provenance/${example}`, new Map(compilation.files.map((file) => [file.path, renderProvenance(file)])));
  });

  it("leaves no line without an origin, nor an origin without its lines", () => {
    for (const { path, text, provenance } of compilation.files) {
      const lines = text.split("\n").length - 1;
      const covered = new Set(provenance.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, index) => first + index)));
      expect([...covered].filter((line) => line < 1 || line > lines), path).toEqual([]);
      expect(Array.from({ length: lines }, (_, index) => index + 1).filter((line) => !covered.has(line)), path).toEqual([]);
    }
  });

  it("has a Dockerfile for every image that its compose files build", () => {
    const paths = new Set(compilation.files.map(({ path }) => path));
    for (const { machine, containers } of compilation.site.engines) {
      const folder = machine === "local" ? "" : `hosts/${machine}/opt/${compilation.site.name}/`;
      const generated = containers.flatMap(({ build }) => (build?.context.startsWith("./build/") ? [`${folder}${build.context.slice(2)}/Dockerfile`] : []));
      for (const path of generated) expect(paths).toContain(path);
    }
  });

  it("is formatted", () => {
    const text = readExample(example, "site.infra")!;
    expect(formatFile(parse({ path: "site.infra", text }).value)).toBe(text);
  });

  it("gives the same files when it is built twice", () => {
    expect(build(example).files).toEqual(compilation.files);
  });

  it("gives the same files when it is expanded first, with or without the lock", () => {
    const expanded = printProgram(compilation.program);
    const again = build(example, expanded);
    expect(again.diagnostics.filter(({ severity }) => severity !== "info").map((diagnostic) => renderText(diagnostic))).toEqual([]);
    expect(new Map(again.files.map(({ path, text }) => [path, text]))).toEqual(new Map(compilation.files.map(({ path, text }) => [path, text])));
    expect(printProgram(again.program)).toBe(expanded);
  });
});
