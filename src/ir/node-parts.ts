import { groupBy } from "../source/group.js";
import { countsAgain, partedAgain } from "../source/kept-groups.js";
import type { Tables } from "../source/tables.js";
import type { Node } from "./place.js";
import type { Site } from "./site.js";

/** The nodes by what they are, found in one look at all of them; each list is in their order. */
export interface NodeParts {
  /** With a host under them. */
  readonly onHosts: readonly Node[];
  /** Containers of the local engine. */
  readonly local: readonly Node[];
  /** Processes of hosts. */
  readonly processes: readonly Node[];
  readonly byKind: ReadonlyMap<string, readonly Node[]>;
  /** The names of the hosts under nodes. */
  readonly hosts: ReadonlySet<string>;
}

/** Nodes that did not change since the compilation before are not looked at again. */
export function nodePartsOf({ nodes }: Site, tables: Tables): NodeParts {
  const { onHosts, local, processes, services, others } = partedAgain("parts of nodes", [], nodes, bit, bitsOf, tables);
  const byKind = new Map<string, readonly Node[]>(groupBy(others, ({ kind }) => kind));
  if (services.length > 0) byKind.set("service", services);
  return { onHosts, local, processes, byKind, hosts: new Set(countsAgain("hosts of nodes", onHosts, ({ host }) => host!, tables).keys()) };
}

// Of a site's nodes nearly all are services.
const bit = { onHosts: 1, local: 2, processes: 4, services: 8, others: 16 };

function bitsOf({ name, host, machine, kind }: Node): number {
  return (host === null ? bit.local : bit.onHosts) | (machine === name ? 0 : bit.processes) | (kind === "service" ? bit.services : bit.others);
}
