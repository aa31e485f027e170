import type { Network } from "../../ir/place.js";
import type { SiteIndex } from "../../ir/site-index.js";
import { lowestFree } from "../../vocabulary/values/addresses.js";
import { rangeOf } from "./networks.js";

const known = new WeakMap<SiteIndex, Map<Network, string | undefined>>();

/** The lowest address of a network that a machine can have and that nothing of the site has; looked for once. */
export function freeAddress(network: Network, index: SiteIndex): string | undefined {
  let found = known.get(index);
  if (found === undefined) known.set(index, (found = new Map()));
  if (!found.has(network)) found.set(network, lowestFree(rangeOf(network), index.takenAddresses()));
  return found.get(network);
}
