import type { Host, Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";

/** Finds hosts that another instance of a declaration could run on: the best first. `taken`: those that it is on. */
export type Peers = (node: Node, taken: ReadonlySet<string | null>) => readonly string[];

/** Hosts that are alike have names that differ in their number, and run the same: `app1` and `app2`. */
export function peersOf({ hosts, nodes }: Site): Peers {
  const loads = groupBy(nodes, ({ host }) => host);
  const loadOf = ({ name }: Host): number => loads.get(name)?.length ?? 0;
  const keyOf = ({ name, runtime }: Host): string => `${name.replace(/\d+$/, "")} ${runtime}`;
  const byKey = groupBy([...hosts].sort((a, b) => loadOf(a) - loadOf(b) || compareNames(a.name, b.name)), keyOf);
  const byName = new Map(hosts.map((host) => [host.name, host]));
  return ({ host }, taken) => {
    const own = byName.get(host ?? "");
    const alike = own === undefined ? [] : byKey.get(keyOf(own))!.filter(({ name }) => !taken.has(name));
    const elsewhere = alike.filter(({ zone }) => zone !== own?.zone);
    return [...elsewhere, ...alike.filter(({ zone }) => zone === own?.zone)].map(({ name }) => name);
  };
}
