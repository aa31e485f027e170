import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { filesOf } from "./files.js";

// What a person would write by hand to get the files that infc builds, and nothing else: no language, no checks, no choices.
// node test/bench/same-bytes/write.js 1000 OUT

const [count, folder] = process.argv.slice(2);
for (const { path, text } of filesOf(Number(count))) {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}
