import { type Host, HostError } from "../host/host.js";

/** A file that a build asked for: what it held, and how it was read. `undefined`: nothing that could be read. */
interface Asked {
  readonly text: string | undefined;
  readonly read: () => string | undefined;
}

/** The files that a build asked for, there or not, by their paths. */
export type Texts = ReadonlyMap<string, Asked>;

/** So long that hardly any two places of a program are the same. */
const endLength = 200;

/** A host that notes in `asked` what is asked of it. Texts that `looked` has were read a moment ago, and are not read once more. */
export function noting(host: Host, looked: Texts, asked: Map<string, Asked>): Host {
  const note = (path: string, read: () => string | undefined, text = textOf(read)): void => void asked.set(path, { text, read });
  return {
    ...host,
    readText(path) {
      const read = (): string => host.readText(path);
      note(path, read, looked.get(path)?.text);
      return asked.get(path)!.text ?? read();
    },
    readInside(folder, path) {
      const read = (): string | undefined => host.readInside(folder, path);
      note(path, read);
      return asked.get(path)!.text ?? read();
    },
    exists(path) {
      const isThere = host.exists(path);
      if (!isThere) note(path, () => host.readText(path));
      return isThere;
    },
    writeText(path, text) {
      host.writeText(path, text);
      note(path, () => host.readText(path), text);
    },
  };
}

/** The same files as they are now. */
export function readAgain(texts: Texts): Texts {
  return new Map([...texts].map(([path, { read }]) => [path, { text: textOf(read), read }]));
}

/** The paths of those that are no longer as they were. */
export function changedIn(before: Texts, now: Texts): readonly string[] {
  return [...now.keys()].filter((path) => now.get(path)?.text !== before.get(path)?.text);
}

/** Whether a text may be the beginning of one that is being written: it is shorter than it was, and its end is gone. */
export function mayBeHalf(before = "", now = ""): boolean {
  return now.length < before.length && !now.endsWith(before.slice(-endLength));
}

function textOf(read: () => string | undefined): string | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof HostError) return undefined;
    throw error;
  }
}
