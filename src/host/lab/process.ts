import type { ChildProcess } from "node:child_process";
import { readFileSync } from "node:fs";
import { type Namespaces, runInside, startInside } from "./machine.js";

/** How often a daemon that ends by itself is started again, as its unit would do. */
const tries = 8;
const kept = 200;

/** The process that answers for all that is no daemon of the lab. */
export const standIn = "stand-in";
/** The one that does what an engine does for a port that it publishes. */
export const portForward = "port-forward";

/** The one that keeps nginx's lists of servers as Consul says. */
export const listKeeper = "upsync-stand-in";

/** Programs of the lab's own, which say when they are ready. */
const own = new Set([standIn, portForward, listKeeper]);

/** A daemon of the lab, started again when it ends by itself. */
export class LabProcess {
  readonly machine: string;
  readonly name: string;
  readonly #where: Namespaces;
  readonly #prepare: readonly (readonly string[])[];
  readonly #argv: readonly string[] | null;
  readonly #log: (line: string) => void;
  #child: ChildProcess | undefined;
  #wanted = false;
  #isPrepared = false;
  #isKilled = false;
  #isListening = false;
  #failures = 0;
  #lines: string[] = [];

  /** `argv` is null for what has done its work once it is prepared. */
  constructor(machine: string, name: string, where: Namespaces, prepare: readonly (readonly string[])[], argv: readonly string[] | null, log: (line: string) => void) {
    this.machine = machine;
    this.name = name;
    this.#where = where;
    this.#prepare = prepare;
    this.#argv = argv;
    this.#log = log;
  }

  /** It runs, or has done what it was to do. What stands in for others says when it listens. */
  get isSound(): boolean {
    return this.#argv === null ? this.#isPrepared : this.#child !== undefined && (!own.has(this.name) || this.#isListening);
  }

  /** It ended by itself so often that it is not started again. */
  get isHopeless(): boolean {
    return this.#failures >= tries;
  }

  get isKilled(): boolean {
    return this.#isKilled;
  }

  /** The last lines that it wrote. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  async start(): Promise<void> {
    if (this.#wanted) return;
    this.#wanted = true;
    this.#isKilled = false;
    for (const argv of this.#prepare) {
      const { status, stderr } = await runInside(this.#where, argv);
      if (status !== 0) this.#note(`${argv.join(" ")}: status ${status} ${stderr.trim()}`);
    }
    this.#isPrepared = true;
    if (this.#argv !== null && this.#wanted) this.#run(this.#argv);
  }

  /** Ends it and all that it has started, at once. It is not started again. */
  async kill(): Promise<void> {
    this.#wanted = false;
    this.#isKilled = true;
    const child = this.#child;
    if (child === undefined) return;
    const ended = new Promise((resolve) => child.once("exit", resolve));
    killAll(child.pid!);
    await ended;
    this.#child = undefined;
  }

  /** It is about to go with its machine. */
  forget(): void {
    this.#wanted = false;
  }

  #run(argv: readonly string[]): void {
    this.#isListening = false;
    const child = startInside(this.#where, argv);
    this.#child = child;
    for (const stream of [child.stdout!, child.stderr!]) stream.on("data", (chunk: Buffer) => chunk.toString("utf8").split("\n").filter((line) => line !== "").forEach((line) => this.#note(line)));
    child.once("exit", (status, signal) => {
      if (this.#child !== child) return;
      this.#child = undefined;
      if (!this.#wanted) return;
      this.#failures++;
      if (this.#failures === 1 || this.#failures === tries) this.#log(`${this.machine}: ${this.name} ended with ${signal ?? `status ${status}`}${this.#lines.length === 0 ? "" : `: ${this.#lines.at(-1)}`}`);
      if (this.#failures >= tries) this.#wanted = false;
      else setTimeout(() => this.#wanted && this.#child === undefined && this.#run(argv), 500).unref();
    });
  }

  #note(line: string): void {
    if (own.has(this.name) && line === "listening") this.#isListening = true;
    this.#lines.push(line);
    if (this.#lines.length > kept) this.#lines = this.#lines.slice(-kept);
  }
}

/** Ends a process and all that descend from it: daemons start others, in sessions of their own. */
function killAll(pid: number): void {
  const found = [pid];
  for (const each of found) found.push(...childrenOf(each));
  for (const each of found) {
    try {
      process.kill(each, "SIGKILL");
    } catch {
      // It has ended already.
    }
  }
}

function childrenOf(pid: number): readonly number[] {
  try {
    return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter((each) => each !== "").map(Number);
  } catch {
    return [];
  }
}
