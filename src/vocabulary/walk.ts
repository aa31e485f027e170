import type { Declaration } from "./declaration.js";
import { kinds } from "./index.js";
import { organizing } from "./kinds/program.js";
import type { ValueType } from "./values/value-type.js";

/** Every statement that a file can begin with, by its word: the kinds, and what organizes a program. */
export const allKinds: Readonly<Record<string, Declaration>> = { ...kinds, ...organizing };

/**
 * Every declaration at every place where it stands, with the words that lead there. The entries of a block need no word of their own, so
 * their clauses are those of what holds them.
 */
export function walkDeclarations(visit: (declaration: Declaration, path: readonly string[]) => void): void {
  const enter = (declaration: Declaration, path: readonly string[], open: readonly Declaration[]): void => {
    visit(declaration, path);
    // A clause can hold itself: conditions within conditions.
    if (open.includes(declaration)) return;
    for (const [name, inner] of clausesOf(declaration)) enter(inner, [...path, name], [...open, declaration]);
  };
  for (const [name, kind] of Object.entries(allKinds)) enter(kind, [name], []);
}

function clausesOf({ clauses, entry }: Declaration): readonly (readonly [string, Declaration])[] {
  return [...Object.entries(clauses), ...(entry === undefined ? [] : Object.entries(entry.clauses))];
}

/** Every type of words by its name; choices have no name of their own. A name stands for one type, which a test of the vocabulary holds. */
export function wordTypes(): ReadonlyMap<string, ValueType<unknown>> {
  const types = new Map<string, ValueType<unknown>>();
  walkDeclarations(({ args, entry }) => {
    for (const { type } of [...Object.values(args), ...Object.values(entry?.args ?? {})]) if (type.choices === undefined) types.set(type.name, types.get(type.name) ?? type);
  });
  return types;
}
