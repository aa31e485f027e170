import type { YamlMapping } from "../../emit/yaml.js";
import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/*
 * What Logstash reads, as data in its own words. Sources: its reference, "Structure of a pipeline", "pipelines.yml",
 * "logstash.yml", and the reference of each plugin.
 */

/** All that is written for one machine. */
export interface Logstash {
  readonly folders: Folders;
  readonly pipelines: readonly PipelineFile[];
  /** pipelines.yml: one entry for each pipeline. */
  readonly registry: readonly YamlMapping[];
  /** logstash.yml. */
  readonly settings: YamlMapping;
  /** The environment of its process on a host; null where it needs nothing of it. */
  readonly environment: EnvironmentFile | null;
  readonly origin: Origin;
}

/** Where its files lie: on a host as Debian's package has them, in a container as the image. */
export interface Folders {
  readonly settings: string;
  readonly pipelines: string;
}

/** One pipeline. Files of one pipeline would be read as one text, so that each has a pipeline of its own. */
export interface PipelineFile {
  readonly path: string;
  readonly input: readonly Step[];
  readonly filter: readonly Step[];
  readonly output: readonly Step[];
  /** Whether it needs the environment to be tested. */
  readonly secret: boolean;
  readonly origin: Origin;
}

export type Step = Plugin | Branch | RawText;

export interface Plugin {
  readonly plugin: Text;
  readonly settings: readonly Setting[];
  /** Words above it, for a reader who wonders. */
  readonly comment?: string;
  readonly origin: Origin;
}

export interface Setting {
  readonly name: Text;
  readonly value: Value;
  readonly origin?: Origin;
}

/** A string with its quotes, a field, or a bareword; a number; an array; a hash; a codec with settings. */
export type Value = Text | number | readonly Value[] | { readonly hash: readonly Entry[] } | { readonly plugin: Text; readonly settings: readonly Setting[] };

/** The key is a string with its quotes. */
export interface Entry {
  readonly key: Text;
  readonly value: Value;
}

/** `if`, its `else if`s; the last may have no condition, and is the `else`. */
export interface Branch {
  readonly arms: readonly { readonly condition: Text | null; readonly body: readonly Step[]; readonly origin: Origin }[];
  readonly origin: Origin;
}

/** Text of a native block that goes out as it stands. */
export interface RawText {
  readonly raw: string;
  readonly origin: Origin;
}

/** /etc/default/logstash, which systemd reads before the process becomes another user. */
export interface EnvironmentFile {
  readonly variables: readonly { readonly name: Text; readonly value: Text; readonly origin: Origin }[];
  readonly secret: boolean;
  readonly origin: Origin;
}
