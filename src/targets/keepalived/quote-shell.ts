import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** One word of a POSIX shell command. */
export type ShellWord = Quoted<"sh">;

/** One word of a shell command, in single quotes but for what would look like an expansion there. */
export function quoteShell(text: string, at: Origin, report: Report): ShellWord {
  if (hasControlCharacter(text)) {
    reportText(report, at, "a shell script", "a line end or another control character");
    return "''" as ShellWord;
  }
  return `'${text.replace(/['`]|\$(?=[\w{(])/g, "'\\$&'")}'` as ShellWord;
}
