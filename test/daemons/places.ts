import type { Site } from "../../src/ir/site.js";
import type { HostEntry, Interface } from "./world.js";
import type { Place } from "./site.js";

/** The machines of a site as the daemons' checks need them: their interfaces, and the names that resolve there. */
export function placesOf(site: Site): readonly Place[] {
  const hosts: readonly HostEntry[] = [...site.nodes, ...site.hosts].flatMap(({ name, address }) => (/^[\d.]+$|:/.test(address) ? [{ address, names: [name] }] : []));
  return site.machines
    .filter(({ root }) => root !== "")
    .map(({ name, root, kind, sysctls }) => ({
      name,
      tree: root,
      interfaces: kind === "host" ? interfacesOfHost(name, site) : interfacesOfNode(name, site),
      hosts,
      users: ["www-data", "nginx", "haproxy", "proxy", "consul"],
      nonlocalBind: kind !== "host" || sysctls.some(({ key }) => key === "net.ipv4.ip_nonlocal_bind"),
    }))
    // A container's tree lies below its host's: the longest comes first.
    .sort((a, b) => b.tree.length - a.tree.length);
}

function interfacesOfHost(name: string, { hosts }: Site): readonly Interface[] {
  const interfaces = hosts.find((each) => each.name === name)?.interfaces ?? [];
  // An interface with several addresses stands there once for each.
  return [...new Set(interfaces.map((each) => each.name))].map((each) => ({
    name: each,
    addresses: interfaces.flatMap(({ name: own, address, length }) => (own === each && address !== null ? [`${address}/${length ?? 32}`] : [])),
  }));
}

/** A sidecar has the network of its node, whose name begins its own. */
function interfacesOfNode(machine: string, { nodes, networks, engines }: Site): readonly Interface[] {
  const container = engines.flatMap(({ containers }) => containers).find(({ name }) => name === machine);
  const node = nodes.find(({ name }) => name === (container?.node ?? machine));
  const addresses = node?.addresses ?? [];
  if (addresses.length === 0) return [{ name: "eth0", addresses: ["172.31.255.2/24"] }];
  return addresses.map(({ network, address }, index) => ({ name: `eth${index}`, addresses: [`${address}/${networks.find((each) => each.name === network)?.length ?? 24}`] }));
}
