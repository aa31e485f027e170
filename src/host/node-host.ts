import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { freeMemory } from "./free-memory.js";
import { type Host, HostError, reasonOf } from "./host.js";
import { updateFolder } from "./output-folder.js";
import { isTerminal, printTo } from "./print.js";
import { inWorld, systemPath } from "./world.js";

/** The machine that infc runs on. */
export const nodeHost: Host = {
  env: process.env,
  terminal: {
    get stdout() {
      return isTerminal("stdout");
    },
    get stderr() {
      return isTerminal("stderr");
    },
  },
  print: (text) => printTo("stdout", text),
  printError: (text) => printTo("stderr", text),
  readText: (path) => attempt("read", path, () => decode(readFileSync(path), path)),
  readInside: (folder, path) =>
    attempt("read", path, () => {
      if (!existsSync(path)) return undefined;
      const real = realpathSync(path);
      return `${real}${sep}`.startsWith(withSeparator(realpathSync(folder))) ? decode(readFileSync(real), path) : undefined;
    }),
  readInput: () => attempt("read", "standard input", () => decode(readFileSync(0), "standard input")),
  exists: existsSync,
  writeText: (path, text) => attempt("write", path, () => writeWhole(path, text)),
  removeFile: (path) => attempt("remove", path, () => rmSync(path, { force: true })),
  run(command, folder) {
    // The terminal stays within its reach: `pass` and `gpg` ask there.
    const { status, stdout } = spawnSync("/bin/sh", ["-c", command], { cwd: folder, stdio: ["inherit", "pipe", "inherit"], encoding: "utf8" });
    return status === 0 ? stdout : undefined;
  },
  updateFolder,
  findProgram: (names) => names.flatMap((name) => (name.startsWith("/") ? [name] : `${process.env["PATH"] ?? ""}:${systemPath}`.split(":").filter((folder) => folder.startsWith("/")).map((folder) => `${folder}/${name}`))).find((path) => existsSync(path)),
  inWorld,
  // What it takes is loaded with it.
  watch: async (changed) => (await import("./watch.js")).watch(changed),
  freeMemory: () => freeMemory(),
  onInterrupt(action) {
    const once = (): void => {
      for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, once);
      action();
    };
    for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, once);
  },
};

function attempt<T>(verb: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (error instanceof HostError) throw error;
    throw new HostError(`cannot ${verb} ${path}: ${reasonOf(error)}`, { cause: error });
  }
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new HostError(`cannot read ${path}: it is not UTF-8 text`, { cause: error });
  }
}

function withSeparator(folder: string): string {
  return folder.endsWith(sep) ? folder : `${folder}${sep}`;
}

function writeWhole(named: string, text: string): void {
  // A link stays a link.
  const path = existsSync(named) ? realpathSync(named) : named;
  mkdirSync(dirname(path), { recursive: true });
  const partial = join(dirname(path), `.${basename(path)}.infc-${process.pid}`);
  try {
    writeFileSync(partial, text);
    if (existsSync(path)) chmodSync(partial, statSync(path).mode & 0o7777);
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { force: true });
    throw error;
  }
}
