import { listedQuoted } from "../source/listed.js";
import { defineRule } from "./rule.js";

/** A host without an address cannot speak VRRP: the VIP would never move there, and nobody would say so. */
export const vipMemberWithoutAddress = defineRule({
  code: "vip-member-without-address",
  severity: "error",
  summary: "A node that is to hold a VIP is on a host without an address.",
  explanation: `
The nodes of a VIP talk to each other from address to address. A host that is known by its name alone takes no part, and the VIP would never
move to it.

    host lb1 192.168.0.11
    host lb2
    gateway edge on lb[1..2] { vip 192.168.0.146 }         # error: lb2 never holds it
    host lb2 192.168.0.12
`,
  message: ({ hosts, address }: { readonly hosts: readonly string[]; readonly address: string }) =>
    `${listedQuoted(hosts, "and")} cannot hold \`${address}\`, without an address of ${hosts.length === 1 ? "its" : "their"} own`,
  help: ({ hosts }) => `give \`${hosts[0]}\` its address: \`host ${hosts[0]} ADDRESS\``,

  check(site, report, index) {
    for (const { entity, addresses, members, origin } of site.vrrps) {
      const known = new Set(members.map(({ node }) => node));
      const missing = index.nodesOf(entity).filter(({ name, host }) => host !== null && !known.has(name));
      const hosts = [...new Set(missing.map(({ host }) => host!))];
      if (hosts.length === 0) continue;
      report({ at: origin, data: { hosts, address: addresses[0]!.address }, related: hosts.slice(0, 3).map((name) => ({ span: index.host(name).origin.span, text: "it has no address" })) });
    }
  },
});
