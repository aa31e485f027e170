import type { Node } from "../ir/place.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Server } from "../ir/traffic.js";
import { defineRule } from "./rule.js";

/** What is on hosts and a container of the local Docker engine are on different networks, whatever their addresses say. */
export const unreachableContainer = defineRule({
  code: "unreachable-container",
  severity: "error",
  summary: "Something on a host and a container of the local Docker engine cannot reach each other.",
  explanation: `
What is placed \`on\` hosts is on their network; what is not placed runs in a container of the local Docker engine, behind a bridge of its
own. Where one sends traffic to the other, place both, or give the network \`driver macvlan\` or \`driver ipvlan\`.

    gateway edge on lb1
    service goods port 80 behind edge                # error: where does it run?
    service goods on app1 port 80 behind edge
`,
  message: (data: { readonly placed: string; readonly local: string }) => `\`${data.placed}\` is on hosts and \`${data.local}\` in a container here, so that they cannot reach each other`,
  help: ({ local }) => `place \`${local}\` too: \`on …\``,

  check(site, report, index) {
    const { onHosts, local } = index.nodeParts();
    if (onHosts.length === 0 || local.length === 0) return;
    // Their containers are on the hosts' own network, too.
    const bridged = new Set<string | undefined>(site.networks.flatMap(({ name, driver }) => (driver === "bridge" ? [] : [name])));
    for (const proxy of site.proxies) {
      const front = index.findNode(proxy.nodes[0] ?? "");
      if (front === undefined) continue;
      for (const { entity, servers, origin } of proxy.pools) {
        const back = firstElsewhere(servers, front, index);
        if (back === undefined || bridged.has(back.addresses[0]?.network ?? front.addresses[0]?.network)) continue;
        const [placed, local] = front.host === null ? [entity, proxy.name] : [proxy.name, entity];
        report({ at: origin, data: { placed, local }, related: [{ span: back.origin.span, text: "declared here" }] });
      }
    }
  },
});

/** The first of the servers that is in a container of the local engine where the front is on a host, or the other way round. */
function firstElsewhere(servers: readonly Server[], front: Node, index: SiteIndex): Node | undefined {
  for (const { name } of servers) {
    const node = index.findNode(name);
    if (node !== undefined && (node.host === null) !== (front.host === null)) return node;
  }
  return undefined;
}
