import type { Kind } from "../vocabulary/declaration.js";
import type { Bound, Entity, Value } from "./bound.js";

/**
 * Splits a declaration with `count` names (0 when they could not be counted) into as many, each with its own share of the arguments: one word goes to all, and
 * as many words as there are names are dealt out. A declaration whose own arguments were faulty still declares its names.
 */
export function splitPlural(bound: Bound<Kind>, count: number, sound: boolean): readonly Entity[] {
  const faulty = sound ? bound.faulty : new Set([...bound.faulty, ""]);
  const { name } = bound.args as { readonly name: Value | readonly Value[] };
  const names = Array.isArray(name) ? (name as readonly Value[]) : [name as Value];
  if (names.length === 1 && count < 2) return [entityOf(bound, bound.args, names[0]!, faulty)];
  return names.map((each, index) => {
    const dealt = count < 2 ? bound : deal(bound, index, count, true);
    return entityOf(dealt, { ...dealt.args }, each, faulty);
  });
}

/** The declaration of that name, with `args` of its own, in which it is put. */
function entityOf({ word, declaration, clauses, native, origin, comments }: Bound<Kind>, args: Bound<Kind>["args"], name: Value, faulty: ReadonlySet<string>): Entity {
  (args as Record<string, unknown>)["name"] = name;
  return { word, declaration, args, clauses, faulty, native, origin, comments, kind: declaration.kind, name: name.text, nameOrigin: name.origin };
}

function deal<B extends Bound>(bound: B, index: number, count: number, head: boolean): B {
  const args: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(bound.args as Readonly<Record<string, unknown>>)) {
    const isList = bound.declaration.args[name]!.list;
    if (!Array.isArray(value) || (isList && !(head && value.length === count))) args[name] = value;
    else args[name] = isList ? [value[index]] : value[index];
  }
  return { ...bound, args, clauses: bound.clauses.map((clause) => deal(clause, index, count, false)) };
}
