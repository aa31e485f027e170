import type { Boot, Stock } from "../emit/boot.js";
import type { OutputFile } from "../emit/output-file.js";
import type { Target } from "../emit/target.js";
import { mergeWorlds, type World } from "../emit/world.js";
import type { Network } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { type Place, placesOf } from "../proof/places.js";
import { groupBy } from "../source/group.js";
import { type Backend, backendsOf } from "./backends.js";

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
}

/** What nothing needs comes last. */
const order = ["sysctl", "lvs", "consul", "registrar", "squid", "haproxy", "nginx", "keepalived"];

/** What a lab of the site consists of. Pure. */
export function planLab(site: Site, files: readonly OutputFile[], targets: readonly Target[], stock: Stock): LabPlan {
  const backends = backendsOf(site);
  const byMachine = groupBy(files, ({ machine }) => machine);
  const machines = placesOf(site)
    .filter(({ machine }) => machine.kind !== "local")
    .map((place): LabMachine => {
      const own = byMachine.get(place.machine.name) ?? [];
      const boots = targets.flatMap(({ name, boot }) => (boot === undefined ? [] : boot(own.filter(({ daemon }) => daemon === name), stock).map((each) => ({ name, each }))));
      const sorted = [...boots].sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name)).map(({ each }) => each);
      const { interfaces: _, nonlocalBind: __, ...world } = place.world;
      const laid = own.flatMap(({ target, text, mode }) => (target === null ? [] : [{ path: target, content: text, mode }]));
      return {
        name: place.machine.name,
        world: sorted.reduce<World>((sum, boot) => mergeWorlds(sum, { files: boot.files, certificates: boot.certificates }), { ...world, files: [...place.world.files, ...laid] }),
        network: networkOf(place, site),
        links: networkOf(place, site) === place.machine.name ? linksOf(place, site) : [],
        sysctls: place.machine.sysctls,
        boots: sorted,
        backends: backends.get(place.machine.name) ?? [],
      };
    });
  return { networks: site.networks, machines };
}

/** A container of a host has its host's network in a lab, where its ports are published. */
function networkOf({ machine }: Place, site: Site): string {
  if (machine.kind === "host") return machine.name;
  if (machine.engine !== null && machine.engine !== "local" && site.hosts.some(({ name }) => name === machine.engine)) return machine.engine;
  const container = site.engines.flatMap(({ containers }) => containers).find(({ name }) => name === machine.name);
  return container?.sidecar ? container.node : machine.name;
}

function linksOf({ machine, world }: Place, site: Site): readonly Link[] {
  const networks = new Map(site.nodes.flatMap(({ machine: name, addresses }) => (name === machine.name ? addresses.map(({ network, address }) => [address, network] as const) : [])));
  const host = site.hosts.find(({ name }) => name === machine.name);
  for (const { address, network } of host?.interfaces ?? []) if (address !== null && network !== null) networks.set(address, network);
  return (world.interfaces ?? []).flatMap(({ name, addresses }) => {
    const network = addresses.map((address) => networks.get(address.split("/")[0]!)).find((each) => each !== undefined);
    return name === "lo" || network === undefined ? [] : [{ interface: name, network, addresses }];
  });
}
