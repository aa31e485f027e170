import { createTables, type Tables } from "./source/tables.js";
import { keepTrees, type Parse } from "./syntax/index.js";

/** What a compilation leaves to the next one, for who compiles again and again. */
export interface Memory extends Tables {
  readonly parse: Parse;
}

/** A memory for one program: what did not change since the compilation before is neither parsed nor worked out again. */
export function createMemory(): Memory {
  return { ...createTables(), parse: keepTrees() };
}
