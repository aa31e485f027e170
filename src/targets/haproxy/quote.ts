import type { Report } from "../../diagnostics/define.js";
import { hasControlCharacter, hasHalfCharacter, type Quoted as Brand, reportText } from "../../emit/quoted.js";
import type { Origin } from "../../source/origin.js";

/** Text that is safe where it stands in haproxy.cfg. */
export type Quoted = Brand<"haproxy">;

/**
 * Makes `Quoted` of texts from a program. What the file cannot hold is reported, and left out of the result.
 *
 * Source: HAProxy Configuration Manual, sections 2.2 "Quoting and escaping" and 8.2.4 "Custom log format".
 */
export interface Quote {
  /** One word of a line, whatever is in it. */
  word(text: string, at: Origin): Quoted;
  /** One word where HAProxy reads a log format: a `%` stands for itself. */
  literal(text: string, at: Origin): Quoted;
  /** Whole lines, as they stand. */
  lines(text: string, at: Origin): Quoted;
}

// `$` is left out although it means nothing outside of double quotes: a reader should not have to know that.
const bare = /^[A-Za-z0-9_.:/@%+=,~^*!?&;|<>()[\]{}-]+$/;

export function quoteFor(report: Report): Quote {
  const word = (text: string, at: Origin): Quoted => {
    if (bare.test(text)) return text as Quoted;
    const clean = oneLine(report, text, at);
    return (bare.test(clean) ? clean : `'${clean.replaceAll("'", `'\\''`)}'`) as Quoted;
  };
  return {
    word,
    literal: (text, at) => word(text.replaceAll("%", "%%"), at),
    lines(text, at) {
      if (foreignToLines.test(text)) reportText(report, at, "haproxy", "a control character");
      return text.replace(new RegExp(foreignToLines, "g"), "").replace(/\n+$/, "") as Quoted;
    },
  };
}

const foreignToLines = /[\u0000-\u0008\u000b-\u001f\u007f\uE000\uE001]/;

const usual = /^[\x20-\x7e]+$/;

/** The text without what one word cannot hold. */
function oneLine(report: Report, text: string, at: Origin): string {
  if (usual.test(text)) return text;
  if (/[\r\n]/.test(text)) reportText(report, at, "haproxy", "a line end");
  else if (hasControlCharacter(text)) reportText(report, at, "haproxy", "a control character");
  else if (hasHalfCharacter(text)) reportText(report, at, "haproxy", "half of a character");
  // An empty word ends the arguments of its line.
  else if (text === "") reportText(report, at, "haproxy", "an empty text");
  else return text;
  return [...text].filter((character) => !hasControlCharacter(character) && !/\p{Surrogate}/u.test(character)).join("") || "-";
}

/** Fixed words with quoted values and numbers between them: `` words`timeout check ${time}` ``. */
export function words(fixed: TemplateStringsArray, ...values: readonly (Quoted | number)[]): Quoted {
  let text = fixed[0]!;
  for (let at = 0; at < values.length; at++) text += `${values[at]!}${fixed[at + 1]!}`;
  return text as Quoted;
}

export function join(parts: readonly Quoted[], separator = " "): Quoted {
  return (parts.length === 1 ? parts[0]! : parts.join(separator)) as Quoted;
}

const sound = /^[A-Za-z0-9_.:]+(?:-[A-Za-z0-9_.:]+)*$/;

/** A name that HAProxy takes for a section, a server or an ACL: other letters by their code, other signs as `-`. */
export function identifier(text: string): Quoted {
  if (sound.test(text)) return text as Quoted;
  const name = [...text]
    .map((character) => (/[A-Za-z0-9_.:-]/.test(character) ? character : character > "\u007f" ? `x${character.codePointAt(0)!.toString(16)}` : "-"))
    .join("")
    .replace(/-{2,}/g, "-")
    .replace(/^-|-$/g, "");
  return (name === "" ? "x" : name) as Quoted;
}

/** Names that are no longer free. */
export interface Taken {
  readonly has: (name: string) => boolean;
  readonly add: (name: string) => unknown;
}

/** The same with more to come; what is taken already stays as it is. */
export function takenBesides(taken: Pick<ReadonlySet<string>, "has">): Taken {
  const more = new Set<string>();
  return { has: (name) => taken.has(name) || more.has(name), add: (name) => more.add(name) };
}

/** `wanted`, or with the first free number behind it when `taken` has it; then taken. */
export function unique(wanted: Quoted, taken: Taken): Quoted {
  let name = wanted;
  for (let count = 2; taken.has(name); count++) name = `${wanted}-${count}` as Quoted;
  taken.add(name);
  return name;
}

/** Each of these `unique` among them. */
export function uniqueAll(wanted: readonly Quoted[]): readonly Quoted[] {
  if (areDifferent(wanted)) return wanted;
  const taken = new Set<string>();
  return wanted.map((name) => unique(name, taken));
}

/** A set takes longer than a look at few of them. */
const few = 8;

function areDifferent(names: readonly string[]): boolean {
  if (names.length > few) return new Set(names).size === names.length;
  for (let at = 1; at < names.length; at++) for (let other = 0; other < at; other++) if (names[at] === names[other]) return false;
  return true;
}
