import { collectDiagnostics } from "../diagnostics/define.js";
import { hasErrors, type Outcome } from "../diagnostics/diagnostic.js";
import { addTo } from "../source/group.js";
import type { Source } from "../source/source.js";
import { noTables, type Tables } from "../source/tables.js";
import type { File, Statement, Word } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { importKind, organizing as organizingKinds } from "../vocabulary/kinds/program.js";
import { isProblem } from "../vocabulary/values/value-type.js";
import type { Accept } from "./accept.js";
import { acceptWord, bindAcceptStatement, bindRest } from "./bind-accept.js";
import { bindWords, type Binding, clauseOf, commentsOf, finish, keywordOf, open } from "./bind-statement.js";
import { type Bound, type Entity, sameNames } from "./bound.js";
import { partAtCommas } from "./comma-ends-line.js";
import { duplicateName, nothingDeclared } from "./diagnostics.js";
import { readDefinitions, type Settings } from "./definitions.js";
import { profilesOf, readProfiles } from "./profiles.js";
import { createScope } from "./scope.js";
import { splitPlural } from "./plural.js";
import { createStrays } from "./strays.js";
import type { ReadDirective } from "./text-to-type.js";
import { createUndeclared, type Undeclared } from "./undeclared.js";
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
  const statements = parted.length === 1 ? parted[0]! : parted.flat();
  const keywords = statements.map(({ words }) => keywordOf(words[0]));
  const statementsByKeyword = new Map<string | undefined, Statement[]>();
  for (let at = 0; at < statements.length; at++) addTo(statementsByKeyword, keywords[at], statements[at]!);
  const byKind = (kind: string): readonly Statement[] => statementsByKeyword.get(kind) ?? [];
  const isKnown = (keyword = ""): boolean => Object.hasOwn(kinds, keyword) || organizing.has(keyword);
  const unknown = [...statementsByKeyword.keys()].every(isKnown) ? [] : statements.filter((_, at) => !isKnown(keywords[at]));
  const lost = new Map(unknown.flatMap(({ words: [, name] }) => (name === undefined ? [] : [[name.raw, name.span] as const])));
  const shared = { report, accepts, commaEndsLine, readDirective };
  const definitions = readDefinitions({ lets: byKind("let"), params: byKind("param"), envs: byKind("env") }, settings, lost, shared);
  const binding: Binding = { scope: createScope(definitions, report), ...shared };
  const profiles = readProfiles(byKind("profile"), kinds, lost, binding);
  for (const statement of byKind("import")) bindRest(importKind, statement, 2, binding);
  for (const statement of byKind(acceptWord)) bindAcceptStatement(statement, undefined, binding);

  // What else a declaration is read by: the definitions and profiles, and what the person who builds chose.
  const around = [JSON.stringify([settings.env, settings.set]), ...["let", "param", "env", "profile"].flatMap(byKind)];
  const known = tables.table<Statement, Declared>("bind", around);
  const fresh: (readonly [Statement, Declared])[] = [];
  const entities: Entity[] = [];
  const undeclared = createUndeclared();
  const strays = createStrays(kinds, [...organizing], undeclared, binding);
  for (let at = 0; at < statements.length; at++) {
    const statement = statements[at]!;
    const second = statement.words[1];
    const keyword = keywords[at];
    if (keyword !== undefined && organizing.has(keyword)) continue;
    const kind = keyword !== undefined && Object.hasOwn(kinds, keyword) ? kinds[keyword] : undefined;
    if (kind === undefined) {
      strays.report(statement);
      continue;
    }
    const kept = known.get(statement);
    if (kept !== undefined) {
      accepts.push(...kept.accepts);
      profiles.use(kept.profiles);
      for (let index = 0; index < kept.entities.length; index++) entities.push(kept.entities[index]!);
      strays.follow({ kind, statement, isSound: true });
      continue;
    }
    const [before, acceptedBefore] = [diagnostics.length, accepts.length];
    const declared = bindEntity(kind, statement, binding);
    const isSound = diagnostics.length === before || !hasErrors(diagnostics.slice(before));
    if (!isSound) undeclared.addFailed(statement);
    if (declared.length === 0 && (second === undefined || clauseOf(kind, keywordOf(second)) !== undefined)) undeclared.addNameless(statement);
    else if (declared.length === 0 || (!isSound && ((second !== undefined && binding.scope.isDoubtful(second)) || declared[0]!.faulty.has("")))) undeclared.add(statement, kind.kind, binding.scope);
    const own = declared.map(profiles.apply);
    for (let index = 0; index < own.length; index++) entities.push(own[index]!);
    if (tables !== noTables && diagnostics.length === before) fresh.push([statement, { entities: own, accepts: accepts.slice(acceptedBefore), profiles: declared.flatMap(profilesOf) }]);
    strays.follow({ kind, statement, isSound });
  }
  // Of several that have one fault, such as a name that nobody defines, one is told: the others seem to be sound.
  const isSound = !hasErrors(diagnostics);
  for (const [statement, declared] of fresh) if (isSound || (declared.profiles.length === 0 && !namesDefinitions(statement))) known.set(statement, declared);
  reportDuplicates(entities, binding, tables);
  if (statements.length === 0) report(nothingDeclared, { at: { source: files[0]!.source, start: 0, end: 0 }, data: undefined });
  // What could not be read may have used it.
  if (!hasErrors(diagnostics)) reportUnused(files, [...byKind("let"), ...byKind("param")], profiles.unused(), report);
  return { value: { entry: files[0]!.source, entities, accepts, undeclared }, diagnostics };
}

/** The declarations of one statement: one, or as many as a plural head has names. */
function bindEntity(kind: Kind, statement: Statement, binding: Binding): readonly Entity[] {
  const root = open(kind.kind, kind, statement.words[0].span, true);
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
  const known = sameNames("bound", entities, tables);
  // Of the last list alone: each edit of a name makes another one.
  const sound = tables.table<readonly string[], true>("names without duplicates", [known]);
  if (sound.get(known)) return;
  let isSound = true;
  const seen = new Map<string, Entity>();
  for (let at = 0; at < entities.length; at++) {
    const entity = entities[at]!;
    const key = namespaces.has(entity.kind) ? `${entity.kind} ${entity.kind === "site" ? "" : entity.name}` : entity.name;
    const first = seen.get(key);
    if (first === undefined) {
      seen.set(key, entity);
      continue;
    }
    isSound = false;
    report(duplicateName, {
      at: entity.nameOrigin,
      data: { name: entity.name, what: first.kind === entity.kind ? `the ${entity.kind}` : "the name" },
      related: [{ span: first.nameOrigin.span, text: `declared first here, as a ${first.kind}` }],
    });
  }
  if (isSound) sound.set(known, true);
}
