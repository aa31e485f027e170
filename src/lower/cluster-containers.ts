import { type Entity, find } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import { implied } from "../source/origin.js";
import { cacheMounts } from "./cache.js";
import { etcd, kafka, mysql, postgres, redis, zookeeper } from "./cluster-settings.js";
import { elasticsearch, kibana } from "./elasticsearch.js";
import type { Lowering } from "./lowering.js";
import { rabbitmq } from "./rabbitmq.js";

/** What the image of a kind needs besides what every container has. */
export interface Own {
  readonly hostname?: string;
  readonly command?: string[];
  readonly environment?: Container["environment"];
  readonly mounts?: Container["mounts"];
  readonly ulimits?: Container["ulimits"];
  readonly healthcheck?: Container["healthcheck"];
  readonly after?: Container["after"];
}

/** Where each kind's image keeps its data; a named volume outlives the container. */
const dataFolders: Readonly<Record<string, string>> = {
  consul: "/consul/data",
  mysql: "/var/lib/mysql",
  postgres: "/var/lib/postgresql/data",
  redis: "/data",
  rabbitmq: "/var/lib/rabbitmq",
  elasticsearch: "/usr/share/elasticsearch/data",
  kafka: "/var/lib/kafka/data",
  zookeeper: "/data",
  etcd: "/etcd-data",
};

/** How each kind's image tells that it is well, with what is in the image. */
function healthTestOf(node: Node): readonly string[] | undefined {
  const port = node.ports[0]?.port ?? 0;
  switch (node.kind) {
    case "consul":
      // Answered without a token too, which `consul info` is not.
      return ["wget", "-q", "-O", "/dev/null", `http://127.0.0.1:${port}/v1/status/leader`];
    case "redis":
      return ["redis-cli", ...(port === 6379 ? [] : ["-p", String(port)]), "ping"];
    case "rabbitmq":
      return ["rabbitmq-diagnostics", "-q", "ping"];
    case "postgres":
      return ["pg_isready", "-q"];
    default:
      return undefined;
  }
}

export function clusterContainer(node: Node, entity: Entity, lowering: Lowering): Own {
  const folder = dataFolders[entity.kind];
  const test = healthTestOf(node);
  const own = ownOf(node, entity, lowering);
  const data = implied(node.origin, `the data of \`${node.name}\` on a volume`);
  return {
    // RabbitMQ's data and Elasticsearch's votes hang on the name of the node.
    ...(folder === undefined ? {} : { hostname: node.name }),
    ...(test === undefined
      ? {}
      : { healthcheck: { test: [...test], everyMs: 10_000, timeoutMs: 5000, retries: 6, startMs: 30_000, origin: implied(node.origin, `whether \`${node.name}\` is well`) } }),
    ...own,
    mounts: [...(folder === undefined ? [] : [{ kind: "volume" as const, source: `${node.name}-data`, target: folder, readOnly: false, origin: data }]), ...(own.mounts ?? [])],
  };
}

function ownOf(node: Node, entity: Entity, lowering: Lowering): Own {
  const origin = implied(node.origin, `what the image of ${entity.kind} needs`);
  const peers = lowering.nodesByEntity.get(entity.name) ?? [];
  const member = { node, peers, origin };
  switch (entity.kind) {
    case "consul":
      return consul(entity as unknown as EntityOf<"consul">);
    case "elasticsearch":
      return elasticsearch(member, entity as unknown as EntityOf<"elasticsearch">);
    case "kibana":
      return kibana(member, entity as unknown as EntityOf<"kibana">, lowering);
    case "kafka":
      return kafka(member, entity as unknown as EntityOf<"kafka">);
    case "zookeeper":
      return zookeeper(member, entity);
    case "etcd":
      return etcd(member);
    case "redis":
      return redis(member, entity as unknown as EntityOf<"redis">);
    case "rabbitmq":
      return rabbitmq(node, entity as unknown as EntityOf<"rabbitmq">, lowering);
    case "mysql":
      return mysql(member, entity as unknown as EntityOf<"mysql">);
    case "postgres":
      return postgres(member, entity as unknown as EntityOf<"postgres">);
    case "cache":
      return { mounts: cacheMounts(node, lowering) };
    default:
      return {};
  }
}

function consul(consul: EntityOf<"consul">): Own {
  const encrypt = find(consul, "encrypt");
  const command = ["agent", "-config-dir=/etc/consul.d"];
  if (encrypt === undefined) return { command };
  const origin = implied(encrypt.origin, "consul.hcl holds a secret, and the image's own user could not read it");
  return { command, environment: [{ name: "CONSUL_DISABLE_PERM_MGMT", value: "true", origin }] };
}
