import { suggest } from "../diagnostics/suggest.js";
import { addTo } from "../source/group.js";

/** One directive of a daemon, as its own reference lists it. */
export interface Directive {
  /** As the daemon spells it; of HAProxy's families both words: `timeout connect`, `option httplog`, `http-request set-header`. */
  readonly name: string;
  /** The sections where it may stand, by the table's names. */
  readonly sections: readonly string[];
  /** How many words may follow the name, both inclusive; `Infinity` for no limit. */
  readonly words: readonly [min: number, max: number];
  /** The section that its block is, when it takes one. */
  readonly opens?: string;
  /** The first version that has it, and the first that has it no more: `1.25.1`. Absent: all that infc knows. */
  readonly since?: string;
  readonly until?: string;
  /** The typed clause that says the same, as a person writes it: `` `listen 80 -> goods` ``. Writing the directive instead is an error. */
  readonly typed?: string;
}

/** All that infc knows of one daemon's own directives. Source: the daemon's reference, checked against the daemon. */
export interface DirectiveTable {
  /** The name of the native block: `nginx`. */
  readonly engine: string;
  /** Every section, the widest first; `main` is the top of the file. */
  readonly sections: readonly string[];
  /** The directives named `name`, one for each form that differs by section; empty when the daemon has none. */
  find(name: string): readonly Directive[];
  names(): Iterable<string>;
}

/**
 * Reads a table from its compact form, one directive a line:
 *
 *     client_max_body_size   1        http server location
 *     limit_req              1-3      http server location
 *     map                    2        http                  { map
 *     http2                  1        http server           since 1.25.1
 *     ssl                    1        http server           until 1.25.1
 *     upstream               1        http                  { upstream   = service … behind …
 *     rewrite_log            0-*      …
 *
 * Columns are separated by two or more spaces: the name, the number of words, the sections, then marks: `{ SECTION` (takes a block),
 * `since V`, `until V`, and last `= CLAUSE` (the typed clause that says the same). A line that starts with `#` is a comment.
 */
export function directiveTable(engine: string, sections: readonly string[], text: string): DirectiveTable {
  // When they are asked for: few programs have native blocks, those have few directives, and every start would pay for all.
  let found: ReadonlyMap<string, readonly string[]> | undefined;
  const rows = (): ReadonlyMap<string, readonly string[]> => (found ??= findRows(text));
  const read = new Map<string, readonly Directive[]>();
  return {
    engine,
    sections,
    find(name) {
      const known = read.get(name) ?? (rows().get(name) ?? []).map(readRow);
      read.set(name, known);
      return known;
    },
    names: () => rows().keys(),
  };
}

/** The rows by their first column. */
function findRows(text: string): ReadonlyMap<string, readonly string[]> {
  const byName = new Map<string, string[]>();
  for (const line of text.split("\n")) {
    const row = line.trim();
    if (row === "" || row.startsWith("#")) continue;
    const end = row.indexOf("  ");
    const name = end < 0 ? row : row.slice(0, end);
    addTo(byName, name, row);
  }
  return byName;
}

function readRow(row: string): Directive {
  const [head, typed] = splitOnce(row, / {2,}= /);
  const [name, words, sections, ...marks] = head.split(/ {2,}/);
  if (name === undefined || words === undefined || sections === undefined) throw new Error(`not a row of a directive table: ${row}`);
  const mark = (word: string): string | undefined => marks.find((each) => each.startsWith(`${word} `))?.slice(word.length + 1);
  const [opens, since, until] = [mark("{"), mark("since"), mark("until")];
  return {
    name,
    sections: sections.split(" "),
    words: readWords(words),
    ...(opens === undefined ? {} : { opens }),
    ...(since === undefined ? {} : { since }),
    ...(until === undefined ? {} : { until }),
    ...(typed === undefined ? {} : { typed }),
  };
}

function readWords(text: string): readonly [number, number] {
  const [low = "0", high = low] = text.split("-");
  return [Number(low), high === "*" ? Infinity : Number(high)];
}

function splitOnce(text: string, separator: RegExp): readonly [string, string | undefined] {
  const found = separator.exec(text);
  return found ? [text.slice(0, found.index), text.slice(found.index + found[0].length)] : [text, undefined];
}

/**
 * The directive of the table that `name` was meant to be, if one is near; of a family such as `option`, whose names have two words, the one
 * that it was meant to be with the `next` word.
 */
export function nearestDirective(table: DirectiveTable, name: string, next: string | undefined): string | undefined {
  const families = familiesOf(table);
  const family = families.has(name) ? name : suggest(name, families.keys());
  const member = family === undefined || next === undefined ? undefined : suggest(next, families.get(family)!);
  if (member !== undefined) return `${family!} ${member}`;
  return suggest(name, [...table.names()].filter((each) => !each.includes(" ")));
}

/** The second words of names of two words, by the first. */
export function familiesOf(table: DirectiveTable): ReadonlyMap<string, readonly string[]> {
  const families = new Map<string, string[]>();
  for (const name of table.names()) {
    const [first = "", second] = splitOnce(name, / /);
    if (second === undefined) continue;
    addTo(families, first, second);
  }
  return families;
}
