import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { rules } from "../../src/rules/index.js";

it("lists every file of the room", () => {
  const files = readdirSync(join(import.meta.dirname, "../../src/rules")).filter((file) => file.endsWith(".ts") && !["index.ts", "rule.ts", "check.ts"].includes(file));
  expect(files.map((file) => file.replace(/\.ts$/, "")).sort()).toEqual(rules.map(({ definition }) => definition.code).sort());
});
