import type { Report } from "../../diagnostics/define.js";
import { hasHalfCharacter, type Quoted, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/**
 * A value in a file that Compose reads as `env_file`, always on one line: bare where nothing in it means anything, in
 * single quotes where nothing in it needs an escape, else in double quotes, where `$` begins a variable.
 *
 * Source: compose-go, dotenv/parser.go.
 */
export function quoteEnvValue(text: string, at: Origin, report: Report): Quoted<"env-file"> {
  const value = text.includes("\0") || hasHalfCharacter(text) ? text.replace(/\0|\p{Surrogate}/gu, "") : text;
  if (value !== text) reportText(report, at, "Compose", "a NUL or half a character in an environment variable");
  if (/^[A-Za-z0-9_./:@%+,=-]*$/.test(value)) return value as Quoted<"env-file">;
  // Between single quotes a backslash before the last quote would take it for a character.
  if (!/['\\\n\r]/.test(value)) return `'${value}'` as Quoted<"env-file">;
  const escaped = value.replace(/["\\]/g, "\\$&").replaceAll("$", "$$$$").replaceAll("\n", "\\n").replaceAll("\r", "\\r");
  return `"${escaped}"` as Quoted<"env-file">;
}

/** The name of a variable in such a file. */
export function quoteEnvVariable(name: string, at: Origin, report: Report): Quoted<"env-file"> {
  if (/^[A-Za-z_][A-Za-z0-9_.-]*$/.test(name)) return name as Quoted<"env-file">;
  reportText(report, at, "Compose", "a variable of this name, whose value is secret,");
  return name.replace(/[^A-Za-z0-9_]/g, "_") as Quoted<"env-file">;
}
