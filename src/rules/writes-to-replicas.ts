import { activeServers, portTo, streamedPools } from "../ir/pools.js";
import type { Pool } from "../ir/traffic.js";
import { defineRule } from "./rule.js";

/** A database of one primary whose servers are all balanced alike: most connections reach one that takes no writes. */
export const writesToReplicas = defineRule({
  code: "writes-to-replicas",
  severity: "warning",
  summary: "Connections to a database are spread over its primary and its replicas alike.",
  explanation: `
One server takes writes, the others follow it. Spread over all of them, a write mostly lands on a replica: PostgreSQL and Redis refuse
it, MySQL without \`super_read_only\` keeps it, and from then on the servers differ. The checks see three servers that are well.

    mysql orders on db[1..3]
    balancer data { listen 3306 -> orders }              # warning: two of three connections reach replicas
    balancer data {
      listen 3306 as write -> orders primary
      listen 3307 as read -> orders replicas
    }
`,
  message: (data: { readonly pool: string; readonly port: number; readonly active: number }) =>
    `${data.active - 1} of ${data.active} connections to port ${data.port} reach a replica of \`${data.pool}\`, which takes no writes`,
  help: ({ pool, port }) => `send writes to the primary, \`listen ${port} -> ${pool} primary\`, and reads by a port of their own: \`listen ${port + 1} -> ${pool} replicas\``,

  check(site, report, index) {
    if (index.proxyParts().every(({ writing }) => writing.length === 0)) return;
    const withPrimary = new Set<string>();
    for (const { pools } of site.proxies) for (const { entity, role } of pools) if (isPrimary(role)) withPrimary.add(entity);
    for (const { proxy, writing } of index.proxyParts()) {
      const written = writing.filter(({ writes, role }) => writes === "one" && role === null);
      if (written.length === 0) continue;
      // That HTTP is spoken to it is another fault.
      const streamed = streamedPools(proxy);
      for (const pool of written) {
        const active = activeServers(pool);
        if (!streamed.has(pool.name) || active < 2 || withPrimary.has(pool.entity) || choosesItself(pool)) continue;
        const declared = index.nodesOf(pool.entity)[0];
        report({
          at: pool.origin,
          data: { pool: pool.entity, port: portTo(pool, proxy), active },
          related: declared === undefined ? [] : [{ span: declared.origin.span, text: "declared here" }],
        });
      }
    }
  },
});

function isPrimary(role: string | null): boolean {
  return role === "primary" || role === "master";
}

/** A check that only one kind of server passes, or a choice of always the first. */
function choosesItself({ check, balance }: Pool): boolean {
  return balance.method === "first" || (check !== null && ["http", "agent", "script"].includes(check.form));
}
