import type { Origin } from "../../source/origin.js";
import type { Configuration, Directive, Word } from "./model.js";

/** A directive as lines, for the templates. */
export interface Lines {
  readonly indent: string;
  readonly head: string;
  readonly block: { readonly code: string | null; readonly directives: readonly Lines[]; readonly end: string } | null;
  readonly raw: Word | null;
  readonly gap: boolean;
  readonly comment: Word | null;
  readonly origin: Origin;
}

/** nginx.conf as the template prints it. */
export interface ConfigurationLines {
  readonly main: readonly Lines[];
  readonly events: readonly Lines[];
  readonly http: readonly Lines[] | null;
  readonly stream: readonly Lines[] | null;
  readonly origin: Origin;
}

export function linesOfConfiguration({ main, events, http, stream, origin }: Configuration): ConfigurationLines {
  const inside = (directives: readonly Directive[] | null): readonly Lines[] | null => (directives === null ? null : linesOf(directives, 1, true));
  return { main: linesOf(main, 0, false), events: linesOf(events, 1, true), http: inside(http), stream: inside(stream), origin };
}

/** Four blanks a level. `opens`: a block begins here, so that no blank line stands before the first directive. */
export function linesOf(directives: readonly Directive[], depth: number, opens: boolean): readonly Lines[] {
  return directives.map((directive, at) => {
    const { name, words, block, lua, raw, wrapped, gap, comment, origin } = directive;
    const indent = "    ".repeat(depth);
    const separator = wrapped ? `\n${indent}    ` : " ";
    const head = wrapped ? [`${name} ${words[0]}`, ...words.slice(1)].join(separator) : [name, ...words].join(separator);
    return {
      indent,
      head,
      block: block === null && lua === null ? null : { code: lua === "" ? null : lua, directives: block === null ? [] : linesOf(block, depth + 1, true), end: `${indent}}` },
      raw,
      gap: gap && !(opens && at === 0),
      comment,
      origin,
    };
  });
}
