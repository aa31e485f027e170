import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe at its place in a file of /etc/sysctl.d: a key, a value, or a comment. sysctl.d(5). */
export type Text = Quoted<"sysctl">;

export function quoteKey(key: string, at: Origin, report: Report): Text {
  if (/^[A-Za-z\d][\w./-]*$/.test(key)) return key as Text;
  return refuse("a key of other characters than letters, digits, `.`, `/`, `_` and `-`", at, report);
}

/** The rest of a line: it has no quotes and no escapes. */
export function quoteLine(text: string, at: Origin, report: Report): Text {
  if (hasControlCharacter(text)) return refuse("a line end or another control character", at, report);
  return text.trim() === "" ? refuse("an empty text", at, report) : (text.trim() as Text);
}

function refuse(what: string, at: Origin, report: Report): Text {
  reportText(report, at, "sysctl", what);
  return "" as Text;
}
