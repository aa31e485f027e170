import { collectDiagnostics } from "../diagnostics/define.js";
import { type Diagnostic, hasErrors, type Outcome } from "../diagnostics/diagnostic.js";
import { groupBy } from "../source/group.js";
import { countsAgain, filterAgain } from "../source/kept-groups.js";
import { eachAgain, flatAgain, keptAgain } from "../source/kept-lists.js";
import type { Source } from "../source/source.js";
import { noTables, type Tables } from "../source/tables.js";
import type { File, Statement, Word } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { importKind, organizing as organizingKinds } from "../vocabulary/kinds/program.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import type { Accept } from "./accept.js";
import { acceptWord, bindAcceptStatement, bindRest } from "./bind-accept.js";
import { bindWords, type Binding, clauseOf, commentsOf, finish, keywordOf, open } from "./bind-statement.js";
import type { Bound, Entity } from "./bound.js";
import { partAtCommas } from "./comma-ends-line.js";
import { duplicateName, nothingDeclared } from "./diagnostics.js";
import { readDefinitions, type Settings } from "./definitions.js";
import { type Profiles, profilesOf, readProfiles } from "./profiles.js";
import { createScope } from "./scope.js";
import { splitPlural } from "./plural.js";
import { createStrays, type Strays } from "./strays.js";
import type { ReadDirective } from "./text-to-type.js";
import { createUndeclared, type Undeclared, type UndeclaredNames } from "./undeclared.js";
import { reportUnused } from "./unused.js";

/** A program with imports, params, lets, profiles, ranges and plural heads resolved: its declarations. */
export interface Program {
  readonly entry: Source;
  readonly entities: readonly Entity[];
  /** What it says of its reports. */
  readonly accepts: readonly Accept[];
  /** What it was to declare besides. */
  readonly undeclared: Undeclared;
}

/** Kinds that organize a program and are no part of the site. */
const organizing = new Set(["import", "let", "param", "env", "profile", acceptWord]);

/** What a statement without a fault declares, and what it adds to the program besides. */
interface Declared {
  readonly entities: readonly Entity[];
  readonly accepts: readonly Accept[];
  readonly profiles: readonly string[];
}

const noDirectives: ReadDirective = () => undefined;

/** Binds the statements of all files of a program to `kinds`. */
export function bindProgram(files: readonly File[], kinds: Readonly<Record<string, Kind>>, settings: Settings, tables: Tables = noTables, readDirective: ReadDirective = noDirectives): Outcome<Program> {
  const { report, diagnostics } = collectDiagnostics();
  const accepts: Accept[] = [];
  const beginnings = { clauses: { ...kinds, ...organizingKinds } };
  const commaEndsLine = files.some((file) => file.commaEndsLine);
  const parted = files.map(({ body }) => (commaEndsLine ? partAtCommas(body.statements, beginnings, report) : body.statements));
  const statements = parted.length === 1 ? parted[0]! : flatAgain("statements", parted, tables);
  const kindOf = (statement: Statement): Kind | undefined => {
    const keyword = keywordIn(statement);
    return Object.hasOwn(kinds, keyword) ? kinds[keyword] : undefined;
  };
  const others = groupBy(filterAgain("statements of no kind", statements, (statement) => kindOf(statement) === undefined, tables), keywordIn);
  const byKind = (kind: string): readonly Statement[] => others.get(kind) ?? [];
  const unknown = [...others].flatMap(([keyword, own]) => (organizing.has(keyword) ? [] : own));
  const lost = new Map(unknown.flatMap(({ words: [, name] }) => (name === undefined ? [] : [[name.raw, name.span] as const])));
  const shared = { report, accepts, commaEndsLine, readDirective };
  const definitions = readDefinitions({ lets: byKind("let"), params: byKind("param"), envs: byKind("env") }, settings, lost, shared);
  const binding: Binding = { scope: createScope(definitions, report), ...shared };
  const profiles = readProfiles(byKind("profile"), kinds, lost, binding);
  for (const statement of byKind("import")) bindRest(importKind, statement, 2, binding);
  for (const statement of byKind(acceptWord)) bindAcceptStatement(statement, undefined, binding);

  const undeclared = createUndeclared();
  const strays = createStrays(kinds, [...organizing], undeclared, binding);
  // What else a declaration is read by: the definitions and profiles, and what the person who builds chose.
  const around = [JSON.stringify([settings.env, settings.set]), ...["let", "param", "env", "profile"].flatMap(byKind)];
  const declared = bindAgain(around, statements, { kindOf, undeclared, strays, profiles, diagnostics, binding, tables });
  for (const each of filterAgain("statements that add", declared, addsMore, tables)) {
    accepts.push(...each.accepts);
    profiles.use(each.profiles);
  }
  const entities = flatAgain("entities", eachAgain("entities of statements", [], declared, (each) => each.entities, { tables }), tables);
  reportDuplicates(entities, binding, tables);
  if (statements.length === 0) report(nothingDeclared, { at: { source: files[0]!.source, start: 0, end: 0 }, data: undefined });
  // What could not be read may have used it.
  if (!hasErrors(diagnostics)) reportUnused(files, [...byKind("let"), ...byKind("param")], profiles.unused(), report);
  return { value: { entry: files[0]!.source, entities, accepts, undeclared }, diagnostics };
}

/** The word that a statement begins with; empty where it cannot be one. */
function keywordIn({ words }: Statement): string {
  return keywordOf(words[0]) ?? "";
}

function addsMore({ accepts, profiles }: Declared): boolean {
  return accepts.length + profiles.length > 0;
}

/** What statements are bound by, and what they tell. */
interface Around {
  readonly kindOf: (statement: Statement) => Kind | undefined;
  readonly undeclared: UndeclaredNames;
  readonly strays: Strays;
  readonly profiles: Profiles;
  readonly diagnostics: readonly Diagnostic[];
  readonly binding: Binding;
  readonly tables: Tables;
}

/** What each statement declares. Of one that was there before, with the same around it, it is what it was, unless something was said of it. */
function bindAgain(frame: readonly unknown[], statements: readonly Statement[], around: Around): readonly Declared[] {
  const { kindOf, strays, diagnostics, tables } = around;
  const slot = tables.slot<{ readonly items: readonly Statement[]; readonly kept: readonly (Declared | undefined)[] }>("bind", frame);
  const declared = keptAgain<Statement, Declared>(slot.get(), statements);
  const fresh: number[] = [];
  const faulty: number[] = [];
  // The last statement that strays know of.
  let told = -1;
  for (let at = 0; at < statements.length; at++) {
    if (declared[at] !== undefined) continue;
    const statement = statements[at]!;
    const kind = kindOf(statement);
    const before = diagnostics.length;
    declared[at] = kind === undefined ? nothing : bindDeclaration(kind, statement, around);
    const isStray = kind === undefined && !organizing.has(keywordIn(statement));
    if (isStray) {
      const above = lastDeclaration(statements, told, at, kindOf);
      // It was not bound again, so it is sound.
      if (above !== undefined) strays.follow({ ...above, isSound: true });
      strays.report(statement);
    }
    if (isStray || kind !== undefined) told = at;
    (diagnostics.length === before && !isStray ? fresh : faulty).push(at);
  }
  if (tables === noTables) return declared as readonly Declared[];
  // Of several that have one fault, such as a name that nobody defines, one is told: the others seem to be sound.
  const isSound = !hasErrors(diagnostics);
  for (const at of fresh) if (!isSound && (declared[at]!.profiles.length > 0 || namesDefinitions(statements[at]!))) faulty.push(at);
  const kept = faulty.length === 0 ? declared : declared.slice();
  for (const at of faulty) kept[at] = undefined;
  slot.set({ items: statements, kept });
  return declared as readonly Declared[];
}

/** The last of the declarations between two places. */
function lastDeclaration(statements: readonly Statement[], after: number, before: number, kindOf: Around["kindOf"]): { readonly kind: Kind; readonly statement: Statement } | undefined {
  for (let at = before - 1; at > after; at--) {
    const kind = kindOf(statements[at]!);
    if (kind !== undefined) return { kind, statement: statements[at]! };
  }
  return undefined;
}

const nothing: Declared = { entities: [], accepts: [], profiles: [] };

function bindDeclaration(kind: Kind, statement: Statement, { undeclared, strays, profiles, diagnostics, binding }: Around): Declared {
  const second = statement.words[1];
  const [before, acceptedBefore] = [diagnostics.length, binding.accepts.length];
  const declared = bindEntity(kind, statement, binding);
  const isSound = diagnostics.length === before || !hasErrors(diagnostics.slice(before));
  if (!isSound) undeclared.addFailed(statement);
  if (declared.length === 0 && (second === undefined || clauseOf(kind, keywordOf(second)) !== undefined)) undeclared.addNameless(statement);
  else if (declared.length === 0 || (!isSound && ((second !== undefined && binding.scope.isDoubtful(second)) || declared[0]!.faulty.has("")))) undeclared.add(statement, kind.kind, binding.scope);
  const entities = declared.map(profiles.apply);
  strays.follow({ kind, statement, isSound });
  return { entities, accepts: binding.accepts.length === acceptedBefore ? nothing.accepts : binding.accepts.splice(acceptedBefore), profiles: declared.flatMap(profilesOf) };
}

/** The declarations of one statement: one, or as many as a plural head has names. */
function bindEntity(kind: Kind, statement: Statement, binding: Binding): readonly Entity[] {
  const root = open(kind.kind, kind, statement.words[0].span, { plural: true });
  const names = countNames(kind, statement, binding);
  bindWords(root, statement, 1, names, binding);
  const name = root.args["name"];
  if (name === undefined || (Array.isArray(name) && name.length === 0)) return [];
  const bound = finish(root, commentsOf(statement), statement.span);
  return splitPlural(bound as Bound<Kind>, names, root.sound);
}

function namesDefinitions({ words, block }: Statement): boolean {
  return words.some(({ pieces }) => pieces.some(({ kind }) => kind === "reference")) || block?.statements.some(namesDefinitions) === true;
}

/** How many names a head has; the other arguments are dealt out to as many. 0 when a name cannot be read: it may be several. */
function countNames(kind: Kind, statement: Statement, { scope }: Binding): number {
  const { name } = kind.args;
  if (name === undefined || isOneName(statement.words[1])) return 1;
  let count = 0;
  for (const word of statement.words.slice(1)) {
    const items = scope.resolve(word);
    if (scope.isDoubtful(word) || items.some(({ text, quoted }) => text.includes("[") && isProblem(name.type.read(text, quoted)))) return 0;
    for (const { text, quoted } of items) count += quoted || word.pieces.some((piece) => piece.kind === "reference") ? 1 : text.split(",").length;
    if (!word.comma) break;
  }
  return Math.max(1, count);
}

/** Whether a head has one name that stands for itself, as most do. */
function isOneName(word: Word | undefined): boolean {
  return word?.text !== undefined && !word.comma && !word.text.includes("[") && !word.text.includes(",");
}

/** Kinds whose names stand apart from those of all others. */
const namespaces: ReadonlySet<string> = new Set(["site", "secret", "expect"]);

/** Entities share one namespace, but for secrets and expectations, which have their own, and the site, which is one. The first of two is kept. */
function reportDuplicates(entities: readonly Entity[], { report }: Binding, tables: Tables): void {
  if (countsAgain("bound keys", entities, keyInNamespace, tables).size === entities.length) return;
  const seen = new Map<string, Entity>();
  for (let at = 0; at < entities.length; at++) {
    const entity = entities[at]!;
    const key = keyInNamespace(entity);
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, entity);
      continue;
    }
    report(duplicateName, {
      at: entity.nameOrigin,
      data: { name: entity.name, what: first.kind === entity.kind ? `the ${entity.kind}` : "the name" },
      related: [{ span: first.nameOrigin.span, text: `declared first here, as a ${first.kind}` }],
    });
  }
}

function keyInNamespace({ kind, name }: Entity): string {
  return namespaces.has(kind) ? `${kind} ${kind === "site" ? "" : name}` : name;
}
