import { activeServers, portTo, streamedPools } from "../ir/pools.js";
import { defineRule } from "./rule.js";

/** Galera takes writes at each server. It works, and of two that change one row at once the later one fails at its commit. */
export const manyWriters = defineRule({
  code: "many-writers",
  severity: "info",
  summary: "Writes go to every server of a Galera cluster at once.",
  explanation: `
Each server of a Galera cluster takes writes, and they are compared at the commit: of two transactions on different servers that change
the same row, the later one fails with a deadlock, which few programs expect there. Long transactions lose most often. Most
sites send writes to one server and keep the others for reads and for when it fails.

    mysql ledger on db[1..3] replication galera
    balancer data { listen 3306 -> ledger }               # note: each server is a writer
    balancer data { listen 3306 -> ledger primary }       # one writer, the others stand by
`,
  message: (data: { readonly pool: string; readonly port: number; readonly active: number }) =>
    `${data.active} servers of \`${data.pool}\` take writes at once: of two that change one row the later fails with a deadlock at its commit`,
  help: ({ pool, port }) => `for one writer, with the others standing by, write \`listen ${port} -> ${pool} primary\``,

  check(_site, report, index) {
    for (const { proxy, writing } of index.proxyParts()) {
      const written = writing.filter(({ writes, role }) => writes === "each" && role === null);
      if (written.length === 0) continue;
      const streamed = streamedPools(proxy);
      for (const pool of written) {
        const active = activeServers(pool);
        if (!streamed.has(pool.name) || active < 2 || pool.balance.method === "first") continue;
        report({ at: pool.origin, data: { pool: pool.entity, port: portTo(pool, proxy), active } });
      }
    }
  },
});
