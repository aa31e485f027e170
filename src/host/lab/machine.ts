import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import type { Run } from "../../emit/world.js";
import { HostError } from "../host.js";
import { packTar, type TarEntry } from "../tar.js";
import { systemPath } from "../world.js";

/** A process that holds namespaces: a machine of the lab, or the switch that joins them. */
export interface Namespaces {
  /** In the namespaces of this process. */
  readonly pid: number;
  readonly holder: ChildProcess;
}

/** A group of its own: Ctrl-C is for infc, which then ends the rest in its own way. */
const apart = { detached: true } as const;

const environment = { PATH: systemPath, HOME: "/root", LC_ALL: "C.UTF-8", TZ: "UTC" };

/** Starts what holds namespaces, and waits until it says that it is ready. It ends with this process, however that ends. */
export async function hold(argv: readonly [string, ...string[]], files: readonly TarEntry[] | undefined): Promise<Namespaces> {
  const holder = spawn("setpriv", ["--pdeathsig", "KILL", ...argv], { ...apart, env: environment, stdio: ["pipe", "pipe", "pipe"] });
  let complaints = "";
  holder.stderr.on("data", (chunk: Buffer) => (complaints += chunk.toString("utf8")));
  holder.stdin.on("error", () => {});
  holder.stdin.end(files === undefined ? "" : packTar(files));
  await new Promise<void>((resolve, reject) => {
    holder.stdout.once("data", () => resolve());
    holder.once("error", (error) => reject(new HostError(`cannot run setpriv: ${error.message}`, { cause: error })));
    holder.once("close", (status) => reject(new HostError(`a machine of the lab could not be made: ${complaints.trim() || `status ${status}`}`)));
  });
  return { pid: innermost(holder.pid!), holder };
}

/** `unshare --fork` leaves the namespaces to its child. */
function innermost(pid: number): number {
  const path = `/proc/${pid}/task/${pid}/children`;
  const child = existsSync(path) ? readFileSync(path, "utf8").trim().split(" ")[0] : "";
  const isUnshare = readFileSync(`/proc/${pid}/comm`, "utf8").trim() === "unshare";
  return isUnshare && child !== undefined && child !== "" ? Number(child) : pid;
}

/** The command line that runs `argv` inside; with `onlyNetwork` in the network alone, with this machine's files. */
function enter({ pid }: Pick<Namespaces, "pid">, argv: readonly string[], onlyNetwork = false): readonly [string, ...string[]] {
  const which = onlyNetwork ? ["--net"] : ["--mount", "--net", "--pid", "--ipc", "--uts", "--root"];
  return ["nsenter", "--target", String(pid), ...which, "--", ...(onlyNetwork ? [] : ["env", "-C", "/"]), ...argv];
}

/** Runs a command inside to its end. */
export async function runInside(where: Namespaces, argv: readonly string[], input = "", onlyNetwork = false): Promise<Run> {
  const [program, ...rest] = enter(where, argv, onlyNetwork);
  const child = spawn(program, rest, { ...apart, env: environment, stdio: "pipe" });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 128));
  });
  return { status, stdout, stderr };
}

/** Where a command joins what runs. */
export interface Entry {
  readonly pid: number;
  /** As `NAME=VALUE`. */
  readonly environment: readonly string[];
}

/** Runs a command inside with this process's own input, output and terminal, and gives its status as a shell would. */
export async function joinInside({ pid, environment: own }: Entry, argv: readonly string[]): Promise<number> {
  const [program, ...rest] = enter({ pid }, own.length === 0 ? argv : ["env", ...own, ...argv]);
  const child = spawn(program, rest, { env: { ...environment, TERM: process.env["TERM"] ?? "dumb" }, stdio: "inherit" });
  // Ctrl-C is for the command, which has the terminal too.
  const stay = (): void => {};
  process.on("SIGINT", stay);
  try {
    return await new Promise((resolve, reject) => {
      child.on("error", (error) => reject(new HostError(`cannot run ${program}: ${error.message}`, { cause: error })));
      child.on("close", (status, signal) => resolve(status ?? 128 + constants.signals[signal!]));
    });
  } finally {
    process.off("SIGINT", stay);
  }
}

/** Starts a command inside that goes on. It ends with this process. */
export function startInside(where: Namespaces, argv: readonly string[], onlyNetwork = false): ChildProcess {
  const [program, ...rest] = enter(where, argv, onlyNetwork);
  return spawn("setpriv", ["--pdeathsig", "KILL", program, ...rest], { ...apart, env: environment, stdio: ["pipe", "pipe", "pipe"] });
}
