import { once } from "../source/once.js";
import type { OutputFile } from "./output-file.js";

/** A file but for where its lines come from. */
export type KeptFile = Omit<OutputFile, "provenance">;

/** The files of a daemon, and the texts of the secrets that it asked for. */
export interface KeptFiles {
  readonly files: readonly KeptFile[];
  readonly secrets: readonly (readonly [name: string, text: string])[];
}

export function withoutProvenance({ provenance: _, ...file }: OutputFile): KeptFile {
  return file;
}

/** The files of a daemon as they were. Where their lines come from now is found by `emit`, when somebody asks: a build does not. */
export function revive(kept: readonly KeptFile[], emit: () => readonly OutputFile[]): readonly OutputFile[] {
  const emitted = once(emit);
  return kept.map((file, at) => Object.defineProperty({ ...file } as OutputFile, "provenance", { enumerable: true, configurable: true, get: () => emitted()[at]!.provenance }));
}
