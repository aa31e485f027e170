import { listenersOf } from "../ir/listeners.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";

/**
 * Whether a port inside the container of a node can be had in a lab, where containers of a host have its network: not where something else of the
 * host listens, or the engine does for another container. Of two containers that listen on one port inside, the first has it.
 */
export function freePorts(site: Site, index: SiteIndex): (node: Node, port: number) => boolean {
  const owners = new Map<string, string>();
  const claim = (machine: string, port: number, owner: string): void => {
    const key = `${machine} ${port}`;
    if (!owners.has(key)) owners.set(key, owner);
  };
  for (const { machine, owner, port } of listenersOf(site, index)) claim(machine, port, owner);
  for (const { host, name, machine, ports } of site.nodes) if (host !== null && machine === name) for (const { port } of ports) claim(host, port, name);
  return ({ host, name, machine }, port) => host === null || machine !== name || owners.get(`${host} ${port}`) === name;
}
