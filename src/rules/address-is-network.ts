import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { Origin } from "../source/origin.js";
import { boundsOf, fromNumber, networkFinder, toNumber } from "../vocabulary/values/addresses.js";
import { freeAddress } from "./addresses/free-address.js";
import { rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** The first or the last address of a network as that of a machine: daemons take it in silence, and nobody can reach it. */
export const addressIsNetwork = defineRule({
  code: "address-is-network",
  severity: "error",
  summary: "An address is that of its whole network, or the broadcast.",
  explanation: `
The first and the last address of a network stand for the network and for all its hosts. Keepalived and Compose accept both, and
nobody can reach them.

    network lan 192.168.0.0/24
    gateway edge on lb[1..2] { vip 192.168.0.255 }        # error: the broadcast
    gateway edge on lb[1..2] { vip 192.168.0.254 }
`,
  message: (data: { readonly what: string; readonly network: string; readonly isFirst: boolean; readonly free: string | undefined }) =>
    `${data.what} is ${data.isFirst ? `the address of \`${data.network}\` itself` : `the broadcast of \`${data.network}\``}`,
  help: ({ free, network }) => `use an address between the first and the last of \`${network}\`${free === undefined ? "" : `; \`${free}\` is free`}`,

  check(site, report, index) {
    // Of an IPv4 network with two addresses or one, all are of machines; of an IPv6 network always.
    const networks = site.networks.filter(({ family, length }) => family === "ipv4" && length < 31);
    const ends = new Set(networks.flatMap((network) => boundsOf(rangeOf(network)).map((bound) => fromNumber(bound, "ipv4"))));
    const networkOf = networkFinder(networks, rangeOf);
    const look = (address: string, origin: Origin, what: () => string): void => {
      // Of networks within each other the inner one counts.
      const network = ends.has(address) ? networkOf(address) : undefined;
      if (network === undefined) return;
      const range = rangeOf(network);
      const [first, last] = boundsOf(range);
      const value = toNumber(address);
      if (value !== first && value !== last) return;
      report({ at: origin, data: { what: what(), network: network.name, isFirst: value === first, free: freeAddress(network, index) } });
    };
    lookAtAll(site, index.nodesAt(ends), look);
  },
});

/** Every address that is written, of nodes those of these, with the place and what it is. */
function lookAtAll({ networks, hosts, vrrps }: Site, nodes: readonly Node[], look: (address: string, origin: Origin, what: () => string) => void): void {
  for (const { name, gateway, clauses, origin } of networks) {
    if (gateway !== null) look(gateway, clauses.find(({ word }) => word === "gateway")?.origin ?? origin, () => `the gateway \`${gateway}\` of \`${name}\``);
  }
  for (const { name, interfaces } of hosts) {
    for (const { address, addressOrigin } of interfaces) if (address !== null && addressOrigin !== null) look(address, addressOrigin, () => `\`${address}\` of \`${name}\``);
  }
  for (const { name, addresses } of nodes) for (const { address, origin } of addresses) look(address, origin, () => `\`${address}\` of \`${name}\``);
  for (const { addresses } of vrrps) for (const { address, origin } of addresses) look(address, origin, () => `the VIP \`${address}\``);
}
