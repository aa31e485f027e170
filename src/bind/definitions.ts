import type { Report } from "../diagnostics/define.js";
import { suggest } from "../diagnostics/suggest.js";
import type { Source, Span } from "../source/source.js";
import type { Statement, Word } from "../syntax/index.js";
import { env as envKind, letKind, param as paramKind, paramTypes } from "../vocabulary/kinds/program.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import { type ArgsOf, type Bound, find, says } from "./bound.js";
import { acceptsAt, bindRest } from "./bind-accept.js";
import { bindWords, type Binding, finish, keywordOf, open } from "./bind-statement.js";
import { duplicateName, invalidValue, missingArgument, missingParam, paramBounds, unexpectedWord, unknownEnv, unknownParam } from "./diagnostics.js";
import { quantityAt, reportParted, wordOf } from "./parted.js";
import { createScope, type Definition, type Item } from "./scope.js";

/** What the person who builds chooses. */
export interface Settings {
  /** The chosen env. */
  readonly env?: string | undefined;
  /** `--set NAME=TEXT`; each is a source of its own, so that a report can show it. */
  readonly set?: Readonly<Record<string, string>> | undefined;
}

interface Statements {
  readonly lets: readonly Statement[];
  readonly params: readonly Statement[];
  readonly envs: readonly Statement[];
}

/** Reads every `let`, and every `param` with the value that it has in this build. `lost` are names of statements that cannot be read: whose they are is not known. */
export function readDefinitions({ lets, params, envs }: Statements, settings: Settings, lost: ReadonlyMap<string, Span>, shared: Omit<Binding, "scope">): ReadonlyMap<string, Definition> {
  const { report } = shared;
  const definitions = new Map<string, Definition>();
  const define = (name: string, definition: Definition): void => {
    const first = definitions.get(name);
    if (first === undefined) definitions.set(name, definition);
    else report(duplicateName, { at: definition.span, data: { name, what: "the name" }, related: [{ span: first.span, text: "declared first here" }] });
  };
  const unread = new Map<string, Span>();
  const given = { ...chooseEnv(envs, params, lost, settings, report), ...readSets(settings) };
  const binding: Binding = { scope: createScope(new Map(), report), ...shared };
  for (const statement of lets) readLet(statement, define, binding);
  for (const statement of envs) bindRest(envKind, statement, 2, binding);
  const declared = params.flatMap((statement) => bindParam(statement, binding) ?? []);
  // A param that cannot be read is known all the same, and so is one that an env alone names, when that is reported.
  for (const { words } of [...params, ...envs.flatMap(({ block }) => block?.statements ?? [])]) {
    const name = keywordOf(words[0]) === "param" ? words[1] : words[0];
    if (name !== undefined) unread.set(name.raw, name.span);
  }
  for (const param of declared) {
    const item = valueOf(param, given, report);
    define(param.args.name.text, { items: item ? [item] : [], span: param.args.name.origin.span });
  }
  const names = new Set(declared.map(({ args }) => args.name.text));
  for (const [name, { origin }] of Object.entries(given)) {
    if (!names.has(name) && !lost.has(name)) report(unknownParam, { at: origin, data: { name, near: suggest(name, names) } });
  }
  for (const [name, span] of [...lost, ...unread]) if (!definitions.has(name)) definitions.set(name, { items: [], span });
  return definitions;
}

function readLet(statement: Statement, define: (name: string, definition: Definition) => void, binding: Binding): void {
  const { report } = binding;
  const end = acceptsAt(statement.words, 4);
  const [, name, equals, ...given] = statement.words.slice(0, end);
  bindRest(letKind, statement, end, binding);
  const last = statement.words.at(-1)!.span;
  const missing = (title: string): void =>
    report(missingArgument, { at: { ...last, start: last.end }, data: { owner: "let", title, example: letKind.example } });
  // The name is known all the same, and stands for nothing.
  const known = nameAtStart(name?.raw ?? "");
  if (known !== undefined && (known !== name?.raw || equals?.raw !== "=" || given.length === 0)) define(known, { items: [], span: name!.span });
  if (name === undefined || known === undefined) return missing("a name");
  if (known !== name.raw || equals?.raw !== "=") return missing("`=` after its name, between blanks");
  if (given.length === 0) return missing("a word after `=`");
  const words = joinParted(given, report);
  const extra = words.findIndex((word, index) => index < words.length - 1 && !word.comma);
  if (extra >= 0) {
    report(unexpectedWord, { at: words[extra + 1]!.span, data: { word: words[extra + 1]!.raw, owner: "`let`", closed: undefined, near: undefined } });
  }
  define(name.raw, { words, span: name.span });
}

/** The words, with those that a blank parts as one: `10 s`. */
function joinParted(words: readonly Word[], report: Report): readonly Word[] {
  const joined: Word[] = [];
  for (let at = 0; at < words.length; at++) {
    const two = quantityAt(words, at);
    if (two) reportParted(two, report);
    joined.push(two ? wordOf(two, words[++at]!) : words[at]!);
  }
  return joined;
}

type Param = Bound<typeof paramKind>;

function bindParam(statement: Statement, binding: Binding): Param | undefined {
  const root = open("param", paramKind, statement.words[0].span);
  bindWords(root, statement, 1, 1, binding);
  return root.sound ? (finish(root, []) as unknown as Param) : undefined;
}

/** The value of a param in this build; reports a value of the wrong type or out of bounds. */
function valueOf(param: Param, given: Readonly<Record<string, Item>>, report: Report): Item | undefined {
  const { name, type } = param.args as ArgsOf<typeof paramKind>;
  const standard = find(param, "default")?.args.text;
  const item = given[name.text] ?? standard;
  if (item === undefined) {
    if (!says(param, "default")) report(missingParam, { at: name.origin, data: { name: name.text } });
    return undefined;
  }
  const reader = paramTypes[type.value];
  const value = reader.read(item.text, item.quoted);
  if (isProblem(value)) {
    report(invalidValue, { at: item.origin, data: { text: item.text, problem: value.problem, instead: value.instead, near: undefined, example: reader.examples[0] }, related: [{ span: name.origin.span, text: `\`${name.text}\` is ${reader.title}` }] });
    return undefined;
  }
  for (const [word, sign] of [["min", -1], ["max", 1]] as const) {
    const bound = find(param, word)?.args.text;
    const limit = bound && reader.read(bound.text, false);
    if (typeof limit === "number" && typeof value === "number" && (value - limit) * sign > 0) {
      const text = sign < 0 ? `it is at least \`${bound!.text}\`` : `it is at most \`${bound!.text}\``;
      report(paramBounds, { at: item.origin, data: { name: name.text, text: item.text, bound: text }, related: [{ span: bound!.origin.span, text: "its bound" }] });
      return undefined;
    }
  }
  return { text: item.text, quoted: item.quoted, label: item.text, origin: { span: item.origin.span } };
}

function readSets({ set = {} }: Settings): Readonly<Record<string, Item>> {
  return Object.fromEntries(
    Object.entries(set).map(([name, text]) => {
      const source: Source = { path: "--set", text: `${name}=${text}` };
      const span: Span = { source, start: name.length + 1, end: source.text.length };
      return [name, { text, quoted: false, label: undefined, origin: { span } }];
    }),
  );
}

/** The values of the chosen env. Each env's params are checked, chosen or not. */
function chooseEnv(envs: readonly Statement[], params: readonly Statement[], lost: ReadonlyMap<string, Span>, { env: chosen }: Settings, report: Report): Readonly<Record<string, Item>> {
  const names = new Map<string, Word>();
  const known = new Set([...params.flatMap(({ words }) => (words[1] ? [words[1].raw] : [])), ...lost.keys()]);
  let given: Record<string, Item> = {};
  for (const statement of envs) {
    const name = statement.words[1];
    if (name === undefined || keywordOf(name) === undefined) {
      const at = statement.words[0].span;
      report(missingArgument, { at: { ...at, start: at.end }, data: { owner: "env", title: "a name", example: envKind.example } });
      continue;
    }
    const first = names.get(name.raw);
    if (first) report(duplicateName, { at: name.span, data: { name: name.raw, what: "the env" }, related: [{ span: first.span, text: "declared first here" }] });
    else names.set(name.raw, name);
    const values = readEnv(statement, known, report, name.raw === chosen);
    if (name.raw === chosen) given = values;
  }
  if (chosen !== undefined && !names.has(chosen)) {
    const source: Source = { path: "--env", text: chosen };
    report(unknownEnv, { at: { source, start: 0, end: chosen.length }, data: { name: chosen, near: suggest(chosen, names.keys()), known: [...names.keys()] } });
  }
  return given;
}

function readEnv(statement: Statement, known: ReadonlySet<string>, report: Report, chosen: boolean): Record<string, Item> {
  const values: Record<string, Item> = {};
  for (const { words: given } of statement.block?.statements ?? []) {
    const [name, word, extra] = [given[0], ...joinParted(given.slice(1), report)];
    if (word === undefined) {
      report(missingArgument, { at: { ...name.span, start: name.span.end }, data: { owner: name.raw, title: "a value", example: envKind.example } });
      continue;
    }
    if (extra) report(unexpectedWord, { at: extra.span, data: { word: extra.raw, owner: `\`${name.raw}\``, closed: undefined, near: undefined } });
    // The chosen env's unknown params are reported where all values meet.
    if (!chosen && !known.has(name.raw)) report(unknownParam, { at: name.span, data: { name: name.raw, near: suggest(name.raw, known) } });
    const text = word.text ?? word.pieces.map((piece) => (piece.kind === "text" ? piece.text : `\${${piece.name}}`)).join("");
    values[name.raw] = { text, quoted: word.quote !== "", label: undefined, origin: { span: word.span } };
  }
  return values;
}

/** The name that a word is or begins with. */
function nameAtStart(word: string): string | undefined {
  return /^[A-Za-z_][A-Za-z0-9_-]*$/.test(word) ? word : /^[\p{L}_][\p{L}\p{N}_-]*/u.exec(word)?.[0];
}
