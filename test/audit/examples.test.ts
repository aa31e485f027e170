import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readExample } from "../kit/examples.js";
import { expectGolden } from "../kit/golden.js";
import { memoryHost, run } from "../kit/memory-host.js";

const examples = readdirSync(join(import.meta.dirname, "../../examples"));

it("reads well for every example", async () => {
  const texts = new Map<string, string>();
  for (const example of examples) {
    const { code, stdout } = await run(memoryHost({ "site.infra": readExample(example, "site.infra")! }), "audit");
    expect(code, example).toBe(0);
    texts.set(`${example}.txt`, stdout);
  }
  expectGolden("audit", texts);
});
