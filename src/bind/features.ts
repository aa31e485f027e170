import type { Declaration } from "../vocabulary/declaration.js";
import type { Word } from "../syntax/index.js";
import { takeArguments } from "./arguments.js";
import { add, type Binding, clauseOf, keywordOf, noteFaulty, type Open, open } from "./bind-statement.js";
import { emptyFeature } from "./diagnostics.js";

/** One feature of a `with`: how many words it has, the clause that it says, and the words that are that clause's arguments. */
interface Phrase {
  readonly length: number;
  readonly clause: string;
  readonly args: readonly Word[];
}

/**
 * Binds the features after `with`: `NAME discovery` says `discover NAME`, `keepalived VIP ADDRESS` and `VIP ADDRESS` say
 * `vip ADDRESS`, and `filebeat` says `with filebeat`, that the logs are collected. Returns where the line goes on.
 */
export function bindFeatures(owner: Open, declaration: Declaration, words: readonly Word[], from: number, binding: Binding): number {
  let at = from;
  for (;;) {
    const phrase = phraseAt(words, at);
    const target = phrase?.clause === "with" ? declaration : clauseOf(owner.declaration, phrase?.clause);
    if (phrase === undefined || target === undefined) {
      at = reportFeature(owner, words, at, binding);
      if (words[at - 1]?.comma === true && at < words.length) continue;
      return at;
    }
    const clause = open(phrase.clause, target, words[at]!.span);
    const args = phrase.args.map((word) => ({ ...word, comma: false }));
    takeArguments(clause, args, 0, 1, binding);
    clause.end = words[at + phrase.length - 1]!.span.end;
    add(owner, clause, [], binding);
    at += phrase.length;
    if (!words[at - 1]!.comma) return at;
  }
}

function phraseAt(words: readonly Word[], at: number): Phrase | undefined {
  const [first, second, third] = words.slice(at, at + 3);
  if (first === undefined) return undefined;
  const keyword = keywordOf(first);
  if (keyword === "filebeat") return { length: 1, clause: "with", args: [first] };
  if (first.comma || second === undefined) return undefined;
  if (keywordOf(second) === "discovery") return { length: 2, clause: "discover", args: [first] };
  if (keyword === "vip") return { length: 2, clause: "vip", args: [second] };
  if (keyword === "keepalived" && keywordOf(second) === "vip" && third && !second.comma) return { length: 3, clause: "vip", args: [third] };
  return undefined;
}

/** Skips the rest of the line's features: a wrong one makes the following words hard to tell apart. */
function reportFeature(owner: Open, words: readonly Word[], at: number, { report }: Binding): number {
  for (const word of ["discover", "vip"]) noteFaulty(owner, word);
  let end = at;
  while (end < words.length && !words[end]!.comma) {
    if (end > at && clauseOf(owner.declaration, keywordOf(words[end]))) break;
    end++;
  }
  const shown = words.slice(at, Math.min(end + 1, words.length));
  const first = shown[0]?.span ?? { ...owner.span, end: owner.end };
  report(emptyFeature, { at: { ...first, end: shown.at(-1)?.span.end ?? first.end }, data: { words: shown.map(({ raw }) => raw).join(" ") } });
  return words[end]?.comma ? end + 1 : end;
}
