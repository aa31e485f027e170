import type { Outcome } from "../diagnostics/diagnostic.js";
import type { Source } from "../source/source.js";
import { parse } from "./parse.js";
import type { File } from "./tree.js";

/** Reads the tree of a file, as `parse` does. */
export type Parse = (source: Source) => Outcome<File>;

/** `parse` for who asks again and again: the tree of a file whose text is as it was is the same object as before. */
export function keepTrees(): Parse {
  const trees = new Map<string, Outcome<File>>();
  return (source) => {
    const kept = trees.get(source.path);
    if (kept?.value.source.text === source.text) return kept;
    const parsed = parse(source);
    trees.set(source.path, parsed);
    return parsed;
  };
}
