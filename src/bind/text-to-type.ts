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

/** What to write for words that begin with the name of a directive of `engine`: the clause that says the same, or the native block that takes it; undefined for other words. */
export type ReadDirective = (engine: string, words: readonly string[]) => { readonly clause: string } | { readonly block: string } | undefined;

/** What the words of a daemon are instead, where `owner` has a native block of that daemon. */
export function asDirective(words: readonly Word[], owner: Open, read: ReadDirective): ReturnType<ReadDirective> {
  const engines = enginesOf(owner);
  const [word, text] = words;
  if (word === undefined || engines.length === 0) return undefined;
  if (word.raw.toLowerCase() === "raw") return { block: `${engines[0]} { raw ${text === undefined || isLong(text) ? '"""…"""' : text.raw} }` };
  const shown = words.some(isLong) ? [word.raw, "…"] : words.map(({ raw }) => raw);
  for (const [at, engine] of engines.entries()) {
    const found = read(engine, shown);
    if (found !== undefined && ("clause" in found || (at === 0 && engine === engineOf(owner)))) return found;
  }
  return undefined;
}

function isLong({ raw }: Word): boolean {
  return raw.length > 60 || raw.includes("\n");
}

/** Those that have native blocks in `owner`, its own first; not those that run in place of its own. */
function enginesOf(owner: Open): readonly string[] {
  const { clauses, args } = owner.declaration;
  const all = Object.keys(clauses).filter((each) => clauses[each]!.native === each);
  const own = all.find((engine) => engine === engineOf(owner)) ?? all[0];
  const others = args["engine"]?.type.choices ?? [];
  return own === undefined ? [] : [own, ...all.filter((each) => each !== own && !others.includes(each))];
}

/** What runs a declaration: the engine that it names, else the usual one of its kind. Of a clause what stands around it says so. */
function engineOf({ args, word }: Open): string | undefined {
  return (args["engine"] as Value | undefined)?.text.toLowerCase() ?? usual[word];
}

const usual: Readonly<Record<string, string>> = { gateway: "nginx", balancer: "haproxy", cache: "squid", service: "compose" };

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
