import type { Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { Conditions, Wish } from "./conditions.js";
import type { Rule } from "./model.js";
import type { Quoted } from "./quote.js";

/** A rule before it is known how its requests are told apart. */
export interface Spec extends Wish {
  readonly on: "request" | "response";
  readonly origin: Origin;
  readonly reason: Quoted | null;
  readonly action: Quoted;
  /** What must hold besides. */
  readonly also: Quoted | null;
}

export function ruleOf({ origin, reason, action, also, ...wish }: Spec, conditions: Conditions): Rule {
  return { origin, reason, action, condition: conditions.of(wish, also ?? undefined) };
}

/** The values that routes have, each with all routes that have it, in the order in which they are met first. */
export function grouped<Value>(
  routes: readonly Route[],
  valuesOf: (route: Route) => readonly Value[],
  keyOf: (value: Value) => string,
): readonly { readonly value: Value; readonly routes: readonly Route[] }[] {
  const groups = new Map<string, { readonly value: Value; readonly routes: Route[] }>();
  for (const route of routes) {
    for (const value of valuesOf(route)) {
      const key = keyOf(value);
      const group = groups.get(key);
      if (group === undefined) groups.set(key, { value, routes: [route] });
      else if (group.routes.at(-1) !== route) group.routes.push(route);
    }
  }
  return [...groups.values()];
}
