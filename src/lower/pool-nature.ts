import { type Entity, find } from "../bind/bound.js";
import { clusterPorts } from "../elaborate/clusters.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Pool } from "../ir/traffic.js";
import { isLayer } from "../vocabulary/layers.js";
import type { Back } from "./backs.js";

/** The protocols of clusters' ports, the first of which has no name here. */
const clusterProtocols: Readonly<Record<string, string>> = {
  mysql: "mysql", postgres: "postgres", redis: "redis", twemproxy: "redis", rabbitmq: "amqp", "rabbitmq:stomp": "stomp", kafka: "kafka", zookeeper: "zookeeper", "elasticsearch:transport": "elasticsearch",
};

/** What is known of its servers besides how they are talked to. */
export function natureOf({ entity, port, said }: Back, protocol: Pool["protocol"], servers: number): Pick<Pool, "speaks" | "writes"> {
  const own = said.protocol?.args.protocol.value;
  const main = Object.hasOwn(clusterPorts, entity.kind) ? Object.keys(clusterPorts[entity.kind]!)[0] : undefined;
  const isMain = port === undefined || port === main;
  const cluster = clusterProtocols[isMain ? entity.kind : `${entity.kind}:${port}`];
  return { speaks: isLayer(entity) ? null : (own ?? cluster ?? protocol), writes: servers < 2 || !isMain ? null : writesOf(entity) };
}

/** Galera takes writes at each server; a primary that others follow takes them alone. */
function writesOf(entity: Entity): Pool["writes"] {
  switch (entity.kind) {
    case "mysql":
      return find(entity as unknown as EntityOf<"mysql">, "replication")?.args.form.value === "galera" ? "each" : "one";
    case "postgres":
      return "one";
    case "redis":
      return find(entity as unknown as EntityOf<"redis">, "cluster") === undefined ? "one" : null;
    default:
      return null;
  }
}
