import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, hasHalfCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe at its place in a file of Consul's: a string with its quotes, or a key. */
export type Text = Quoted<"consul">;

/**
 * A string of HCL 1. Between the quotes a backslash, a quote and `${` have meanings of their own; the last is written by the
 * number of its `$`, as HCL 1 has no escape for it.
 */
export function quoteText(text: string, at: Origin, report: Report): Text {
  const flaw = flawOf(text);
  if (flaw !== undefined) return refuse(flaw, at, report);
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("${", "\\u0024{")}"` as Text;
}

/**
 * An address that Consul is to listen on, or several of them in one string. Consul reads these values as templates, so that
 * nothing else may come here.
 */
export function quoteAddresses(addresses: readonly string[], at: Origin, report: Report): Text {
  const wrong = addresses.find((address) => !isAddress(address));
  if (wrong !== undefined) return refuse(`\`${wrong}\`, which is no address,`, at, report);
  return `"${addresses.join(" ")}"` as Text;
}

/** The key of a setting: bare where HCL reads it so. */
export function quoteKey(key: string, at: Origin, report: Report): Text {
  return /^[A-Za-z_][\w-]*$/.test(key) ? (key as Text) : quoteText(key, at, report);
}

/** A word of the compiler's own: a key or a line that no program brings. */
export function fixed(word: string): Text {
  return word as Text;
}

/** The lines of a native `raw` text. */
export function rawLines(text: string, at: Origin, report: Report): readonly Text[] {
  const lines = text.replace(/\n+$/, "").split("\n");
  if (lines.some((line) => hasControlCharacter(line.replaceAll("\t", "")))) return [refuse("a control character", at, report)];
  return lines as readonly string[] as readonly Text[];
}

/** IPv4 or IPv6, in text. */
export function isAddress(text: string): boolean {
  return /^\d{1,3}(\.\d{1,3}){3}$/.test(text) || /^[\da-f]*:[\da-f:.]+$/i.test(text);
}

/** An address or a name, and a port: `10.0.0.1:80`, `[fd00::1]:80`. */
export function endpointText(host: string, port: number): string {
  return `${bracketed(host)}:${port}`;
}

/** An IPv6 address in brackets; anything else as it is. */
export function bracketed(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function flawOf(text: string): string | undefined {
  if (hasControlCharacter(text)) return "a line end or another control character";
  return hasHalfCharacter(text) ? "half a character" : undefined;
}

function refuse(flaw: string, at: Origin, report: Report): Text {
  reportText(report, at, "Consul", flaw);
  return '""' as Text;
}
