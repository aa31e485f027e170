import type { Cache } from "../ir/cache.js";
import { defineRule } from "./rule.js";

/** A cache that is asked by its address and does not know who asks: its ICP port is closed. */
export const silentPeer = defineRule({
  code: "silent-peer",
  severity: "error",
  summary: "A cache asks another one of the site that does not answer it.",
  explanation: `
A cache answers the queries of those that name it in \`peers\`; to all others its port for queries is closed. Named by its address alone it does not know
who asks: each query waits for an answer that never comes, and squid takes the other for dead.

    cache a on node1 { forward; peers 192.168.0.32:3128 }          # error: this is b
    cache a on node1 { forward; peers b }
    cache b on node2 { forward }
`,
  message: (data: { readonly name: string; readonly peer: string; readonly port: number }) => `\`${data.name}\` asks \`${data.peer}\` on port ${data.port}, and \`${data.peer}\` does not answer it`,
  help: ({ peer }) => `name it, so that it knows who asks: \`peers ${peer}\``,

  check(site, report, index) {
    const addressesOf = ({ nodes }: Cache): readonly string[] => nodes.flatMap((name) => [index.node(name).address, ...index.node(name).addresses.map(({ address }) => address)]);
    const byAddress = new Map(site.caches.flatMap((cache) => addressesOf(cache).map((address) => [address, cache] as const)));
    for (const cache of site.caches) {
      const own = new Set(addressesOf(cache));
      for (const { machine, host, queryPort, origin } of cache.peers) {
        const asked = machine === null ? byAddress.get(host) : undefined;
        if (asked === undefined || asked === cache || (asked.answers?.addresses.some((address) => own.has(address)) ?? false)) continue;
        report({ at: origin, data: { name: cache.name, peer: asked.name, port: queryPort }, related: [{ span: asked.origin.span, text: "answers those that name it" }] });
      }
    }
  },
});
