import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cacheCertificate } from "./certificate.js";
import { packTar, type TarEntry } from "./tar.js";
import { worldScript } from "./world-script.js";

/** One machine as a daemon would see it. Everything is optional: the empty world is this machine without a network. */
export interface World {
  /** The machine's host name. */
  readonly name?: string;
  /** Network interfaces with their addresses (`192.168.0.11/24`). `lo` is always there and up. */
  readonly interfaces?: readonly Interface[];
  /** What names resolve to; no other name but `localhost` resolves. */
  readonly hosts?: readonly HostEntry[];
  /** Files at their absolute paths; they hide this machine's. */
  readonly files?: readonly WorldFile[];
  /** Absolute paths at which a throw-away certificate with its key is to lie; a path that ends in `/` is a folder of them. */
  readonly certificates?: readonly string[];
  /** Users that must exist, each with a group of the same name. */
  readonly users?: readonly string[];
  /** Lets daemons listen on addresses that no interface has (`net.ipv4.ip_nonlocal_bind`). */
  readonly nonlocalBind?: boolean;
  /** Absolute paths of programs of this machine that must be there even when they lie on another file system than `/`. */
  readonly programs?: readonly string[];
}

export interface Interface {
  readonly name: string;
  readonly addresses: readonly string[];
}

export interface HostEntry {
  readonly address: string;
  readonly names: readonly string[];
}

export interface WorldFile {
  /** Absolute. */
  readonly path: string;
  /** What is in it, or the file of this machine that is copied. */
  readonly content: string | { readonly copyOf: string };
  /** 0o644 unless told. */
  readonly mode?: number;
}

export interface Command {
  readonly argv: readonly [string, ...string[]];
  /** `/` unless told. */
  readonly cwd?: string;
  /** In seconds; then the program is ended and its status is 124. 30 unless told. */
  readonly timeout?: number;
}

/** What a program said. A status above 128 is a signal, 124 the timeout, 127 a program that is not there. */
export interface Run {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `commands` one after the other in one new world and gives their runs in the same order.
 *
 * The world has namespaces of its own for mounts, network, processes and host name, and its root is an overlay whose
 * upper layer is in memory: whatever a program writes, this machine never sees it. The kernel takes all of it away with
 * the last process, and the processes end with this one, however it ends. Throws when the world cannot be made.
 * Needs root and Linux: see `requireDaemon`.
 */
export async function inWorld(world: World, commands: readonly Command[]): Promise<readonly Run[]> {
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
    child.on("error", reject);
    child.on("close", (code) => resolve(code ?? 128));
  });
  if (status !== 0) throw new Error(`the world could not be made (status ${status}): ${Buffer.concat(complaints).toString("utf8").trim()}`);
  return readRuns(Buffer.concat(out), commands.length);
}

/** Whether this machine lets a world be made: it takes root, namespaces and an overlay file system. */
export function canMakeWorld(): boolean {
  const [program, ...argv] = launch({}, []);
  return process.platform === "linux" && spawnSync(program, argv, { env: { PATH: systemPath }, input: packTar([]) }).status === 0;
}

/** unshare ends its child with itself (--kill-child), and setpriv ends unshare with this process. */
function launch(world: World, commands: readonly Command[]): readonly [string, ...string[]] {
  const { inside, outside } = worldScript(world, commands);
  const namespaces = ["--mount", "--net", "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--propagation", "private"];
  return ["setpriv", "--pdeathsig", "KILL", "unshare", ...namespaces, "/bin/sh", "-c", outside, "sh", inside, ...(world.programs ?? [])];
}

const systemPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

function entriesOf(world: World): readonly TarEntry[] {
  const hosts = [{ address: "127.0.0.1", names: ["localhost"] }, { address: "::1", names: ["localhost"] }, ...(world.hosts ?? [])];
  const fixed: TarEntry[] = [
    { path: "/etc/hosts", content: hosts.map(({ address, names }) => `${address} ${names.join(" ")}\n`).join("") },
    // Files alone: a name that is not in the hosts file fails at once instead of waiting for a server that is not there.
    { path: "/etc/nsswitch.conf", content: "passwd: files\ngroup: files\nshadow: files\nhosts: files\nservices: files\nprotocols: files\n" },
  ];
  const certificates = (world.certificates ?? []).map((path) => ({
    path: path.endsWith("/") ? `${path}certificate.pem` : path,
    content: cacheCertificate(),
    mode: 0o600,
  }));
  const files = (world.files ?? []).map(({ path, content, mode }) => ({
    path,
    content: typeof content === "string" ? content : readFileSync(content.copyOf),
    ...(mode === undefined ? {} : { mode }),
  }));
  return [...fixed, ...certificates, ...files];
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
