import type { Command, Run, World } from "../emit/world.js";
import type { KnownFiles } from "./known-files.js";

/** One thing in a folder, as it was when the folder was read. Links are never followed. */
export type FolderEntry =
  | { readonly kind: "file"; /** Permission bits. */ readonly mode: number; readonly hash: () => string; readonly text: () => string }
  | { readonly kind: "folder" }
  /** A symbolic link, a socket, a device. */
  | { readonly kind: "other" };

/** All that a folder holds, by POSIX paths below it. */
export type Snapshot = ReadonlyMap<string, FolderEntry>;

/** What to change in a folder; everything else stays as it is. */
export interface FolderChange {
  readonly write: ReadonlyMap<string, { /** Of its text. */ readonly parts: readonly string[]; readonly mode: number }>;
  /** Files and links to take away; folders that this empties go with them. */
  readonly remove: ReadonlySet<string>;
}

/** Files that are watched. */
export interface Watch {
  /** Watches these files from now on, whether they exist or not. False where none of their folders is there, so that nothing can be seen. */
  setPaths(paths: readonly string[]): boolean;
  close(): Promise<void>;
}

/** Everything that infc asks of the machine. Commands get one; tests pass one that lives in memory. Paths are the machine's own. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether a person looks at it. */
  readonly terminal: { readonly stdout: boolean; readonly stderr: boolean };
  /** For results. */
  print(text: string): void;
  /** For diagnostics and progress. */
  printError(text: string): void;
  /** A text in UTF-8. */
  readText(path: string): string;
  /** The same for a file of a program: `undefined` when there is none, or when it really lies outside `folder`. */
  readInside(folder: string, path: string): string | undefined;
  /** All of standard input. */
  readInput(): string;
  exists(path: string): boolean;
  /** Replaces the file whole, keeping its mode; makes the folders above it. */
  writeText(path: string, text: string): void;
  removeFile(path: string): void;
  /** Runs a command line with `/bin/sh -c` in `folder`; its errors go to the terminal. `undefined`: it failed. */
  run(command: string, folder: string): string | undefined;
  /**
   * Changes a folder as `decide` says, whole or not at all; `undefined` changes nothing. The folder need not exist. Two
   * runs never change one folder at a time. `known`: what is left from one change of it to the next.
   */
  updateFolder(folder: string, decide: (before: Snapshot) => FolderChange | undefined, known?: KnownFiles): void;
  /** The first of these programs that is there: names are looked for where a system has its programs, absolute paths taken as they are. */
  findProgram(names: readonly string[]): string | undefined;
  /** Runs commands in a machine of their own, of which nothing is left. */
  inWorld(world: World, commands: readonly Command[]): Promise<readonly Run[]>;
  watch(changed: () => void): Promise<Watch>;
  /** Much was let go that a large site takes: a good moment to give its memory back. */
  freeMemory(): void;
  /** Calls `action` once, on Ctrl-C or when asked to end; then the run goes on. */
  onInterrupt(action: () => void): void;
}

/** The machine said no: not a fault in the program, not a bug in infc. The message is for people. */
export class HostError extends Error {
  override readonly name = "HostError";
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file or folder",
  EACCES: "permission denied",
  EPERM: "permission denied",
  EISDIR: "it is a folder",
  ENOTDIR: "a part of its path is no folder",
  EEXIST: "a part of its path is no folder",
  ENOSPC: "no space left",
  EDQUOT: "no space left",
  EROFS: "it cannot be changed there",
  ENAMETOOLONG: "its name is too long",
  ELOOP: "it is a link that leads to itself",
  EBUSY: "it is in use, or another file system is mounted there",
  EXDEV: "another file system is mounted there",
};

/** The reason of an error that Node's file functions throw, in words. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return (code === undefined ? undefined : reasons[code]) ?? (error instanceof Error ? error.message : String(error));
}

/** `ENOENT` and the like. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error ? (error as { readonly code?: string }).code : undefined;
}
