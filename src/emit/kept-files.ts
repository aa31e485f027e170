import { once } from "../source/once.js";
import type { OutputFile } from "./output-file.js";

/** A file but for where its lines come from. */
export type KeptFile = Omit<OutputFile, "provenance">;

/** The files of a daemon, and the texts of the secrets that it asked for. */
export interface KeptFiles {
  readonly files: readonly KeptFile[];
  readonly secrets: readonly (readonly [name: string, text: string])[];
}

/** It does not ask the file why its lines exist, as it may take long to tell. */
export function withoutProvenance(file: OutputFile): KeptFile {
  const { provenance: _, ...others } = Object.getOwnPropertyDescriptors(file);
  return Object.defineProperties({}, others) as KeptFile;
}

/** The files of a daemon as they were. Where their lines come from now is found by `emit`, when somebody asks: a build does not. */
export function revive(kept: readonly KeptFile[], emit: () => readonly OutputFile[]): readonly OutputFile[] {
  const emitted = once(emit);
  return kept.map((file, at) => Object.defineProperty({ ...file } as OutputFile, "provenance", { enumerable: true, configurable: true, get: () => emitted()[at]!.provenance }));
}
