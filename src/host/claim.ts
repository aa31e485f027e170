import { existsSync, lstatSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { codeOf, HostError, reasonOf } from "./host.js";

/** A folder beside the output folder that one run owns: it holds the tree that is being built, and for an instant the old one. */
export interface Claim {
  /** Where the new tree is built. */
  readonly next: string;
  /** Where the old tree is between two renames. */
  readonly old: string;
  release(): void;
}

/**
 * Claims `folder`, which need not exist, for this run: `.NAME.infc` beside it. Of a run that was killed it first brings back what that
 * run took aside, then clears the rest away. Throws `HostError` while another run is at it.
 */
export function claimFolder(folder: string): Claim {
  const place = join(dirname(folder), `.${basename(folder)}.infc`);
  sweep(place);
  const own = makeOwn(place);
  for (;;) {
    try {
      // A folder that is not empty is never replaced by a rename, so that only one run can have this name.
      renameSync(own, place);
      return { next: join(place, "next"), old: join(place, "old"), release: () => discard(place) };
    } catch (error) {
      if (codeOf(error) !== "ENOTEMPTY" && codeOf(error) !== "EEXIST") throw error;
      const owner = readOwner(place);
      if (owner !== undefined && isAlive(owner)) {
        discard(own);
        throw new HostError(`another infc (process ${owner.split(" ")[0]}) is writing ${folder}; wait for it, or delete ${place} when it is none`);
      }
      takeOver(folder, place, owner, own);
    }
  }
}

/** A folder with the name of its owner in it. */
function makeOwn(place: string): string {
  let own: string | undefined;
  try {
    own = mkdtempSync(`${place}-`);
    writeFileSync(join(own, "owner"), `${ownerOf(process.pid)}\n`);
    return own;
  } catch (error) {
    if (own !== undefined) discard(own);
    throw new HostError(`cannot write ${dirname(place)}, where the new files are built before they take the place of the old ones: ${reasonOf(error)}`, { cause: error });
  }
}

/** Clears away the claim of a run that was killed. */
function takeOver(folder: string, place: string, owner: string | undefined, own: string): void {
  if (!existsSync(folder) && existsSync(join(place, "old"))) renameSync(join(place, "old"), folder);
  const stale = `${own}-stale`;
  try {
    renameSync(place, stale);
    // Another run may have taken over between the look and the rename: then this is its claim.
    if (readOwner(stale) === owner) discard(stale);
    else renameSync(stale, place);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
}

/** Removes what killed runs left before they had the claim, or after they had given it up. */
function sweep(place: string): void {
  const start = `${basename(place)}-`;
  for (const name of readdirSync(dirname(place))) {
    if (!name.startsWith(start)) continue;
    const path = join(dirname(place), name);
    const owner = readOwner(path);
    const isLeft = owner === undefined ? Date.now() - (lstatSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0) > 60_000 : !isAlive(owner);
    if (isLeft) discard(path);
  }
}

function readOwner(place: string): string | undefined {
  try {
    return readFileSync(join(place, "owner"), "utf8").trim();
  } catch {
    return undefined;
  }
}

/** A process by its number, its machine and, where that can be told, the moment it began: numbers come again. */
function ownerOf(pid: number): string {
  let start = "-";
  try {
    // proc(5): the 22nd field; the second one, in brackets, can hold blanks.
    start = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19] ?? "-";
  } catch {
    // No /proc here, or no such process.
  }
  return `${pid} ${start} ${hostname()}`;
}

function isAlive(owner: string): boolean {
  const [pid = "0", , machine] = owner.split(" ");
  // On another machine, through a shared file system, nobody can tell.
  if (machine !== hostname()) return true;
  try {
    process.kill(Number(pid), 0);
  } catch (error) {
    if (codeOf(error) === "ESRCH") return false;
  }
  return ownerOf(Number(pid)) === owner;
}

/** What cannot be removed now, the next run tries again. */
function discard(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Left for the next run.
  }
}
