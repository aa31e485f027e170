import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { defineRule } from "./rule.js";
import { placeKey } from "../source/source.js";

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
    const neighborOf = neighborFinder(site, index);
    for (const { entity, addresses, members, origin } of site.vrrps) {
      const [only, ...others] = members;
      if (only === undefined || others.length > 0) continue;
      const { name, host } = index.node(only.node);
      report({ at: origin, data: { addresses: addresses.map(({ address }) => address), node: host ?? name, entity, host, other: host === null ? undefined : neighborOf(host) } });
    }
  },
});

/** Finds another host on the first network of one; one of the same statement before any other. */
function neighborFinder({ hosts }: Site, index: SiteIndex): (host: string) => string | undefined {
  let known: { readonly byNetwork: Firsts; readonly byStatement: Firsts } | undefined;
  const collect = (): { readonly byNetwork: Firsts; readonly byStatement: Firsts } => {
    const [byNetwork, byStatement] = [new Map<string, string[]>(), new Map<string, string[]>()];
    for (const { name, interfaces, origin } of hosts) {
      for (const network of new Set(interfaces.flatMap((each) => each.network ?? []))) {
        add(byNetwork, network, name);
        add(byStatement, `${network} ${placeKey(origin.span)}`, name);
      }
    }
    return { byNetwork, byStatement };
  };
  return (host) => {
    const { interfaces, origin } = index.host(host);
    const network = interfaces[0]?.network;
    if (network == null) return undefined;
    const { byNetwork, byStatement } = (known ??= collect());
    const other = (some: readonly string[] | undefined): string | undefined => some?.find((name) => name !== host);
    return other(byStatement.get(`${network} ${placeKey(origin.span)}`)) ?? other(byNetwork.get(network));
  };
}

/** The first two of each: one of them is another host. */
type Firsts = Map<string, string[]>;

function add(firsts: Firsts, key: string, name: string): void {
  const known = firsts.get(key);
  if (known === undefined) firsts.set(key, [name]);
  else if (known.length < 2) known.push(name);
}
