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
  return new Map<string, Owner>([
    ...hosts.flatMap(({ name, interfaces, origin }) => interfaces.flatMap(({ address, addressOrigin }) => (address === null ? [] : [[address, { machines: new Set([name]), vipOf: null, origin: addressOrigin ?? origin }] as const]))),
    ...nodes.flatMap(({ machine, addresses }) => addresses.map(({ address, origin }) => [address, { machines: new Set([machine]), vipOf: null, origin }] as const)),
    ...vrrps.flatMap(({ entity, members, addresses }) => addresses.map(({ address, origin }) => [address, { machines: new Set(members.map(({ node }) => index.node(node).machine)), vipOf: entity, origin }] as const)),
  ]);
}
