import { contains } from "../vocabulary/values/addresses.js";
import { freeAddress } from "./addresses/free-address.js";
import { networkOfAddress, rangeOf } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** An interface is said to be on a network that does not hold its address. */
export const interfaceOffNetwork = defineRule({
  code: "interface-off-network",
  severity: "error",
  summary: "The address of an interface is not of the network that the interface is said to be on.",
  explanation: `
    network lan 192.168.0.0/24
    network dmz 10.9.0.0/24
    host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 lan }        # error: it is of \`dmz\`
    host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 dmz }
`,
  message: (data: { readonly address: string; readonly interface: string; readonly host: string; readonly network: string; readonly cidr: string; readonly holder: string | undefined; readonly free: string | undefined }) =>
    `\`${data.address}\` of \`${data.interface}\` on \`${data.host}\` is not of \`${data.network}\`, which is ${data.cidr}`,
  help: ({ holder, network, free }) => (holder !== undefined ? `write \`${holder}\`, which holds it` : free === undefined ? `use an address of \`${network}\`` : `use an address of \`${network}\`; \`${free}\` is free`),

  check(site, report, index) {
    const networkOf = networkOfAddress(site);
    const byName = new Map(site.networks.map((network) => [network.name, network]));
    for (const host of site.hosts) {
      for (const { name, address, network: said, origin } of host.interfaces) {
        const network = said === null ? undefined : byName.get(said);
        if (address === null || network === undefined || network.family !== familyOf(address)) continue;
        const range = rangeOf(network);
        if (contains(range, address)) continue;
        report({
          at: origin,
          data: { address, interface: name, host: host.name, network: network.name, cidr: network.cidr, holder: networkOf(address)?.name, free: freeAddress(network, index) },
          related: [{ span: network.origin.span, text: "the network" }],
        });
      }
    }
  },
});

function familyOf(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}
