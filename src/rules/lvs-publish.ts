import { defineRule } from "./rule.js";
import { findNamed, groupBy } from "../source/group.js";

/** A published port of a director in a container: it leads to the container's own address, and LVS answers at its VIP. */
export const lvsPublish = defineRule({
  code: "lvs-publish",
  severity: "warning",
  summary: "A port of a container with LVS is published, and LVS takes packets for its VIP alone.",
  explanation: `
Docker sends what comes to a published port to the container's own address. LVS takes what comes to its VIP; at the container's address nothing listens, and the connection is
refused. HAProxy, which a published port reaches, listens on the container's address as well.

    balancer web x2 lvs { mode nat; vip 172.28.1.100; listen 80 -> portal; publish 8080 -> 80 }      # warning
    balancer web { listen 80 -> portal; publish 8080 -> 80 }
`,
  message: ({ published, director, addresses }: { readonly published: number; readonly director: string; readonly addresses: readonly string[] }) =>
    `the published port ${published} leads to the own address of \`${director}\`, and LVS answers at ${addresses.map((address) => `\`${address}\``).join(", ")} alone`,
  help: ({ director }) => `reach the VIP, or write \`balancer ${director}\` without \`lvs\``,

  check(_site, report, index) {
    for (const [director, arrivals] of groupBy(index.arrivals(), (arrival) => arrival.director)) {
      const node = index.node(director.nodes[0]!);
      if (node.host !== null) continue;
      const container = findNamed(index.engine("local").containers, node.name);
      const own = new Set(node.addresses.map(({ address }) => address));
      for (const { port, published, transport, origin } of container?.publish ?? []) {
        const taken = arrivals.filter(({ bind }) => bind.transport === transport && bind.from <= port && port <= bind.to);
        if (taken.length === 0 || taken.some(({ address }) => own.has(address))) continue;
        report({ at: origin, data: { published, director: director.name, addresses: taken.map(({ address }) => address) }, related: [{ span: taken[0]!.bind.origin.span, text: "it takes packets here" }] });
      }
    }
  },
});
