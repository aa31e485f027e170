import { constants, closeSync, existsSync, fstatSync, lstatSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, isAbsolute, join } from "node:path";
import { Script } from "node:vm";

/** Caches of other commands, versions of infc and versions of Node that are kept. */
const mostFiles = 12;
/** After that long a cache is written anew, with what the runs since then did not find in it. */
const longestAge = 24 * 3_600_000;
/** A cache begins with the numbers of so many folders that the program ran in, of four bytes each; 0 for none. */
const mostFolders = 16;

/**
 * Runs the script `file` with what V8 compiled of it in an earlier run, and keeps what it compiles in this one. `name` tells the cache from that
 * of other texts and uses of the script: V8 itself compares no more than the length of a text.
 *
 * What a run needs hangs on the site in the folder that it is in: the first run in another one adds to the cache what that needs besides.
 *
 * A cache is code. It is kept in the user's own folder (`$XDG_CACHE_HOME/infc`, else `~/.cache/infc`), and nothing is read that another user owns or may
 * write. V8 refuses what another V8 wrote. Where there is no such folder, or NODE_DISABLE_COMPILE_CACHE is set, the script runs all the same.
 */
export function runCached(file: string, name: string): void {
  const folder = cacheFolder();
  const path = folder && join(folder, `${name}-${process.version}-${process.arch}`);
  const kept = path === undefined ? undefined : readOwn(path);
  // The text is ASCII, as the build makes it.
  const script = new Script(readFileSync(file, "latin1"), { filename: file, ...(kept && { cachedData: kept.code }) });
  const isUsed = kept !== undefined && !script.cachedDataRejected;
  const here = numberOfFolder();
  const folders = isUsed && kept.isFresh ? kept.folders : [];
  if (path !== undefined && !folders.includes(here) && folders.length < mostFolders) {
    process.once("exit", (code) => {
      // A run that failed did not come to all of the program: it makes a first cache, which the next good run replaces.
      if (code === 0 || !isUsed) writeOwn(path, () => Buffer.concat([headOf([...folders, here]), script.createCachedData()]), code === 0);
    });
  }
  script.runInThisContext();
}

/** Undefined where there is none for this user alone. */
function cacheFolder(): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, XDG_CACHE_HOME = "", HOME = "" } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE || process.geteuid === undefined) return undefined;
  if (isAbsolute(XDG_CACHE_HOME)) return join(XDG_CACHE_HOME, "infc");
  return isAbsolute(HOME) ? join(HOME, ".cache", "infc") : undefined;
}

/** A number that is most likely not another folder's. */
function numberOfFolder(): number {
  let number = 1;
  for (const character of currentFolder()) number = (Math.imul(number, 31) + character.codePointAt(0)!) >>> 0;
  return number === 0 ? 1 : number;
}

/** Empty where it is no longer there. */
function currentFolder(): string {
  try {
    return process.cwd();
  } catch {
    return "";
  }
}

function headOf(folders: readonly number[]): Buffer {
  const head = Buffer.alloc(4 * mostFolders);
  folders.forEach((folder, at) => head.writeUInt32LE(folder, 4 * at));
  return head;
}

interface Cache {
  readonly folders: readonly number[];
  readonly code: Buffer;
  readonly isFresh: boolean;
}

function readCache(bytes: Buffer, isFresh: boolean): Cache | undefined {
  const start = 4 * mostFolders;
  if (bytes.length <= start) return undefined;
  const folders = Array.from({ length: mostFolders }, (_, at) => bytes.readUInt32LE(4 * at));
  return { folders: folders.filter((folder) => folder !== 0), code: bytes.subarray(start), isFresh };
}

/** A file that nobody but this user can have written. */
function readOwn(path: string): Cache | undefined {
  let opened: number | undefined;
  try {
    if (!isOwn(lstatSync(dirname(path)))) return undefined;
    opened = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const stats = fstatSync(opened);
    return isOwn(stats) ? readCache(readFileSync(opened), Date.now() - stats.mtimeMs < longestAge) : undefined;
  } catch {
    return undefined;
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

function writeOwn(path: string, make: () => Uint8Array, isWhole: boolean): void {
  try {
    const folder = dirname(path);
    if (!existsSync(folder)) makeFolder(folder);
    if (!isOwn(lstatSync(folder))) return;
    replace(path, make(), isWhole);
    prune(folder);
  } catch {
    // A cache that cannot be kept is no fault: the next start takes as long as this one.
  }
}

function replace(path: string, bytes: Uint8Array, isWhole: boolean): void {
  const partial = `${path}.${process.pid}`;
  try {
    // On the disk before it has its name: V8 does not notice that a part is missing, and ends the process.
    writeFileSync(partial, bytes, { mode: 0o600, flush: true });
    // Older than any that is kept on, and yet not the oldest: `prune` would take it at once.
    const written = isWhole ? Date.now() : Date.now() - longestAge;
    utimesSync(partial, written / 1000, written / 1000);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}

/** Only below a folder of this user: as root with the home of another nothing is left there. */
function makeFolder(folder: string): void {
  let above = dirname(folder);
  while (!existsSync(above)) above = dirname(above);
  if (statSync(above).uid === process.geteuid!()) mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Keeps the newest: each version of infc and of Node has its own. */
function prune(folder: string): void {
  const files = readdirSync(folder).map((name) => ({ path: join(folder, name), time: lstatSync(join(folder, name)).mtimeMs }));
  for (const { path } of files.sort((a, b) => b.time - a.time).slice(mostFiles)) rmSync(path);
}

/** Whether this user owns it, and no other may write it. */
function isOwn({ uid, mode }: { readonly uid: number; readonly mode: number }): boolean {
  return uid === process.geteuid!() && (mode & 0o022) === 0;
}
