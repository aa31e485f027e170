import type { HostEntry, Interface, World, WorldFile } from "../emit/world.js";
import type { Condition } from "../ir/cache.js";
import type { Container } from "../ir/container.js";
import type { Machine, Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";

/** The world of one machine of a site, but for its generated files. */
export interface Place {
  readonly machine: Machine;
  readonly world: World & { readonly files: readonly WorldFile[] };
}

/** Users that the packages and images of the daemons bring. */
const usersOfPackages = ["www-data", "nginx", "haproxy", "proxy", "consul"];

/** Every machine with files of its own: its interfaces, the names that resolve there, the files that its operator brings. */
export function placesOf(site: Site): readonly Place[] {
  const hosts: readonly HostEntry[] = [...site.nodes, ...site.hosts].flatMap(({ name, address }) => (isAddress(address) ? [{ address, names: [name] }] : []));
  const interfaces = interfacesByMachine(site);
  const brought = broughtByMachine(site);
  const users = [...new Set([...usersOfPackages, ...site.vrrps.flatMap(({ checks }) => checks.flatMap(({ check }) => check.user ?? []))])];
  return site.machines.map((machine) => ({
    machine,
    world: {
      name: machine.name,
      interfaces: interfaces(machine),
      hosts,
      users,
      nonlocalBind: machine.kind !== "host" || machine.sysctls.some(({ key }) => key === "net.ipv4.ip_nonlocal_bind"),
      files: brought.get(machine.name) ?? [],
    },
  }));
}

function isAddress(text: string): boolean {
  return /^[\d.]+$|:/.test(text);
}

function interfacesByMachine(site: Site): (machine: Machine) => readonly Interface[] {
  const hosts = new Map(site.hosts.map((host) => [host.name, host]));
  const nodes = new Map(site.nodes.map((node) => [node.name, node]));
  const containers = new Map(site.engines.flatMap(({ containers: own }) => own.map((container) => [container.name, container] as const)));
  const lengths = new Map(site.networks.map(({ name, length }) => [name, length]));
  return ({ name, kind }) => (kind === "host" ? ofHost(hosts.get(name)?.interfaces ?? []) : ofNode(nodeOf(containers.get(name), name, nodes), lengths));
}

/** A sidecar has the network of its node. */
function nodeOf(container: Container | undefined, machine: string, nodes: ReadonlyMap<string, Node>): Node | undefined {
  return nodes.get(container?.node ?? machine);
}

function ofHost(interfaces: Site["hosts"][number]["interfaces"]): readonly Interface[] {
  // An interface with several addresses stands there once for each.
  const byName = groupBy(interfaces, ({ name }) => name);
  return [...byName].map(([name, own]) => ({ name, addresses: own.flatMap(({ address, length }) => (address === null ? [] : [`${address}/${length ?? fullLength(address)}`])) }));
}

function ofNode(node: Node | undefined, lengths: ReadonlyMap<string, number>): readonly Interface[] {
  const addresses = node?.addresses ?? [];
  if (addresses.length === 0) return [{ name: "eth0", addresses: ["172.31.255.2/24"] }];
  return addresses.map(({ network, address }, index) => ({ name: `eth${index}`, addresses: [`${address}/${lengths.get(network) ?? fullLength(address)}`] }));
}

function fullLength(address: string): number {
  return address.includes(":") ? 128 : 32;
}

/** Files that the operator brings, by machine: a daemon refuses one that is not there. */
function broughtByMachine(site: Site): ReadonlyMap<string, readonly WorldFile[]> {
  const scripts = site.vrrps.flatMap(({ members, checks, notify }) => {
    const paths = [...checks.flatMap(({ check }) => (check.form === "script" && check.path !== null ? [check.path] : [])), ...notify.map(({ script }) => script)];
    return members.flatMap(({ machine }) => paths.map((path) => ({ machine, file: { path: path.split(" ")[0]!, content: "#!/bin/sh\nexit 0\n", mode: 0o755 } })));
  });
  const lists = site.caches.flatMap(({ machines, matches, rules }) => {
    const conditions = [...matches, ...rules].flatMap(({ when }) => when.flat()).filter(({ form }) => form === "file");
    return machines.flatMap((machine) => conditions.flatMap(({ name, values }) => values.map(({ text }) => ({ machine, file: { path: text, content: listOf(name) } }))));
  });
  return new Map([...groupBy<string, { readonly machine: string; readonly file: WorldFile }>([...scripts, ...lists], ({ machine }) => machine)].map(([machine, own]) => [machine, own.map(({ file }) => file)]));
}

/** A line that a list of that condition may hold. */
function listOf(name: Condition["name"]): string {
  return name === "from" ? "192.0.2.1\n" : name === "port" ? "8080\n" : ".example.com\n";
}
