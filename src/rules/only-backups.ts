import { streamedPools } from "../ir/pools.js";
import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** Servers that wait for others to fail, where there are no others. HAProxy uses the first of them; nginx does not start, which its target reports. */
export const onlyBackups = defineRule({
  code: "only-backups",
  severity: "warning",
  summary: "Every server of a pool is a backup, and there is none that it stands in for.",
  explanation: `
A \`backup\` serves when no other can. Where all servers are backups, HAProxy sends a stream to the first of them alone, and its
statistics show a pool that is down to its last resort.

    service db on node[1..2] protocol tcp port 9000 backup node1, node2     # warning: node2 never serves while node1 does
    service db on node[1..2] protocol tcp port 9000 backup node2
`,
  message: (data: { readonly pool: string; readonly servers: number; readonly first: string; readonly stream: boolean }) =>
    `all ${data.servers} servers of \`${data.pool}\` are backups, ${data.stream ? `so that \`${data.first}\` serves alone` : "and none of them has another to stand in for"}`,
  help: ({ first }) => `leave \`${first}\` out of \`backup\``,

  check(_site, report, index) {
    for (const { proxy, waiting } of index.proxyParts()) {
      if (proxy.engine !== "haproxy" || waiting.length === 0) continue;
      const streamed = streamedPools(proxy);
      for (const [entity, [pool]] of groupBy(waiting.filter(({ servers }) => servers.length > 1), (each) => each.entity)) {
        const [first] = pool!.servers;
        const node = index.nodesOf(entity).find(({ name }) => name === first!.name);
        report({
          at: pool!.origin,
          data: { pool: entity, servers: pool!.servers.length, first: node?.host ?? first!.name, stream: streamed.has(pool!.name) },
          related: node === undefined ? [] : [{ span: node.origin.span, text: "declared here" }],
        });
      }
    }
  },
});
