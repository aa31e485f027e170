import type { Network } from "../../ir/place.js";
import type { Site } from "../../ir/site.js";
import { type Cidr, cidrOf, networkFinder } from "../../vocabulary/values/addresses.js";
import { oncePer } from "../../source/once.js";

/** The addresses of a network; read once. */
export const rangeOf: (network: Network) => Cidr = oncePer(({ cidr }) => cidrOf(cidr));

/** Finds the network of a site that holds an address, of networks within each other the inner one; made once for a site. */
export const networkOfAddress: (site: Site) => (address: string) => Network | undefined = oncePer(({ networks }) => networkFinder(networks, rangeOf));
