import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { HostError } from "../host.js";
import { type Lab, requireLabs } from "./lab.js";
import { type Entry, joinInside } from "./machine.js";

/** What is asked of a lab that runs. `name` is that of a host, a node or a declaration. */
export type LabRequest =
  | { readonly do: "status" | "down" }
  | { readonly do: "enter" | "cut"; readonly name: string }
  | { readonly do: "logs" | "kill"; readonly name: string; readonly daemon: string | undefined }
  | { readonly do: "heal"; readonly name: string | undefined };

export interface LabReply {
  /** What went wrong, for people. */
  readonly error?: string;
  readonly stdout?: string;
  /** Those that were meant. */
  readonly machines?: readonly string[];
  readonly entry?: Entry;
}

/** The folder that the lab of a program has while it runs; only its user can look into it. */
function folderOf(program: string): string {
  const hash = createHash("sha256").update(resolve(program)).digest("hex").slice(0, 12);
  return join(process.env["XDG_RUNTIME_DIR"] ?? tmpdir(), `infc-lab-${process.getuid?.() ?? 0}-${hash}`);
}

/** Starts `infc` with these arguments on its own, and waits until it says that its lab stands. Gives what it said. */
export async function startServer(program: string, args: readonly string[], told: (line: string) => void): Promise<void> {
  requireLabs();
  const folder = folderOf(program);
  if (await isServed(program)) throw new HostError("this program's lab is up already; `infc lab down` ends it");
  if (isAlive(join(folder, "pid"))) throw new HostError("this program's lab is being booted");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const log = openSync(join(folder, "log"), "a", 0o600);
  const child = spawn(process.execPath, [process.argv[1]!, ...args], { detached: true, stdio: ["ignore", log, log, "ipc"] });
  writeFileSync(join(folder, "pid"), String(child.pid));
  await new Promise<void>((ready, failed) => {
    child.on("message", (message) => {
      const { line, isReady } = message as { readonly line?: string; readonly isReady?: boolean };
      if (line !== undefined) told(line);
      if (isReady) ready();
    });
    child.once("exit", () => {
      const log = readFileSync(join(folder, "log"), "utf8").trim();
      rmSync(folder, { recursive: true, force: true });
      failed(new HostError(`the lab could not be booted${log === "" ? "" : `:\n${log}`}`));
    });
  });
  child.removeAllListeners("exit");
  child.disconnect();
  child.unref();
}

/** Whether the process whose number a file holds is there. */
function isAlive(path: string): boolean {
  try {
    process.kill(Number(readFileSync(path, "utf8")), 0);
    return true;
  } catch {
    return false;
  }
}

/** While a lab comes up, it ends with whoever started it. */
export function endWithStarter(lab: Lab, program: string): void {
  // Else a lab that cannot be booted would wait for ever.
  process.channel?.unref();
  process.once("disconnect", () => {
    if (!isServing) void lab.down().then(() => {
      rmSync(folderOf(program), { recursive: true, force: true });
      process.exit(1);
    });
  });
}

let isServing = false;

/** Answers for a lab until it is told to end, or asked by a signal. `told` is the way of `startServer` to hear of it. */
export async function serveLab(lab: Lab, program: string): Promise<void> {
  const folder = folderOf(program);
  const path = join(folder, "socket");
  await new Promise<void>((ended) => {
    const end = async (): Promise<void> => {
      server.close();
      await lab.down();
      rmSync(folder, { recursive: true, force: true });
      ended();
    };
    const server = createServer((socket) => {
      socket.on("error", () => socket.destroy());
      createInterface({ input: socket }).once("line", async (line) => {
        const request = JSON.parse(line) as LabRequest;
        const reply = await answer(lab, request).catch((error: unknown): LabReply => ({ error: error instanceof Error ? error.message : String(error) }));
        if (request.do === "down") await end();
        socket.end(`${JSON.stringify(reply)}\n`);
      });
    });
    server.listen(path, () => {
      isServing = true;
      process.send?.({ isReady: true });
    });
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => void end());
  });
}

/** Tells whoever started the server how its lab comes up. */
export function tellStarter(line: string): void {
  if (process.connected) process.send?.({ line });
}

async function answer(lab: Lab, request: LabRequest): Promise<LabReply> {
  const machines = "name" in request && request.name !== undefined ? lab.named(request.name) : [];
  switch (request.do) {
    case "enter":
      if (machines.length > 1) throw new HostError(`\`${request.name}\` is ${machines.join(", ")}: say which of them`);
      return { entry: lab.entryTo(machines[0]!) };
    case "logs":
      return { stdout: logsOf(lab, machines, request.daemon) };
    case "kill":
      await Promise.all(machines.map((machine) => lab.kill(machine, request.daemon)));
      return { machines };
    case "cut":
      await Promise.all(machines.map((machine) => lab.cut(machine)));
      return { machines };
    case "heal":
      await (request.name === undefined ? lab.heal() : Promise.all(machines.map((machine) => lab.heal(machine))));
      return { machines };
    case "status":
      return { stdout: JSON.stringify({ held: await lab.held(), machines: lab.machines.map(({ name, network, backends }) => ({ name, network, standsFor: [...new Set(backends.flatMap(({ instance, to }) => (to === null ? [instance] : [])))], isCut: lab.isCut(name), daemons: lab.processesOf(name).map((each) => ({ name: each.name, runs: each.isSound, killed: each.isKilled })) })) }) };
    case "down":
      return {};
  }
}

/** Of several machines each line says which. */
function logsOf(lab: Lab, machines: readonly string[], daemon: string | undefined): string {
  const found = machines.flatMap((machine) => lab.processesOf(machine).filter(({ name }) => daemon === undefined || name === daemon));
  if (found.length === 0) throw new HostError(`${machines.map((each) => `\`${each}\``).join(" and ")} ${machines.length === 1 ? "runs" : "run"} ${daemon === undefined ? "nothing" : `no \`${daemon}\``}`);
  return found.flatMap(({ machine, name, lines }) => lines.map((line) => `${machines.length === 1 ? "" : `${machine} `}${name}: ${line}\n`)).join("");
}

async function isServed(program: string): Promise<boolean> {
  return await new Promise((done) => {
    const socket = connect(join(folderOf(program), "socket"));
    socket.once("connect", () => {
      socket.destroy();
      done(true);
    });
    socket.once("error", () => done(false));
  });
}

/** Asks the lab of a program. */
export async function askLab(program: string, request: LabRequest): Promise<LabReply> {
  const path = join(folderOf(program), "socket");
  if (!existsSync(path)) throw new HostError(`no lab of ${program} is up; \`infc lab up\` boots it`);
  return await new Promise((done, failed) => {
    const socket = connect(path, () => socket.write(`${JSON.stringify(request)}\n`));
    let text = "";
    socket.on("data", (chunk: Buffer) => (text += chunk.toString("utf8")));
    socket.on("end", () => {
      if (text === "") return failed(new HostError("the lab has ended"));
      const reply = JSON.parse(text) as LabReply;
      if (reply.error !== undefined) failed(new HostError(reply.error));
      else done(reply);
    });
    socket.once("error", () => failed(new HostError(`no lab of ${program} is up; \`infc lab up\` boots it`)));
  });
}

/** Runs a command on a machine of a program's lab, with this process's own input, output and terminal. */
export async function runInLab(program: string, name: string, argv: readonly string[]): Promise<number> {
  const { entry } = await askLab(program, { do: "enter", name });
  return await joinInside(entry!, argv);
}
