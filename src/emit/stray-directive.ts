import type { DirectiveTable } from "./directives.js";

/** What to write for a directive: the clause that says the same, in its quotes, else the native block that takes it. */
export type Advice = { readonly clause: string } | { readonly block: string };

/** What to write where a clause is to stand and these words are, which begin with the name of a directive; undefined where not every version of the daemon has it. */
export function adviceOn(words: readonly string[], table: DirectiveTable): Advice | undefined {
  const [first = "", second = ""] = words;
  const family = table.find(`${first} ${second.replace(/\(.*$/, "")}`);
  const rows = (family.length > 0 ? family : table.find(first)).filter(({ until }) => until === undefined);
  const row = rows.find(({ typed }) => typed !== undefined) ?? rows[0];
  if (row === undefined || row.typed?.startsWith(`\`${first} `)) return undefined;
  if (row.typed !== undefined) return { clause: withOwnValue(row.typed, words.slice(family.length > 0 ? 2 : 1)) };
  return { block: `${table.engine} { ${row.opens === undefined ? words.join(" ") : `${first} …`} }` };
}

/** How a value of the table's example looks, and how the directive's own is written in its place. */
const forms: readonly (readonly [example: RegExp, own: RegExp, write: (own: string) => string])[] = [
  [/^\d+$/, /^\d+$/, (own) => own],
  [/^\d+(ms|s|m|h|d)$/, /^\d+(ms|s|m|h|d)$/, (own) => own],
  [/^\d+[KMG]B$/, /^\d+[kmg]b?$/i, (own) => `${own.replace(/b$/i, "").toUpperCase()}B`],
  [/^\d+(\.\d+){3}(\/\d+)?$/, /^\d+(\.\d+){3}(\/\d+)?$/, (own) => own],
];

/** The typed clause with the value of the directive, where it has one of that form; no other value is made up. */
export function withOwnValue(typed: string, words: readonly string[]): string {
  const clause = /^`([^`]*) (\d[^\s`]*)`$/.exec(typed);
  if (clause === null) return typed;
  const [, head, example] = clause as unknown as readonly [string, string, string];
  const form = forms.find(([each]) => each.test(example));
  const own = words.length === 1 && form?.[1].test(words[0]!) === true ? form[2](words[0]!) : "…";
  return `\`${head.replace(/(?<= )\d\S*/g, "…")} ${own}\``;
}
