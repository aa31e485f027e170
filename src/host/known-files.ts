import { createHash } from "node:crypto";
import { lstatSync, type Stats } from "node:fs";
import { join } from "node:path";
import { sha256OfText } from "./text-bytes.js";

/** A file that was read or written, as the file system describes it: nothing changes what it holds and leaves all of that. */
interface Known {
  readonly stats: Stats;
  readonly hash: string;
}

/** A text, or the parts of one. */
type Key = string | readonly string[];

/** A clock of the kernel goes on in steps of up to ten milliseconds: what is written within one step has the same time. */
const stepMs = 20;

/** The hashes of texts and of files of one output folder, for who builds it again and again. */
export class KnownFiles {
  private readonly files = new Map<string, Known>();
  private texts = new Map<Key, string>();
  private before: ReadonlyMap<Key, string> = new Map();

  /** Of a text, as the manifest has it. One that the last build had, or whose parts are those of its list, is not hashed again. */
  hashOf(parts: readonly string[]): string {
    const key = parts.length === 1 ? parts[0]! : parts;
    const hash = this.texts.get(key) ?? this.before.get(key) ?? sha256OfText(parts);
    this.texts.set(key, hash);
    return hash;
  }

  /** The hash of the file at `path` below the folder. `read` gives what it holds, and is not asked where that is as it was. */
  hashOfFile(path: string, stats: Stats, read: () => Uint8Array): string {
    const known = this.files.get(path);
    if (known !== undefined && isSame(known.stats, stats) && known.stats.ctimeMs === stats.ctimeMs) return known.hash;
    const mayKeep = tellsChanges(stats);
    const hash = createHash("sha256").update(read()).digest("hex");
    if (mayKeep) this.files.set(path, { stats, hash });
    return hash;
  }

  /** A file that was written, and not yet where others see it. Its time should be `timeForWritten`. */
  wrote(path: string, stats: Stats, parts: readonly string[]): void {
    if (tellsChanges(stats)) this.files.set(path, { stats, hash: this.hashOf(parts) });
  }

  /** After a build: links that were made and removed have changed a time of the files, and what the build did not have is forgotten. */
  settle(folder: string): void {
    this.before = this.texts;
    this.texts = new Map();
    for (const [path, { stats, hash }] of this.files) {
      const now = statsOf(join(folder, path));
      if (now !== undefined && isSame(stats, now)) this.files.set(path, { stats: now, hash });
      else this.files.delete(path);
    }
  }
}

/** The time for a file that is being written, in seconds: a little ago, so that whatever changes it from now on gives it another one. */
export function timeForWritten(): number {
  return (Date.now() - stepMs + 0.5) / 1000;
}

/** Whether any later change would give the file another time: not where its file system counts in whole milliseconds or seconds, nor right after a change. */
function tellsChanges({ mtimeMs }: Stats): boolean {
  return mtimeMs % 1 !== 0 && mtimeMs <= Date.now() - stepMs + 1;
}

/** Whether nobody wrote to the file in between. Linking changes one more of its times, which a person does not set: `ctimeMs`. */
function isSame(one: Stats, other: Stats): boolean {
  return one.ino === other.ino && one.dev === other.dev && one.size === other.size && one.mtimeMs === other.mtimeMs;
}

function statsOf(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch {
    return undefined;
  }
}
