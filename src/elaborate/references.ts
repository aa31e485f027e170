import type { Reference, ReferenceType } from "../vocabulary/values/texts.js";
import type { Report } from "../diagnostics/define.js";
import { suggest } from "../diagnostics/suggest.js";
import { implied, type Label } from "../source/origin.js";
import { eachAgain, keptAgain } from "../source/kept-lists.js";
import { oncePer } from "../source/once.js";
import { beginTogether } from "../source/source.js";
import { stretchOf } from "../source/stretch.js";
import { noTables, type Tables } from "../source/tables.js";
import { type KindName, kinds } from "../vocabulary/index.js";
import type { Declaration, Kind } from "../vocabulary/declaration.js";
import { times } from "../vocabulary/values/numbers.js";
import { type Bound, type Entity, implyEntity, type PlainArgs, somewhere, type Value } from "../bind/bound.js";
import { isAction } from "./chain.js";
import { impliedEntity, unknownReference, wrongReference } from "./diagnostics.js";
import { type Draft, instancesOf } from "./draft.js";

/** Kinds that a reference by the kind's name implies, and how many instances they have then. */
const impliable: Readonly<Record<string, number | undefined>> = {
  gateway: undefined,
  consul: 3,
  elasticsearch: undefined,
  logstash: undefined,
  redis: undefined,
  rabbitmq: undefined,
  mysql: undefined,
  postgres: undefined,
  kafka: undefined,
};

/** The names of all nodes, made when one is asked for: most references are to declarations. */
type Nodes = () => ReadonlySet<string>;

/** Looks up every name that refers to something: implies what may be implied, and reports what is not there. */
export function resolveReferences(draft: Draft, report: Report, tables: Tables): void {
  const { entities } = draft;
  const unknown = unknownNames(entities, draft);
  if (tables === noTables) for (let place = 0; place < entities.length; place++) resolveAll(entities[place]!, unknown, draft, report);
  else resolveAgain(entities, unknown, draft, report, tables);
  unknown.report(report);
}

/** Declarations, and the names of those that each refers to; undefined where one of them leads nowhere. */
interface Resolved {
  readonly items: readonly Entity[];
  /** The kind and name of each. */
  readonly names: readonly string[];
  readonly kept: readonly (readonly string[] | undefined)[];
}

function resolveAgain(entities: readonly Entity[], unknown: UnknownNames, draft: Draft, report: Report, tables: Tables): void {
  const names = eachAgain("declared names", [], entities, ({ kind, name }) => `${kind} ${name}`, { tables });
  const slot = tables.slot<Resolved>("resolved references", []);
  const kept = stillResolved(slot.get(), entities, names);
  for (let place = 0; place < entities.length; place++) kept[place] ??= resolveAll(entities[place]!, unknown, draft, report);
  // What one reference implies, another may lead to.
  if (draft.entities.length === entities.length) slot.set({ items: entities, names, kept });
}

/** What was resolved of these, where the same are declared as then but for some that it does not name. */
function stillResolved(before: Resolved | undefined, entities: readonly Entity[], names: readonly string[]): (readonly string[] | undefined)[] {
  const kept = keptAgain<Entity, readonly string[]>(before, entities);
  if (before === undefined || before.names === names) return kept;
  const { start, wasEnd, end } = stretchOf(before.names, names);
  const others = new Set([...before.items.slice(start, wasEnd), ...entities.slice(start, end)].map(({ name }) => name));
  const isOther = (name: string): boolean => others.has(name);
  for (let place = 0; place < kept.length; place++) if (kept[place]?.some(isOther) === true) kept[place] = undefined;
  return kept;
}

/** The names of all that a declaration refers to; undefined where one of them leads nowhere. */
function resolveAll(entity: Entity, unknown: UnknownNames, draft: Draft, report: Report): readonly string[] | undefined {
  const named: string[] = [];
  let isSound = true;
  walk(entity, (value, type) => {
    named.push(value.value.name);
    isSound = resolve(value, type, unknown, draft, report) && isSound;
  });
  return isSound ? named : undefined;
}

/** Reports what these refer to and is not there, when all that is implied is. */
export function checkReferences(bounds: readonly Bound[], draft: Draft, report: Report): void {
  const unknown = unknownNames(draft.entities, draft);
  for (const bound of bounds) {
    walk(bound, (value, type) => {
      if (draft.get(value.value.name) === undefined && !unknown.nodes().has(value.value.name)) unknown.add(value, type);
    });
  }
  unknown.report(report);
}

/** Of the places that say an unknown name, how many are shown after the first. */
const mostShown = 3;

/**
 * Of the names that nobody declares, for how many the nearest is looked for: who lacks more has lost an import, and not a letter; and each is compared
 * with all names of a site.
 */
const mostSearched = 200;

/** The names that are nobody's, each with the places that say it: one fault, however often. */
interface UnknownNames {
  readonly nodes: Nodes;
  /** Takes a name that no declaration has, unless it is a node's, where one may stand. */
  add(value: Value<Reference>, type: ReferenceType): void;
  report(report: Report): void;
}

function unknownNames(entities: readonly Entity[], draft: Draft): UnknownNames {
  const nodes = nodesOf(entities);
  const found = new Map<string, { readonly value: Value<Reference>; readonly type: ReferenceType; readonly others: Label[] }>();
  return {
    nodes,
    add(value, type) {
      const { name } = value.value;
      if (draft.undeclared.find(name) !== undefined || (type.kinds.length === 0 && nodes().has(name))) return;
      draft.unknown.add(name);
      // `app1` and `app4` are of one declaration.
      const stem = name.replace(/\d+$/, "");
      const first = found.get(stem);
      if (first === undefined) return void found.set(stem, { value, type, others: [] });
      const { span } = value.origin;
      const isShown = [first.value.origin, ...first.others].some((each) => beginTogether(each.span, span));
      if (!isShown && first.others.length < mostShown) first.others.push({ span, text: first.value.value.name === name ? "and here" : `and \`${name}\` here` });
    },
    report(report) {
      const candidates = candidatesIn(draft);
      let left = mostSearched;
      for (const { value, type, others } of found.values()) reportUnknown(value, type, others, candidates(type), left-- > 0 ? nodes : undefined, draft, report);
    },
  };
}

/** The names of the declarations that a type of reference takes; many references are of one type. */
function candidatesIn(draft: Draft): (type: ReferenceType) => readonly string[] {
  const { entities } = draft;
  return oncePer(({ kinds }: ReferenceType) => entities.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(({ name }) => name));
}

function nodesOf(entities: readonly Entity[]): Nodes {
  let known: ReadonlySet<string> | undefined;
  return () => (known ??= new Set(entities.flatMap((entity) => instancesOf(entity).map(({ name }) => name))));
}

function walk(bound: Bound, visit: (value: Value<Reference>, type: ReferenceType) => void): void {
  const named = referencesIn(bound.declaration);
  if (named.length > 0 && !isAction(bound)) {
    const args = bound.args as Readonly<Record<string, unknown>>;
    for (let at = 0; at < named.length; at++) {
      const { name, type } = named[at]!;
      const value = args[name] as Value<Reference> | readonly Value<Reference>[] | undefined;
      if (isList(value)) for (let place = 0; place < value.length; place++) visit(value[place]!, type);
      else if (value !== undefined) visit(value, type);
    }
  }
  const { clauses } = bound;
  for (let place = 0; place < clauses.length; place++) if (hasReferences(clauses[place]!.declaration)) walk(clauses[place]!, visit);
}

const isList: (value: unknown) => value is readonly Value<Reference>[] = Array.isArray;

const hasReferences = somewhere((declaration) => referencesIn(declaration).length > 0);

interface Referring {
  readonly name: string;
  readonly type: ReferenceType;
}

/** The arguments of a declaration that refer to something. */
const referencesIn = oncePer(({ args }: Declaration): readonly Referring[] =>
  Object.entries(args).flatMap(([name, { type }]) => ("kinds" in type ? [{ name, type: type as unknown as ReferenceType }] : [])),
);

/** Whether it leads to a declaration of the right kind that was there already. */
function resolve(value: Value<Reference>, type: ReferenceType, unknown: UnknownNames, draft: Draft, report: Report): boolean {
  if (type.own) return true;
  const { name } = value.value;
  const found = draft.get(name);
  if (found !== undefined) {
    if (type.kinds.length === 0 || type.kinds.includes(found.kind)) return true;
    report(wrongReference, { at: value.origin, label: value.label, data: { name, is: found.kind, kinds: type.kinds }, related: [{ span: found.nameOrigin.span, text: "declared here" }] });
  } else if (draft.undeclared.find(name) === undefined && canImply(name, type, draft)) imply(name, value, draft);
  else unknown.add(value, type);
  return false;
}

function canImply(name: string, type: ReferenceType, draft: Draft): boolean {
  if (!Object.hasOwn(impliable, name) || !Object.hasOwn(kinds, name)) return false;
  if (type.kinds.length > 0 && !type.kinds.includes(name)) return false;
  return draft.ofKind(name as KindName).length === 0 && draft.ofKind("host").length === 0;
}

function imply(name: string, value: Value<Reference>, draft: Draft): void {
  const kind = (kinds as Readonly<Record<string, Kind>>)[name]!;
  const count = impliable[name];
  const origin = implied(value.origin, `the ${name} that this implies`);
  const entity = implyEntity(kind, { name, ...(count === undefined ? {} : { times: count }) } as unknown as PlainArgs<Kind>, origin);
  draft.put(entity);
  const text = count === undefined ? `\`${name} ${name}\` is implied` : `\`${name} ${name} ${times.print(count)}\` is implied: ${count} of them elect a leader, and one may fail`;
  draft.report(impliedEntity, { at: value.origin, data: { text } });
}

function nearest(name: string, type: ReferenceType, candidates: readonly string[], nodes: Nodes, draft: Draft): string | undefined {
  const implying = Object.keys(impliable).filter((kind) => canImply(kind, type, draft));
  return suggest(name, [...candidates, ...implying, ...(type.kinds.length === 0 ? nodes() : [])]);
}

function reportUnknown({ value: { name }, origin, label }: Value<Reference>, type: ReferenceType, others: readonly Label[], candidates: readonly string[], nodes: Nodes | undefined, draft: Draft, report: Report): void {
  const near = nodes && nearest(name, type, candidates, nodes, draft);
  const isKind = Object.hasOwn(impliable, name) && (type.kinds.length === 0 || type.kinds.includes(name));
  const count = impliable[name];
  const own = type.kinds.length === 0 ? undefined : candidates.find((each) => draft.get(each)?.kind === name);
  const instead = near !== undefined || !isKind ? undefined : own ?? `${name} ${name}${count === undefined ? "" : ` x${count}`} on …`;
  report(unknownReference, {
    at: origin,
    label,
    data: { name, kinds: type.kinds, near, instead },
    related: others,
    notes: isKind && instead?.endsWith("…") ? ["this site places things on hosts, so nothing is implied in it: say where it runs"] : [],
  });
}
