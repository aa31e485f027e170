import { existsSync } from "node:fs";
import type { Run, World } from "../../emit/world.js";
import type { RealContainer } from "../../lab/containers.js";
import type { Endpoint } from "../../lab/names.js";
import type { LabMachine, LabPlan } from "../../lab/plan.js";
import { HostError } from "../host.js";
import { standingScript } from "../world-script.js";
import { entriesOf } from "../world.js";
import { type Entry, hold, type Namespaces, runInside } from "./machine.js";
import { LabProcess, listKeeper, portForward, standIn } from "./process.js";
import { Probe } from "./probe.js";
import { listProgram } from "./list-program.js";
import { backendProgram } from "./programs.js";
import { connectionsTo, listeningPorts } from "./sockets.js";
import { Switch } from "./switch.js";

/** Between two looks at something that is waited for. */
const pause = 500;

/** What a lab finds on the machine. */
export interface LabTools {
  readonly findProgram: (names: readonly string[]) => string | undefined;
  /** Told of what happens, a line each. */
  readonly log: (line: string) => void;
}

interface Standing {
  readonly machine: LabMachine;
  readonly namespaces: Namespaces;
  readonly processes: readonly LabProcess[];
}

/** Says where no lab can be. A user's own namespaces would not do: their root may neither become the daemons' users nor change files of others. */
export function requireLabs(): void {
  if (process.platform !== "linux") throw new HostError("a lab takes Linux, with its namespaces and bridges");
  if (process.getuid?.() !== 0) throw new HostError("a lab takes root, as its daemons change to users of their own: run it by `sudo`");
}

/** Who holds an address now. */
export interface Holding {
  readonly machine: string;
  readonly address: string;
}

/**
 * A booted site: every machine with namespaces of its own, joined by a bridge for each network. All of it ends with this process.
 *
 * Machines are named as in the site; a daemon is `MACHINE:DAEMON`.
 */
export class Lab {
  readonly #standing = new Map<string, Standing>();
  readonly #cut = new Set<string>();
  readonly #plan: LabPlan;
  readonly #tools: LabTools;
  #switch: Switch | undefined;
  #probe: Probe | undefined;
  #ending: Promise<void> | undefined;

  constructor(plan: LabPlan, tools: LabTools) {
    this.#plan = plan;
    this.#tools = tools;
  }

  /** Boots it all. What was booted before a fault is ended again. */
  async up(): Promise<void> {
    requireLabs();
    try {
      this.#switch = await Switch.open(this.#plan.networks);
      const owners = this.#plan.machines.filter(({ name, network }) => name === network);
      await Promise.all(owners.map((machine) => this.#raise(machine)));
      await this.#switch.plug(owners.flatMap(({ name, links }) => links.map((link) => ({ ...link, machine: name, pid: this.#standing.get(name)!.namespaces.pid }))));
      await Promise.all(owners.map((machine) => this.#settle(machine)));
      await Promise.all(this.#plan.machines.filter(({ name, network }) => name !== network).map((machine) => this.#raise(machine)));
      this.#probe = Probe.open(this.#switch.namespaces);
      for (const { processes } of this.#standing.values()) for (const each of processes) if (each.name === standIn) void each.start();
      for (const { machine, processes } of this.#standing.values()) void this.#startAfter(machine.after, processes.filter(({ name }) => name !== standIn));
    } catch (error) {
      await this.down();
      throw error;
    }
  }

  /** Waits until every daemon runs and each address has its holder (any one, for null); gives what is still missing when the time is over, or when it is told to stop. */
  async settle(holders: readonly { readonly address: string; readonly machine: string | null }[], timeoutMs: number, stop?: AbortSignal): Promise<readonly string[]> {
    const from = performance.now();
    for (;;) {
      const held = await this.held();
      const missing = [
        ...holders.flatMap(({ address, machine }) => {
          const own = held.filter((each) => each.address === address).map((each) => each.machine);
          if (own.length === 1 && (machine === null || own[0] === machine)) return [];
          return [`${own.length === 0 ? "nobody holds" : own.length > 1 ? `${own.join(" and ")} hold` : `${own[0]!}, and not ${machine!}, holds`} ${address}`];
        }),
        ...[...this.#standing.values()].flatMap(({ processes }) => processes.filter((each) => !each.isSound).map(({ machine, name }) => `${name} does not run on ${machine}`)),
        ...(await this.#deaf()),
      ];
      const isHopeless = [...this.#standing.values()].some(({ processes }) => processes.some((each) => each.isHopeless));
      if (missing.length === 0 || isHopeless || stop?.aborted || performance.now() - from > timeoutMs) return missing;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Daemons that run and do not listen yet. */
  async #deaf(): Promise<readonly string[]> {
    const found = await Promise.all(
      [...this.#standing.values()].map(async ({ machine: { name, listens }, namespaces, processes }) => {
        const wanted = listens.filter(({ daemon }) => processes.some((each) => each.name === daemon && each.isSound));
        const ports = wanted.length === 0 ? new Set() : await listeningPorts(namespaces);
        return wanted.filter(({ port }) => !ports.has(port)).map(({ daemon, port }) => `${daemon} does not listen on port ${port} of ${name}`);
      }),
    );
    return found.flat();
  }

  #real(): readonly { readonly namespaces: Namespaces; readonly node: RealContainer["node"] }[] {
    return [...this.#standing.values()].flatMap(({ machine: { runs }, namespaces }) => (runs === null ? [] : [{ namespaces, node: runs.node }]));
  }

  /** Ends it all; asked again, it waits for the same end. */
  async down(): Promise<void> {
    await (this.#ending ??= this.#end());
  }

  async #end(): Promise<void> {
    this.#probe?.close();
    for (const { processes } of this.#standing.values()) for (const each of processes) each.forget();
    const holders = [...[...this.#standing.values()].map(({ namespaces }) => namespaces.holder), ...(this.#switch === undefined ? [] : [this.#switch.namespaces.holder])];
    this.#standing.clear();
    this.#switch = undefined;
    await Promise.all(
      holders.map(async (holder) => {
        if (holder.exitCode !== null || holder.signalCode !== null) return;
        const ended = new Promise((resolve) => holder.once("close", resolve));
        holder.kill("SIGKILL");
        await ended;
      }),
    );
  }

  get machines(): readonly LabMachine[] {
    return this.#plan.machines;
  }

  /** Whether its wires are pulled. */
  isCut(machine: string): boolean {
    return this.#cut.has(this.#at(machine).machine.network);
  }

  processesOf(machine: string): readonly LabProcess[] {
    return this.#at(machine).processes;
  }

  /** The machines that a name of the program means: a host, a node, a declaration. */
  named(name: string): readonly string[] {
    return this.#plan.machinesOf.get(name) ?? [this.#at(name).machine.name];
  }

  /** Runs a command on a machine to its end. */
  async exec(machine: string, argv: readonly string[]): Promise<Run> {
    return await runInside(this.#at(machine).namespaces, argv);
  }

  /** What a command joins that is run there by hand: the namespaces of a process, and the environment of a container. */
  entryTo(name: string): Entry {
    const { namespaces, machine } = this.#at(name);
    return { pid: namespaces.pid, environment: machine.runs?.environment ?? [] };
  }

  /** A machine without power: its daemons die at once, and its wires with them. Or one daemon of it. */
  async kill(machine: string, daemon?: string): Promise<void> {
    const wanted = this.#processes(machine, daemon);
    // A sidecar has no wires of its own.
    if (daemon === undefined && this.#at(machine).machine.network === machine) await this.cut(machine);
    await Promise.all(wanted.map((each) => each.kill()));
  }

  /** A machine whose wires are pulled: its daemons go on. */
  async cut(machine: string): Promise<void> {
    this.#cut.add(this.#at(machine).machine.network);
    await this.#switch!.setUp(this.#at(machine).machine.network, false);
  }

  /** Wires are plugged in again, what was killed is started; of one machine, or of all. */
  async heal(machine?: string): Promise<void> {
    const names = machine === undefined ? [...this.#standing.keys()] : [machine];
    for (const name of names) {
      const { network } = this.#at(name).machine;
      this.#cut.delete(network);
      await this.#switch!.setUp(network, true);
      await this.#settle(this.#at(network).machine);
      for (const each of this.#processes(name, undefined)) void each.start();
    }
  }

  /** The addresses of all machines but their own. */
  async held(): Promise<readonly Holding[]> {
    const owners = [...this.#standing.values()].filter(({ machine }) => machine.name === machine.network);
    const found = await Promise.all(
      owners.map(async ({ machine, namespaces }) => {
        const own = new Set(machine.links.flatMap(({ addresses }) => addresses.map((address) => address.split("/")[0]!)));
        const { stdout } = await runInside(namespaces, ["ip", "-o", "addr", "show", "up"]);
        const addresses = [...stdout.matchAll(/^\d+: (\S+)\s+inet6? (\S+?)\/\d+/gm)].flatMap((match) => (match[1] === "lo" || match[2]!.startsWith("fe80") || own.has(match[2]!) ? [] : [match[2]!]));
        return addresses.map((address) => ({ machine: machine.name, address }));
      }),
    );
    return found.flat();
  }

  /** The connections to containers that run here, each with the instance that has it. */
  async connections(): Promise<ReadonlyMap<string, string>> {
    const found = await Promise.all(
      this.#real().map(async ({ namespaces, node: { name, ports } }) => (await connectionsTo(ports.map(({ port }) => port), namespaces)).map((each) => [`${name} ${each}`, name] as const)),
    );
    return new Map(found.flat());
  }

  /** Where clients find a cache that is a proxy for them. */
  proxy(name: string): Endpoint {
    const found = this.#plan.proxies.get(name);
    if (found === undefined) throw new HostError(`\`${name}\` is no proxy for clients: it has no \`forward\``);
    return found;
  }

  /** Whether a line with this text stands in a file that is read for a collection of logs. */
  async isLogged(collection: string, text: string): Promise<boolean> {
    const files = this.#plan.logs.get(collection) ?? [];
    if (files.length === 0) throw new HostError(`\`${collection}\` reads what containers write to their output, and a lab has no engine that would keep it`);
    const find = 'text=$1; shift; IFS=; for pattern; do grep -qsF -e "$text" -- $pattern && exit 0; done; exit 1';
    const runs = await Promise.all(files.map(async ({ machine, paths }) => await this.exec(machine, ["sh", "-c", find, "sh", text, ...paths])));
    return runs.some(({ status }) => status === 0);
  }

  /** Whether a program of its own runs for an instance, and nothing that stands in for it. */
  isReal(instance: string): boolean {
    return this.#real().some(({ node }) => node.name === instance);
  }

  get probe(): Probe {
    return this.#probe!;
  }

  #at(machine: string): Standing {
    const found = this.#standing.get(machine);
    if (found === undefined) throw new HostError(`the lab has no machine \`${machine}\`; it has ${[...this.#standing.keys()].join(", ")}`);
    return found;
  }

  /** As Compose does at first; what is started again waits for nobody. */
  async #startAfter(after: LabMachine["after"], processes: readonly LabProcess[]): Promise<void> {
    for (const { machine, test } of after) {
      do await new Promise((resolve) => setTimeout(resolve, pause));
      while (this.#ending === undefined && (await runInside(this.#at(machine).namespaces, test)).status !== 0);
    }
    if (this.#ending === undefined) for (const each of processes) void each.start();
  }

  /** A container of a machine goes with it. */
  #processes(machine: string, daemon: string | undefined): readonly LabProcess[] {
    const { processes } = this.#at(machine);
    if (daemon === undefined) return [...this.#standing.values()].filter(({ machine: each }) => each.name === machine || each.network === machine).flatMap((each) => each.processes);
    const found = processes.filter(({ name }) => name === daemon);
    if (found.length === 0) throw new HostError(`\`${machine}\` runs no \`${daemon}\`; it runs ${processes.map(({ name }) => name).join(", ") || "nothing"}`);
    return found;
  }

  async #raise(machine: LabMachine): Promise<void> {
    const world: World = { ...machine.world, ...(machine.backends.length === 0 ? {} : { certificates: [...(machine.world.certificates ?? []), "/.infc/certificate.pem"] }) };
    const { outside, inside } = standingScript(world);
    const shared = machine.name === machine.network ? undefined : this.#at(machine.network).namespaces;
    const kinds = ["--mount", ...(shared === undefined ? ["--net"] : []), "--pid", "--ipc", "--uts", "--fork", "--kill-child", "--propagation", "private"];
    const programs = [...this.#programsOf(machine), process.execPath];
    const argv = ["unshare", ...kinds, "/bin/sh", "-c", outside, "sh", inside, ...programs] as const;
    const entered = shared === undefined ? argv : (["nsenter", `--net=/proc/${shared.pid}/ns/net`, "--", ...argv] as const);
    const files = [...(world.files ?? []), { path: "/.infc/backend.mjs", content: backendProgram }, { path: "/.infc/lists.mjs", content: listProgram }];
    const namespaces = await hold(entered as unknown as readonly [string, ...string[]], entriesOf({ ...world, files }));
    this.#standing.set(machine.name, { machine, namespaces, processes: this.#processesFor(machine, namespaces) });
  }

  #programsOf({ boots }: LabMachine): readonly string[] {
    return boots.flatMap(({ programs }) => this.#tools.findProgram(programs) ?? []);
  }

  #processesFor(machine: LabMachine, namespaces: Namespaces): readonly LabProcess[] {
    const { log, findProgram } = this.#tools;
    const name = machine.backends.every(({ to }) => to !== null) ? portForward : standIn;
    const backends = machine.backends.length === 0 ? [] : [new LabProcess(machine.name, name, namespaces, [], [process.execPath, "/.infc/backend.mjs", JSON.stringify(machine.backends)], log)];
    const daemons = machine.boots.flatMap(({ name, programs, args, prepare, lists }) => {
      const program = programs.length === 0 ? "" : findProgram(programs);
      if (program === undefined) return [];
      const daemon = new LabProcess(machine.name, name, namespaces, prepare.map((argv) => argv.map((word, index) => (index === 0 && word === "" ? program : word))), program === "" ? null : [program, ...args], log);
      const keeper = [process.execPath, "/.infc/lists.mjs", JSON.stringify({ lists, reload: [program, ...args, "-s", "reload"] })];
      return lists.length === 0 ? [daemon] : [daemon, new LabProcess(machine.name, listKeeper, namespaces, [], keeper, log)];
    });
    return [...backends, ...daemons];
  }

  /** Addresses, routes and kernel settings, once the wires are in. They are lost when an interface goes down and comes back. */
  async #settle({ name, links, sysctls }: LabMachine): Promise<void> {
    const batch = ["link set lo up", ...links.flatMap(({ interface: link, addresses }) => [`link set ${link} up`, ...addresses.map((address) => `addr replace ${address} dev ${link}${address.includes(":") ? " nodad" : ""}`)])];
    const routers = links.flatMap(({ network }) => this.#plan.networks.find((each) => each.name === network)?.gateway ?? []);
    const { namespaces } = this.#standing.get(name)!;
    await succeed(runInside(namespaces, ["ip", "-force", "-batch", "-"], `${[...batch, ...routers.slice(0, 1).map((router) => `route replace default via ${router}`)].join("\n")}\n`));
    for (const { key, value } of sysctls) {
      const path = `/proc/sys/${key.replaceAll(".", "/")}`;
      if (existsSync(path)) await runInside(namespaces, ["sh", "-c", 'echo "$1" >"$2" || :', "sh", value, path]);
    }
  }
}

async function succeed(run: Promise<Run>): Promise<void> {
  const { status, stderr } = await run;
  if (status !== 0) throw new HostError(`the lab's network could not be made: ${stderr.trim()}`);
}
