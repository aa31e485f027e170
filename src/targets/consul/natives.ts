import type { Report } from "../../diagnostics/define.js";
import { misplacedDirective, type NativeDirective, placeNative } from "../../emit/native.js";
import { reportText } from "../../emit/quoted.js";
import type { NativeBlock, NativeWord } from "../../ir/native.js";
import { directives } from "./directives.js";
import type { Attribute, Body, Entry, Value } from "./model.js";
import { fixed, quoteKey, quoteText, rawLines, type Text } from "./quote.js";

/**
 * Adds what native blocks say: a setting replaces the one of that name that is there by default, a block extends the one of
 * that name at its end, and the rest comes last.
 */
export function mergeNatives(body: Body, blocks: readonly NativeBlock[], version: string | null, report: Report): Body {
  const own = blocks.filter(({ engine }) => engine === directives.engine);
  const placed = own.flatMap((each) => placeNative(each, directives, "main", version, report)).filter(({ name, section, origin }) => {
    if (section === "main") return true;
    report(misplacedDirective, { at: origin, data: { engine: directives.engine, directive: name, sections: [section], seen: "main" } });
    return false;
  });
  return merge(body, toEntries(placed, report));
}

function merge(body: Body, natives: readonly Entry[]): Body {
  const taken = new Set<Entry>();
  const merged = body.map((paragraph) =>
    paragraph.map((entry): Entry => {
      if (entry.kind === "raw") return entry;
      const same = natives.filter((native) => native.kind === entry.kind && native.name === entry.name);
      same.forEach((native) => taken.add(native));
      return same.reduce(mergeEntry, entry);
    }),
  );
  const rest = natives.filter((native) => !taken.has(native));
  return [...merged, ...paragraphs(rest)];
}

/** Settings first, then each block by itself. */
function paragraphs(entries: readonly Entry[]): Body {
  return [entries.filter(({ kind }) => kind === "attribute"), ...entries.filter(({ kind }) => kind !== "attribute").map((entry) => [entry])];
}

function mergeEntry(entry: Entry, native: Entry): Entry {
  return entry.kind === "block" && native.kind === "block" ? { ...entry, body: merge(entry.body, native.body.flat()) } : native;
}

function toEntries(natives: readonly NativeDirective[], report: Report): readonly Entry[] {
  return natives.map((native): Entry => {
    const { name, block, words, origin } = native;
    if (name === "raw") return { kind: "raw", lines: rawLines(words[0]?.text ?? "", origin, report), origin };
    const key = quoteKey(name, origin, report);
    if (block === null) return { kind: "attribute", name: key, value: valueOf(native, report), comment: null, origin };
    return { kind: "block", name: key, body: paragraphs(toEntries(block.directives, report)), comment: null, origin };
  });
}

/** By the table: a setting that takes any number of words is a list; in a map of texts all is text. */
function valueOf({ name, section, words, origin }: NativeDirective, report: Report): Attribute["value"] {
  const texts = words.map((word): Text => quoteText(word.text, word.origin, report));
  const row = directives.find(name).find(({ sections }) => sections.includes(section));
  if (row?.words[1] === Infinity || (section === "values" && words.length > 1)) return texts;
  if (words[0]!.comma) reportText(report, origin, "Consul", `a list of values for \`${name}\``);
  return section === "texts" ? texts[0]! : scalarOf(words[0]!, texts[0]!);
}

/** Consul wants numbers and truth values bare and takes no text for them. */
function scalarOf({ text, quoted }: NativeWord, asText: Text): Value {
  if (quoted) return asText;
  return text === "true" || text === "false" || /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? fixed(text) : asText;
}
