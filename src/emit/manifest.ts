import { sha256 } from "@noble/hashes/sha2";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils";
import { holdsSecret, type OutputFile } from "./output-file.js";

/** One file of the output folder, as `manifest.json` lists it. */
export interface ManifestEntry {
  /** Below the output folder. */
  readonly path: string;
  /** The host or container that it belongs to; of the local compose file `local`. */
  readonly node: string;
  /** Its absolute path there; null when it stays beside the compose file. */
  readonly target: string | null;
  /** The daemon, or the tool, that reads it. */
  readonly daemon: string;
  /** On its machine, as `chmod` takes it: `0644`. */
  readonly mode: string;
  /** Whose it is on its machine, as `chown` takes it: `root:consul`; null where that does not matter. */
  readonly owner: string | null;
  readonly sha256: string;
  /** True: written once, and the daemon's own from then on. */
  readonly seed: boolean;
  readonly check: readonly string[] | null;
  readonly reload: readonly string[] | null;
}

/** What a build wrote: `manifest.json`, at the top of the output folder. */
export interface Manifest {
  readonly version: 1;
  readonly site: string;
  readonly files: readonly ManifestEntry[];
}

export function manifestOf(site: string, files: readonly OutputFile[], hash: (file: OutputFile) => string = ({ text }) => hashOf(text)): Manifest {
  return {
    version: 1,
    site,
    files: files.map((file) => ({
      path: file.path,
      node: file.machine,
      target: file.target,
      daemon: file.daemon,
      mode: `0${file.mode.toString(8)}`,
      owner: file.owner,
      sha256: hash(file),
      seed: file.seed,
      check: file.check,
      reload: file.reload,
    })),
  };
}

/** SHA-256 of the text's UTF-8, in hexadecimal. */
export function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/** The manifest's own text. It is as secret as the files whose hashes it holds. */
export function printManifest(manifest: Manifest): { readonly text: string; readonly mode: 0o600 | 0o644 } {
  const secret = manifest.files.some(({ mode }) => holdsSecret({ mode: Number.parseInt(mode, 8) as OutputFile["mode"] }));
  return { text: `${JSON.stringify(manifest, undefined, 2)}\n`, mode: secret ? 0o600 : 0o644 };
}
