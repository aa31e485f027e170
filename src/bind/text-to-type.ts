import type { Word } from "../syntax/index.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import type { Open } from "./bind-statement.js";
import type { Value } from "./bound.js";

/** The statement that words which nothing takes were meant to be. */
export interface Meant {
  readonly text: string;
  /** Whether a word that is near to one of these is what was meant all the same: `node2` after `node1`, which is near `mode`. */
  readonly isSure: boolean;
}

/** What `words` are, which stand after all that `owner` takes and before `next`: more of its list, where it leads, or the rest of its text. */
export function meantBy(words: readonly Word[], owner: Open, next: Word | undefined): Meant | undefined {
  if (owner.clauses.length > 0 || owner.faulty.size > 0 || !owner.sound || owner.plural) return undefined;
  return (next?.raw === "->" ? undefined : asDestination(words, owner)) ?? asList(words, owner) ?? asText(words, owner);
}

/** `/api api` in a route, `listen 80 goods`, `publish 8080 80`. */
function asDestination(words: readonly Word[], owner: Open): Meant | undefined {
  const target = Object.values(owner.declaration.clauses["->"]?.args ?? {})[0];
  const [first] = words;
  if (target === undefined || first === undefined || !canBe(first, target.type)) return undefined;
  return { text: `${writtenOf(owner)} -> ${joined(words)}`, isSure: false };
}

/** `on lb1 lb2`. */
function asList(words: readonly Word[], owner: Open): Meant | undefined {
  const last = lastTaken(owner);
  if (last === undefined || !last.argument.list || !words.every((word) => canBe(word, last.argument.type))) return undefined;
  const before = last.values.at(-1)!.text;
  return { text: `${writtenOf(owner)}, ${words.map(({ raw }) => raw).join(", ")}`, isSure: words.every(({ raw }) => stemOf(raw) === stemOf(before)) };
}

/** `run php bin/swoft`, whose text is one word. */
function asText(words: readonly Word[], owner: Open): Meant | undefined {
  const last = lastTaken(owner);
  const begun = last?.values.at(-1);
  if (last === undefined || begun === undefined || last.argument.list || begun.quoted || !["text", "line"].includes(last.argument.type.name)) return undefined;
  if (words.some(({ quote, comma }) => quote !== "" || comma)) return undefined;
  const text = [begun.text, ...words.map(({ raw }) => raw)].join(" ");
  if (/["\\$]/.test(text)) return undefined;
  const head = writtenOf(owner);
  return head.endsWith(begun.text) ? { text: `${head.slice(0, -begun.text.length)}"${text}"`, isSure: false } : undefined;
}

/** `raw` outside of a native block: the block of the engine that it belongs in, where `owner` has one. */
export function rawInNative([word, text]: readonly Word[], { declaration, args, word: kind }: Open): string | undefined {
  const engines = Object.keys(declaration.clauses).filter((each) => declaration.clauses[each]!.native === each);
  if (word?.raw.toLowerCase() !== "raw" || engines.length === 0) return undefined;
  const said = (args["engine"] as Value | undefined)?.text.toLowerCase() ?? usual[kind];
  const shown = text === undefined || text.raw.length > 60 || text.raw.includes("\n") ? '"""…"""' : text.raw;
  return `${engines.find((engine) => engine === said) ?? engines[0]!} { raw ${shown} }`;
}

/** The engines of the kinds that name none. */
const usual: Readonly<Record<string, string>> = { gateway: "nginx", balancer: "haproxy", cache: "squid" };

/** The last argument, when it was taken: what follows it is more of the same. */
function lastTaken({ declaration, args }: Open) {
  const taken = Object.entries(declaration.args).map(([name, argument]) => ({ argument, values: [(args[name] ?? []) as Value | readonly Value[]].flat() as readonly Value[] }));
  return taken.findLast(({ values }) => values.length > 0);
}

function canBe(word: Word, type: { read(text: string, quoted: boolean): unknown }): boolean {
  return word.pieces.every(({ kind }) => kind === "text") && !isProblem(type.read(word.raw, word.quote !== ""));
}

/** The clause with its arguments, as it is written. */
function writtenOf({ span, end }: Open): string {
  return span.source.text.slice(span.start, end).replace(/\s+/g, " ");
}

/** What `lb1` and `lb2` share. */
function stemOf(name: string): string {
  return name.replace(/\d+/g, "");
}

function joined(words: readonly Word[]): string {
  return words.map(({ raw, comma }) => `${raw}${comma ? "," : ""}`).join(" ");
}
