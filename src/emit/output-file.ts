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
  readonly mode: 0o600 | 0o644 | 0o755;
  /** Whole text, `\n` line ends, one at the end. */
  readonly text: string;
  /** The command that proves it, to be run where the machine's files, interfaces and names are as the site says; null for none. */
  readonly check: readonly string[] | null;
  /** What to run on the machine after it changed; null for nothing. */
  readonly reload: readonly string[] | null;
  /** True: the daemon keeps a directory or file of its own there, so that a build fills it once and does not overwrite it. */
  readonly seed: boolean;
}
