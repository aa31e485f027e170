import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe at its place in keepalived.conf: one word, or for a pattern or a command one quoted string. */
export type Text = Quoted<"keepalived">;

/**
 * One word, in double quotes where it needs them. keepalived.conf(5), sections "Quoted strings", "Conditional configuration"
 * and "Parameter substitution": between quotes `#`, `!`, `@`, `~` and braces are letters like others; a `$` before a name
 * is not, and a quote has no escape.
 */
export function quoteWord(text: string, at: Origin, report: Report): Text {
  const flaw = text.includes("\\") ? "a backslash" : text.includes('"') ? "a double quote" : flawOf(text);
  if (flaw !== undefined) return refuse(flaw, at, report);
  return (/^[\w/.:+-][\w./:@%+,=-]*$/.test(text) ? text : `"${text}"`) as Text;
}

/** A script with its arguments, always quoted: blanks part the arguments, single quotes hold one that has blanks. */
export function quoteCommand(text: string, at: Origin, report: Report): Text {
  if (!text.startsWith("/")) return refuse("a script whose path does not start with `/`", at, report);
  if (text.split("'").length % 2 === 0) return refuse("a single quote without its fellow", at, report);
  const word = quoteWord(text, at, report);
  return (word.startsWith('"') ? word : `"${word}"`) as Text;
}

/** A regular expression, always quoted. keepalived resolves escapes in it, so that each backslash is written twice. */
export function quotePattern(pattern: string, at: Origin, report: Report): Text {
  const flaw = flawOf(pattern);
  if (flaw !== undefined) return refuse(flaw, at, report);
  return `"${pattern.replaceAll("\\", "\\\\").replaceAll('"', "\\\\x22")}"` as Text;
}

/** The pattern that matches `text` and nothing else. A `$` is written by its number, lest a name after it is replaced. */
export function quoteLiteral(text: string, at: Origin, report: Report): Text {
  return quotePattern(text.replace(/[\\^.|?*+()[\]{}#-]/g, "\\$&").replaceAll("$", "\\x24"), at, report);
}

/** An IPv4 or IPv6 address. */
export function quoteAddress(text: string, at: Origin, report: Report): Text {
  if (familyOf(text) === undefined) return refuse(`\`${text}\`, which is no address`, at, report);
  return text as Text;
}

/** The name of a network interface. */
export function quoteInterface(text: string, at: Origin, report: Report): Text {
  if (/[\s/:]/.test(text)) return refuse("the name of an interface with a blank, a slash or a colon", at, report);
  if (new TextEncoder().encode(text).length > 15) return refuse("the name of an interface of more than 15 bytes", at, report);
  return quoteWord(text, at, report);
}

/** The family of an address in canonical text; undefined for a name. */
export function familyOf(text: string): "ipv4" | "ipv6" | undefined {
  if (/^\d{1,3}(\.\d{1,3}){3}$/.test(text)) return "ipv4";
  return /^[\da-f]*:[\da-f:.]+$/i.test(text) ? "ipv6" : undefined;
}

/** Words that are quoted already, as one line. */
export function joinWords(words: readonly Text[]): Text {
  return words.join(" ") as Text;
}

/** A line of quoted words and braces, with blanks before it. */
export function indent(depth: number, line: string): Text {
  return `${"    ".repeat(depth)}${line}` as Text;
}

/** Lines in keepalived's own syntax, as they stand, without the line ends after the last. */
export function quoteRaw(text: string, at: Origin, report: Report): Text {
  const flawed = text.split(/[\n\t]/).some(hasControlCharacter);
  return flawed ? refuse("a control character other than a line end", at, report) : (text.replace(/\n+$/, "") as Text);
}

function flawOf(text: string): string | undefined {
  if (hasControlCharacter(text)) return "a line end or another control character";
  if (text === "") return "an empty text";
  if (/\$[\w{]/.test(text)) return "a `$` before a name";
  // keepalived counts braces that stand alone, quoted or not, when it skips the blocks of its other processes.
  if (text === "{" || text === "}") return "a lone brace";
  // It reads lines of 1,023 bytes.
  return new TextEncoder().encode(text).length > 900 ? "more than 900 bytes" : undefined;
}

function refuse(flaw: string, at: Origin, report: Report): Text {
  reportText(report, at, "keepalived", flaw);
  return '""' as Text;
}
