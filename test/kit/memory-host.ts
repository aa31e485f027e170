import { join, normalize } from "node:path";
import { main } from "../../src/cli/main.js";
import { hashOf } from "../../src/emit/manifest.js";
import { type FolderEntry, type Host, HostError } from "../../src/host/host.js";

interface MemoryFile {
  readonly text: string;
  readonly mode: number;
}

/** A machine in memory: files by their paths, what was printed, and what a test does while a command waits. */
export interface MemoryHost extends Host {
  readonly files: Map<string, MemoryFile>;
  readonly env: Record<string, string | undefined>;
  readonly terminal: { stdout: boolean; stderr: boolean };
  stdout: string;
  stderr: string;
  /** What commands give, by their lines. */
  readonly commands: Map<string, string>;
  put(path: string, text: string): void;
  textOf(path: string): string | undefined;
  /** As if the files had changed on the disk. */
  touch(): void;
  interrupt(): void;
}

export function memoryHost(given: Readonly<Record<string, string>> = {}, input = ""): MemoryHost {
  const files = new Map<string, MemoryFile>();
  let changed = (): void => undefined;
  let interrupted = (): void => undefined;
  const host: MemoryHost = {
    files,
    env: {},
    terminal: { stdout: false, stderr: false },
    stdout: "",
    stderr: "",
    commands: new Map(),
    put: (path, text) => void files.set(normalize(path), { text, mode: 0o644 }),
    textOf: (path) => files.get(normalize(path))?.text,
    touch: () => changed(),
    interrupt: () => interrupted(),
    print: (text) => void (host.stdout += text),
    printError: (text) => void (host.stderr += text),
    readText(path) {
      const file = files.get(normalize(path));
      if (file === undefined) throw new HostError(`cannot read ${path}: there is no such file or folder`);
      return file.text;
    },
    readInside: (_, path) => files.get(normalize(path))?.text,
    readInput: () => input,
    exists: (path) => files.has(normalize(path)),
    writeText: (path, text) => host.put(path, text),
    removeFile: (path) => void files.delete(normalize(path)),
    run: (command) => host.commands.get(command),
    updateFolder(folder, decide) {
      const start = `${normalize(folder)}/`;
      const inside = [...files].filter(([path]) => path.startsWith(start));
      const change = decide(new Map(inside.flatMap(([path, file]) => entriesOf(path.slice(start.length), file))));
      for (const path of change?.remove ?? []) files.delete(join(folder, path));
      for (const [path, { parts, mode }] of change?.write ?? []) files.set(join(folder, path), { text: parts.join(""), mode });
    },
    findProgram: () => undefined,
    inWorld: async () => [],
    async watch(action) {
      changed = action;
      return { setPaths: () => true, close: async () => undefined };
    },
    freeMemory: () => undefined,
    onInterrupt: (action) => void (interrupted = action),
  };
  for (const [path, text] of Object.entries(given)) host.put(path, text);
  return host;
}

function entriesOf(path: string, { text, mode }: MemoryFile): readonly (readonly [string, FolderEntry])[] {
  const parts = path.split("/");
  const folders = parts.slice(1).map((_, index) => [parts.slice(0, index + 1).join("/"), { kind: "folder" }] as const);
  return [...folders, [path, { kind: "file", mode, hash: () => hashOf(text), text: () => text }]];
}

/** Runs a command line on a host, and forgets what was printed before. */
export async function run(host: MemoryHost, line: string | readonly string[]): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  host.stdout = host.stderr = "";
  const code = await main(typeof line === "string" ? line.split(" ").filter((word) => word !== "") : line, host);
  return { code, stdout: host.stdout, stderr: host.stderr };
}

/** The language's own example of a whole program. */
export const sentence = "service goods x3 behind gateway with consul discovery, keepalived VIP 192.168.0.146\n";
