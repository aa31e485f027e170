import type { Command, Run, World } from "./world.js";

/** One thing that a daemon said about a file, in its own words. */
export interface Complaint {
  readonly severity: "error" | "warning";
  readonly text: string;
  /** Absolute, as the daemon named it. */
  readonly file?: string;
  /** From 1. */
  readonly line?: number;
}

/** The file that is judged, with the world around it. */
export interface Subject {
  readonly path: string;
  readonly text: string;
  readonly world: World;
  /** Where the machine has the checker's program, and its version; null when it does not tell. */
  readonly program: string;
  readonly version: string | null;
  /** Whether the machine that checks has a file of that absolute path. */
  readonly has: (path: string) => boolean;
}

/**
 * How one daemon judges a file. Pure: it says which commands to run and reads what they said, so that the reading can be
 * tested without the daemon.
 */
export interface Checker {
  readonly name: string;
  /** The names of its program or the absolute paths to it, the first that the machine has counts. */
  readonly programs: readonly string[];
  readonly package: Package;
  /** How it tells its version, what of that is the version, and the first one that can judge. */
  readonly version: { readonly argv: readonly string[]; readonly pattern: RegExp; readonly minimum?: string };
  /** What the world must hold besides, e.g. modules. */
  readonly complete?: (subject: Subject) => World;
  /** What of the file cannot be judged on this machine, as a noun phrase with its reason. */
  readonly unjudged?: (subject: Subject) => string | undefined;
  readonly commands: (subject: Subject) => readonly Command[];
  /** Judges by the daemon's words; its exit status only adds what the words do not say. */
  readonly read: (runs: readonly Run[], subject: Subject) => readonly Complaint[];
}

/** What brings a program. */
export interface Package {
  readonly name: string;
  /** Whose it is, where Debian 12 has none that will do: `Elastic's own repository`. */
  readonly from?: string;
}

/** How a person installs it, as an order. */
export function installing({ name, from }: Package): string {
  return from === undefined ? `install Debian's package: \`apt-get install ${name}\`` : `install \`${name}\` from ${from}`;
}

/** A program that fails without a word still fails. */
export function addStatus(complaints: readonly Complaint[], run: Run, { path }: Subject): readonly Complaint[] {
  if (run.status === 0 || complaints.length > 0) return complaints;
  return [{ severity: "error", file: path, text: run.status === 124 ? "did not end in time" : `exited with status ${run.status}` }];
}

/** Daemons repeat themselves: once a process, or once to the log and once to the terminal. */
export function uniqueComplaints(complaints: readonly Complaint[]): readonly Complaint[] {
  return [...new Map(complaints.map((complaint) => [JSON.stringify(complaint), complaint])).values()];
}
