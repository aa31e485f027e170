import type { Network } from "../ir/place.js";
import { once } from "../source/once.js";
import { hasOwner, privateBlocks, rangeFinder } from "../vocabulary/values/address-space.js";
import { type Cidr, cidrOf, overlaps } from "../vocabulary/values/addresses.js";
import { rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** A private network in addresses that have an owner in the internet: whom they belong to is out of reach. */
export const publicNetwork = defineRule({
  code: "public-network",
  severity: "warning",
  summary: "A private network uses addresses that somebody in the internet owns.",
  explanation: `
What a machine takes for its own network it does not send out: whoever owns those addresses in the internet cannot be reached, and nothing
says so. A bridge of Docker's is such a network whatever its range, and the ranges beside 172.16.0.0/12 are often taken for private.

    network back 170.200.7.0/24            # warning: containers on a bridge
    network lan 172.0.0.0/24               # warning: private is 172.16.0.0 to 172.31.255.255
    network lan 172.16.0.0/24

Networks of hosts in other public ranges are their owners' own, and are not reported. Nor are networks with \`driver macvlan\` or \`driver
ipvlan\`, whose containers are in the real one.
`,
  message: (data: { readonly network: string; readonly cidr: string; readonly isBridge: boolean; readonly free: string | undefined }) =>
    `\`${data.network}\` is ${data.cidr}, which is public: ${data.isBridge ? "the containers on this bridge" : "the machines on it"} cannot reach those who own it`,
  help: ({ free }) => `private are 10.0.0.0/8, 172.16.0.0/12 and 192.168.0.0/16${free === undefined ? "" : `; \`${free}\` is free`}`,

  check(site, report) {
    const bridged = new Set(site.engines.flatMap(({ networks }) => networks));
    const freeRange = once(() => rangeFinder(site.networks.map(rangeOf)));
    for (const network of site.networks) {
      const { name, cidr, driver, origin } = network;
      const range = rangeOf(network);
      const isBridge = driver === ("bridge" satisfies Network["driver"]) && bridged.has(name);
      if (!hasOwner(range) || !(isBridge || isConfused(range))) continue;
      report({ at: origin, data: { network: name, cidr, isBridge, free: freeRange()(range) } });
    }
  },
});

/** The neighbors of 172.16.0.0/12, where no one has servers to rent, and what is wider than a private block that it holds. */
function isConfused(range: Cidr): boolean {
  return neighbors.some((block) => block.length <= range.length && overlaps(block, range)) || privateBlocks.some((block) => block.length > range.length && overlaps(block, range));
}

const neighbors: readonly Cidr[] = ["172.0.0.0/12", "172.32.0.0/11"].map(cidrOf);
