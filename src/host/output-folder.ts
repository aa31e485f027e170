import { chmodSync, chownSync, copyFileSync, existsSync, linkSync, lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, realpathSync, renameSync, rmdirSync, type Stats, symlinkSync, utimesSync } from "node:fs";
import { basename, dirname, join, resolve, sep } from "node:path";
import { type Claim, claimFolder } from "./claim.js";
import { exchange } from "./exchange.js";
import { codeOf, type FolderChange, type FolderEntry, HostError, reasonOf, type Snapshot } from "./host.js";
import { KnownFiles, timeForWritten } from "./known-files.js";
import { writeNewFile } from "./text-bytes.js";

/** `Host.updateFolder` on the file system. README.md says what a reader of the folder can see, and when. */
export function updateFolder(named: string, decide: (before: Snapshot) => FolderChange | undefined, known?: KnownFiles): void {
  try {
    const folder = locate(named);
    const claim = claimFolder(folder);
    try {
      const change = decide(readSnapshot(folder, known ?? new KnownFiles()));
      if (change === undefined || change.write.size + change.remove.size === 0) return;
      const same = stage(folder, claim.next, change, known);
      swap(folder, claim, same);
    } finally {
      claim.release();
      known?.settle(folder);
    }
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new HostError(`cannot write ${named}: ${reasonOf(error)}`, { cause: error });
  }
}

/** The folder itself where `named` is a link to it. Makes the folders above. */
function locate(named: string): string {
  const path = resolve(named);
  mkdirSync(dirname(path), { recursive: true });
  const folder = existsSync(path) ? realpathSync(path) : join(realpathSync(dirname(path)), basename(path));
  const stats = lstatSync(folder, { throwIfNoEntry: false });
  if (stats !== undefined && !stats.isDirectory()) throw new HostError(`cannot write ${named}: it is no folder`);
  if (folder === dirname(folder) || `${realpathSync(process.cwd())}${sep}`.startsWith(`${folder}${sep}`)) {
    throw new HostError(`cannot write ${named}: the folder that infc runs in is there; name a folder of its own, such as \`out\``);
  }
  return folder;
}

function readSnapshot(folder: string, known: KnownFiles): Snapshot {
  const entries = new Map<string, FolderEntry>();
  const walk = (below: string): void => {
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      const whole = join(folder, path);
      if (entry.isDirectory()) {
        entries.set(path, { kind: "folder" });
        walk(path);
      } else if (entry.isFile()) {
        const stats = lstatSync(whole);
        entries.set(path, {
          kind: "file",
          mode: stats.mode & 0o7777,
          hash: () => known.hashOfFile(path, stats, () => readFileSync(whole)),
          text: () => readFileSync(whole, "utf8"),
        });
      } else entries.set(path, { kind: "other" });
    }
  };
  if (existsSync(folder)) walk("");
  return entries;
}

/**
 * Builds the whole new tree at `next`: what changes is written, everything else is a hard link to the same file, whose time
 * therefore stays. Returns the outermost folders in which nothing differs.
 */
function stage(folder: string, next: string, { write, remove }: FolderChange, known: KnownFiles | undefined): readonly string[] {
  const same: string[] = [];
  const made = new Set([next]);
  const touched = new Set([...write.keys(), ...remove].flatMap((path) => path.split("/").map((_, index, parts) => parts.slice(0, index).join("/"))));
  mkdirSync(next);
  if (existsSync(folder)) {
    carry("", false);
    likeness(lstatSync(folder), next);
  }
  for (const [path, { parts, mode }] of write) {
    const whole = join(next, path);
    makeFolder(dirname(whole));
    writeNewFile(whole, parts, mode);
    // The mask of the process takes bits away.
    chmodSync(whole, mode);
    if (known === undefined) continue;
    const time = timeForWritten();
    utimesSync(whole, time, time);
    known.wrote(path, lstatSync(whole), parts);
  }
  return same;

  /** From the outermost on, each once: asked for the innermost, Node tries all of them from there. */
  function makeFolder(path: string): void {
    if (made.has(path)) return;
    makeFolder(dirname(path));
    mkdirSync(path, { recursive: true });
    made.add(path);
  }

  /** Whether anything of the folder is left. */
  function carry(below: string, isSame: boolean): boolean {
    let left = false;
    let emptied = false;
    for (const entry of readdirSync(join(folder, below), { withFileTypes: true })) {
      const path = below === "" ? entry.name : `${below}/${entry.name}`;
      const [from, to] = [join(folder, path), join(next, path)];
      if (remove.has(path) || write.has(path)) {
        emptied ||= remove.has(path);
        if (!entry.isDirectory()) continue;
      }
      if (!entry.isDirectory()) {
        carryFile(from, to);
        left = true;
        continue;
      }
      mkdirSync(to);
      const startsSame = !isSame && !touched.has(path);
      if (carry(path, isSame || startsSame)) {
        likeness(lstatSync(from), to);
        if (startsSame) same.push(path);
        left = true;
      } else emptied = true;
    }
    if (left || (!emptied && !write.has(below)) || below === "") return true;
    rmdirSync(join(next, below));
    return false;
  }
}

function carryFile(from: string, to: string): void {
  const stats = lstatSync(from);
  if (stats.isSymbolicLink()) return symlinkSync(readlinkSync(from), to);
  try {
    linkSync(from, to);
  } catch (error) {
    // No hard links here, or none to this file: too many already, or another's that this user may not link.
    if (!stats.isFile() || codeOf(error) === "ENOSPC") throw error;
    copyFileSync(from, to);
    likeness(stats, to);
    utimesSync(to, stats.atimeMs / 1000, stats.mtimeMs / 1000);
  }
}

function likeness({ mode, uid, gid }: Stats, path: string): void {
  if (process.getuid?.() === 0) chownSync(path, uid, gid);
  chmodSync(path, mode & 0o7777);
}

/**
 * Puts the new tree in the old one's place. Then the folders that are alike in both change places again, one by one, so that whoever has one of
 * them open or mounted keeps it; nobody can tell from what they hold.
 */
function swap(folder: string, { next, old }: Claim, same: readonly string[]): void {
  if (!existsSync(folder)) return renameSync(next, folder);
  if (exchange([next, folder], same.map((path) => [join(next, path), join(folder, path)]))) return;
  renameSync(folder, old);
  try {
    renameSync(next, folder);
  } catch (error) {
    renameSync(old, folder);
    throw error;
  }
}
