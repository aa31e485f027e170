import { isLoopback } from "../ir/hops.js";
import { defineRule } from "./rule.js";
import { findNamed } from "../source/group.js";

/** HAProxy's page shows every server and, with `admin`, switches them off: for whoever reaches its port. */
export const openStatistics = defineRule({
  code: "open-statistics",
  severity: "warning",
  summary: "A statistics page has no password, and others than its own machine reach it.",
  explanation: `
The page shows the names, addresses and states of all servers; with \`admin\` whoever opens it can switch them off. Without a password it
belongs on 127.0.0.1.

    stats 8404 admin                                                          # warning
    stats 8404 user ops password secret haproxy_stats admin
    stats 127.0.0.1:8404 admin
`,
  message: (data: { readonly place: string; readonly admin: boolean; readonly port: number }) =>
    data.admin ? `whoever reaches ${data.place} can switch servers off: the page has no password` : `whoever reaches ${data.place} sees all servers: the page has no password`,
  help: ({ port }) => `give it one: \`user ops password secret haproxy_stats\`, or keep it on its machine: \`stats 127.0.0.1:${port}\``,

  check(site, report, index) {
    for (const { stats, machines } of site.proxies) {
      for (const { bind, password, admin, origin } of stats) {
        if (password !== null || (bind.address !== null && isLoopback(bind.address))) continue;
        const place = machines.map((machine) => placeOf(machine)).find((each) => each !== null);
        if (place != null) report({ at: origin, data: { place: bind.address === null ? place : `\`${bind.address}:${bind.port}\``, admin, port: bind.port } });

        /** A container's port is the engine's host's only where it is published. */
        function placeOf(machine: string): string | null {
          const { kind, engine } = index.machine(machine);
          if (kind !== "container") return `port ${bind.port} of \`${machine}\``;
          const published = findNamed(index.engine(engine ?? "local").containers, machine)?.publish.find(({ port, address }) => port === bind.port && !(address !== null && isLoopback(address)));
          return published === undefined ? null : `port ${published.published} of \`${machine}\`'s host`;
        }
      }
    }
  },
});
