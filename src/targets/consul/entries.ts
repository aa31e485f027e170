import type { Origin } from "../../source/origin.js";
import type { Attribute, Block, Body, Value } from "./model.js";
import { fixed } from "./quote.js";

/** A setting whose name and comment are the compiler's own words. */
export function attribute(name: string, value: Value, origin: Origin, comment: string | null = null): Attribute {
  return { kind: "attribute", name: fixed(name), value, comment, origin };
}

/** The same for a block. */
export function block(name: string, body: Body, origin: Origin, comment: string | null = null): Block {
  return { kind: "block", name: fixed(name), body, comment, origin };
}
