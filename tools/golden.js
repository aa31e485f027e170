import { spawnSync } from "node:child_process";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { projectFolder } from "./machine.js";

// Rewrites the golden files: runs the tests that compare with them, with UPDATE_GOLDEN=1. Arguments go to vitest.

if (process.env.CI) {
  console.error("golden: not under CI: golden files are written by a person, who reviews the difference");
  process.exit(1);
}

const given = process.argv.slice(2);
const files = given.some((word) => !word.startsWith("-")) ? given : [...goldenTests(), ...given];
if (files.length === given.length && files.every((word) => word.startsWith("-"))) {
  console.error("golden: no test uses the kit");
  process.exit(1);
}
const { status } = spawnSync(process.execPath, [join(projectFolder, "node_modules/vitest/vitest.mjs"), "run", ...files], {
  cwd: projectFolder,
  stdio: "inherit",
  env: { ...process.env, UPDATE_GOLDEN: "1" },
});
process.exit(status ?? 1);

/** The tests that import from test/kit, where golden files are written. */
function goldenTests() {
  return readdirSync(join(projectFolder, "test"), { recursive: true })
    .map((file) => join("test", file))
    .filter((file) => file.endsWith(".test.ts") && /from "[^"]*\bkit\//.test(readFileSync(join(projectFolder, file), "utf8")));
}
