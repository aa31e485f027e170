import { defineRule } from "./rule.js";

/** An even number of servers that elect a leader survives no more failures than one fewer. */
export const evenQuorum = defineRule({
  code: "even-quorum",
  severity: "warning",
  summary: "A cluster that elects a leader has an even number of servers.",
  explanation: `
A leader needs more than half of the servers. Four servers survive one failure, as three do, and one server more can fail; two
survive none. It is so with Consul, etcd and ZooKeeper, with Galera, and with RabbitMQ where a part without the majority stops.
Elasticsearch and Kafka leave a vote out or have more servers for their data, so that of them two alone are told.

    consul registry on node[1..4]        # warning: four servers survive one failure, as three do
    consul registry on node[1..3]
`,
  message: (data: { readonly name: string; readonly servers: number }) =>
    `the ${data.servers} servers of \`${data.name}\` survive ${failures(data.servers)}, as ${data.servers - 1} would`,
  help: ({ servers }) => `use ${servers - 1} or ${servers + 1}`,

  check(_site, report, index) {
    for (const { name, nodes, everyVote, origin } of index.quorums()) {
      const servers = nodes.length;
      if (servers === 2 || (everyVote && servers % 2 === 0)) report({ at: origin, data: { name, servers } });
    }
  },
});

function failures(servers: number): string {
  const count = Math.ceil(servers / 2) - 1;
  return count === 0 ? "no failure" : count === 1 ? "1 failure" : `${count} failures`;
}
