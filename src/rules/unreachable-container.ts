import type { Site } from "../ir/site.js";
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

  check(site, report) {
    const nodes = new Map(site.nodes.map((node) => [node.name, node]));
    for (const proxy of site.proxies) {
      const front = nodes.get(proxy.nodes[0] ?? "");
      for (const { entity, servers, origin } of proxy.pools) {
        const back = servers.flatMap(({ name }) => nodes.get(name) ?? []).find(({ host }) => (host === null) !== (front?.host === null));
        if (front === undefined || back === undefined || isBridged(back.addresses[0]?.network ?? front.addresses[0]?.network, site)) continue;
        const [placed, local] = front.host === null ? [entity, proxy.name] : [proxy.name, entity];
        report({ at: origin, data: { placed, local }, related: [{ span: back.origin.span, text: "declared here" }] });
      }
    }
  },
});

/** Whether containers of the network are on the hosts' own network, too. */
function isBridged(network: string | undefined, { networks }: Site): boolean {
  return networks.some(({ name, driver }) => name === network && driver !== "bridge");
}
