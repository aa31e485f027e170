import type { Argument, Arguments, Clauses, Declaration, Kind } from "../vocabulary/declaration.js";
import { groupsBy } from "../source/group.js";
import { oncePer } from "../source/once.js";
import type { Origin } from "../source/origin.js";
import type { ValueType } from "../vocabulary/values/value-type.js";

/** One word as its type read it. */
export interface Value<T = unknown> {
  readonly value: T;
  /** The word after interpolation and ranges. */
  readonly text: string;
  /** True when it was quoted: then it is never a keyword. */
  readonly quoted: boolean;
  readonly origin: Origin;
  /** Where the source shows something else: "192.168.0.256, the third of this range". */
  readonly label: string | undefined;
}

type ValuesOf<A> = A extends Argument<infer T, infer Optional, infer List>
  ? List extends true
    ? readonly Value<T>[]
    : Optional extends true
      ? Value<T> | undefined
      : Value<T>
  : never;

/** The arguments of a clause by their names: one value, one or none, or a list. */
export type ArgsOf<D> = D extends Declaration<infer A, Clauses> ? { readonly [K in keyof A]: ValuesOf<A[K]> } : never;

/** A word of a native block. */
export interface NativeWord {
  readonly text: string;
  readonly quoted: boolean;
  readonly comma: boolean;
  readonly origin: Origin;
}

/** A statement of a native block; structurally the same in the intermediate representation. */
export interface NativeStatement {
  readonly words: NativeWord[];
  readonly block: NativeStatement[] | null;
  readonly origin: Origin;
}

/** A declaration or clause of a program, with its arguments read. */
export interface Bound<D extends Declaration = Declaration> {
  /** The clause's name; of an entry of a block the empty text. */
  readonly word: string;
  readonly declaration: D;
  readonly args: ArgsOf<D>;
  /** In the order in which they stand. */
  readonly clauses: readonly Bound[];
  /** Clauses that were said and could not be read: reported already, so that their absence is not reported again. */
  readonly faulty: ReadonlySet<string>;
  readonly native: readonly NativeStatement[] | undefined;
  readonly origin: Origin;
  /** Comments of its statement, for `expand`. */
  readonly comments: readonly string[];
}

/** A bound declaration of a kind. Its first argument is its name. */
export interface Entity<K extends Kind = Kind> extends Bound<K> {
  readonly kind: string;
  readonly name: string;
  /** Where its name stands. */
  readonly nameOrigin: Origin;
}

/** The clause `name` of `bound`, or `undefined` when it is not said. */
export function find<A extends Arguments, C extends Clauses, K extends keyof C & string>(
  bound: Bound<Declaration<A, C>>,
  name: K,
): Bound<C[K]> | undefined {
  return clauseNamed(bound.clauses, name) as Bound<C[K]> | undefined;
}

/** Every clause `name` of `bound`, in order; of clauses that may repeat. */
export function findAll<A extends Arguments, C extends Clauses, K extends keyof C & string>(
  bound: Bound<Declaration<A, C>>,
  name: K,
): readonly Bound<C[K]>[] {
  return clausesNamed(bound.clauses, name) as readonly Bound[] as readonly Bound<C[K]>[];
}

/** Whether the program says the clause, soundly or not. */
export function says(bound: Bound, name: string): boolean {
  return bound.faulty.has(name) || clauseNamed(bound.clauses, name) !== undefined;
}

/** The first of these clauses that is named `word`. */
export function clauseNamed(clauses: readonly Bound[], word: string): Bound | undefined {
  if (clauses.length > few) return byWord(clauses, word)[0];
  for (const clause of clauses) if (clause.word === word) return clause;
  return undefined;
}

/** Those of these clauses that are named `word`, in order. */
export function clausesNamed(clauses: readonly Bound[], word: string): readonly Bound[] {
  if (clauses.length > few) return byWord(clauses, word);
  let found: Bound[] | undefined;
  for (const clause of clauses) {
    if (clause.word !== word) continue;
    if (found === undefined) found = [clause];
    else found.push(clause);
  }
  return found ?? none;
}

const none: readonly Bound[] = [];

/** As many are looked through as fast as they are looked up; but a gateway can have thousands of listens, and is asked about each. */
const few = 24;
const byWord = groupsBy(({ word }: Bound) => word);

/** The entries of a block: statements whose first word names no clause. */
export function entriesOf<E extends Declaration>(bound: Bound, _entry: E): readonly Bound<E>[] {
  return clausesNamed(bound.clauses, "") as readonly Bound[] as readonly Bound<E>[];
}

/** Whether something is so of a declaration or of a clause below it, however deep: what is not need not be walked. */
export function somewhere(isSo: (declaration: Declaration) => boolean): (declaration: Declaration) => boolean {
  const isSoOf: (declaration: Declaration) => boolean = oncePer((declaration) => {
    const below = [...Object.values(declaration.clauses), ...(declaration.entry ? [declaration.entry] : [])];
    return isSo(declaration) || below.some(isSoOf);
  });
  return isSoOf;
}

/** Plain values for the arguments of an implied clause; a list for a list, `undefined` for one left out. */
export type PlainArgs<D> = D extends Declaration<infer A, Clauses>
  ? { readonly [K in keyof A as A[K] extends Argument<unknown, false, boolean> ? K : never]: PlainOf<A[K]> } & {
      readonly [K in keyof A as A[K] extends Argument<unknown, true, boolean> ? K : never]?: PlainOf<A[K]> | undefined;
    }
  : never;

type PlainOf<A> = A extends Argument<infer T, boolean, infer List> ? (List extends true ? readonly T[] : T) : never;

/** Makes a clause that nobody wrote. `origin` says which statement implied it, and by which default. */
export function imply<D extends Declaration>(declaration: D, word: string, args: PlainArgs<D>, origin: Origin, clauses: readonly Bound[] = none): Bound<D> {
  const values: Record<string, unknown> = {};
  for (const name in declaration.args) {
    const { type, list } = declaration.args[name]!;
    const given = (args as Readonly<Record<string, unknown>>)[name];
    if (list) values[name] = ((given ?? []) as readonly unknown[]).map((value) => impliedValue(type, value, origin));
    else values[name] = given === undefined ? undefined : impliedValue(type, given, origin);
  }
  return implyOf(declaration, word, values as ArgsOf<D>, origin, clauses);
}

/** The same of values that are made: for what each of thousands implies. */
export function implyOf<D extends Declaration>(declaration: D, word: string, args: ArgsOf<D>, origin: Origin, clauses: readonly Bound[] = none): Bound<D> {
  return { word, declaration, args, clauses, faulty: nothing, native: undefined, origin, comments: noComments };
}

export function impliedValue<T>(type: ValueType<T>, value: T, origin: Origin): Value<T> {
  return { value, text: type.print(value), quoted: false, origin, label: undefined };
}

const nothing: ReadonlySet<string> = new Set();
const noComments: readonly string[] = [];

/** Makes a declaration that nobody wrote. */
export function implyEntity<K extends Kind>(declaration: K, args: PlainArgs<K>, origin: Origin, clauses: readonly Bound[] = none): Entity<K> {
  const bound = imply(declaration, declaration.kind, args, origin, clauses);
  const name = (bound.args as Readonly<Record<string, Value>>)["name"]!;
  return { ...bound, kind: declaration.kind, name: name.text, nameOrigin: origin };
}

/** The same with other clauses. */
export function withClauses<B extends Bound>(bound: B, clauses: readonly Bound[]): B {
  return { ...bound, clauses };
}
