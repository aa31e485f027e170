import type { Origin } from "../../source/origin.js";
import type { Text } from "./quote.js";

/** A value as HCL writes it; a text stands in its quotes. */
export type Value = Text | number | boolean | readonly Text[];

export interface Attribute {
  readonly kind: "attribute";
  readonly name: Text;
  readonly value: Value;
  /** Fixed words above the line; null for none. */
  readonly comment: string | null;
  readonly origin: Origin;
}

export interface Block {
  readonly kind: "block";
  readonly name: Text;
  readonly body: Body;
  readonly comment: string | null;
  readonly origin: Origin;
}

/** Lines of a native `raw` text, as they stand. */
export interface Raw {
  readonly kind: "raw";
  readonly lines: readonly Text[];
  readonly origin: Origin;
}

export type Entry = Attribute | Block | Raw;

/** Paragraphs: a blank line stands between two of them. */
export type Body = readonly (readonly Entry[])[];

/** One file of /etc/consul.d. Its keys and blocks are those of Consul's reference "Agent configuration file", its form that of HCL 1. */
export interface HclFile {
  /** The name of the file, without `.hcl`. */
  readonly name: string;
  readonly body: Body;
  /** Whether a secret is in it. */
  readonly secret: boolean;
  readonly origin: Origin;
}

/** What one agent reads: its own file, and one for each service that runs on its machine. */
export interface ConsulFiles {
  readonly agent: HclFile;
  readonly services: readonly HclFile[];
}
