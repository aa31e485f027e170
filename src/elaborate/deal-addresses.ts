import type { Value } from "../bind/bound.js";
import { type Address, type Cidr, contains } from "../vocabulary/values/addresses.js";

/** The addresses of a written `address` that one network holds, in the order in which they are written: the first node has the first. */
export interface Deal<Network> {
  readonly network: Network;
  readonly addresses: readonly Value<Address>[];
}

/** Deals the addresses of a declaration to the networks that it joins, whatever order they stand in. */
export function dealAddresses<Network>(addresses: readonly Value<Address>[], networks: readonly Network[], rangeOf: (network: Network) => Cidr): readonly Deal<Network>[] {
  return networks.map((network) => {
    const range = rangeOf(network);
    return { network, addresses: addresses.filter(({ value }) => contains(range, value.address)) };
  });
}
