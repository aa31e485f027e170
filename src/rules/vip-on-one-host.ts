import { groupBy } from "../source/group.js";
import { listedQuoted } from "../source/listed.js";
import { defineRule } from "./rule.js";

/** Two nodes of a VIP on one host: keepalived runs once there, and the host's failure takes both. */
export const vipOnOneHost = defineRule({
  code: "vip-on-one-host",
  severity: "error",
  summary: "Two nodes that can hold a VIP are on the same host.",
  explanation: `
One keepalived works for a host, and a VIP moves from host to host. Two nodes of one host would be each other's peers at one address: they cannot
stand in for each other, and fail together.

    gateway edge x2 on lb1 { vip 192.168.0.146 }           # error
    gateway edge on lb[1..2] { vip 192.168.0.146 }
`,
  message: ({ nodes, host, address }: { readonly nodes: readonly string[]; readonly host: string; readonly address: string; readonly entity: string; readonly hosts: readonly string[] }) =>
    `${listedQuoted(nodes, "and")}, which are to hold \`${address}\` for each other, are on one host, \`${host}\``,
  help: ({ entity, hosts }) => `place one node of \`${entity}\` on each host: \`on ${hosts.length > 1 ? hosts.join(", ") : `${hosts[0]}, …`}\` without \`xN\``,

  check(site, report, index) {
    for (const { entity, addresses, members, origin } of site.vrrps) {
      const byHost = groupBy(members, ({ node }) => index.node(node).host);
      const [host, crowd] = [...byHost].find(([name, own]) => name !== null && own.length > 1) ?? [null, []];
      if (host === null) continue;
      const hosts = [...byHost.keys()].flatMap((name) => name ?? []);
      report({
        at: origin,
        data: { nodes: crowd.map(({ node }) => node), host, address: addresses[0]!.address, entity, hosts },
        related: [{ span: index.node(crowd[0]!.node).origin.span, text: "its nodes" }],
      });
    }
  },
});
