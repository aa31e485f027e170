import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** Where the servers of each kind keep what is their own. */
const dataFolders: Readonly<Record<string, readonly string[]>> = {
  consul: ["/consul/data"],
  mysql: ["/var/lib/mysql"],
  postgres: ["/var/lib/postgresql", "/var/lib/postgresql/data"],
  redis: ["/data"],
  rabbitmq: ["/var/lib/rabbitmq", "/var/lib/rabbitmq/mnesia"],
  elasticsearch: ["/usr/share/elasticsearch/data"],
  kafka: ["/var/lib/kafka", "/var/lib/kafka/data"],
  zookeeper: ["/data"],
  etcd: ["/etcd-data"],
};

/** Several servers of a cluster in one data folder: each writes over what the others wrote. */
export const sharedData = defineRule({
  code: "shared-data",
  severity: "error",
  summary: "Several servers of a cluster have one folder for their data.",
  explanation: `
Each server has a volume of its own by default. A \`mount\` at the place of its data is the same for all nodes of the declaration that one engine
runs: the second one does not start, or both destroy what the other wrote.

    mysql orders x3 { mount orders -> /var/lib/mysql rw }        # error
    mysql orders x3
`,
  message: (data: { readonly entity: string; readonly source: string; readonly nodes: readonly string[] }) =>
    `${data.nodes.length} servers of \`${data.entity}\` keep their data in one place, \`${data.source}\``,
  help: () => "take `mount` away: each server then has a volume of its own",

  check(_site, report, index) {
    const seen = new Set<string>();
    for (const { withMounts } of index.engineParts()) {
      const mounts = withMounts.flatMap(({ node, mounts }) => {
        const { entity, kind } = index.node(node);
        return mounts.filter(({ target, readOnly }) => !readOnly && dataFolders[kind]?.includes(target.replace(/\/+$/, ""))).map((mount) => ({ entity, node, mount }));
      });
      for (const shared of groupBy(mounts, ({ entity, mount }) => `${entity} ${mount.source} ${mount.target}`).values()) {
        const [{ entity, mount }] = shared as [(typeof shared)[number]];
        if (shared.length < 2 || seen.size === seen.add(entity).size) continue;
        report({ at: mount.origin, data: { entity, source: mount.source, nodes: shared.map(({ node }) => node) } });
      }
    }
  },
});
