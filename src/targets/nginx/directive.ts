import type { Origin } from "../../source/origin.js";
import type { Directive, Rare, Word } from "./model.js";
import { fixed } from "./quote.js";

/** A simple directive: `gzip on;`. */
export function line<const Name extends string>(origin: Origin, name: string extends Name ? never : Name, ...words: readonly Word[]): Directive {
  return { name: fixed<Name>(name), words: spaced(...words), block: null, gap: false, rare: null, origin };
}

/** A directive with a block, after a blank line: `location / { … }`. */
export function section<const Name extends string>(origin: Origin, name: string extends Name ? never : Name, words: readonly Word[], block: readonly Directive[]): Directive {
  return { name: fixed<Name>(name), words: spaced(...words), block, gap: true, rare: null, origin };
}

/** A simple directive whose name is no text of this target's own. */
export function entry(origin: Origin, name: Word, words: Word): Directive {
  return { name, words, block: null, gap: false, rare: null, origin };
}

/** The same directive after a blank line. */
export function apart({ name, words, block, rare, origin }: Directive): Directive {
  return { name, words, block, gap: true, rare, origin };
}

/** The same directives, the first one after a blank line. */
export function group(directives: readonly Directive[]): readonly Directive[] {
  return directives.map((directive, at) => (at === 0 ? apart(directive) : directive));
}

/** Adds directives to a list; a spread would make an iterator for each of thousands of servers. */
export function add(list: Directive[], more: readonly Directive[]): void {
  for (let at = 0; at < more.length; at++) list.push(more[at]!);
}

export const none: readonly Directive[] = [];

/** The same directive under a comment. */
export function explained(directive: Directive, comment: Word): Directive {
  return { ...directive, rare: { ...(directive.rare ?? common), comment } };
}

export const common: Rare = { lua: null, raw: null, wrapped: [], comment: null };

/** Words with a blank between each two. */
export function spaced(...words: readonly Word[]): Word {
  let text: string = words.length === 0 ? "" : words[0]!;
  for (let at = 1; at < words.length; at++) text += ` ${words[at]!}`;
  return text as Word;
}
