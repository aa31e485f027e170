import type { Network } from "../../ir/place.js";
import type { SiteIndex } from "../../ir/site-index.js";
import { cidrOf, lowestFree } from "../../vocabulary/values/addresses.js";

const known = new WeakMap<SiteIndex, Map<string, string | undefined>>();

/** The lowest address of a network that a machine can have and that nothing of the site has; looked for once. */
export function freeAddress({ cidr }: Pick<Network, "cidr">, index: SiteIndex): string | undefined {
  let found = known.get(index);
  if (found === undefined) known.set(index, (found = new Map()));
  if (!found.has(cidr)) found.set(cidr, lowestFree(cidrOf(cidr), index.takenAddresses()));
  return found.get(cidr);
}
