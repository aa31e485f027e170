import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, hasHalfCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe at its place in a pipeline of Logstash. */
export type Text = Quoted<"logstash">;

/** Makes texts safe for a pipeline and reports those that it cannot hold. */
export interface Quote {
  /** A string, quotes included. */
  string(text: string, at: Origin): Text;
  /** A string in which Logstash would put values for `%{…}`; the text has none. */
  plain(text: string, at: Origin): Text;
  /** A word of a native block, in which `${…}` means what it means to Logstash. */
  native(text: string, at: Origin): Text;
  /** A regular expression or a pattern of grok, as a string. */
  pattern(text: string, at: Origin): Text;
  /** A field by its name with dots: `[http][response]`; in a condition, and as a string where a setting names it. */
  field(name: string, at: Origin): Text;
}

/**
 * Source: logstash-core, lscl_grammar.treetop and substitution_variables.rb. A string ends at its quote, and has no
 * escapes: a backslash is a letter, but before the quote it keeps the string from ending there.
 */
export function quoteFor(report: Report): Quote {
  return { string, plain, native, pattern, field };

  function string(text: string, at: Origin): Text {
    const flaw = variableIn(text);
    return flaw === undefined ? native(text, at) : refuse(flaw, at);
  }

  function native(text: string, at: Origin): Text {
    const flaw = controlIn(text) ?? (text.includes('"') && text.includes("'") ? "single and double quotes in one text" : text.endsWith("\\") ? "a backslash at the end" : undefined);
    if (flaw !== undefined) return refuse(flaw, at);
    const quote = text.includes('"') ? "'" : '"';
    return `${quote}${text}${quote}` as Text;
  }

  function plain(text: string, at: Origin): Text {
    return text.includes("%{") ? refuse("`%{`, which stands for a field,", at) : string(text, at);
  }

  function pattern(text: string, at: Origin): Text {
    const flaw = controlIn(text) ?? variableIn(text);
    if (flaw !== undefined) return refuse(flaw, at);
    // A quote can be written by its number; a backslash before it goes with it, unless it is itself one that is meant.
    const safe = text.includes('"') && text.includes("'") ? text.replace(/(?<!\\)((?:\\\\)*)\\?'/g, "$1\\x27") : text;
    return string(safe.replace(/(?<!\\)((?:\\\\)*)\\\\$/, "$1\\x5c"), at);
  }

  function field(name: string, at: Origin): Text {
    const path = name.split(".");
    if (path.every((part) => /^[A-Za-z_@][A-Za-z0-9_@ -]*$/.test(part) || /^[\p{L}_@][\p{L}\p{N}_@ -]*$/u.test(part))) return path.map((part) => `[${part}]`).join("") as Text;
    reportText(report, at, "Logstash", `\`${name.replace(/[^\x20-\x7e]/g, "?")}\` as the name of a field`);
    return "[message]" as Text;
  }

  function refuse(flaw: string, at: Origin): Text {
    reportText(report, at, "Logstash", flaw);
    return '""' as Text;
  }
}

function controlIn(text: string): string | undefined {
  return hasControlCharacter(text) || hasHalfCharacter(text) ? "a line end or another control character" : undefined;
}

function variableIn(text: string): string | undefined {
  return /\$\{[a-zA-Z_.][a-zA-Z0-9_.]*(:[^}]*)?\}/.test(text) ? "`${…}`, which stands for a variable," : undefined;
}

/** Fixed words of the pipeline's language. */
export function fixed(text: string): Text {
  return text as Text;
}

export function joined(...parts: readonly Text[]): Text {
  return parts.join("") as Text;
}

/** A fixed text, or a field, as a string. */
export function inQuotes(text: Text): Text {
  return `"${text}"` as Text;
}

/** A value of an environment file, which systemd and the shell read alike. Sources: systemd.exec(5), `EnvironmentFile=`; sh. */
export function quoteEnvironment(text: string, at: Origin, report: Report): Text {
  if (hasControlCharacter(text)) {
    reportText(report, at, "Logstash's environment", "a line end or another control character");
    return '""' as Text;
  }
  return `"${text.replace(/["\\$`]/g, "\\$&")}"` as Text;
}

/** The name of an environment variable. */
export function quoteVariable(name: string, at: Origin, report: Report): Text {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name as Text;
  reportText(report, at, "Logstash's environment", `\`${name.replace(/[^\x20-\x7e]/g, "?")}\` as the name of a variable`);
  return name.replace(/[^A-Za-z0-9_]/g, "_").replace(/^(?![A-Za-z_])/, "_") as Text;
}
