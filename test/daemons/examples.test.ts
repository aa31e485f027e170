import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.js";
import { exampleSecrets, readExample } from "../kit/examples.js";
import { requireWorld } from "./require.js";
import { checkSite } from "./site.js";

const examples = readdirSync(join(import.meta.dirname, "../../examples"));

describe.runIf(requireWorld()).each(examples)("the example %s", (example) => {
  it("is accepted by every daemon on its own machine", { timeout: 120_000 }, async () => {
    const { files, site } = compile({ entry: { path: "site.infra", text: readExample(example, "site.infra")! }, read: (path) => readExample(example, path) }, exampleSecrets);
    expect(files.length).toBeGreaterThan(0);
    expect(await checkSite(site, files)).toEqual([]);
  });
});
