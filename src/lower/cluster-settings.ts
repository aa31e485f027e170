import { type Entity, find } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import { programOf } from "../elaborate/images.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Origin } from "../source/origin.js";
import { reachedAt, secretOf } from "./lowering.js";

type Variable = Container["environment"][number];

/** What a node's image is told of the cluster that it belongs to. */
export interface Settings {
  readonly command?: string[];
  readonly environment?: Variable[];
}

/** A node among those of its cluster, in their order. */
export interface Member {
  readonly node: Node;
  readonly peers: readonly Node[];
  readonly origin: Origin;
}

/** Where a process of the node listens, and where the others reach that. */
function portOf(node: Node, name: string): { readonly own: number; readonly reached: number } {
  const port = node.ports.find((each) => each.name === name) ?? node.ports[0]!;
  return { own: port.port, reached: reachedAt(node, port) };
}

function variables(origin: Origin, values: Readonly<Record<string, Variable["value"]>>): Variable[] {
  return Object.entries(values).map(([name, value]) => ({ name, value, origin }));
}

/** Without these etcd listens for its own container alone. */
export function etcd({ node, peers, origin }: Member): Settings {
  const url = (each: Node, name: string): string => `http://${bracketed(each.address)}:${portOf(each, name).reached}`;
  const any = node.address.includes(":") ? "[::]" : "0.0.0.0";
  return {
    environment: variables(origin, {
      ETCD_NAME: node.name,
      ETCD_DATA_DIR: "/etcd-data",
      ETCD_LISTEN_CLIENT_URLS: `http://${any}:${portOf(node, "client").own}`,
      ETCD_ADVERTISE_CLIENT_URLS: url(node, "client"),
      ETCD_LISTEN_PEER_URLS: `http://${any}:${portOf(node, "peer").own}`,
      ETCD_INITIAL_ADVERTISE_PEER_URLS: url(node, "peer"),
      ETCD_INITIAL_CLUSTER: peers.map((each) => `${each.name}=${url(each, "peer")}`).join(","),
      ETCD_INITIAL_CLUSTER_STATE: "new",
      ETCD_INITIAL_CLUSTER_TOKEN: node.entity,
    }),
  };
}

export function zookeeper({ node, peers, origin }: Member, entity: Entity): Settings {
  const server = (each: Node): string =>
    `server.${each.index}=${bracketed(each.address)}:${portOf(each, "follower").reached}:${portOf(each, "election").reached};${portOf(each, "client").own}`;
  const heap = find(entity as unknown as EntityOf<"zookeeper">, "heap")?.args.size.value;
  return {
    environment: variables(origin, {
      ...(peers.length > 1 ? { ZOO_MY_ID: String(node.index), ZOO_SERVERS: peers.map(server).join(" ") } : {}),
      // The host's address is none of the container's own.
      ...(peers.length > 1 && node.host !== null ? { ZOO_CFG_EXTRA: "quorumListenOnAllIPs=true" } : {}),
      ...(heap === undefined ? {} : { ZK_SERVER_HEAP: String(megabytes(heap)) }),
    }),
  };
}

/** Brokers that elect their controller among themselves. Without these the image tells clients to come to `localhost`. */
export function kafka({ node, peers, origin }: Member, kafka: EntityOf<"kafka">): Settings {
  const heap = find(kafka, "heap")?.args.size.value;
  const copies = String(Math.min(3, peers.length));
  return {
    environment: variables(origin, {
      KAFKA_NODE_ID: String(node.index),
      KAFKA_PROCESS_ROLES: "broker,controller",
      KAFKA_LISTENERS: `PLAINTEXT://:${portOf(node, "kafka").own},CONTROLLER://:${portOf(node, "controller").own}`,
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${bracketed(node.address)}:${portOf(node, "kafka").reached}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
      KAFKA_CONTROLLER_LISTENER_NAMES: "CONTROLLER",
      KAFKA_CONTROLLER_QUORUM_VOTERS: peers.map((each) => `${each.index}@${bracketed(each.address)}:${portOf(each, "controller").reached}`).join(","),
      KAFKA_LOG_DIRS: "/var/lib/kafka/data",
      KAFKA_DEFAULT_REPLICATION_FACTOR: copies,
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: copies,
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: copies,
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: String(Math.min(2, peers.length)),
      ...(heap === undefined ? {} : { KAFKA_HEAP_OPTS: `-Xms${megabytes(heap)}m -Xmx${megabytes(heap)}m` }),
    }),
  };
}

/** The first is the primary, the others follow it; with `cluster` they share the keys instead. */
export function redis({ node, peers }: Member, redis: EntityOf<"redis">): Settings {
  const auth = find(redis, "auth");
  const primary = peers[0]!;
  const { own } = portOf(node, "redis");
  const follows = node.name !== primary.name && find(redis, "cluster") === undefined;
  // Behind the ports of a Docker host it would tell the others the container's own address.
  const announced = peers.length === 1 || node.host === null ? [] : announce(node, find(redis, "cluster") !== undefined ? "--cluster-announce-" : "--replica-announce-");
  const words = [
    ...(own === 6379 ? [] : ["--port", String(own)]),
    ...(find(redis, "cluster") === undefined ? [] : ["--cluster-enabled", "yes"]),
    ...announced,
    ...(follows ? ["--replicaof", primary.address, String(portOf(primary, "redis").reached)] : []),
  ];
  if (auth === undefined) return words.length === 0 ? {} : { command: ["redis-server", ...words] };
  // redis-cli reads the variable too. Any of them may become the primary, and the others then sign in to it.
  const start = ["exec docker-entrypoint.sh redis-server", ...words, '--requirepass "$REDISCLI_AUTH" --masterauth "$REDISCLI_AUTH"'].join(" ");
  return { command: ["/bin/sh", "-c", start], environment: [{ name: "REDISCLI_AUTH", value: secretOf(auth.args.password.value), origin: auth.origin }] };
}

function announce(node: Node, option: string): readonly string[] {
  return [`${option}ip`, node.address, `${option}port`, String(portOf(node, "redis").reached)];
}

/** The image starts only with a password for its first user. */
export function mysql({ node, peers }: Member, mysql: EntityOf<"mysql">): Settings {
  const { own } = portOf(node, "mysql");
  const words = [...(own === 3306 ? [] : [`--port=${own}`]), ...(peers.length === 1 || find(mysql, "mount") !== undefined ? [] : replicationOf(node, programOf(find(mysql, "image")?.args.image.value ?? "")))];
  return { ...password(mysql, "MYSQL_ROOT_PASSWORD"), ...(words.length === 0 ? {} : { command: words }) };
}

/** What servers without configuration of the program need to follow one another once they are told whom: a number each, as all have 1, and transactions that each names. */
function replicationOf({ index }: Node, program: string): readonly string[] {
  if (program === "mariadb") return [`--server-id=${index}`, "--log-bin"];
  return [`--server-id=${index}`, ...(program === "mysql" ? ["--gtid-mode=ON", "--enforce-gtid-consistency=ON"] : [])];
}

export function postgres({ node, origin }: Member, postgres: EntityOf<"postgres">): Settings {
  const { own } = portOf(node, "pg");
  const { environment = [] } = password(postgres, "POSTGRES_PASSWORD");
  // Server and clients read it.
  return { environment: [...environment, ...(own === 5432 ? [] : variables(origin, { PGPORT: String(own) }))] };
}

function password(entity: EntityOf<"mysql"> | EntityOf<"postgres">, name: string): Settings {
  const auth = find(entity as EntityOf<"mysql">, "auth");
  return auth === undefined ? {} : { environment: [{ name, value: secretOf(auth.args.password.value), origin: auth.origin }] };
}

export function megabytes(bytes: number): number {
  return Math.floor(bytes / 2 ** 20);
}

function bracketed(address: string): string {
  return address.includes(":") ? `[${address}]` : address;
}
