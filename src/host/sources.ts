import { basename, dirname, join } from "node:path";
import type { Input } from "../compile.js";
import { type Host, HostError } from "./host.js";

/** A program on the machine: what `compile` is given, and where it came from. */
export interface ProgramFiles {
  readonly input: Pick<Input, "entry" | "read" | "lock">;
  /** The folder of the entry. */
  readonly folder: string;
  /** Where the lock is, there or not; a program from standard input has none. */
  readonly lockPath: string | undefined;
  /** The path for people of a source of the program: named as the entry was. */
  readonly pathOf: (source: string) => string;
  /** The entry, every import that was asked for until now, and the lock. */
  readonly paths: () => readonly string[];
  /** The entry and every import that was read until now, named as `pathOf` does. */
  readonly sources: () => readonly string[];
}

/** The entry when none is named. */
export const defaultEntry = "site.infra";

/** The entry's name when it comes from standard input. */
export const standardInput = "-";

/** The text of the file that a person named as a program, or of the one that stands for none. */
export function readEntry(host: Host, file: string): string {
  try {
    return host.readText(file);
  } catch (error) {
    if (!(error instanceof HostError)) throw error;
    const inside = join(file, defaultEntry);
    if (host.exists(inside)) throw new HostError(`${error.message}; the program in it is ${inside}`, { cause: error });
    if (file === defaultEntry && !host.exists(file)) throw new HostError(`${error.message}; name the program's file, or start one with \`infc init\``, { cause: error });
    throw error;
  }
}

/**
 * Opens the program whose entry is `file`; `-` is standard input: then imports are relative to the current folder, and there is no lock.
 * The lock of `site.infra` is `site.lock`, beside it.
 */
export function openProgram(host: Host, file: string): ProgramFiles {
  const isInput = file === standardInput;
  const folder = isInput ? "." : dirname(file);
  const lockPath = isInput ? undefined : join(folder, `${basename(file).replace(/\.infra$/, "")}.lock`);
  const imports = new Map<string, string | undefined>();
  const pathOf = (source: string): string => (source === standardInput || source.startsWith("--") ? source : join(folder, source));
  const lock = lockPath !== undefined && host.exists(lockPath) ? { path: basename(lockPath), text: host.readText(lockPath) } : undefined;
  return {
    input: {
      entry: isInput ? { path: standardInput, text: host.readInput() } : { path: basename(file), text: readEntry(host, file) },
      read(path) {
        if (!imports.has(path)) imports.set(path, host.readInside(folder, join(folder, path)));
        return imports.get(path);
      },
      lock,
    },
    folder,
    lockPath,
    pathOf,
    paths: () => [...(isInput ? [] : [file]), ...[...imports.keys()].map((path) => join(folder, path)), ...(lockPath === undefined ? [] : [lockPath])],
    sources: () => [pathOf(isInput ? standardInput : basename(file)), ...[...imports].flatMap(([path, text]) => (text === undefined ? [] : [pathOf(path)]))],
  };
}
