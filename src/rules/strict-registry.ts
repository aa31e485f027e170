import { defineRule } from "./rule.js";

/** nginx that must not start without Consul: when Consul is away, nginx is too, with its port open. */
export const strictRegistry = defineRule({
  code: "strict-registry",
  severity: "warning",
  summary: "A gateway serves nobody when it starts or reloads while its registry is away.",
  explanation: `
With \`strict yes\` nginx's workers end when Consul does not answer, or has no such key yet, while they start, and nginx starts no others: its port is open, its
process is there, and nobody is answered. Without it they begin with the servers that were known last, which are in a file beside nginx.

    service goods on app[1..3] port 9501 discover registry strict yes      # warning
    service goods on app[1..3] port 9501 discover registry
`,
  message: ({ proxy, registry }: { readonly proxy: string; readonly registry: string; readonly service: string }) => `\`${proxy}\` answers nobody once it starts or reloads while \`${registry}\` is away: the workers of nginx end, and its port stays open`,
  help: ({ service }) => `leave \`strict\` out: nginx then begins with the servers of \`${service}\` that it knew last`,

  check(_site, report, index) {
    const told = new Set<string>();
    for (const { proxy: { name, engine }, discovering } of index.proxyParts()) {
      if (engine === "haproxy" || engine === "lvs") continue;
      for (const { discovery } of discovering) {
        if (discovery === null || !discovery.strict || !["upsync", "services", "health"].includes(discovery.via) || told.has(discovery.service)) continue;
        told.add(discovery.service);
        report({ at: discovery.origin, data: { proxy: name, registry: discovery.cluster, service: discovery.service } });
      }
    }
  },
});
