import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { expect } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const updating = process.env["UPDATE_GOLDEN"] === "1" && process.env["CI"] === undefined;
const cure = "`npm run golden` rewrites it; read the difference before you keep it";

/**
 * Compares `files` (path below `golden/<folder>` to text) with that folder, byte for byte. A missing file, an extra file and a changed file
 * each fail. `npm run golden` rewrites the folder.
 */
export function expectGolden(folder: string, files: ReadonlyMap<string, string>): void {
  const base = join(root, "golden", folder);
  if (updating) rewrite(base, files);
  const kept = readFolder(base);
  const missing = [...files.keys()].filter((path) => !kept.has(path)).sort();
  const extra = [...kept.keys()].filter((path) => !files.has(path)).sort();
  expect({ missing, extra }, `golden/${folder} has other files than the test: ${cure}`).toEqual({ missing: [], extra: [] });
  for (const [path, text] of files) expect(text, `golden/${folder}/${path} is stale: ${cure}`).toBe(kept.get(path));
}

/** The same for one file anywhere in the repository, such as `grammar/infra.ebnf`. */
export function expectText(path: string, text: string): void {
  const file = join(root, path);
  if (updating) write(file, text);
  expect(text, `${path} is missing or stale: ${cure}`).toBe(existsSync(file) ? readFileSync(file, "utf8") : undefined);
}

function rewrite(base: string, files: ReadonlyMap<string, string>): void {
  rmSync(base, { recursive: true, force: true });
  for (const [path, text] of files) write(join(base, path), text);
}

function write(file: string, text: string): void {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function readFolder(base: string): ReadonlyMap<string, string> {
  if (!existsSync(base)) return new Map();
  const entries = readdirSync(base, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory());
  const paths = entries.map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [relative(base, path).replaceAll(sep, "/"), readFileSync(path, "utf8")]));
}
