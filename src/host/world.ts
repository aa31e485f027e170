import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Command, Run, World } from "../emit/world.js";
import { HostError } from "./host.js";
import { packTar, type TarEntry } from "./tar.js";
import { worldScript } from "./world-script.js";

/**
 * Runs `commands` one after the other in one new world and gives their runs in the same order.
 *
 * The world has namespaces of its own for mounts, network, processes and host name, and its root is an overlay whose
 * upper layer is in memory: whatever a program writes, this machine never sees it. The kernel takes all of it away with
 * the last process, and the processes end with this one, however it ends. Who is not root is root of a user namespace.
 * Throws a `HostError` when the world cannot be made. Needs Linux.
 */
export async function inWorld(world: World, commands: readonly Command[]): Promise<readonly Run[]> {
  if (process.platform !== "linux") throw new HostError("a world for the daemons takes Linux, with its namespaces");
  const [program, ...argv] = launch(world, commands);
  const child = spawn(program, argv, { env: { PATH: systemPath }, stdio: "pipe" });
  const out: Buffer[] = [];
  const complaints: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => complaints.push(chunk));
  // A world that fails early closes its input; its own words say why, the broken pipe would hide them.
  child.stdin.on("error", () => {});
  child.stdin.end(packTar(entriesOf(world)));
  const status = await new Promise<number>((resolve, reject) => {
    child.on("error", (error) => reject(new HostError(`cannot run ${program}: ${error.message}`, { cause: error })));
    child.on("close", (code) => resolve(code ?? 128));
  });
  if (status !== 0) throw new HostError(`a world for the daemons could not be made: ${reasonOf(Buffer.concat(complaints).toString("utf8").trim(), status)}`);
  return readRuns(Buffer.concat(out), commands.length);
}

function reasonOf(words: string, status: number): string {
  if (isRoot || !/unshare|mount|Operation not permitted/.test(words)) return words === "" ? `it ended with status ${status}` : words;
  return `${words}\nThis system does not let ordinary users make namespaces, or not whole ones: run it as root`;
}

const isRoot = process.getuid?.() === 0;

/** unshare ends its child with itself (--kill-child), and setpriv ends unshare with this process. */
function launch(world: World, commands: readonly Command[]): readonly [string, ...string[]] {
  const { inside, outside } = worldScript(world, commands, isRoot);
  const own = isRoot ? [] : ["--user", "--map-root-user"];
  const namespaces = [...own, "--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--propagation", "private"];
  return ["setpriv", "--pdeathsig", "KILL", "unshare", ...namespaces, "/bin/sh", "-c", outside, "sh", inside, ...new Set(world.programs ?? [])];
}

/** Where programs are looked for, whatever the caller's own path is. */
export const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

export function entriesOf(world: World): readonly TarEntry[] {
  const hosts = [{ address: "127.0.0.1", names: ["localhost"] }, { address: "::1", names: ["localhost"] }, ...(world.hosts ?? [])];
  const fixed: TarEntry[] = [
    { path: "/etc/hosts", content: hosts.map(({ address, names }) => `${address} ${names.join(" ")}\n`).join("") },
    // Files alone: a name that is not in the hosts file fails at once instead of waiting for a server that is not there.
    { path: "/etc/nsswitch.conf", content: "passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\nprotocols: files\n" },
  ];
  const files = (world.files ?? []).map(({ path, content, mode }) => ({
    path,
    content: typeof content === "string" ? content : readFileSync(content.copyOf),
    ...(mode === undefined ? {} : { mode }),
  }));
  return [...fixed, ...files];
}

/** Each run is a line of three numbers (status, bytes of stdout, bytes of stderr), then those bytes. */
function readRuns(bytes: Buffer, count: number): readonly Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf("\n", at);
    const [status = 0, out = 0, err = 0] = bytes.toString("latin1", at, end).split(" ").map(Number);
    const start = end + 1;
    runs.push({ status, stdout: bytes.toString("utf8", start, start + out), stderr: bytes.toString("utf8", start + out, start + out + err) });
    at = start + out + err;
  }
  if (runs.length !== count) throw new Error(`${count} commands, but ${runs.length} runs came back`);
  return runs;
}
