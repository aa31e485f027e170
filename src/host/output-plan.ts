import { manifestOf, type Manifest, type ManifestEntry, printManifest } from "../emit/manifest.js";
import { holdsSecret, modeInFolder, type OutputFile, partsOf } from "../emit/output-file.js";
import { compareNames } from "../source/order.js";
import type { FolderChange, FolderEntry, Snapshot } from "./host.js";
import { KnownFiles } from "./known-files.js";

/** Something in the output folder that a person put or changed there, and that the build would overwrite or remove. */
export interface Obstacle {
  readonly path: string;
  /** What it is: follows "PATH ". */
  readonly what: string;
  /** Whether `--force` replaces it. */
  readonly yields: boolean;
  /** Of a file that a person changed: what the program gives, and what stands there. Absent of one with secrets. */
  readonly texts?: { readonly given: string; readonly found: string };
}

/** What a build does to its output folder. Lists are sorted; `manifest.json` is in none of them. */
export interface OutputPlan {
  readonly created: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly ManifestEntry[];
  /** When there are any, nothing may be written. */
  readonly obstacles: readonly Obstacle[];
  readonly change: FolderChange;
}

const manifestPath = "manifest.json";

/** Compares the files of a site with what the output folder holds. `force` takes the place of what a person changed. */
export function planOutput(site: string, files: readonly OutputFile[], before: Snapshot, force: boolean, known = new KnownFiles()): OutputPlan {
  const hashOf = (file: OutputFile): string => known.hashOf(partsOf(file));
  const found: Obstacle[] = [];
  const write = new Map<string, { readonly parts: readonly string[]; readonly mode: number }>();
  const remove = new Set<string>();
  const [created, changed, unchanged]: [string[], string[], string[]] = [[], [], []];
  const previous = readPrevious(before, found);
  const wanted = new Set(files.map(({ path }) => path));
  const removed = [...previous.values()].filter((entry) => !wanted.has(entry.path) && isObsolete(entry));
  for (const { path } of removed) remove.add(path);

  for (const file of files) {
    const entry = before.get(file.path);
    const state = clearWay(file.path) ? compare(file, entry) : "obstacle";
    if (state === "obstacle") continue;
    ({ created, changed, unchanged })[state].push(file.path);
    if (state !== "unchanged") write.set(file.path, { parts: partsOf(file), mode: modeInFolder(file) });
  }
  writeManifest();
  const obstacles = force ? found.filter(({ yields }) => !yields) : found;
  return { created, changed, unchanged, removed, obstacles, change: { write, remove } };

  /** Whether a file that the site no longer has is to be removed. What its daemon or a person made of it is theirs. */
  function isObsolete({ path, sha256, seed }: ManifestEntry): boolean {
    const entry = before.get(path);
    if (entry?.kind !== "file") return false;
    if (entry.hash() === sha256) return true;
    if (!seed) found.push({ path, what: "was changed by hand, and the site no longer has it", yields: true });
    return !seed && force;
  }

  /** Whether only folders stand above `path`; a link there could lead out of the output folder. */
  function clearWay(path: string): boolean {
    const blocked = foldersAbove(path).find((above) => {
      const entry = before.get(above);
      return entry !== undefined && entry.kind !== "folder" && !remove.has(above);
    });
    if (blocked === undefined) return true;
    if (!found.some((obstacle) => obstacle.path === blocked)) found.push({ path: blocked, what: "is no folder, and files belong below it", yields: true });
    if (force) remove.add(blocked);
    return force;
  }

  function compare(file: OutputFile, entry: FolderEntry | undefined): "created" | "changed" | "unchanged" | "obstacle" {
    const { path, seed } = file;
    if (entry === undefined || foldersAbove(path).some((above) => remove.has(above))) return "created";
    if (entry.kind === "folder") {
      const isEmptied = [...before].every(([inside, { kind }]) => !inside.startsWith(`${path}/`) || kind === "folder" || remove.has(inside));
      if (isEmptied) return "created";
      found.push({ path, what: "is a folder, and a file belongs there", yields: false });
      return "obstacle";
    }
    // The daemon's own from the first build on.
    if (seed) return "unchanged";
    if (entry.kind === "other") return obstruct(path, "is a link or a device, and a file belongs there");
    const hash = entry.hash();
    if (hash === hashOf(file)) return entry.mode === modeInFolder(file) ? "unchanged" : "changed";
    const known = previous.get(path);
    if (known?.sha256 === hash) return "changed";
    if (known === undefined) return obstruct(path, "was there before, and infc did not write it");
    return obstruct(path, "was changed by hand", holdsSecret(file) ? undefined : { given: file.text, found: entry.text() });
  }

  function obstruct(path: string, what: string, texts?: Obstacle["texts"]): "changed" | "obstacle" {
    found.push({ path, what, yields: true, ...(texts && { texts }) });
    return force ? "changed" : "obstacle";
  }

  function writeManifest(): void {
    const { text, mode } = printManifest(manifestOf(site, files, hashOf));
    const parts = [text];
    const entry = before.get(manifestPath);
    const isSame = entry?.kind === "file" && entry.mode === mode && entry.hash() === known.hashOf(parts);
    if (!isSame) write.set(manifestPath, { parts, mode });
  }
}

/** What the last build wrote, by path; empty when there was none. */
function readPrevious(before: Snapshot, obstacles: Obstacle[]): ReadonlyMap<string, ManifestEntry> {
  const entry = before.get(manifestPath);
  if (entry === undefined) return new Map();
  const manifest = entry.kind === "file" ? readManifest(entry.text()) : undefined;
  if (manifest === undefined) {
    obstacles.push({ path: manifestPath, what: "is no manifest of this infc", yields: entry.kind !== "folder" });
    return new Map();
  }
  return new Map([...manifest.files].sort((a, b) => compareNames(a.path, b.path)).map((file) => [file.path, file]));
}

function readManifest(text: string): Manifest | undefined {
  try {
    const manifest = JSON.parse(text) as Manifest;
    const isSound = manifest.version === 1 && manifest.files.every(({ path, sha256 }) => typeof path === "string" && typeof sha256 === "string");
    return isSound ? manifest : undefined;
  } catch {
    return undefined;
  }
}

function foldersAbove(path: string): readonly string[] {
  const parts = path.split("/");
  return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("/"));
}
