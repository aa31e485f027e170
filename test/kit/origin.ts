import type { Origin } from "../../src/source/origin.js";
import type { Source } from "../../src/source/source.js";

const sources = new Map<string, Source>();

/** An origin whose span is the whole of `words`. The same words give an equal origin, so tests can tell lines apart. */
export function originOf(words = "site site"): Origin {
  let source = sources.get(words);
  if (source === undefined) sources.set(words, (source = { path: "site.infra", text: words }));
  return { span: { source, start: 0, end: words.length } };
}

/** The words that an origin came from. */
export function wordsOf({ span }: Origin): string {
  return span.source.text.slice(span.start, span.end);
}
