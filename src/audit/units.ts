import type { Daemon, Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { addTo } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import type { UnitName } from "./audit.js";

/** Something that can fail, and what it stands on: it is gone when one of those is. */
export interface Unit extends UnitName {
  readonly on: readonly Unit[];
  readonly origin: Origin;
}

/** Every unit of a site, the ground before what stands on it. */
export interface Units {
  readonly all: readonly Unit[];
  host(name: string): Unit | undefined;
  node(name: string): Unit;
  /** The process by which a target runs on a machine; in a container of its own that is the node. */
  daemon(target: string, machine: string): Unit | undefined;
  /** The unit itself and all that stands on it. */
  standingOn(unit: Unit): readonly Unit[];
}

/** Targets whose files are those of a process that runs on. */
const processes = new Set(["nginx", "haproxy", "squid", "keepalived", "consul", "registrar", "filebeat", "logstash"]);

export function unitsOf(site: Site): Units {
  const table = createTable();
  addPlaces(site, table);
  const backing = backingDaemons(site);
  const machines = new Map(site.machines.map((machine) => [machine.name, machine]));
  const ofHosts = site.daemons.filter(({ target, machine }) => processes.has(target) && machines.get(machine)?.kind === "host");
  for (const daemon of ofHosts) addDaemon(daemon, table.get("host", daemon.machine)!, table);
  for (const node of site.nodes) addNode(node, machines.get(node.machine)?.engine ?? null, backing.get(node.name), table);
  // Beside a container there are others that share its network, and end with it.
  const sharing = new Map(site.engines.flatMap(({ containers }) => containers.flatMap(({ name, node, sidecar }) => (sidecar ? [[name, node] as const] : []))));
  for (const daemon of site.daemons) {
    const machine = machines.get(daemon.machine);
    if (!processes.has(daemon.target) || machine?.kind !== "container") continue;
    const own = table.get("instance", daemon.machine);
    if (own !== undefined) table.alias("daemon", nameOf(daemon), own);
    else addDaemon(daemon, table.get("instance", sharing.get(daemon.machine) ?? "") ?? table.get("engine", engineName(machine.engine ?? "local"))!, table);
  }
  const children = childrenOf(table.all);
  return {
    all: table.all,
    host: (name) => table.get("host", name),
    node: (name) => table.get("instance", name)!,
    daemon: (target, machine) => table.get("daemon", `${target}@${machine}`),
    standingOn: (unit) => allAbove(unit, children),
  };
}

interface Table {
  readonly all: Unit[];
  get(kind: Unit["kind"], name: string): Unit | undefined;
  add(unit: Unit): void;
  alias(kind: Unit["kind"], name: string, unit: Unit): void;
}

function createTable(): Table {
  const all: Unit[] = [];
  const byName = { zone: new Map<string, Unit>(), host: new Map<string, Unit>(), engine: new Map<string, Unit>(), instance: new Map<string, Unit>(), daemon: new Map<string, Unit>() };
  return {
    all,
    get: (kind, name) => byName[kind].get(name),
    add(unit) {
      all.push(unit);
      byName[unit.kind].set(unit.name, unit);
    },
    alias: (kind, name, unit) => void byName[kind].set(name, unit),
  };
}

function addPlaces({ hosts, engines }: Site, table: Table): void {
  for (const { name, zone, origin } of hosts) {
    if (zone !== null && table.get("zone", zone) === undefined) table.add({ kind: "zone", name: zone, host: null, on: [], origin });
    table.add({ kind: "host", name, host: name, on: zone === null ? [] : [table.get("zone", zone)!], origin });
  }
  for (const { machine, origin } of engines) {
    const host = table.get("host", machine);
    table.add({ kind: "engine", name: engineName(machine), host: host?.name ?? null, on: host === undefined ? [] : [host], origin });
  }
}

function engineName(machine: string): string {
  return machine === "local" ? "docker" : `docker@${machine}`;
}

/** The daemon that is the process of a node on a host. Of LVS it is keepalived, which fills the kernel's table. */
function backingDaemons({ daemons, proxies }: Site): ReadonlyMap<string, Daemon> {
  const directors = new Set(proxies.filter(({ engine }) => engine === "lvs").flatMap(({ nodes }) => nodes));
  const own = new Set(["nginx", "haproxy", "squid", "consul", "logstash"]);
  return new Map(daemons.flatMap((daemon) => daemon.nodes.flatMap((node) => (own.has(daemon.target) || (daemon.target === "keepalived" && directors.has(node)) ? [[node, daemon] as const] : []))));
}

function nameOf({ target, machine }: Daemon): string {
  return `${target}@${machine}`;
}

function addDaemon(daemon: Daemon, ground: Unit, table: Table): void {
  table.add({ kind: "daemon", name: nameOf(daemon), host: ground.host, on: [ground], origin: daemon.origin });
}

function addNode({ name, host, origin }: Node, engine: string | null, daemon: Daemon | undefined, table: Table): void {
  const ground = engine !== null ? table.get("engine", engineName(engine)) : (daemon && table.get("daemon", nameOf(daemon))) ?? table.get("host", host ?? "");
  table.add({ kind: "instance", name, host, on: ground === undefined ? [] : [ground], origin });
}

/** What stands on each unit. */
function childrenOf(all: readonly Unit[]): ReadonlyMap<Unit, readonly Unit[]> {
  const children = new Map<Unit, Unit[]>();
  for (const unit of all) {
    for (const ground of unit.on) addTo(children, ground, unit);
  }
  return children;
}

function allAbove(unit: Unit, children: ReadonlyMap<Unit, readonly Unit[]>): readonly Unit[] {
  if (!children.has(unit)) return [unit];
  const found = new Set([unit]);
  for (const each of found) for (const child of children.get(each) ?? []) found.add(child);
  return [...found];
}
