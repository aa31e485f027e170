import type { Origin } from "../source/origin.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";

/** Who has an address, or may come to have it. */
export interface Owner {
  /** The machines; of a container, its own. */
  readonly machines: ReadonlySet<string>;
  /** The declaration that holds it, of a VIP; null for the own address of a machine. */
  readonly vipOf: string | null;
  readonly origin: Origin;
}

/** Every address of hosts and nodes, and every VIP. */
export function addressOwners({ hosts, nodes, vrrps }: Site, index: SiteIndex): ReadonlyMap<string, Owner> {
  const owners = new Map<string, Owner>();
  for (const { name, interfaces, origin } of hosts) {
    for (const { address, addressOrigin } of interfaces) if (address !== null) owners.set(address, { machines: new Set([name]), vipOf: null, origin: addressOrigin ?? origin });
  }
  for (const { machine, addresses } of nodes) for (const { address, origin } of addresses) owners.set(address, { machines: new Set([machine]), vipOf: null, origin });
  for (const { entity, members, addresses } of vrrps) {
    const machines = new Set(members.map(({ node }) => index.node(node).machine));
    for (const { address, origin } of addresses) owners.set(address, { machines, vipOf: entity, origin });
  }
  return owners;
}
