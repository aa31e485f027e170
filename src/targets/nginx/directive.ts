import type { Origin } from "../../source/origin.js";
import type { Directive, Word } from "./model.js";
import { fixed } from "./quote.js";

const plain = { block: null, lua: null, raw: null, wrapped: false, gap: false, comment: null } as const;

/** A simple directive: `gzip on;`. */
export function line<const Name extends string>(origin: Origin, name: string extends Name ? never : Name, ...words: readonly Word[]): Directive {
  return { name: fixed<Name>(name), words, block: null, lua: null, raw: null, wrapped: false, gap: false, comment: null, origin };
}

/** A directive with a block: `location / { … }`. */
export function section<const Name extends string>(origin: Origin, name: string extends Name ? never : Name, words: readonly Word[], block: readonly Directive[]): Directive {
  return { name: fixed<Name>(name), words, block, lua: null, raw: null, wrapped: false, gap: false, comment: null, origin };
}

/** The same directive after a blank line. */
export function apart(directive: Directive): Directive {
  const { name, words, block, lua, raw, wrapped, comment, origin } = directive;
  return { name, words, block, lua, raw, wrapped, gap: true, comment, origin };
}

/** The same directives, the first one after a blank line. */
export function group(directives: readonly Directive[]): readonly Directive[] {
  return directives.map((directive, at) => (at === 0 ? apart(directive) : directive));
}

/** The same directive under a comment. */
export function explained(directive: Directive, comment: Word): Directive {
  return { ...directive, comment };
}

export { plain };
