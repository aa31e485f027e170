import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe at its place in squid.conf: words without blanks, or the rest of a line. */
export type Text = Quoted<"squid">;

/**
 * One word. squid.conf has no quotes: a word ends at a blank, a quote at its start names a file, `#` at its start begins a
 * comment, a backslash at the end of a line joins the next one, and lines above 8 KB are cut. Source: ConfigParser.cc and cache_cf.cc of squid 5 and 6.
 */
export function quoteWord(text: string, at: Origin, report: Report): Text {
  const flaw = flawOf(text) ?? (/\s/u.test(text) ? "a blank" : /^["'#]/.test(text) ? `\`${text[0]}\` at its start` : undefined);
  return flaw === undefined ? (text as Text) : refuse(flaw, at, report);
}

/** What stands in a directive to the end of its line, blanks included. */
export function quoteRest(text: string, at: Origin, report: Report): Text {
  const flaw = flawOf(text) ?? (/^\s|\s$/u.test(text) ? "a blank at either end" : /^["'#]/.test(text) ? `\`${text[0]}\` at its start` : undefined);
  return flaw === undefined ? (text as Text) : refuse(flaw, at, report);
}

/** A program with its arguments, which blanks part; they cannot hold blanks themselves. */
export function quoteCommand(text: string, at: Origin, report: Report): Text {
  if (!text.startsWith("/")) return refuse("a program whose path does not start with `/`", at, report);
  return text.split(/ +/).filter((word) => word !== "").map((word) => quoteWord(word, at, report)).join(" ") as Text;
}

/** A value of an acl; the word is not taken for an option. */
export function quoteValue(text: string, at: Origin, report: Report): Text {
  return /^[-+]/.test(text) ? refuse(`\`${text[0]}\` at its start, which begins an option,`, at, report) : quoteWord(text, at, report);
}

/** The file that an acl reads its values from. */
export function quoteFile(path: string, at: Origin, report: Report): Text {
  if (/["']/.test(path)) return refuse("a path with a quote", at, report);
  return `"${quoteWord(path, at, report)}"` as Text;
}

/** A regular expression of an acl or a refresh_pattern: POSIX, extended. */
export function quoteRegex(pattern: string, at: Origin, report: Report): Text {
  const flaw = flawOfRegex(pattern);
  if (flaw !== undefined) return refuse(flaw, at, report);
  // A backslash that stands for itself at the end would join the next line.
  const text = pattern.replace(/\\\\$/, "[\\]").replace(/^["'#+-]/, "[$&]");
  return quoteWord(text, at, report);
}

/** The regular expression that matches `text` and nothing else: as a whole, at the start, or anywhere. */
export function quoteLiteral(text: string, where: "whole" | "start" | "anywhere", at: Origin, report: Report): Text {
  // A bracket takes every character as it is; blanks have no other form.
  const escaped = text.replace(/[.[\](){}*+?^$|\\]/g, "\\$&").replace(/ /g, "[[:blank:]]");
  return quoteRegex(`${where === "anywhere" ? "" : "^"}${escaped}${where === "whole" ? "$" : ""}`, at, report);
}

/** A name of squid's own for something: ASCII letters, digits, `_`, `-` and `.`; other characters become `_`. */
export function plainName(text: string, length: number): Text {
  return (text.replace(/[^A-Za-z0-9_.-]+/g, "_").replace(/^[-._]+|[-._]+$/g, "").slice(0, length) || "unnamed") as Text;
}

/** Fixed words with quoted ones among them. */
export function words(fixed: TemplateStringsArray, ...values: readonly (Text | number)[]): Text {
  return String.raw({ raw: fixed }, ...values) as Text;
}

/** The other way round: what an acl does not match. */
export function negate(name: Text): Text {
  return (name.startsWith("!") ? name.slice(1) : `!${name}`) as Text;
}

export function joinWords(parts: readonly Text[]): Text {
  return parts.join(" ") as Text;
}

/** Text that goes out as it stands: of native blocks only. */
export function rawText(text: string): Text {
  return text as Text;
}

function flawOf(text: string): string | undefined {
  if (hasControlCharacter(text)) return "a line end or another control character";
  if (text === "") return "an empty text";
  if (text.endsWith("\\")) return "a backslash at its end";
  const macro = /\$\{(service_name|process_name|process_number)\}/.exec(text);
  if (macro) return `\`${macro[0]}\`, which squid replaces,`;
  return new TextEncoder().encode(text).length > 1000 ? "more than 1000 bytes" : undefined;
}

/** What POSIX has not, or what is no regular expression at all. */
function flawOfRegex(pattern: string): string | undefined {
  const perl = /\\[dDAzZQEpPnrtfvxu0]|\(\?/.exec(pattern.replace(/\\\\/g, "")) ?? /[*+?}]\+/.exec(pattern.replace(/\\./g, "").replace(/\[[^\]]*\]/g, ""));
  if (perl) return `\`${perl[0]}\` of Perl's regular expressions, which POSIX has not,`;
  // To the engine below, and not to POSIX, a brace that repeats nothing is a letter.
  if (/\{(?!\d+(,\d*)?\})/.test(pattern.replace(/\\./g, "").replace(/\[[^\]]*\]/g, ""))) return "a `{` that repeats nothing and has no backslash before it";
  try {
    // Classes such as `[:blank:]` are letters to this engine, which is all that a look at the structure needs.
    new RegExp(pattern.replace(/\[:\w+:\]/g, "a"));
    return undefined;
  } catch {
    return "a faulty regular expression";
  }
}

function refuse(flaw: string, at: Origin, report: Report): Text {
  reportText(report, at, "squid", flaw);
  return "refused" as Text;
}
