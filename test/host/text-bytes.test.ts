import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { hashOf } from "../../src/emit/manifest.js";
import { sha256OfText, writeNewFile } from "../../src/host/text-bytes.js";
import { temporaryFolder } from "./temporary.js";

const line = "listen 80; # ascii, übliche, 漢字, 🐳\n";

it.each<[string, readonly string[]]>([
  ["of nothing", []],
  ["that is empty", [""]],
  ["in one part", [line]],
  ["in many small parts", Array.from({ length: 30_000 }, (_, at) => `${at} ${line}`)],
  ["in one part that is larger than the room for it", [line.repeat(20_000)]],
  ["in large parts and small ones", [line, line.repeat(20_000), "", line, line.repeat(3000), line.repeat(3000), line]],
])("a text %s is hashed and written as it is", (_, parts) => {
  const file = join(temporaryFolder(), "file");
  writeNewFile(file, parts, 0o600);
  expect(readFileSync(file, "utf8")).toBe(parts.join(""));
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(sha256OfText(parts)).toBe(hashOf(parts.join("")));
});

it("no file is written over", () => {
  const file = join(temporaryFolder(), "file");
  writeNewFile(file, ["one\n"], 0o644);
  expect(() => writeNewFile(file, ["two\n"], 0o644)).toThrow(/EEXIST/);
  expect(readFileSync(file, "utf8")).toBe("one\n");
});
