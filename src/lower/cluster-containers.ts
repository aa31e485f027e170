import { type Entity, find } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import { implied } from "../source/origin.js";
import { cacheMounts } from "./cache.js";
import { etcd, kafka, type Member, megabytes, mysql, postgres, rabbitmq, redis, zookeeper } from "./cluster-settings.js";
import { type Lowering, reachedAt, secretOf } from "./lowering.js";

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
  const data = implied(node.origin, `the data of \`${node.name}\` on a volume`);
  return {
    // RabbitMQ's data and Elasticsearch's votes hang on the name of the node.
    ...(folder === undefined ? {} : { hostname: node.name }),
    mounts: folder === undefined ? [] : [{ kind: "volume", source: `${node.name}-data`, target: folder, readOnly: false, origin: data }],
    ...(test === undefined
      ? {}
      : { healthcheck: { test: [...test], everyMs: 10_000, timeoutMs: 5000, retries: 6, startMs: 30_000, origin: implied(node.origin, `whether \`${node.name}\` is well`) } }),
    ...ownOf(node, entity, lowering),
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
      return rabbitmq(entity as unknown as EntityOf<"rabbitmq">);
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

function kibana({ origin }: Member, kibana: EntityOf<"kibana">, lowering: Lowering): Own {
  const of = find(kibana, "of");
  const nodes = of === undefined ? [] : (lowering.nodesByEntity.get(of.args.cluster.value.name) ?? []);
  const urls = nodes.map((node) => `"http://${node.address}:${node.ports[0] ? reachedAt(node, node.ports[0]) : 9200}"`);
  return {
    environment: [{ name: "ELASTICSEARCH_HOSTS", value: `[${urls.join(",")}]`, origin }],
    after: nodes.map(({ name }) => ({ container: name, condition: "started" as const, origin: of!.origin })),
  };
}

function elasticsearch({ node, peers, origin }: Member, entity: EntityOf<"elasticsearch">): Own {
  const value = (name: string, text: string): Container["environment"][number] => ({ name, value: text, origin });
  const heap = find(entity, "heap")?.args.size.value;
  const auth = find(entity, "auth");
  const transport = (each: Node): string => {
    const port = each.ports.find(({ name }) => name === "transport");
    return port === undefined || reachedAt(each, port) === 9300 ? each.address : `${each.address}:${reachedAt(each, port)}`;
  };
  const election =
    peers.length === 1
      ? [value("discovery.type", "single-node")]
      : [value("discovery.seed_hosts", peers.map(transport).join(",")), value("cluster.initial_master_nodes", peers.map(({ name }) => name).join(","))];
  // In a container of a host it would tell the others the container's own address.
  const publish = peers.length > 1 && node.host !== null ? [value("network.publish_host", node.address)] : [];
  // Said either way: unless it is, the image makes certificates for itself and speaks HTTPS.
  const security = value("xpack.security.enabled", String(auth !== undefined));
  const size = megabytes(heap ?? 2 ** 30);
  return {
    environment: [
      value("cluster.name", find(entity, "cluster")?.args.name.value ?? entity.name),
      value("node.name", node.name),
      ...election,
      ...publish,
      security,
      ...(auth === undefined ? [] : [{ name: "ELASTIC_PASSWORD", value: secretOf(auth.args.password.value), origin: auth.origin }]),
      value("ES_JAVA_OPTS", `-Xms${size}m -Xmx${size}m`),
    ],
    ulimits: [{ name: "nofile", value: 65_535, origin }],
  };
}
