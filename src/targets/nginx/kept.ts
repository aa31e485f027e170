import { eachAgain, someAgain, zipAgain } from "../../source/kept-lists.js";
import type { Scope } from "./scope.js";

/** Whose lists these are: a list's name is one of this nginx. */
type Own = Pick<Scope, "called" | "keeping">;

/** What is made of each of a list; of an item that was there before the same as then, as `eachAgain` has it. */
export function each<Item, Made extends {}>({ called, keeping }: Own, name: string, frame: readonly unknown[], items: readonly Item[], make: (item: Item, at: number) => Made, keeps?: (item: Item) => boolean): readonly Made[] {
  return eachAgain(`${called} ${name}`, frame, items, make, keeping, keeps);
}

/** The same of two lists, of which the items at one place belong together. */
export function eachPair<One, Other, Made extends {}>({ called, keeping }: Own, name: string, frame: readonly unknown[], ones: readonly One[], others: readonly Other[], make: (one: One, other: Other, at: number) => Made, keeps?: (one: One, other: Other) => boolean): readonly Made[] {
  return zipAgain(`${called} ${name}`, frame, [ones, others], (at) => make(ones[at]!, others[at]!, at), keeping, keeps && ((at) => keeps(ones[at]!, others[at]!)));
}

/** Whether it is so of any. */
export function some<Item>({ called, keeping }: Own, name: string, items: readonly Item[], is: (item: Item) => boolean): boolean {
  return someAgain(`${called} ${name}`, items, is, keeping.tables);
}

/** A small thing: what it was before, where it is equal to that. */
export function same<Value>({ called, keeping }: Own, name: string, value: Value): Value {
  return keeping.tables.same(`${called} ${name}`, value);
}
