import { type Bound, find, imply, says } from "../bind/bound.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import type { Chain } from "./chain.js";
import { completeChecks } from "./services.js";
import { type Draft, type EntityOf, runsContainers } from "./draft.js";
import { followElasticsearch } from "./elastic-versions.js";
import { standardImage } from "./images.js";

/** The ports of a cluster's nodes by their names; the first takes the traffic. Inner ones are never balanced. */
export const clusterPorts: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  consul: { http: 8500, dns: 8600, server: 8300, serf: 8301, wan: 8302, grpc: 8502 },
  mysql: { mysql: 3306 },
  postgres: { pg: 5432, rest: 8008 },
  redis: { redis: 6379 },
  rabbitmq: { amqp: 5672, management: 15672, stomp: 61613 },
  elasticsearch: { http: 9200, transport: 9300 },
  kibana: { http: 5601 },
  logstash: { beats: 5044, api: 9600 },
  kafka: { kafka: 9092, controller: 9093 },
  zookeeper: { client: 2181, follower: 2888, election: 3888 },
  etcd: { client: 2379, peer: 2380 },
  varnish: { http: 6081 },
  twemproxy: { redis: 22121 },
  tomcat: { http: 8080 },
  httpd: { http: 80 },
};

/** The kinds of clusters that traffic goes to. */
export const clusterKinds = Object.keys(clusterPorts).filter((kind) => kind !== "consul" && kind !== "logstash") as readonly (keyof typeof kinds)[];

/** How a cluster's nodes are looked at by default: HTTP where they speak it. */
const httpProbes: Readonly<Record<string, string>> = { elasticsearch: "/_cluster/health?local=true", kibana: "/api/status", tomcat: "/", httpd: "/" };

/** Adds what a cluster leaves out: image, weight, check. */
export function completeCluster(cluster: EntityOf<"rabbitmq">, draft: Draft, chain: Chain): void {
  const c = kinds.rabbitmq.clauses;
  const origin = (because: string): Origin => implied({ span: cluster.origin.span }, because);
  const of = cluster.kind === "kibana" ? find(cluster as unknown as EntityOf<"kibana">, "of")?.args.cluster.value.name : undefined;
  const added: Bound[] = [...containerDefaults(cluster, cluster.kind, draft, followElasticsearch(of, cluster, draft))];
  if (!says(cluster, "weight")) added.push(imply(c.weight, "weight", { weight: 1 }, origin("the weight of an instance")));
  if (!says(cluster, "check")) {
    const path = asksForPassword(cluster, draft) ? undefined : httpProbes[cluster.kind];
    const args = path === undefined ? { form: "tcp" as const } : { form: "http" as const, path };
    added.push(imply(c.check, "check", args, origin(`how a node of \`${cluster.kind}\` is looked at`)));
  }
  draft.extend(cluster.name, added);
  completeChecks(cluster.name, draft, chain);
}

/** Whether who looks at a node without a password is sent away, however well it is. */
function asksForPassword(cluster: EntityOf<"rabbitmq">, draft: Draft): boolean {
  const of = cluster.kind === "kibana" ? find(cluster as unknown as EntityOf<"kibana">, "of")?.args.cluster.value.name : cluster.name;
  const asked = of === undefined ? undefined : draft.get(of);
  return asked?.kind === "elasticsearch" && says(asked, "auth");
}

/** Adds what a Consul cluster leaves out. */
export function completeConsul(consul: EntityOf<"consul">, draft: Draft): void {
  const c = kinds.consul.clauses;
  const added: Bound[] = [...containerDefaults(consul, "consul", draft)];
  if (!says(consul, "datacenter")) added.push(imply(c.datacenter, "datacenter", { name: "dc1" }, implied({ span: consul.origin.span }, "Consul's own name of a datacenter")));
  draft.extend(consul.name, added);
}

/** The image and the restart of what runs in containers; `following` is the version that another declaration gives it. */
export function containerDefaults(entity: EntityOf<"consul"> | EntityOf<"rabbitmq">, program: string, draft: Draft, following?: Bound): readonly Bound[] {
  const c = kinds.consul.clauses;
  const named = entity as EntityOf<"consul">;
  if (!runsContainers(named, draft)) return [];
  const origin = (because: string): Origin => implied({ span: named.origin.span }, because);
  const added: Bound[] = [];
  if (!says(named, "image") && !says(named, "build")) {
    const version = find(named, "version") ?? (following as Bound<typeof c.version> | undefined);
    if (following !== undefined && !says(named, "version")) added.push(following);
    added.push(imply(c.image, "image", { image: standardImage(program, version?.args.version.value) }, origin(`the image of ${program}`)));
  }
  if (!says(named, "restart")) added.push(imply(c.restart, "restart", { when: "unless-stopped" }, origin("when a container is started again")));
  return added;
}
