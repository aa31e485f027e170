import type { Site } from "../ir/site.js";
import type { Origin } from "../source/origin.js";
import { boundsOf, cidrOf, lowestFree, networkFinder, toNumber } from "../vocabulary/values/addresses.js";
import { defineRule } from "./rule.js";

/** An address that the program writes, and whose it is, as a message says it. */
interface Written {
  readonly what: string;
  readonly address: string;
  readonly origin: Origin;
}

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
    const networkOf = networkFinder(site.networks.filter(({ family, length }) => family === "ipv4" && length < 31), ({ cidr }) => cidrOf(cidr));
    for (const { what, address, origin } of writtenIn(site)) {
      const network = networkOf(address);
      if (network === undefined) continue;
      const range = cidrOf(network.cidr);
      const [first, last] = boundsOf(range);
      const value = toNumber(address);
      if (value !== first && value !== last) continue;
      report({ at: origin, data: { what, network: network.name, isFirst: value === first, free: lowestFree(range, index.takenAddresses()) } });
    }
  },
});

function writtenIn({ networks, hosts, nodes, vrrps }: Site): readonly Written[] {
  return [
    ...networks.flatMap(({ name, gateway, clauses, origin }) =>
      gateway === null ? [] : { what: `the gateway \`${gateway}\` of \`${name}\``, address: gateway, origin: clauses.find(({ word }) => word === "gateway")?.origin ?? origin },
    ),
    ...hosts.flatMap(({ name, interfaces }) => interfaces.flatMap(({ address, addressOrigin }) => (address === null || addressOrigin === null ? [] : { what: `\`${address}\` of \`${name}\``, address, origin: addressOrigin }))),
    ...nodes.flatMap(({ name, addresses }) => addresses.map(({ address, origin }) => ({ what: `\`${address}\` of \`${name}\``, address, origin }))),
    ...vrrps.flatMap(({ addresses }) => addresses.map(({ address, origin }) => ({ what: `the VIP \`${address}\``, address, origin }))),
  ];
}
