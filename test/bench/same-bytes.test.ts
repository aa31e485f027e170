import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.js";
import { manifestOf, printManifest } from "../../src/emit/manifest.js";
import { filesOf } from "./same-bytes/files.js";
import { programOf } from "./site.js";

// From eleven on the order of names and that of numbers differ; from 257 on nginx needs room for the names of its servers.
const counts = [12, 300];

function build(count: number, form: "declarations" | "ranges") {
  return compile({ entry: { path: "site.infra", text: programOf(count, form) } });
}

describe.each(counts)("the plain program of the bench, for %i services", (count) => {
  it("writes the very files that infc builds", () => {
    const { files, site } = build(count, "declarations");
    const built = [...files.map(({ path, text }) => ({ path, text })), { path: "manifest.json", text: printManifest(manifestOf(site.name, files)).text }];
    const plain = filesOf(count);
    expect(plain.map(({ path }) => path)).toEqual(built.map(({ path }) => path));
    for (const [index, { path, text }] of plain.entries()) expect(text, path).toBe(built[index]!.text);
  });
});

it.each(["declarations", "ranges"] as const)("a generated program of %s is a sound site", (form) => {
  const { site, diagnostics } = build(12, form);
  expect(diagnostics.filter(({ severity }) => severity !== "info")).toEqual([]);
  expect(site.nodes.filter(({ name }) => name.startsWith("svc"))).toHaveLength(36);
});
