import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compile } from "../../src/compile.js";
import { manifestOf } from "../../src/emit/manifest.js";
import { exampleSecrets, readExample } from "../kit/examples.js";
import { placesOf } from "./places.js";
import { requireWorld } from "./require.js";
import { checkSite } from "./site.js";

const examples = readdirSync(join(import.meta.dirname, "../../examples"));
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

describe.runIf(requireWorld()).each(examples)("the example %s", (example) => {
  it("is accepted by every daemon on its own machine", { timeout: 120_000 }, async () => {
    const { files, site } = compile({ entry: { path: "site.infra", text: readExample(example, "site.infra")! }, read: (path) => readExample(example, path) }, exampleSecrets);
    const folder = mkdtempSync(join(tmpdir(), "infc-example-"));
    folders.push(folder);
    for (const { path, text, mode } of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { mode });
    }
    expect(files.length).toBeGreaterThan(0);
    expect(await checkSite(folder, manifestOf(site.name, files), placesOf(site))).toEqual([]);
  });
});
