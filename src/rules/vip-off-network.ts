import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Vrrp } from "../ir/vip.js";
import { groupBy } from "../source/group.js";
import { listedQuoted } from "../source/listed.js";
import type { Label } from "../source/origin.js";
import type { Family } from "../vocabulary/values/addresses.js";
import { freeAddress } from "./addresses/free-address.js";
import { networkOfAddress } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** Who is to hold a VIP is not on its network: it would stand on an interface where nobody asks for it. */
export const vipOffNetwork = defineRule({
  code: "vip-off-network",
  severity: "error",
  summary: "A node that is to hold a VIP is not on the VIP's network.",
  explanation: `
A VIP is found by asking on its own network who has it. A node with no interface there would put it on another one, where nobody asks.
Keepalived's own check passes, as any address can stand on any interface.

    network lan 192.168.0.0/24
    network dmz 10.9.0.0/24
    host lb[1..2] 192.168.0.[11..12]
    gateway edge on lb[1..2] { vip 10.9.0.100 }                   # error: neither is on \`dmz\`
    host lb1 192.168.0.11 { interface eth0; interface eth1 10.9.0.11 }

\`dev\` says on which interface it stands where that has no address of the network.
`,
  message: (data: { readonly address: string; readonly network: string; readonly names: readonly string[]; readonly joined: readonly string[]; readonly free: string | undefined }) =>
    `the VIP \`${data.address}\` is of \`${data.network}\`, where ${listed(data.names)} ${data.names.length === 1 ? "has" : "have"} no address`,
  help: ({ network, names, joined, free }) =>
    joined.length > 0
      ? `let what holds it join the network: \`in ${[...joined, network].join(", ")}\``
      : `give \`${names[0]}\` one, such as \`interface eth1 ${free ?? "ADDRESS"}\`, or say where the VIP stands: \`dev eth1\``,

  check(site, report, index) {
    const networkOf = networkOfAddress(site);
    for (const vrrp of site.vrrps) {
      for (const { address, interface: dev, origin } of vrrp.addresses) {
        const network = networkOf(address);
        if (network === undefined || dev !== null) continue;
        const strangers = vrrp.members.filter((member) => !isOn(network.name, network.family, member, index));
        if (strangers.length === 0) continue;
        const names = strangers.map(({ machine, node }) => (index.node(node).host === null ? node : machine)).sort();
        const first = index.node(strangers[0]!.node);
        const joined = first.host === null ? first.addresses.map((each) => each.network) : [];
        const places = groupBy(strangers.map(({ machine, node }) => placeOf(machine, node, index)), ({ span }) => span);
        report({
          at: origin,
          data: { address, network: network.name, names, joined, free: freeAddress(network, index) },
          related: [...places.values()].slice(0, 3).map(([place]) => place!),
        });
      }
    }
  },
});

function isOn(network: string, family: Family, { machine, node }: Vrrp["members"][number], index: SiteIndex): boolean {
  const { host, addresses } = index.node(node);
  if (host === null) return addresses.some((each) => each.network === network);
  const { interfaces } = index.host(machine);
  const isOfFamily = ({ address }: Site["hosts"][number]["interfaces"][number]): boolean => address !== null && address.includes(":") === (family === "ipv6");
  // Hosts often say one family alone, and have both on one interface.
  return interfaces.some((each) => each.network === network) || !interfaces.some(isOfFamily);
}

function placeOf(machine: string, node: string, index: SiteIndex): Label {
  const { host, addresses, origin } = index.node(node);
  if (host === null) return { span: origin.span, text: `\`${node}\` is on ${listed(addresses.map((each) => each.network))}` };
  const { interfaces, origin: declared } = index.host(machine);
  const networks = [...new Set(interfaces.flatMap((each) => each.network ?? []))];
  return { span: declared.span, text: `\`${machine}\` is on ${networks.length === 0 ? "no network" : listed(networks)}` };
}

function listed(names: readonly string[]): string {
  return listedQuoted(names, "and");
}
