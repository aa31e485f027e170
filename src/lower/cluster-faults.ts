import { type Entity, find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import { officialProgram } from "../elaborate/images.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import { listed } from "../source/listed.js";
import { missingPassword, oneUser, patroniImage, redirectedClients, redisCluster, redisClusterCreate, separateServers } from "./cluster-diagnostics.js";
import { type Lowering, ofKind, reachedAt } from "./lowering.js";
import { clusteredNodes } from "./rabbitmq.js";

/** A cluster of which every node is a container that infc writes. */
interface Contained {
  readonly entity: EntityOf<"mysql">;
  readonly nodes: readonly Node[];
  /** Of its image; empty for one that is built, or made by others, as it may be set up in its own way. */
  readonly program: string;
  /** Whether the program sets it up by other ways. */
  readonly isOwn: boolean;
}

/** Reports clusters that do not start, or are none, and clients that do not stay where they are sent. */
export function reportClusters(proxies: readonly Proxy[], lowering: Lowering): void {
  for (const kind of ["mysql", "postgres", "rabbitmq", "redis"] as const) {
    for (const entity of ofKind(lowering, kind)) {
      const cluster = contained(entity as unknown as EntityOf<"mysql">, lowering);
      if (cluster === undefined) continue;
      reportPassword(cluster, lowering);
      reportPatroni(cluster, lowering);
      reportUsers(cluster, lowering);
      reportShards(cluster, lowering);
      reportSeparate(cluster, lowering);
    }
  }
  reportRedirected(proxies, lowering);
}

function contained(entity: EntityOf<"mysql">, { nodesByEntity }: Lowering): Contained | undefined {
  const nodes = nodesByEntity.get(entity.name) ?? [];
  if (nodes.length === 0 || nodes.some(({ name, machine }) => name !== machine)) return undefined;
  const settles = /REPL|CLUSTER|MASTER|PRIMARY|PEER|NODES|GALERA|WSREP|PATRONI|COOKIE/i;
  const isOwn = find(entity, "run") !== undefined || find(entity, "build") !== undefined || find(entity, "compose") !== undefined || findAll(entity, "mount").some((mount) => !isData(mountedAt(mount))) || findAll(entity, "env").some(({ args }) => settles.test(args.variable.value));
  return { entity, nodes, program: officialProgram(find(entity, "image")?.args.image.value ?? ""), isOwn };
}

type Mount = NonNullable<ReturnType<typeof findAll<never, EntityOf<"mysql">["declaration"]["clauses"], "mount">>[number]>;

function mountedAt(mount: Mount): string {
  return (find(mount, "->")?.args.target.value ?? mount.args.source.value).replace(/\/+$/, "");
}

function isData(target: string): boolean {
  return ["/var/lib/mysql", "/var/lib/postgresql/data", "/var/lib/postgresql", "/var/lib/rabbitmq", "/data"].includes(target) || target.startsWith("/var/log");
}

const firstPassword: Readonly<Record<string, RegExp>> = {
  mysql: /^(MYSQL|MARIADB)_.*(PASSWORD|HASH)/,
  mariadb: /^(MYSQL|MARIADB)_.*(PASSWORD|HASH)/,
  postgres: /^POSTGRES_(PASSWORD|HOST_AUTH_METHOD)/,
};

function reportPassword({ entity, program }: Contained, { report }: Lowering): void {
  const variable = firstPassword[program];
  const other = find(entity, "run") ?? find(entity, "compose") ?? find(entity, "auth");
  if (variable === undefined || other !== undefined || findAll(entity, "env").some(({ args }) => variable.test(args.variable.value))) return;
  // A database that is there already has its password.
  if (findAll(entity, "mount").some((mount) => isData(mountedAt(mount)))) return;
  report(missingPassword, { at: entity.nameOrigin, data: { name: entity.name } });
}

function reportPatroni({ entity, program, isOwn }: Contained, { report }: Lowering): void {
  const patroni = entity.kind === "postgres" ? find(entity as unknown as EntityOf<"postgres">, "patroni") : undefined;
  if (patroni === undefined || program !== "postgres" || isOwn) return;
  report(patroniImage, { at: patroni.origin, data: { name: entity.name, image: find(entity, "image")!.args.image.value } });
}

function reportUsers({ entity, program }: Contained, { report }: Lowering): void {
  if (entity.kind !== "rabbitmq" || program !== "rabbitmq") return;
  const rabbit = entity as unknown as EntityOf<"rabbitmq">;
  for (const { args, origin } of findAll(rabbit, "user").slice(1)) report(oneUser, { at: origin, data: { name: entity.name, what: "user", word: args.user.value } });
  for (const { value, origin } of find(rabbit, "vhost")?.args.names.slice(1) ?? []) report(oneUser, { at: origin, data: { name: entity.name, what: "virtual host", word: value } });
}

function reportShards({ entity, nodes, program, isOwn }: Contained, { report }: Lowering): void {
  const clause = entity.kind === "redis" ? find(entity as unknown as EntityOf<"redis">, "cluster") : undefined;
  if (clause === undefined || program !== "redis" || isOwn) return;
  const problem = (text: string, help: string): void => report(redisCluster, { at: clause.origin, data: { name: entity.name, problem: text, help } });
  if (nodes.length < 3) return problem(`has ${nodes.length === 1 ? "1 node" : `${nodes.length} nodes`}, and a Redis cluster needs three primaries`, `write \`x3\`, or take \`cluster\` away for a primary${nodes.length === 1 ? "" : " with replicas"}`);
  const { port } = nodes[0]!.ports[0]!;
  const bus = port + 10_000;
  const published = findAll(entity, "publish").map((publish) => find(publish, "->")?.args.port.value ?? publish.args.binds[0]?.value);
  const isPublished = published.some((bind) => bind !== undefined && bind.from <= bus && bus <= bind.to);
  if (nodes[0]!.host !== null && !isPublished) return problem(`has nodes that do not reach one another: they talk on port ${bus}, which no host publishes`, `write \`publish ${port}\` and \`publish ${bus}\``);
  const addresses = nodes.map((node) => `${node.address}:${reachedAt(node, node.ports[0]!)}`).join(" ");
  report(redisClusterCreate, { at: clause.origin, data: { name: entity.name, command: `redis-cli --cluster create ${addresses} --cluster-replicas ${nodes.length < 6 ? 0 : 1}` } });
}

const programs: Readonly<Record<string, string>> = { mysql: "a MySQL", mariadb: "a MariaDB", postgres: "a PostgreSQL", rabbitmq: "a RabbitMQ" };

function reportSeparate(cluster: Contained, lowering: Lowering): void {
  const { entity, nodes, program, isOwn } = cluster;
  const name = programs[program];
  if (nodes.length < 2 || name === undefined || isOwn || clusteredNodes(entity as unknown as Entity, lowering).length > 0) return;
  // Told already, with what it takes.
  if (entity.kind === "postgres" && find(entity as unknown as EntityOf<"postgres">, "patroni") !== undefined) return;
  lowering.report(separateServers, { at: entity.nameOrigin, data: { name: entity.name, servers: nodes.length, program: name, help: helpFor(cluster) } });
}

function helpFor({ entity, nodes }: Contained): string {
  const hosts = new Set(nodes.map(({ host }) => host));
  if (entity.kind === "rabbitmq" && hosts.size === 1) return `write \`cookie secret ${entity.name.replace(/[^A-Za-z0-9]/g, "_")}_cookie\``;
  if (entity.kind === "rabbitmq") return "place its nodes on hosts without `runtime docker`, where the packages' own cluster works, or all on one host with `cookie secret …`";
  return `mount configuration that makes them a cluster, \`mount ./${entity.name}.cnf -> …\`, name an image made for it, or declare one server`;
}

function reportRedirected(proxies: readonly Proxy[], lowering: Lowering): void {
  if (ofKind(lowering, "kafka").length + ofKind(lowering, "redis").length === 0) return;
  for (const { name: proxy, pools } of proxies) {
    for (const { entity: name, origin } of pools) {
      const entity = lowering.entities.get(name);
      const isKafka = entity?.kind === "kafka";
      const isShards = entity?.kind === "redis" && find(entity as unknown as EntityOf<"redis">, "cluster") !== undefined;
      const nodes = lowering.nodesByEntity.get(name) ?? [];
      if ((!isKafka && !isShards) || nodes.length < 2) continue;
      const all = nodes.map((node) => `\`${node.address}:${reachedAt(node, node.ports[0]!)}\``);
      lowering.report(redirectedClients, { at: origin, data: { proxy, name, addresses: listed(all.length > 3 ? [...all.slice(0, 2), `${all.length - 2} more`] : all, "and") } });
    }
  }
}
