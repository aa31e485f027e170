import type { Network } from "../../ir/place.js";
import type { Site } from "../../ir/site.js";
import { type Cidr, cidrOf, networkFinder } from "../../vocabulary/values/addresses.js";

const ranges = new WeakMap<Network, Cidr>();

/** The addresses of a network; read once. */
export function rangeOf(network: Network): Cidr {
  let range = ranges.get(network);
  if (range === undefined) ranges.set(network, (range = cidrOf(network.cidr)));
  return range;
}

type Find = (address: string) => Network | undefined;

const finders = new WeakMap<Site["networks"], Find>();

/** Finds the network of a site that holds an address, of networks within each other the inner one; made once for a site. */
export function networkOfAddress({ networks }: Site): Find {
  let find = finders.get(networks);
  if (find === undefined) finders.set(networks, (find = networkFinder(networks, rangeOf)));
  return find;
}
