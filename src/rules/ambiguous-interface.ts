import { listedQuoted } from "../source/listed.js";
import { defineRule } from "./rule.js";

/** A host on several networks whose interfaces nobody names: a VIP would stand on a guess. */
export const ambiguousInterface = defineRule({
  code: "ambiguous-interface",
  severity: "error",
  summary: "A host that holds a VIP has addresses on several networks, and its interfaces are not named.",
  explanation: `
Without \`interface\` a host has one, \`eth0\`. One that is on several networks mostly has several, and keepalived puts a VIP on the interface
that it is told: on the wrong one, nobody finds it.

    network lan 192.168.0.0/24
    network dmz 10.9.0.0/24
    host lb1 192.168.0.11, 10.9.0.11                              # error: which is on eth0?
    host lb1 192.168.0.11, 10.9.0.11 { interface eth0; interface eth1 }
`,
  message: (data: { readonly host: string; readonly networks: readonly string[]; readonly addresses: readonly string[] }) =>
    `\`${data.host}\` is on ${listedQuoted(data.networks, "and")}, and the interface of each is not said`,
  help: ({ addresses }) => `name them: ${addresses.map((address, place) => `\`interface eth${place} ${address}\``).join(" and ")}, or \`interface eth0\` for all`,

  check(site, report, index) {
    const seen = new Set<string>();
    for (const { members, addresses } of site.vrrps) {
      if (addresses.every(({ interface: dev }) => dev !== null)) continue;
      for (const { machine, node } of members) {
        if (index.node(node).host === null || seen.has(machine)) continue;
        seen.add(machine);
        const { interfaces, origin } = index.host(machine);
        const [assumed] = interfaces;
        if (assumed?.origin.because === undefined) continue;
        const firstOfNetwork = new Map<string, string>();
        for (const { name, network, address } of interfaces) {
          // One interface with both families is usual; several networks of one family are not.
          const isOfFamily = address !== null && address.includes(":") === addresses[0]!.address.includes(":");
          if (name === assumed.name && network !== null && isOfFamily && !firstOfNetwork.has(network)) firstOfNetwork.set(network, address);
        }
        if (firstOfNetwork.size < 2) continue;
        report({
          at: origin,
          data: { host: machine, networks: [...firstOfNetwork.keys()], addresses: [...firstOfNetwork.values()] },
          related: [{ span: addresses[0]!.origin.span, text: "the VIP that it is to hold" }],
        });
      }
    }
  },
});
