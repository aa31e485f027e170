import type { SiteIndex } from "../ir/site-index.js";
import { listedQuoted } from "../source/listed.js";
import { networkOfAddress } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** Mode dr across a router: a packet is sent on by the MAC address of its server, which no router passes on. */
export const lvsOtherNetwork = defineRule({
  code: "lvs-other-network",
  severity: "error",
  summary: "In mode dr a server of LVS is on a network that its director is not on.",
  explanation: `
In \`mode dr\` a packet keeps its addresses and is sent to the MAC address of the server: director and server must be on one network. A router between the two would
send it back to the director. \`mode tun\` wraps packets up, and crosses routers.

    network lan 192.168.0.0/24
    network far 10.9.0.0/24
    service portal on far1 port 80
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }       # error: far1 is behind a router
    balancer web lvs on lb[1..2] { mode tun; vip 192.168.0.148; listen 80 -> portal }
`,
  message: ({ server, network, director, networks }: { readonly server: string; readonly network: string; readonly director: string; readonly networks: readonly string[] }) =>
    `\`mode dr\` cannot reach \`${server}\` on \`${network}\`: \`${director}\` is on ${listedQuoted(networks, "and")}`,
  help: () => "use `mode tun`, or give the director an interface on that network",

  check(site, report, index) {
    if (index.arrivals().length === 0) return;
    const networkOf = networkOfAddress(site);
    const seen = new Set<string>();
    for (const { director, pool, bind } of index.arrivals()) {
      if (director.mode !== "dr" || pool === undefined || seen.size === seen.add(`${director.name} ${pool.entity}`).size) continue;
      const directors = director.nodes.map((node) => ({ node, networks: networksOf(node, index) }));
      for (const { name, address, origin } of pool.servers) {
        const network = /^[\d.]+$|:/.test(address) ? networkOf(address) : undefined;
        if (network === undefined) continue;
        const stranger = directors.find(({ networks }) => networks.length > 0 && !networks.includes(network.name));
        if (stranger === undefined) continue;
        report({
          at: origin,
          data: { server: name, network: network.name, director: index.node(stranger.node).host ?? stranger.node, networks: stranger.networks },
          related: [{ span: bind.origin.span, text: `\`${director.name}\` sends to it` }, { span: network.origin.span, text: "its network" }],
        });
        break;
      }
    }
  },
});

function networksOf(name: string, index: SiteIndex): readonly string[] {
  const { host, addresses } = index.node(name);
  return host === null ? addresses.map(({ network }) => network) : [...new Set(index.host(host).interfaces.flatMap(({ network }) => network ?? []))];
}
