import { bindProgram } from "../../src/bind/bind-program.js";
import type { Bound, Value } from "../../src/bind/bound.js";
import { type Compilation, compile } from "../../src/compile.js";
import { hasErrors } from "../../src/diagnostics/diagnostic.js";
import type { Secrets } from "../../src/emit/emit.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import type { Span } from "../../src/source/source.js";
import { parse, type Statement } from "../../src/syntax/index.js";
import { kinds } from "../../src/vocabulary/index.js";
import { exampleSecrets } from "./examples.js";
import { type Token, tokenizerFor } from "./tokens.js";

/** Types of the vocabulary whose words are texts that a person chooses. */
export const textTypes: ReadonlySet<string> = new Set([
  "text", "line", "name", "subject", "domain", "url", "path", "route path", "file", "glob", "secret", "text or secret",
  "filter", "source of logs", "pattern", "field", "index", "header", "method",
  "interface", "label", "version", "ciphers", "body", "mail server",
]);

/** Texts that mean something to some reader of some file, or that no file can hold. */
export const hostileTexts: readonly string[] = [
  `"`, `'`, `a"b'c`, `""`, `''`, "`", "$", "$x", "${x}", "$(touch /tmp/x)", "`touch /tmp/x`", "$$", "%", "%%", "%x", "%{x}", "%[src]", "\\", "\\\\", "\\n", "a\\", ";", "a; server evil", "{", "}", "{}",
  "{{x}}", "} server { x", "[", "]", "(", ")", "a)(b", "#", "a #b", "#a", "!", "!a", "//a", "/*a", "a*/", "--", "-e", "@a", "~a", "~", "=", "a=b", ",", "a,b", ":", ": a", "a: b", "- a", "&a", "*a", "|", ">", "<", "?", "^", "+a",
  " ", " a", "a ", "a b", "a\tb", "\t", "a\n", "\na", "a\nserver evil;", "a\nfrontend evil", "a\r\nb", "a\rb", "\0", "a\0b", "\u001b[2J", "\u007f", "\u0085", "\u00a0", "\ue000", "\ue0000\ue000", "\ue001", "\u2028", "\u2029", "\u202eabc", "\u200b", "\ufeff", "\ud800", "\udc00a",
  "商品", "é", "e\u0301", "🙂", "x".repeat(5000), "é".repeat(700), "../../etc/passwd", "/../../etc/passwd", "..", ".", "/", "~/x", "C:\\x", "yes", "no", "on", "null", "~", "true", "1.10", "0x1f", "1e3", "22:22", "2026-01-01", "0o7", "__proto__", "constructor", "toString", "<<", "=~", "!!binary x", "%YAML 1.1", "---", "...", "if TRUE", "and or", "unless", "begin\nend", "EOF", "default", "all", "none",
];

/** A place of a program where a word is a text. */
export interface Position {
  /** Such as `gateway route entry path`. */
  readonly name: string;
  readonly type: string;
  /** What the vocabulary calls it, whatever is around it. */
  readonly key: string;
  /** The word as it stands in the source. */
  readonly span: Span;
  readonly text: string;
}

/** Every text of a program that stands in its source as it is. */
export function positionsOf(text: string): readonly Position[] {
  const found = new Map<number, Position>();
  const visit = (bound: Bound, path: string): void => {
    for (const [name, { type }] of Object.entries(bound.declaration.args)) {
      if (!textTypes.has(type.name)) continue;
      for (const value of valuesOf((bound.args as Readonly<Record<string, unknown>>)[name])) {
        const { span } = value.origin;
        const word = wordAt(text, span);
        if (word !== undefined && word === value.text) found.set(span.start, { name: `${path} ${name}`, type: type.name, key: keyOf(bound.declaration.doc, name), span, text: value.text });
      }
    }
    for (const clause of bound.clauses) visit(clause, `${path} ${clause.word === "" ? "entry" : clause.word}`);
  };
  const program = bindProgram([parse({ path: "site.infra", text }).value], kinds, {});
  for (const entity of program.value.entities) visit(entity, entity.kind);
  return [...found.values()].sort((a, b) => a.span.start - b.span.start);
}

export function keyOf(doc: string, argument: string): string {
  return `${doc} ${argument}`;
}

function valuesOf(given: unknown): readonly Value[] {
  return (Array.isArray(given) ? given : given === undefined ? [] : [given]) as readonly Value[];
}

/** The text of a word without interpolation, an escape or a range; `undefined` for any other. */
function wordAt(source: string, { start, end }: Span): string | undefined {
  const raw = source.slice(start, end);
  return /[$]\{|\[|\\/.test(raw) && !raw.startsWith("'") ? undefined : raw.replace(/^(["'])(.*)\1$/, "$2");
}

/** The program with another text at a place, in a form that has an escape for everything. */
export function put(source: string, { span }: Position, text: string): { readonly text: string; readonly span: Span } {
  const escaped = [...text].map((character) => (/[\x20\x21\x23\x25-\x5b\x5d-\x7e]/.test(character) ? character : character === "$" ? "$" : `\\u{${character.codePointAt(0)!.toString(16)}}`)).join("").replaceAll("${", () => "$${");
  const word = `"${escaped}"`;
  return { text: source.slice(0, span.start) + word + source.slice(span.end), span: { ...span, end: span.start + word.length } };
}

/** The program with other texts at several places, each once. */
export function putAll(source: string, choices: readonly Choice[]): string {
  return [...choices].sort((a, b) => b.position.span.start - a.position.span.start).reduce((text, choice) => put(text, choice.position, choice.text).text, source);
}

/** A text for a place. */
export interface Choice {
  readonly position: Position;
  readonly text: string;
}

export function build(text: string, secrets: Secrets = exampleSecrets): Compilation {
  return compile({ entry: { path: "site.infra", text } }, secrets);
}

/** The files as their readers see them. */
export type Shape = ReadonlyMap<string, readonly Token[]>;

export function shapeOf(files: readonly OutputFile[]): Shape {
  return new Map(files.map(({ path, text }) => [path, tokenizerFor(path)(text)]));
}

/** The words that a text decides: those that differ between two builds with harmless texts. */
export type Place = ReadonlyMap<string, ReadonlySet<number>>;

/** `undefined` when more than words differ. */
export function placeOf(one: Shape, other: Shape): Place | undefined {
  const place = new Map<string, ReadonlySet<number>>();
  if ([...one.keys()].join() !== [...other.keys()].join()) return undefined;
  for (const [path, tokens] of one) {
    const others = other.get(path)!;
    if (tokens.length !== others.length) return undefined;
    const differing = tokens.flatMap(({ kind, text }, index) => (others[index]!.text === text && others[index]!.kind === kind ? [] : [index]));
    if (differing.some((index) => tokens[index]!.kind === "mark" || others[index]!.kind === "mark")) return undefined;
    place.set(path, new Set(differing));
  }
  return place;
}

/**
 * What is wrong with a build whose text at `place` is another one than in `usual`; `undefined` for nothing. Files may be in another order
 * inside, as they are sorted by their words: what counts is how many marks and words there are, and how many of the words are new. A text that can have several forms, each with a structure of its own, may have less of it.
 */
export function escapeOf(usual: Shape, place: Place, shape: Shape, form: "one word" | "several words" | "several forms" = "one word"): string | undefined {
  for (const path of new Set([...usual.keys(), ...shape.keys()])) {
    const [before, now] = [usual.get(path), shape.get(path)];
    if (before === undefined || now === undefined) return `${path} is ${now === undefined ? "gone" : "new"}`;
    const marks = difference(now, before, "mark");
    if (marks.length > 0 || (form !== "several forms" && count(now, "mark") !== count(before, "mark"))) return `${path} has ${marks.length > 0 ? `\`${marks.join(" ").slice(0, 80)}\` more` : "less structure"}`;
    if (form !== "one word" && place.get(path)!.size > 0) continue;
    if (count(now, "word") !== count(before, "word")) return `${path} has ${count(now, "word") - count(before, "word")} words more`;
    const words = difference(now, before, "word");
    if (words.length > place.get(path)!.size) return `${path} has the words \`${words.join(" ").slice(0, 160)}\``;
  }
  return undefined;
}

function count(tokens: readonly Token[], kind: Token["kind"]): number {
  return tokens.filter((token) => token.kind === kind).length;
}

/** The texts of that kind that `now` has more of than `before`. */
function difference(now: readonly Token[], before: readonly Token[], kind: Token["kind"]): readonly string[] {
  const known = new Map<string, number>();
  for (const token of before) if (token.kind === kind) known.set(token.text, (known.get(token.text) ?? 0) + 1);
  return now.flatMap((token) => {
    if (token.kind !== kind) return [];
    const left = known.get(token.text) ?? 0;
    known.set(token.text, left - 1);
    return left > 0 ? [] : [token.text];
  });
}

/**
 * Whether a report that is more than a note points at the word: into it, at the statement that it is a word of, or at the heads of the
 * clauses around that one.
 */
export function isReported({ diagnostics }: Pick<Compilation, "diagnostics">, text: string, span: Span): boolean {
  const places = placesAround(parse({ path: "site.infra", text }).value.body.statements, span, 0);
  return diagnostics.some(({ severity, primary, related }) => severity !== "info" && [primary, ...related].some(({ span: at }) => places.some(({ start, end }) => at.start < end && at.end > start)));
}

function placesAround(statements: readonly Statement[], at: Span, depth: number): readonly Span[] {
  const statement = statements.find(({ span }) => span.start <= at.start && at.end <= span.end);
  if (statement === undefined) return [at];
  const inner = statement.block === undefined ? [at] : placesAround(statement.block.statements, at, depth + 1);
  const head = { ...statement.span, end: statement.words.at(-1)!.span.end };
  // The head of a declaration is at too many values.
  return depth === 0 ? inner : [head, ...inner];
}

/** Builds with harmless texts at a place. */
export function harmlessAt(source: string, position: Position): { readonly usual: Shape; readonly place: Place } | undefined {
  const { files, diagnostics } = build(put(source, position, position.text).text);
  if (hasErrors(diagnostics)) return undefined;
  const usual = shapeOf(files);
  for (const text of harmlessTexts(position.text)) {
    if (text === position.text) continue;
    const other = build(put(source, position, text).text);
    const place = hasErrors(other.diagnostics) ? undefined : placeOf(usual, shapeOf(other.files));
    if (place !== undefined) return { usual, place };
  }
  return undefined;
}

function harmlessTexts(text: string): readonly string[] {
  return [`${text}x`, `${text}1`, text.replace(/[a-z](?=[^a-z]*$)/, "q"), `x${text}`, text.replace(/[a-z]/, "q")];
}
