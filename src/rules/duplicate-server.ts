import type { Server } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** One endpoint twice in a pool: no daemon minds, and it gets twice its share. */
export const duplicateServer = defineRule({
  code: "duplicate-server",
  severity: "error",
  summary: "One address and port is in a pool twice.",
  explanation: `
nginx and HAProxy take one endpoint twice without a word. It gets twice its share of the traffic, and when it fails, the one that
was meant in its place is not there.

    service web at 192.168.0.21:80, 192.168.0.21:80              # error: which one was meant?
    service web at 192.168.0.21:80, 192.168.0.22:80

For a larger share there is \`weight\`.
`,
  message: (data: { readonly pool: string; readonly endpoint: string }) => `\`${data.pool}\` has \`${data.endpoint}\` twice`,
  help: () => "write the other instance's address, or take one of the two away",

  check(site, report, index) {
    const reported = new Set<Origin>();
    const look = (pool: string, servers: readonly Server[]): void => {
      const byEndpoint = new Map<string, Server>();
      for (const server of servers) {
        const { address, port, origin } = server;
        const endpoint = address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
        const first = byEndpoint.get(endpoint);
        byEndpoint.set(endpoint, first ?? server);
        if (first === undefined || reported.has(origin)) continue;
        reported.add(origin);
        report({ at: origin, data: { pool, endpoint }, related: [{ span: first.origin.span, text: "the first one" }] });
      }
    };
    for (const { repeating } of index.proxyParts()) for (const { entity, servers } of repeating) look(entity, servers);
    for (const { origins } of site.caches) for (const { name, servers } of origins) look(name, servers);
  },
});
