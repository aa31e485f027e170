import { listedQuoted } from "../source/listed.js";
import { compareNames } from "../source/order.js";
import { defineRule } from "./rule.js";

/** A host that directs packets to itself: as the backup it sends on what the other director sent to it. */
export const lvsServerIsDirector = defineRule({
  code: "lvs-server-is-director",
  severity: "error",
  summary: "A director of LVS is also one of its servers.",
  explanation: `
Every director has the table of LVS, the one that waits as well. In the modes \`dr\` and \`tun\` a packet for the VIP that one director sends to the other as a server meets that table
there: it is sent on, perhaps back, and goes round between the two.

    service portal on lb[1..2] port 80
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }       # error

Place the servers on other hosts, or let haproxy balance, which passes nothing on unread.
`,
  message: ({ servers, director, mode }: { readonly servers: readonly string[]; readonly director: string; readonly mode: string }) =>
    `in \`mode ${mode}\` packets go round between the directors of \`${director}\`, as ${listed(servers)} ${servers.length === 1 ? "is" : "are"} both director and server`,
  help: ({ director }) => `place the servers on hosts that direct nothing, or write \`balancer ${director}\` without \`lvs\``,

  check(_site, report, index) {
    const seen = new Set<string>();
    for (const { director, pool } of index.arrivals()) {
      const directors = new Set(director.machines);
      if (pool === undefined || director.mode === null || director.mode === "nat" || directors.size < 2 || seen.size === seen.add(`${director.name} ${pool.entity}`).size) continue;
      const shared = [...new Set(pool.servers.flatMap(({ name }) => index.findNode(name)?.host ?? []))].filter((host) => directors.has(host)).sort(compareNames);
      if (shared.length === 0) continue;
      const [server] = index.nodesOf(pool.entity);
      report({
        at: pool.origin,
        data: { servers: shared, director: director.name, mode: director.mode },
        related: [{ span: director.origin.span, text: "its directors" }, ...(server === undefined ? [] : [{ span: server.origin.span, text: "its servers" }])],
      });
    }
  },
});

function listed(names: readonly string[]): string {
  return listedQuoted(names, "and");
}
