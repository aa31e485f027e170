import type { Host, Machine, Node } from "../ir/place.js";
import { once } from "../source/once.js";
import { compareNames } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import type { Tables } from "../source/tables.js";
import { eachAgain, flatAgain } from "../source/kept-lists.js";
import { sortAgain } from "../source/kept-order.js";
import { none } from "./lowering.js";

/** What has files of its own: hosts, containers, and the folder of the local Docker engine. A machine does not change: another takes its place. */
export interface Machines {
  get(name: string): Machine | undefined;
  has(name: string): boolean;
  /** Adds a machine, or puts it in the place of the one with its name. */
  put(machine: Machine): void;
  /** All of them, in order. */
  sorted(): Machine[];
}

/** The machines under the nodes of each declaration. */
export function lowerMachines(hosts: Iterable<Host>, nodes: readonly (readonly Node[])[], siteName: string, origin: Origin, tables: Tables): Machines {
  const own = new Map<string, Machine>();
  // A part of many roots, which is put together once.
  const folders = new Map<string | null, string>([[null, ""]]);
  for (const { name, origin } of hosts) {
    own.set(name, { name, kind: "host", root: `hosts/${name}`, engine: null, sysctls: none, origin });
    folders.set(name, folderOf(name, siteName));
  }
  const containersOf = (each: readonly Node[]): Machine[] =>
    each.flatMap(({ name, machine, host, origin }) => (machine === name ? [machineAt(`${folders.get(host) ?? folderOf(host!, siteName)}${name}`, name, host, origin)] : none));
  const contained = flatAgain("machines", eachAgain("machines", [siteName], nodes, containersOf, { tables }), tables);
  // Either all of a declaration are placed, or none.
  const isLocal = eachAgain("local", [], nodes, (each) => each[0]?.host === null, { tables }).includes(true);
  if (isLocal) own.set("local", { name: "local", kind: "local", root: "", engine: null, sysctls: none, origin });
  return machinesOf(own, contained, tables);
}

/** `own`: those that are asked for by name in most sites, and all that are put there. */
function machinesOf(own: Map<string, Machine>, contained: readonly Machine[], tables: Tables): Machines {
  const byName = once(() => new Map(contained.map((each) => [each.name, each])));
  const get = (name: string): Machine | undefined => own.get(name) ?? byName().get(name);
  let isReplaced = false;
  return {
    get,
    has: (name) => get(name) !== undefined,
    put(machine) {
      isReplaced ||= !own.has(machine.name) && byName().has(machine.name);
      own.set(machine.name, machine);
    },
    sorted() {
      const others = isReplaced ? contained.filter(({ name }) => !own.has(name)) : contained;
      const hosts = [...own.values()].map((machine) => (machine.kind === "host" ? tables.same(`machine ${machine.name}`, machine) : machine));
      return sortAgain("machines", hosts.concat(others), (a, b) => compareNames(a.name, b.name), tables);
    },
  };
}

/** The machine of a container, on a host or the local engine. */
export function containerMachine(name: string, host: string | null, siteName: string, origin: Origin): Machine {
  return machineAt(host === null ? name : `${folderOf(host, siteName)}${name}`, name, host, origin);
}

/** Where the containers of a host have their files. */
function folderOf(host: string, siteName: string): string {
  return `hosts/${host}/opt/${siteName}/`;
}

function machineAt(root: string, name: string, host: string | null, origin: Origin): Machine {
  return { name, kind: "container", root, engine: host ?? "local", sysctls: none, origin };
}

/** Adds a kernel setting to those of a machine, where it has none for that key. */
export function addSysctl(machines: Machines, name: string, { key, value, origin }: Machine["sysctls"][number]): void {
  const machine = machines.get(name);
  if (machine === undefined || machine.sysctls.some((each) => each.key === key)) return;
  const { kind, root, engine, sysctls } = machine;
  machines.put({ name, kind, root, engine, sysctls: [...sysctls, { key, value, origin }], origin: machine.origin });
}
