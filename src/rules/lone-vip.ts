import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { defineRule } from "./rule.js";

/** A VIP moves to another node when its own fails. Held by one node, it has nowhere to go. */
export const loneVip = defineRule({
  code: "lone-vip",
  severity: "warning",
  summary: "One node holds a VIP, and no other can take it over.",
  explanation: `
A VIP is there so that clients keep one address when a node fails: another takes it over. With one node it goes down with that node, and
the host's own address would serve as well.

    gateway edge on lb1 { vip 192.168.0.146 }              # warning
    gateway edge on lb[1..2] { vip 192.168.0.146 }
`,
  message: ({ addresses, node }: { readonly addresses: readonly string[]; readonly node: string; readonly entity: string; readonly host: string | null; readonly other: string | undefined }) =>
    `nobody takes ${addresses.map((address) => `\`${address}\``).join(", ")} over when \`${node}\` fails: no other node holds ${addresses.length === 1 ? "it" : "them"}`,
  help: ({ entity, host, other }) => (host === null ? `give \`${entity}\` a second node, \`x2\`` : `place \`${entity}\` on a second host: \`on ${host}, ${other ?? "…"}\``),

  check(site, report, index) {
    for (const { entity, addresses, members, origin } of site.vrrps) {
      const [only, ...others] = members;
      if (only === undefined || others.length > 0) continue;
      const { name, host } = index.node(only.node);
      report({ at: origin, data: { addresses: addresses.map(({ address }) => address), node: host ?? name, entity, host, other: host === null ? undefined : neighborOf(host, site, index) } });
    }
  },
});

/** Another host on the first network of this one; one of the same statement before any other. */
function neighborOf(host: string, { hosts }: Site, index: SiteIndex): string | undefined {
  const { interfaces, origin } = index.host(host);
  const network = interfaces[0]?.network;
  const others = hosts.filter((other) => other.name !== host && other.interfaces.some((each) => each.network !== null && each.network === network));
  return (others.find((other) => other.origin.span.start === origin.span.start) ?? others[0])?.name;
}
