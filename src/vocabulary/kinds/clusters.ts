import { clause, kind, type Clauses, listOf, optional, required } from "../declaration.js";
import { at, auth, container, dialectVersion, dns, heap, memory, native, placement } from "../clauses/everywhere.js";
import { portRange, times } from "../values/numbers.js";
import { choice, hostReference, line, name, ownReference, referenceTo, secret } from "../values/texts.js";
import { reached } from "./service.js";

const counted = { name: required(name), times: optional(times) } as const;

/** What every cluster can say. */
const shared = {
  ...placement,
  at,
  ...container,
  dns,
  memory,
  ...reached,
  port: clause({ doc: "Other ports than the usual ones, by their names.", example: "port 5673 as amqp", args: { ports: listOf(portRange) }, clauses: { as: clause({ doc: "Which ports they are.", example: "as amqp", args: { names: listOf(name) } }) }, repeats: true }),
} as const;

function cluster<C extends Clauses>(kindName: string, rank: number, doc: string, example: string, clauses: C) {
  return kind(kindName, rank, { doc, example, args: counted, clauses: { ...shared, ...clauses } });
}

export const mysql = cluster("mysql", 32, "MySQL or MariaDB servers.", "mysql orders x3 on db[1..3] { replication galera }", {
  replication: clause({ doc: "How the servers follow each other.", example: "replication galera", default: "async", args: { form: required(choice("async", "group", "galera")) } }),
  primary: clause({ doc: "The server that takes writes.", example: "primary db1", default: "the first", args: { node: required(ownReference) } }),
  auth,
});

export const postgres = cluster("postgres", 32, "PostgreSQL servers.", "postgres orders x3 on db[1..3] { patroni }", {
  patroni: clause({ doc: "Patroni elects the primary; it answers on port 8008 who is.", example: "patroni", default: "no" }),
  auth,
});

export const redis = cluster("redis", 32, "Redis servers.", "redis sessions x3 on node[1..3] { auth secret redis_pass }", {
  auth,
  cluster: clause({ doc: "The servers share the keys among them.", example: "cluster", default: "one primary, the others replicas" }),
});

export const rabbitmq = cluster("rabbitmq", 32, "RabbitMQ nodes.", "rabbitmq rabbit on node[1..3]", {
  vhost: clause({ doc: "Virtual hosts.", example: "vhost orders", args: { names: listOf(line) } }),
  user: clause({ doc: "A user.", example: "user app secret app_pass", args: { user: required(line), password: required(secret) }, repeats: true }),
  cookie: clause({ doc: "The secret by which the nodes of a cluster in containers know one another, the Erlang cookie.", example: "cookie secret rabbit_cookie", args: { secret: required(secret) } }),
});

export const elasticsearch = cluster("elasticsearch", 33, "Elasticsearch nodes.", "elasticsearch search on node[1..3] cluster cell", {
  cluster: clause({ doc: "The name of the cluster.", example: "cluster cell", default: "the declaration's name", args: { name: required(line) } }),
  heap,
  auth,
});

export const kibana = cluster("kibana", 34, "Kibana.", "kibana dashboards of search", {
  of: clause({ doc: "The Elasticsearch that it shows.", example: "of search", args: { cluster: required(referenceTo("elasticsearch")) } }),
  auth: { ...auth, doc: "The user and the password by which its containers sign in to Elasticsearch.", example: "auth secret kibana_password", default: "the user kibana_system" },
});

export const kafka = cluster("kafka", 32, "Kafka brokers.", "kafka events x3", { heap });
export const zookeeper = cluster("zookeeper", 31, "ZooKeeper servers.", "zookeeper keeper x3", { heap });
export const etcd = cluster("etcd", 31, "Etcd servers.", "etcd state x3", {});
export const varnish = cluster("varnish", 61, "Varnish, as something that traffic goes to.", "varnish pages x2 port 6081", {});
export const twemproxy = cluster("twemproxy", 61, "Twemproxy, as something that traffic goes to.", "twemproxy shards x2", {});
export const tomcat = cluster("tomcat", 41, "Tomcat servers.", "tomcat app x2 on app[1..2]", { heap });
export const httpd = cluster("httpd", 41, "Apache HTTP servers.", "httpd www x2 on web[1..2]", {});

export const consul = kind("consul", 30, {
  doc: "Consul servers, and the client agents of hosts that use them.",
  example: "consul registry on node[1..3] { client lb[1..2] }",
  args: counted,
  clauses: {
    ...placement,
    version: dialectVersion,
    at,
    ...container,
    dns,
    memory,
    client: clause({ doc: "The hosts where a client agent runs, so that what is on them asks its own host.", example: "client lb[1..2], app[1..3]", args: { hosts: listOf(hostReference) } }),
    datacenter: clause({ doc: "The name of the datacenter.", example: "datacenter dc1", default: "dc1", args: { name: required(line) } }),
    ui: clause({ doc: "The web interface.", example: "ui", default: "no" }),
    acl: clause({ doc: "Access is refused but for what tokens allow.", example: "acl", default: "no" }),
    encrypt: clause({ doc: "The key of the gossip among agents.", example: "encrypt secret gossip_key", args: { key: required(secret) } }),
    port: clause({ doc: "Other ports than the usual ones, by their names.", example: "port 8501 as http", args: { ports: listOf(portRange) }, clauses: { as: clause({ doc: "Which ports they are.", example: "as http", args: { names: listOf(name) } }) }, repeats: true }),
    consul: native("consul", "Consul"),
    compose: native("compose", "Compose"),
  },
});

