import type { Boot, Stock } from "../emit/boot.js";
import type { OutputFile } from "../emit/output-file.js";
import type { Target } from "../emit/target.js";
import { mergeWorlds, type World } from "../emit/world.js";
import type { Machine, Network } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { type Place, placesOf } from "../proof/places.js";
import { listenersOf } from "../ir/listeners.js";
import { indexSite } from "../ir/site-index.js";
import { groupBy } from "../source/group.js";
import { type Backend, backendsOf } from "./backends.js";
import { type RealContainer, realContainersOf } from "./containers.js";
import { domainsOf, type Endpoint, type LogFiles, machinesByName, proxiesOf, readFilesOf } from "./names.js";

/** One machine or container of the site, to be booted. */
export interface LabMachine {
  readonly name: string;
  /** Its own folders and files. Its network is none of it: that is plugged in. */
  readonly world: World;
  /** The machine whose network it has: its own name, that of the node whose sidecar it is, or its host's. */
  readonly network: string;
  /** Empty for one that has the network of another. */
  readonly links: readonly Link[];
  readonly sysctls: readonly { readonly key: string; readonly value: string }[];
  /** In the order in which they start. */
  readonly boots: readonly Boot[];
  readonly backends: readonly Backend[];
  /** A container that runs as its image would; null for all else. */
  readonly runs: RealContainer | null;
  /** The ports at which its daemons listen, by TCP, once they stand. */
  readonly listens: readonly { readonly daemon: string; readonly port: number }[];
  /** Tests on other machines that are to pass before its daemons start for the first time. */
  readonly after: readonly { readonly machine: string; readonly test: readonly string[] }[];
}

/** An interface and the network that it is plugged into. */
export interface Link {
  readonly interface: string;
  readonly network: string;
  /** With the length of its network's prefix. */
  readonly addresses: readonly string[];
}

export type LabNetwork = Pick<Network, "name" | "cidr" | "gateway">;

/** All that is booted. */
export interface LabPlan {
  readonly networks: readonly LabNetwork[];
  /** What others need first comes first. */
  readonly machines: readonly LabMachine[];
  /** By each name of the program the machines that it means. */
  readonly machinesOf: ReadonlyMap<string, readonly string[]>;
  /** By their names the caches that are proxies for clients. */
  readonly proxies: ReadonlyMap<string, Endpoint>;
  /** By collection of logs the files that are read. */
  readonly logs: ReadonlyMap<string, readonly LogFiles[]>;
}

/** What nothing needs comes last. */
const order = ["sysctl", "lvs", "consul", "registrar", "squid", "haproxy", "nginx", "keepalived"];

/** What a lab of the site consists of. Pure. */
export function planLab(site: Site, files: readonly OutputFile[], targets: readonly Target[], stock: Stock): LabPlan {
  const index = indexSite(site);
  const real = realContainersOf(site, index, stock);
  const listeners = groupBy(listenersOf(site, index).filter(({ transport }) => transport === "tcp"), ({ machine }) => machine);
  const backends = backendsOf(site, index, (name) => real.has(name));
  const byMachine = groupBy(files, ({ machine }) => machine);
  const networkOf = networksOfMachines(site);
  const linksOf = linksOfMachines(site);
  const domains = domainsOf(site).map(([domain, address]) => ({ address, names: [domain] }));
  const machines = placesOf(site)
    .filter(({ machine }) => machine.kind !== "local")
    .map((place): LabMachine => {
      const own = byMachine.get(place.machine.name) ?? [];
      const boots = targets.flatMap(({ name, boot }) => (boot === undefined ? [] : boot(own.filter(({ daemon }) => daemon === name), stock).map((each) => ({ name, each }))));
      const runs = real.get(place.machine.name) ?? null;
      const sorted = [...boots].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)).map(({ each }) => each).concat(runs?.boot ?? []);
      const { interfaces: _, nonlocalBind: __, ...world } = place.world;
      const laid = own.flatMap(({ target, text, mode }) => (target === null ? [] : [{ path: target, content: text, mode }]));
      const network = networkOf(place.machine);
      return {
        name: place.machine.name,
        world: sorted.reduce<World>((sum, boot) => mergeWorlds(sum, { files: boot.files, certificates: boot.certificates, users: runs?.users ?? [] }), { ...world, hosts: [...(world.hosts ?? []), ...domains], files: [...place.world.files, ...laid] }),
        network,
        links: network === place.machine.name ? linksOf(place) : [],
        sysctls: place.machine.sysctls,
        boots: sorted,
        backends: backends.get(place.machine.name) ?? [],
        runs,
        listens: [
          ...(listeners.get(place.machine.name) ?? []).map(({ process, port }) => ({ daemon: process.split(" ")[0]!, port })).filter(({ daemon }) => sorted.some(({ name }) => name === daemon)),
          ...(runs?.node.ports ?? []).slice(0, 1).map(({ port }) => ({ daemon: runs!.boot.name, port })),
        ],
        after: (runs?.after ?? []).flatMap((name) => (real.get(name)?.healthTest.length ? [{ machine: name, test: real.get(name)!.healthTest }] : [])),
      };
    });
  return { networks: site.networks, machines, machinesOf: machinesByName(site), proxies: proxiesOf(site), logs: readFilesOf(site) };
}

/** A container of a host has its host's network in a lab, where its ports are published; a sidecar that of its node. */
function networksOfMachines(site: Site): (machine: Machine) => string {
  const hosts = new Set(site.hosts.map(({ name }) => name));
  const nodeOfSidecar = new Map(site.engines.flatMap(({ containers }) => containers.filter(({ sidecar }) => sidecar).map(({ name, node }) => [name, node] as const)));
  return ({ name, kind, engine }) => (kind === "host" ? name : engine !== null && hosts.has(engine) ? engine : (nodeOfSidecar.get(name) ?? name));
}

/** The interfaces of a machine that are on a network of the site. */
function linksOfMachines({ nodes, hosts }: Site): (place: Place) => readonly Link[] {
  const ofNodes = nodes.flatMap(({ machine, addresses }) => addresses.map(({ network, address }) => [`${machine} ${address}`, network] as const));
  const ofHosts = hosts.flatMap(({ name, interfaces }) => interfaces.flatMap(({ network, address }) => (address === null || network === null ? [] : [[`${name} ${address}`, network] as const])));
  const networks = new Map([...ofNodes, ...ofHosts]);
  return ({ machine, world }) =>
    (world.interfaces ?? []).flatMap(({ name, addresses }) => {
      const network = addresses.map((address) => networks.get(`${machine.name} ${address.split("/")[0]!}`)).find((each) => each !== undefined);
      return name === "lo" || network === undefined ? [] : [{ interface: name, network, addresses }];
    });
}
