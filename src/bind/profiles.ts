import { suggest } from "../diagnostics/suggest.js";
import type { Label, Origin } from "../source/origin.js";
import type { Span } from "../source/source.js";
import type { Statement } from "../syntax/index.js";
import type { Kind } from "../vocabulary/declaration.js";
import { profile as profileKind } from "../vocabulary/kinds/program.js";
import { bindBlock, bindWords, type Binding, open } from "./bind-statement.js";
import type { Accept } from "./accept.js";
import { type Bound, clauseNamed, type Entity, type Value } from "./bound.js";
import { duplicateName, profileKind as wrongKind, unknownKind, unknownProfile } from "./diagnostics.js";

interface Profile {
  readonly name: Value;
  /** What it accepts: for its whole, `over` is its own statement. */
  readonly accepts: readonly Accept[];
  readonly span: Span;
  /** Its clauses as each of its kinds reads them; behind each origin stands itself, as the place in the profile. */
  readonly clauses: ReadonlyMap<string, Pick<Bound, "clauses" | "faulty">>;
  /** Whether all of its kinds are known. */
  readonly isSound: boolean;
}

/** The profiles of a program. */
export interface Profiles {
  /** The declaration with the clauses of the profiles that its `is` names, and without `is`. */
  apply(entity: Entity): Entity;
  /** What was applied before is applied again. */
  use(names: readonly string[]): void;
  /** The names of those that no declaration has asked for yet. */
  unused(): readonly Value[];
}

export function readProfiles(statements: readonly Statement[], kinds: Readonly<Record<string, Kind>>, lost: ReadonlyMap<string, Span>, binding: Binding): Profiles {
  const profiles = new Map<string, Profile>();
  for (const statement of statements) {
    const profile = readProfile(statement, kinds, binding);
    if (profile === undefined) continue;
    const first = profiles.get(profile.name.text);
    if (first === undefined) profiles.set(profile.name.text, profile);
    else binding.report(duplicateName, { at: profile.name.origin, data: { name: profile.name.text, what: "the profile" }, related: [{ span: first.name.origin.span, text: "declared first here" }] });
  }
  const used = new Set<string>();
  const use = (names: readonly string[]): void => names.forEach((name) => used.add(name));
  return {
    apply(entity) {
      const is = clauseNamed(entity.clauses, "is");
      if (is === undefined) return entity;
      use(profilesOf(entity));
      return applyProfiles(entity, is, profiles, lost, binding);
    },
    use,
    unused: () => [...profiles.values()].map(({ name }) => name).filter(({ text }) => !used.has(text)),
  };
}

/** The names of the profiles that a declaration asks for. */
export function profilesOf({ clauses }: Entity): readonly string[] {
  const is = clauseNamed(clauses, "is");
  return is === undefined ? [] : (is.args as { readonly profiles: readonly Value[] }).profiles.map(({ text }) => text);
}

function readProfile(statement: Statement, kinds: Readonly<Record<string, Kind>>, binding: Binding): Profile | undefined {
  const before = binding.accepts.length;
  const root = open("profile", profileKind, statement.words[0].span);
  bindWords(root, { ...statement, block: undefined }, 1, 1, binding);
  const name = root.args["name"] as Value | undefined;
  if (name === undefined) return undefined;
  const targets = (root.clauses.find(({ word }) => word === "for")?.args as { readonly kinds: readonly Value<string>[] } | undefined)?.kinds ?? [];
  const clauses = new Map<string, Pick<Bound, "clauses" | "faulty">>();
  for (const { value, origin } of targets) {
    const kind = Object.hasOwn(kinds, value) ? kinds[value] : undefined;
    if (kind === undefined) {
      binding.report(unknownKind, { at: origin, data: { word: value, near: suggest(value, Object.keys(kinds)), kinds: Object.keys(kinds) } });
      continue;
    }
    const body = open(value, kind, statement.words[0].span);
    bindBlock(body, statement, 1, binding);
    clauses.set(value, { faulty: body.faulty, clauses: body.clauses.map((clause) => showBehind(clause, `from the profile \`${name.text}\``)) });
  }
  return { name, clauses, isSound: root.faulty.size === 0 && clauses.size === targets.length, accepts: binding.accepts.slice(before), span: statement.span };
}

/** What the declaration says replaces the profiles' clauses of that name whole, and a later profile's an earlier one's. */
function applyProfiles(entity: Entity, is: Bound, profiles: ReadonlyMap<string, Profile>, lost: ReadonlyMap<string, Span>, { report, accepts }: Binding): Entity {
  let clauses: readonly Bound[] = [];
  const faulty = new Set(entity.faulty);
  for (const name of (is.args as { readonly profiles: readonly Value<string>[] }).profiles) {
    const profile = profiles.get(name.text);
    if (profile === undefined) {
      faulty.add("is");
      if (!lost.has(name.text)) report(unknownProfile, { at: name.origin, data: { name: name.text, near: suggest(name.text, profiles.keys()) } });
      continue;
    }
    const own = profile.clauses.get(entity.kind);
    if (own === undefined) {
      faulty.add("is");
      if (profile.isSound) report(wrongKind, { at: name.origin, data: { name: name.text, kind: entity.kind, kinds: [...profile.clauses.keys()] }, related: [{ span: profile.name.origin.span, text: "declared here" }] });
      continue;
    }
    // Its clauses are clauses of the declaration now, and stand where `is` names it.
    for (const accept of profile.accepts) accepts.push({ ...accept, over: accept.over === profile.span ? entity.origin.span : name.origin.span });
    for (const word of own.faulty) faulty.add(word);
    clauses = merge(clauses, own.clauses.map((clause) => moveTo(clause, name.origin)));
  }
  return { ...entity, faulty, clauses: merge(clauses, entity.clauses.filter((clause) => clause !== is)) };
}

function merge(below: readonly Bound[], above: readonly Bound[]): readonly Bound[] {
  const said = new Set(above.map(({ word }) => word));
  return [...below.filter(({ word }) => !said.has(word)), ...above];
}

/** A profile's clause with the places that stand behind it where it is used: they are the same for every use. */
function showBehind(bound: Bound, text: string): Bound {
  return withOrigins(bound, (origin) => {
    const behind: Label = { span: origin.span, text };
    return { ...origin, via: [behind, ...(origin.via ?? [])] };
  });
}

/** The clause as one of the declaration that uses it: reports point at the use and show the profile. */
function moveTo(bound: Bound, use: Origin): Bound {
  return withOrigins(bound, (origin) => ({ ...origin, span: use.span, via: use.via === undefined ? origin.via! : [...use.via, ...origin.via!] }));
}

function withOrigins(bound: Bound, move: (origin: Origin) => Origin): Bound {
  const moveValue = ({ value, text, quoted, origin, label }: Value): Value => ({ value, text, quoted, origin: move(origin), label: label ?? text });
  const args: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(bound.args as Readonly<Record<string, Value | readonly Value[] | undefined>>)) {
    args[key] = isList(value) ? value.map(moveValue) : value && moveValue(value);
  }
  return { ...bound, args: args as Bound["args"], clauses: bound.clauses.map((clause) => withOrigins(clause, move)), origin: move(bound.origin) };
}

function isList(value: Value | readonly Value[] | undefined): value is readonly Value[] {
  return Array.isArray(value);
}
