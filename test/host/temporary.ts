import { mkdtempSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { onTestFinished } from "vitest";

/** An empty folder that goes away with the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "infc-host-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Every file below a folder with its text; of a link where it leads. `undefined` when there is no folder. */
export function treeOf(folder: string): Readonly<Record<string, string>> | undefined {
  try {
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    const texts = entries.flatMap((entry) => {
      const path = join(entry.parentPath, entry.name);
      const text = entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : entry.isFile() ? readFileSync(path, "utf8") : entry.isDirectory() ? undefined : "other";
      return text === undefined ? [] : [[relative(folder, path), text] as const];
    });
    return Object.fromEntries(texts.sort(([a], [b]) => (a < b ? -1 : 1)));
  } catch (error) {
    if ((error as { code?: string }).code === "ENOENT") return undefined;
    throw error;
  }
}
