import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, hasHalfCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** One word of a POSIX shell command. */
export type ShellWord = Quoted<"registrar">;

/** Text in a systemd unit. */
export type UnitText = Quoted<"registrar-unit">;

/** One word of a shell command, always in single quotes. */
export function quoteShell(text: string, at: Origin, report: Report): ShellWord {
  const flaw = hasControlCharacter(text) ? "a line end or another control character" : hasHalfCharacter(text) ? "half a character" : undefined;
  if (flaw !== undefined) {
    reportText(report, at, "a shell script", flaw);
    return "''" as ShellWord;
  }
  return `'${text.replaceAll("'", `'\\''`)}'` as ShellWord;
}

/** An address or a name, and a port, as two words. A name may hold only what names in DNS hold. */
export function quoteEndpoint(host: string, port: number, at: Origin, report: Report): ShellWord {
  return `${quoteHost(host, at, report)} ${port}` as ShellWord;
}

/** bash's own file that is a connection, to be opened. */
export function quoteConnection(host: string, port: number, at: Origin, report: Report): ShellWord {
  return `': </dev/tcp/${quoteHost(host, at, report)}/${port}'` as ShellWord;
}

/** An address or a name in a shell command; it needs no quotes. */
function quoteHost(host: string, at: Origin, report: Report): ShellWord {
  if (/^[\w:][\w.:-]*$/.test(host)) return host as ShellWord;
  reportText(report, at, "a shell script", `\`${host}\`, which is no address and no name,`);
  return "localhost" as ShellWord;
}

/** Text of a unit's setting; systemd.unit(5), section "Specifiers". */
export function quoteUnit(text: string, at: Origin, report: Report): UnitText {
  if (hasControlCharacter(text) || text.endsWith("\\")) {
    reportText(report, at, "a systemd unit", "a control character or a backslash at its end");
    return "" as UnitText;
  }
  return text.replaceAll("%", "%%") as UnitText;
}

/** A name that a unit can have, in the escapes of systemd-escape(1). */
export function escapeUnit(name: string): UnitText {
  const bytes = new TextEncoder().encode(name);
  return Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return /[A-Za-z0-9:_.-]/.test(character) ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
  }).join("") as UnitText;
}
