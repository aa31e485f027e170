import { withLazy } from "../source/once.js";
import type { Origin } from "../source/origin.js";

/** Lines `first` to `last` (from 1, both included) of an output file exist because of `origin`. */
export interface Provenance {
  readonly first: number;
  readonly last: number;
  readonly origin: Origin;
}

/** The text of a file and where each of its lines came from, outermost first. */
export interface Text {
  readonly text: string;
  readonly provenance: readonly Provenance[];
}

/** How a change of a file becomes effective. */
export type Reload = "reload" | "restart" | "none";

/** One file to write, as data. Writing it is the host's work. */
export interface OutputFile extends Text {
  /** POSIX, below the output folder; it can never leave it. */
  readonly path: string;
  /** The machine that it belongs to. */
  readonly machine: string;
  /** Its absolute path on that machine; null for what stays beside the compose file, such as a Dockerfile. */
  readonly target: string | null;
  /** The target that wrote it. */
  readonly daemon: string;
  /** On its machine. One that others cannot read holds a secret; below the output folder the builder alone reads it. */
  readonly mode: 0o600 | 0o640 | 0o644 | 0o755;
  /**
   * Whose it is on its machine, as `chown` takes it: `root:consul`, by the names of the daemon's package. Null for what a container
   * mounts, as that starts as root, and for what stays beside the compose file: whose it is does not matter there.
   */
  readonly owner: string | null;
  /** Whole text, `\n` line ends, one at the end. */
  readonly text: string;
  /** The same in parts where it may be long, not enumerable: who writes it need not put it together. */
  readonly parts?: readonly string[];
  /** The command that proves it, to be run where the machine's files, interfaces and names are as the site says; null for none. */
  readonly check: readonly string[] | null;
  /** What to run on the machine after it changed; null for nothing. */
  readonly reload: readonly string[] | null;
  /** True: the daemon keeps a directory or file of its own there, so that a build fills it once and does not overwrite it. */
  readonly seed: boolean;
  /** What makes it the daemon's own, run as root in the daemon's container before it starts; null where nothing is needed. */
  readonly claim: readonly string[] | null;
}

/** Gives a new file a text in parts, which is put together when somebody asks for the whole. */
export function withParts(file: OutputFile, parts: readonly string[]): OutputFile {
  return withLazy(Object.defineProperty(file, "parts", { value: parts }), "text", () => parts.join(""));
}

export function partsOf(file: Pick<OutputFile, "text" | "parts">): readonly string[] {
  return file.parts ?? [file.text];
}

/** Whether a file holds a secret: others cannot read it. */
export function holdsSecret({ mode }: Pick<OutputFile, "mode">): boolean {
  return (mode & 0o004) === 0;
}

/** The mode below the output folder, where groups are not those of its machine. */
export function modeInFolder(file: Pick<OutputFile, "mode">): OutputFile["mode"] {
  return holdsSecret(file) ? 0o600 : file.mode;
}
