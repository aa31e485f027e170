import type { SiteIndex } from "../ir/site-index.js";
import type { Site } from "../ir/site.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Who registers in Consul, and who looks there, has to reach it: hosts and containers of the local engine do not reach one another. */
export const unreachableRegistry = defineRule({
  code: "unreachable-registry",
  severity: "error",
  summary: "Consul is in containers of the local Docker engine and who uses it on hosts, or the other way round.",
  explanation: `
What is placed \`on\` hosts is on their network; what is not placed runs in a container of the local Docker engine, behind a bridge of its
own. An instance that cannot reach Consul is never registered, and what cannot read it never learns of one.

    consul registry x3
    service goods on app1 port 80 discover registry        # error: where does \`registry\` run?

    consul registry on node[1..3]
    service goods on app1 port 80 discover registry
`,
  message: ({ user, isPlaced, registry }: { readonly user: string; readonly isPlaced: boolean; readonly registry: string }) =>
    isPlaced ? `\`${user}\` is on hosts, and cannot reach \`${registry}\`, which runs in containers here` : `\`${user}\` runs in containers here, and cannot reach \`${registry}\`, which is on hosts`,
  help: ({ user, isPlaced, registry }) => (isPlaced ? `place \`${registry}\` too: \`on …\`` : `place \`${user}\` too: \`on …\``),

  check(site, report, index) {
    if (site.consuls.length === 0) return;
    const reported = new Set<string>();
    for (const { user, node, cluster, origin } of usersOf(site, index)) {
      const server = index.consul(cluster).servers[0];
      if (server === undefined) continue;
      const [own, other] = [index.node(node), index.node(server.name)];
      if ((own.host === null) === (other.host === null) || isBridged([own, other], index) || reported.size === reported.add(`${cluster} ${String(own.host === null)}`).size) continue;
      report({ at: origin, data: { user, isPlaced: own.host !== null, registry: cluster }, related: [{ span: other.origin.span, text: "declared here" }] });
    }
  },
});

/** What registers, and what looks for services. */
function usersOf({ registrations }: Site, index: SiteIndex): readonly { readonly user: string; readonly node: string; readonly cluster: string; readonly origin: Origin }[] {
  const readers = index.proxyParts().flatMap(({ proxy: { name, nodes }, discovering }) => discovering.flatMap(({ discovery }) => (discovery === null || nodes[0] === undefined ? [] : [{ user: name, node: nodes[0], cluster: discovery.cluster, origin: discovery.origin }])));
  return [...registrations.map(({ service, node, cluster, origin }) => ({ user: service, node, cluster, origin })), ...readers];
}

/** Whether the containers are on the hosts' own network, too. */
function isBridged(nodes: readonly { readonly addresses: readonly { readonly network: string }[] }[], index: SiteIndex): boolean {
  return nodes.some(({ addresses }) => addresses.some(({ network }) => index.network(network).driver !== "bridge"));
}
