import { compareNames } from "../source/order.js";
import { defineRule } from "./rule.js";

/** The nodes that hold a VIP for one another fail together. */
export const vipInOneZone = defineRule({
  code: "vip-in-one-zone",
  severity: "warning",
  summary: "All nodes that can hold a VIP are in one zone.",
  explanation: `
A zone is what fails together: a rack, a room. Where all nodes of a VIP share one, nobody is left to take the address over when it fails,
although the site has hosts in others.

    host lb[1..2] 192.168.0.[11..12] zone rack-a
    host node1 192.168.0.31 zone rack-b
    gateway edge on lb[1..2] { vip 192.168.0.146 }         # warning: without \`rack-a\` nobody holds it
`,
  message: ({ addresses, zone }: { readonly addresses: readonly string[]; readonly zone: string; readonly entity: string; readonly others: readonly string[] }) =>
    `nobody holds ${addresses.map((address) => `\`${address}\``).join(", ")} when \`${zone}\` fails: all its nodes are there`,
  help: ({ entity, others }) => `place a node of \`${entity}\` in another zone, such as on \`${others[0]!}\``,

  check(site, report, index) {
    if (site.vrrps.length === 0) return;
    const zoned = site.hosts.filter(({ zone }) => zone !== null);
    for (const { entity, addresses, members, origin } of site.vrrps) {
      if (members.length < 2) continue;
      const zones = new Set(members.map(({ node }) => zoneOf(index.node(node).host, index)));
      const [zone] = zones;
      if (zones.size > 1 || zone == null) continue;
      const others = zoned.filter((host) => host.zone !== zone).map(({ name }) => name).sort(compareNames);
      if (others.length === 0) continue;
      report({ at: origin, data: { addresses: addresses.map(({ address }) => address), zone, entity, others } });
    }
  },
});

function zoneOf(host: string | null, index: Parameters<Parameters<typeof defineRule>[0]["check"]>[2]): string | null {
  return host === null ? null : index.host(host).zone;
}
