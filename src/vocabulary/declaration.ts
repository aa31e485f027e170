import type { ValueType } from "./values/value-type.js";
import { oncePer } from "../source/once.js";

/** One argument of a declaration or clause, in the order in which they are written. */
export interface Argument<T = unknown, Optional extends boolean = boolean, List extends boolean = boolean> {
  readonly type: ValueType<T>;
  readonly optional: Optional;
  /** True when words joined by commas are taken, one value each. */
  readonly list: List;
}

export type Arguments = Readonly<Record<string, Argument>>;
export type Clauses = Readonly<Record<string, Declaration>>;

/**
 * What a kind (`service`) or a clause (`port`) is: the one place that binding, messages, `explain`, completion and the
 * reference page read.
 */
export interface Declaration<A extends Arguments = Arguments, C extends Clauses = Clauses> {
  /** One sentence, with a full stop. */
  readonly doc: string;
  /** A whole statement or clause that a person would write. */
  readonly example: string;
  /** What holds when the clause is not said, in a few words; absent when nothing does. */
  readonly default?: string;
  readonly args: A;
  readonly clauses: C;
  /** True when the clause may be said more than once. */
  readonly repeats: boolean;
  /** True when it says the same as a clause of that name further out, of a smaller part: a default above, the exception here. */
  readonly narrows: boolean;
  /** What a statement of the block is whose first word names no clause: a path in `route`. Its own words are its arguments. */
  readonly entry?: Declaration;
  /** The engine whose own directives the block holds. */
  readonly native?: string;
  /** True for `with`: its commas separate features. */
  readonly features: boolean;
  /** True for `raw`: its text goes out as it stands. */
  readonly raw: boolean;
}

/** A declaration that stands at the top of a file. */
export interface Kind<A extends Arguments = Arguments, C extends Clauses = Clauses> extends Declaration<A, C> {
  readonly kind: string;
  /** The place of its statements in `expand` and other output. */
  readonly rank: number;
}

interface Spec<A extends Arguments, C extends Clauses> {
  readonly doc: string;
  readonly example: string;
  readonly default?: string;
  readonly args?: A;
  readonly clauses?: C;
  readonly repeats?: boolean;
  readonly narrows?: boolean;
  readonly entry?: Declaration;
  readonly native?: string;
  readonly features?: boolean;
  readonly raw?: boolean;
}

type None = Readonly<Record<never, never>>;

/** Declares a clause. */
export function clause<A extends Arguments = None, C extends Clauses = None>(spec: Spec<A, C>): Declaration<A, C> {
  return {
    repeats: false,
    narrows: false,
    features: false,
    raw: false,
    ...spec,
    args: spec.args ?? ({} as A),
    clauses: spec.clauses ?? ({} as C),
  };
}

/** Declares a kind; its first argument is its name. */
export function kind<A extends Arguments = None, C extends Clauses = None>(
  name: string,
  rank: number,
  spec: Spec<A, C>,
): Kind<A, C> {
  return { ...clause(spec), kind: name, rank };
}

const entriesOf = oncePer((args: Arguments): readonly (readonly [string, Argument])[] => Object.entries(args));

/** The arguments of a declaration with their names, in their order. */
export function argumentsOf({ args }: Pick<Declaration, "args">): readonly (readonly [string, Argument])[] {
  return entriesOf(args);
}

export function required<T>(type: ValueType<T>): Argument<T, false, false> {
  return { type, optional: false, list: false };
}

export function optional<T>(type: ValueType<T>): Argument<T, true, false> {
  return { type, optional: true, list: false };
}

/** One value or more, joined by commas. */
export function listOf<T>(type: ValueType<T>): Argument<T, false, true> {
  return { type, optional: false, list: true };
}

/** No value, one, or more, joined by commas. */
export function optionalList<T>(type: ValueType<T>): Argument<T, true, true> {
  return { type, optional: true, list: true };
}
