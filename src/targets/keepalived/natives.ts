import type { Report } from "../../diagnostics/define.js";
import { misplacedDirective, type NativeDirective, placeNative } from "../../emit/native.js";
import { reportText } from "../../emit/quoted.js";
import type { NativeBlock } from "../../ir/native.js";
import { directives } from "./directives.js";
import type { NativeLine } from "./model.js";
import { indent, joinWords, quotePattern, quoteRaw, quoteWord } from "./quote.js";

/** The native statements of one declaration, each to be taken by the part of the file where it belongs. */
export interface Natives {
  /** What stands in a block with this heading at the top of the file: it extends the generated block with the same heading. */
  inBlock(name: string, words: readonly string[]): readonly NativeDirective[];
  /** What belongs directly in such a section. */
  inSection(section: string): readonly NativeDirective[];
  /** Reports what nothing has taken: its section needs a block of its own. */
  reportRest(): void;
}

export function collectNatives(blocks: readonly NativeBlock[], place: string, version: string | null, report: Report): Natives {
  const own = blocks.filter(({ engine }) => engine === directives.engine);
  let left: readonly NativeDirective[] = own.flatMap((block) => placeNative(block, directives, place, version, report));
  return {
    inBlock: (name, words) => take((each) => each.section === "main" && each.name === name && sameWords(each, words)).flatMap(({ block }) => block?.directives ?? []),
    inSection: (section) => take((each) => each.section === section),
    reportRest: () => {
      for (const { name, section, origin } of left) {
        report(misplacedDirective, { at: origin, data: { engine: directives.engine, directive: name, sections: [section], seen: place } });
      }
    },
  };

  function take(wanted: (directive: NativeDirective) => boolean): readonly NativeDirective[] {
    const found = left.filter(wanted);
    left = left.filter((each) => !wanted(each));
    return found;
  }
}

function sameWords({ words }: NativeDirective, expected: readonly string[]): boolean {
  return words.length === expected.length && words.every(({ text }, at) => text === expected[at]);
}

/** The lines of native statements; `depth` blocks are around them. */
export function printNative(statements: readonly NativeDirective[], depth: number, report: Report): readonly NativeLine[] {
  return statements.flatMap(({ name, words, block, origin }): readonly NativeLine[] => {
    if (name === "raw") return words.map((word) => ({ text: quoteRaw(word.text, word.origin, report), origin }));
    const quote = name === "regex" ? quotePattern : quoteWord;
    const rest = words.map((word) => quote(word.comma ? `${word.text},` : word.text, word.origin, report));
    const line = joinWords([quoteWord(name, origin, report), ...rest]);
    if (new TextEncoder().encode(line).length > 900) reportText(report, origin, "keepalived", "a line of more than 900 bytes");
    if (block === null) return [{ text: indent(depth, line), origin }];
    return [{ text: indent(depth, `${line} {`), origin }, ...printNative(block.directives, depth + 1, report), { text: indent(depth, "}"), origin }];
  });
}
