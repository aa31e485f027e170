import { isLoopback } from "../ir/hops.js";
import type { Site } from "../ir/site.js";
import type { Discovery } from "../ir/traffic.js";
import type { Unit, Units } from "./units.js";

/** The Consul agent that a node asks; undefined where it is not of this site, or the node asks none. */
export type AgentOf = (discovery: Discovery, node: string) => Unit | undefined;

export function agentsOf({ consuls, nodes }: Site, units: Units): AgentOf {
  const hosts = new Map(nodes.map(({ name, host }) => [name, host]));
  const byAddress = new Map(consuls.flatMap(({ name, servers, clients }) => [...servers, ...clients].map(({ address, machine }) => [`${name} ${address}`, machine] as const)));
  const asked = new WeakMap<Discovery, ReadonlyMap<string, string>>();
  return (discovery, node) => {
    if (!asked.has(discovery)) asked.set(discovery, new Map(discovery.agents.map(({ node: each, endpoint }) => [each, endpoint.host])));
    const host = asked.get(discovery)!.get(node);
    if (host === undefined) return undefined;
    const machine = isLoopback(host) ? hosts.get(node) : byAddress.get(`${discovery.cluster} ${host}`);
    return machine == null ? undefined : units.daemon("consul", machine);
  };
}
