import { once, withLazy } from "../source/once.js";
import { type OutputFile, partsOf, withParts } from "./output-file.js";

/** A file but for where its lines come from. */
interface KeptFile {
  readonly parts: readonly string[];
  readonly others: Omit<OutputFile, "text" | "parts" | "provenance">;
}

/** The files of a daemon, and the texts of the secrets that it asked for. */
export interface KeptFiles {
  readonly files: readonly KeptFile[];
  readonly secrets: readonly (readonly [name: string, text: string])[];
}

/** It asks the file neither for its whole text nor why its lines exist: both may take long. */
export function keptOf(file: OutputFile): KeptFile {
  const { text: _, parts: __, provenance: ___, ...others } = Object.getOwnPropertyDescriptors(file);
  return { parts: partsOf(file), others: Object.defineProperties({}, others) as KeptFile["others"] };
}

/** The files of a daemon as they were. Where their lines come from now is found by `emit`, when somebody asks: a build does not. */
export function revive(kept: readonly KeptFile[], emit: () => readonly OutputFile[]): readonly OutputFile[] {
  const emitted = once(emit);
  return kept.map(({ parts, others }, at) => withLazy(withParts({ ...others } as OutputFile, parts), "provenance", () => emitted()[at]!.provenance));
}
