import { placeNative, type NativeDirective } from "../../emit/native.js";
import type { Report } from "../../diagnostics/define.js";
import type { Cache } from "../../ir/cache.js";
import type { NativeWord } from "../../ir/native.js";
import { directives } from "./directives.js";
import type { Line } from "./model.js";
import { joinWords, quoteRest, rawText, type Text, words } from "./quote.js";

/** The acls that native blocks declare, whose names ours must not have. */
export function nativeAcls(caches: readonly Cache[]): readonly string[] {
  return caches.flatMap(({ native }) => native.flatMap(({ statements }) => statements.flatMap(({ words: [first, second] }) => (first?.text === "acl" && second ? [second.text] : []))));
}

export function lowerNative(caches: readonly Cache[], version: string | null, report: Report): readonly Line[] {
  const blocks = caches.flatMap(({ native }) => native).filter(({ engine }) => engine === directives.engine);
  return blocks.flatMap((block) => placeNative(block, directives, "main", version, report)).map((directive) => lineOf(directive, report));
}

function lineOf({ name, words: given, origin }: NativeDirective, report: Report): Line {
  if (name === "raw") return { directive: rawText((given[0]?.text ?? "").replace(/\n$/, "")), words: words``, origin };
  return { directive: rawText(name), words: joinWords(given.map((word) => wordOf(word, report))), origin };
}

/** squid.conf has no quotes for blanks: a text with them is several words, as it would be there; a comma belongs to its word. */
function wordOf({ text, comma, origin }: NativeWord, report: Report): Text {
  // Here a quote is squid's own: the name of a file with values.
  const file = /^"([^"\s]+)"$/.exec(text);
  if (file) return words`"${quoteRest(file[1]!, origin, report)}"`;
  const quoted = quoteRest(text, origin, report);
  return comma ? words`${quoted},` : quoted;
}
