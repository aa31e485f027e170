import type { Report } from "../../diagnostics/define.js";
import type { Origin } from "../../source/origin.js";
import { withoutCovered } from "./cover.js";
import type { Acl } from "./model.js";
import type { Names } from "./names.js";
import { joinWords, plainName, quoteFile, quoteLiteral, quoteRegex, quoteValue, type Text, words } from "./quote.js";

/** How the values of an acl are written. */
export type ValueForm = "plain" | "regex" | "file" | "whole" | "start" | "anywhere";

/** What one acl matches: requests for which one of its values holds. */
export interface Match {
  /** Of squid: `src`, `dstdomain`, `req_header X-Env` … with its options. */
  readonly type: Text;
  readonly form: ValueForm;
  readonly values: readonly { readonly text: string; readonly origin: Origin }[];
  /** What its name is made of, with the first value: `from`. */
  readonly word: string;
  readonly origin: Origin;
}

/** Acls as they are needed: the same one twice is one. */
export interface Acls {
  readonly lines: readonly Acl[];
  /** The acl that matches so; `name` when somebody named it. */
  of(match: Match, name?: string): Text;
  /** One that matches when one of `members` does, or all of them; `!` before a member turns it round. */
  combine(type: "any-of" | "all-of", members: readonly Text[], wanted: string, origin: Origin): Text;
}

/** Lines of acls are broken before they are that long, which is far below what squid reads as one line. */
const longestLine = 120;

export function createAcls(names: Names, report: Report): Acls {
  const lines: Acl[] = [];
  const known = new Map<string, Text>();

  function add(type: Text, values: readonly Text[], key: string, wanted: string, origin: Origin, each: boolean): Text {
    const same = known.get(key);
    if (same !== undefined) return same;
    const name = names.claim(wanted);
    known.set(key, name);
    for (const row of each ? values.map((value) => [value]) : rowsOf(values)) lines.push({ name, type, values: joinWords(row), origin });
    return name;
  }

  return {
    lines,
    of(match, name) {
      const values = match.form === "plain" ? withoutCovered(match.values) : match.values;
      const texts = values.map(({ text, origin }) => quoted(match, text, origin, report));
      const wanted = name ?? nameOf(match.word, values);
      // A time has one span a line.
      return add(match.type, texts, `${match.type} ${joinWords(texts)}`, wanted, match.origin, match.type === "time");
    },
    combine(type, members, wanted, origin) {
      // The lines of one all-of would be alternatives, so that it has one only.
      return add(type === "any-of" ? words`any-of` : words`all-of`, type === "any-of" ? members : [joinWords(members)], `${type} ${joinWords(members)}`, wanted, origin, false);
    },
  };
}

/** Of `REQUIRED`, squid's word for anybody, the word alone. */
function nameOf(word: string, values: Match["values"]): string {
  const [first] = values;
  if (first === undefined || first.text === "REQUIRED") return word;
  return [word, plainName(withoutMask(first.text).replaceAll("\\", ""), 31), ...(values.length > 1 ? ["etc"] : [])].join("_");
}

/** A mask of all bits says nothing. */
function withoutMask(text: string): string {
  return text.replace(/(?<=^[\d.]+)\/32$|(?<=:[^/]*)\/128$/, "");
}

function quoted(match: Match, text: string, at: Origin, report: Report): Text {
  if (match.form === "file") return quoteFile(text, at, report);
  if (match.form === "regex") return quoteRegex(text, at, report);
  if (match.type === "time") return joinWords(text.split(" ").map((word) => quoteValue(word, at, report)));
  if (match.form !== "plain") return quoteLiteral(text, match.form, at, report);
  // squid refuses 0/0.
  if (text === "0.0.0.0/0") return words`ipv4`;
  if (text === "::/0") return words`ipv6`;
  return quoteValue(withoutMask(text), at, report);
}

function rowsOf(values: readonly Text[]): readonly (readonly Text[])[] {
  const rows: Text[][] = [];
  let length = Infinity;
  for (const value of values) {
    if (length + value.length + 1 > longestLine) {
      rows.push([]);
      length = 0;
    }
    rows.at(-1)!.push(value);
    length += value.length + 1;
  }
  return rows;
}
