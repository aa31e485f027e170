import type { Cache } from "../ir/cache.js";
import type { Site } from "../ir/site.js";
import { defineRule } from "./rule.js";
import { openingOf, written } from "./requests/clients.js";
import { findNamed } from "../source/group.js";

/** A proxy on all addresses of a machine that serves anybody. Whether the internet reaches it a program does not say. */
export const unrestrictedProxy = defineRule({
  code: "unrestricted-proxy",
  severity: "warning",
  summary: "A proxy for clients serves whoever reaches it, on all addresses of its machine.",
  explanation: `
Without an address a listen is on all of its machine's, those to come included, and \`allow\` without a condition serves everybody who reaches one of them. A
proxy leads into the networks that it is on.

    cache office on proxy1 { forward; allow }                       # warning
    cache office on proxy1 { forward; allow from lan }
    cache office on proxy1 { listen 10.0.0.8:3128; allow }          # on one private address alone
`,
  message: (data: { readonly name: string; readonly machine: string; readonly port: number; readonly network: string }) => `\`${data.name}\` serves whoever reaches port ${data.port} of ${data.machine}, on all of its addresses`,
  help: ({ network }) => `say whom it serves, such as \`allow from ${network}\`, or where: \`listen ADDRESS:PORT\``,

  check(site, report, index) {
    for (const cache of site.caches) {
      const opening = openingOf(cache, index);
      if (opening === undefined || opening.address !== undefined) continue;
      report({
        at: opening.rule.origin,
        data: { name: cache.name, machine: opening.machine, port: opening.port, network: networkOf(cache, site) },
        related: written(opening.listen, "where it listens"),
      });
    }
  },
});

/** A network that the cache is on. */
function networkOf({ nodes }: Cache, site: Site): string {
  const node = findNamed(site.nodes, nodes[0]!);
  const host = node?.host == null ? undefined : findNamed(site.hosts, node.host);
  return node?.addresses[0]?.network ?? host?.interfaces.find(({ network }) => network !== null)?.network ?? "10.0.0.0/8";
}
