import type { OutputFile } from "./output-file.js";
import type { World } from "./world.js";

/** How a daemon is run in a lab, from its generated files alone. */
export interface Boot {
  /** Unique on its machine: `nginx`. */
  readonly name: string;
  /** The names of its program or the absolute paths to it; the first that the machine has counts. Empty: nothing stays running. */
  readonly programs: readonly string[];
  /** What the program is given, so that it stays in the foreground. */
  readonly args: readonly string[];
  /** Run before it, one after the other, each to its end; their first words may be the program, as `""`. */
  readonly prepare: readonly (readonly string[])[];
  /** Files that take the place of generated ones, for what the machine's build of the daemon lacks. */
  readonly files: NonNullable<World["files"]>;
  /** Absolute paths at which its files want a certificate or a key. */
  readonly certificates: readonly string[];
  /** Lists of servers that something else is to keep current, as the machine's build of the daemon cannot. */
  readonly lists: readonly ServerList[];
  /** What of the site is not as it would be, as a sentence without its end; null when all is. */
  readonly lacks: string | null;
}

/** Servers of an upstream that Consul names, as nginx includes them. */
export interface ServerList {
  /** Absolute. */
  readonly path: string;
  /** What is asked of Consul: `http://192.168.0.2:8500/v1/kv/upstreams/goods/`. */
  readonly url: string;
  readonly type: "consul" | "consul_services" | "consul_health";
  /** From one answer to the next question, in milliseconds. */
  readonly everyMs: number;
}

/** What the machine that boots has. */
export interface Stock {
  readonly has: (path: string) => boolean;
  /** The version of a program by its name, where it is known. */
  readonly versionOf: (program: string) => string | null;
  /** Whether it has one of these programs, by their names or absolute paths. */
  readonly isInstalled: (programs: readonly string[]) => boolean;
}

/** The daemons that a target's files on one machine make. */
export type Booting = (files: readonly OutputFile[], stock: Stock) => readonly Boot[];

/** A daemon that needs nothing besides its program and the path of its file. */
export function plainBoot(name: string, programs: readonly string[], args: readonly string[], rest: Partial<Pick<Boot, "prepare" | "files" | "certificates" | "lists" | "lacks">> = {}): Boot {
  return { name, programs, args, prepare: [], files: [], certificates: [], lists: [], lacks: null, ...rest };
}
