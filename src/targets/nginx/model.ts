import type { Quoted } from "../../emit/quoted.js";
import type { Printed } from "../../emit/kept-runs.js";
import type { Origin } from "../../source/origin.js";

/** A word of nginx.conf as it goes into the file, quoted where it must be. */
export type Word = Quoted<"nginx">;

/**
 * A directive: its name, its words, and the directives in its block. nginx.conf is a tree of them and nothing else.
 * Source: nginx.org, "Beginner's Guide", section "Configuration File's Structure".
 */
export interface Directive {
  readonly name: Word;
  /** What follows the name, with blanks between; empty for nothing. */
  readonly words: Word;
  /** Null for a simple directive. */
  readonly block: readonly Directive[] | null;
  /** Whether a blank line stands before it. */
  readonly gap: boolean;
  /** What few directives have; null for all others. */
  readonly rare: Rare | null;
  readonly origin: Origin;
}

export interface Rare {
  /** Of a `…_by_lua_block`: the code in its braces. */
  readonly lua: Word | null;
  /** Text of the program that stands for a directive; then the name is empty. */
  readonly raw: Word | null;
  /** What follows the words, each on a line of its own, as nginx's own `log_format` is written. */
  readonly wrapped: readonly Word[];
  readonly comment: Word | null;
}

/** Directives one after the other, of which some are printed already. */
export type Stretches = readonly (readonly Directive[] | Printed)[];

/** nginx.conf. */
export interface Configuration {
  /** Simple directives of the main context. */
  readonly main: readonly Directive[];
  readonly events: readonly Directive[];
  /** Null when nothing is served by HTTP; likewise `stream`. */
  readonly http: Stretches | null;
  readonly stream: readonly Directive[] | null;
  readonly origin: Origin;
}

/** A file of `server` lines that an upstream includes, and that somebody keeps current while nginx runs. */
export interface ServerList {
  /** Absolute. */
  readonly path: Word;
  readonly keeper: "upsync" | "operator";
  readonly servers: readonly Directive[];
  readonly origin: Origin;
}

/** A list with whose it is on a host, and the command that makes it its keeper's in a container. */
export interface KeptList extends ServerList {
  readonly owner: string;
  readonly claim: readonly string[] | null;
}

/** The Dockerfile of an image of nginx with nginx-upsync-module. Source: the official image's Dockerfile and the module's README. */
export interface Image {
  /** Below the folder of the compose file: `build/edge`. */
  readonly folder: string;
  /** The machine whose Docker engine builds it, and the folder of its compose file in the output, "" or with a slash at its end. */
  readonly machine: string;
  readonly beside: string;
  /** The tag of the official image. */
  readonly tag: Word;
  /** Whose the lists of servers become. */
  readonly user: Word;
  readonly group: Word;
  readonly containers: readonly string[];
  readonly origin: Origin;
}

/** What systemd creates before nginx starts. Source: tmpfiles.d(5). */
export interface Tmpfiles {
  readonly user: Word;
  readonly group: Word;
  readonly origin: Origin;
}

/** All files of one nginx. */
export interface Nginx {
  readonly configuration: Configuration;
  readonly serverLists: readonly KeptList[];
  readonly image: Image | null;
  readonly tmpfiles: Tmpfiles | null;
  /** Where nginx.conf stands, and the commands that check it and make it effective. */
  readonly path: Word;
  readonly check: readonly string[];
  readonly reload: readonly string[];
}
