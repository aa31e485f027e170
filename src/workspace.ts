import { type Analysis, analyze, type Compilation, generate, type Input } from "./compile.js";
import type { ReadSource } from "./bind/load.js";
import type { Secrets } from "./emit/emit.js";
import { createMemory } from "./memory.js";

/** What a workspace starts from. */
export interface WorkspaceInput extends Omit<Input, "entry" | "lock" | "read" | "memory"> {
  /** The path of the program's first file; all paths are relative to its folder. */
  readonly entry: string;
  /** The path of the lock; absent when the program is to have none. */
  readonly lock?: string | undefined;
  /** The text of a file as it is stored; `undefined` when there is none. */
  readonly read: ReadSource;
}

/** A change of a text: `[start, end)`, counted in UTF-16 code units, becomes `text`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * A program while people work on it, for editors, language servers and watchers. Files that are open count as the editor has them, all others as they
 * are stored. What did not change is neither parsed nor worked out again; places that an older `Analysis` holds are told as they are now.
 */
export interface Workspace {
  /** From now on the file `path` has this text, whatever is stored. */
  open(path: string, text: string): void;
  /** Changes the text of a file; one that is not open is opened. Throws a `RangeError` where the text has no such place. */
  edit(path: string, edit: Edit): void;
  /** The file counts as it is stored again. */
  close(path: string): void;
  /** Something was stored: the files are read again when they are next asked for. */
  refresh(): void;
  /** The program as it is now. The same object until a text changes. */
  analyze(): Analysis;
  /** The files of the program as it is now. `secrets` are the texts of its secrets by their names. */
  compile(secrets?: Secrets): Compilation;
}

/** A workspace for one program. Nothing is read until it is asked for. */
export function createWorkspace({ entry, lock, read, ...input }: WorkspaceInput): Workspace {
  const memory = createMemory();
  const opened = new Map<string, string>();
  /** What was read since the last refresh. */
  let stored = new Map<string, string | undefined>();
  /** The texts that `analysis` was made of. */
  let asked = new Map<string, string | undefined>();
  let analysis: Analysis | undefined;

  return {
    open: (path, text) => void opened.set(path, text),
    edit(path, { start, end, text }) {
      const before = textOf(path) ?? "";
      if (!(start >= 0 && start <= end && end <= before.length)) throw new RangeError(`${path} has no place ${start} to ${end}: it is ${before.length} long`);
      opened.set(path, before.slice(0, start) + text + before.slice(end));
    },
    close(path) {
      opened.delete(path);
      stored.delete(path);
    },
    refresh: () => (stored = new Map()),
    analyze: current,
    compile: (secrets) => generate(current(), secrets, input.observer, memory),
  };

  function current(): Analysis {
    if (analysis !== undefined && [...asked].every(([path, text]) => textOf(path) === text)) return analysis;
    asked = new Map();
    const ask: ReadSource = (path) => {
      const text = textOf(path);
      asked.set(path, text);
      return text;
    };
    const locked = lock === undefined ? undefined : ask(lock);
    analysis = analyze({
      ...input,
      entry: { path: entry, text: ask(entry) ?? "" },
      read: ask,
      ...(locked !== undefined && { lock: { path: lock!, text: locked } }),
      memory,
    });
    return analysis;
  }

  function textOf(path: string): string | undefined {
    const text = opened.get(path);
    if (text !== undefined) return text;
    if (!stored.has(path)) stored.set(path, read(path));
    return stored.get(path);
  }
}
