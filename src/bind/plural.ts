import type { Kind } from "../vocabulary/declaration.js";
import type { Bound, Entity, Value } from "./bound.js";

/**
 * Splits a declaration with `count` names into as many, each with its own share of the arguments: one word goes to all, and
 * as many words as there are names are dealt out. A declaration whose own arguments were faulty still declares its names.
 */
export function splitPlural(bound: Bound<Kind>, count: number, sound: boolean): readonly Entity[] {
  const faulty = sound ? bound.faulty : new Set([...bound.faulty, ""]);
  const args = bound.args as Readonly<Record<string, unknown>>;
  const name = args["name"];
  const names = (Array.isArray(name) ? name : [name]) as readonly Value[];
  return names.map((each, index) => {
    const dealt = count === 1 ? bound : deal(bound, index, count, true);
    return {
      ...dealt,
      args: { ...dealt.args, name: each } as Bound<Kind>["args"],
      faulty,
      kind: bound.declaration.kind,
      name: each.text,
      nameOrigin: each.origin,
    };
  });
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
