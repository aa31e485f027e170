import { describe, expect, test } from "vitest";
import { analyze } from "../../src/compile.js";
import type { Container } from "../../src/ir/container.js";

function containersOf(text: string): ReadonlyMap<string, Container> {
  const { site, diagnostics } = analyze({ entry: { path: "site.infra", text } });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return new Map(site.engines.flatMap(({ containers }) => containers).map((container) => [container.name, container]));
}

/** The variables of a container; of a secret its name. */
function environmentOf(text: string, name: string): Readonly<Record<string, string>> {
  const { environment } = containersOf(text).get(name)!;
  return Object.fromEntries(environment.map(({ name: variable, value }) => [variable, typeof value === "string" ? value : "name" in value ? `secret ${value.name}` : value.literal]));
}

const lan = "network lan 10.0.0.0/24\n";
const docker = `${lan}host app[1..3] 10.0.0.[21..23] { runtime docker }\n`;

describe("what a cluster's image is told", () => {
  test("etcd of its members, at the addresses of their hosts", () => {
    expect(environmentOf(`${docker}etcd state on app[1..3]`, "state-2")).toEqual({
      ETCD_NAME: "state-2",
      ETCD_DATA_DIR: "/etcd-data",
      ETCD_LISTEN_CLIENT_URLS: "http://0.0.0.0:2379",
      ETCD_ADVERTISE_CLIENT_URLS: "http://10.0.0.22:2379",
      ETCD_LISTEN_PEER_URLS: "http://0.0.0.0:2380",
      ETCD_INITIAL_ADVERTISE_PEER_URLS: "http://10.0.0.22:2380",
      ETCD_INITIAL_CLUSTER: "state-1=http://10.0.0.21:2380,state-2=http://10.0.0.22:2380,state-3=http://10.0.0.23:2380",
      ETCD_INITIAL_CLUSTER_STATE: "new",
      ETCD_INITIAL_CLUSTER_TOKEN: "state",
    });
  });

  test("ZooKeeper of its ensemble and of its number in it", () => {
    expect(environmentOf(`${lan}zookeeper keeper x3 heap 256MB`, "keeper-3")).toEqual({
      ZOO_MY_ID: "3",
      ZOO_SERVERS: "server.1=10.0.0.2:2888:3888;2181 server.2=10.0.0.3:2888:3888;2181 server.3=10.0.0.4:2888:3888;2181",
      ZK_SERVER_HEAP: "256",
    });
    expect(environmentOf(`${lan}zookeeper keeper`, "keeper")).toEqual({});
    expect(environmentOf(`${docker}zookeeper keeper on app[1..3]`, "keeper-1")).toMatchObject({ ZOO_CFG_EXTRA: "quorumListenOnAllIPs=true" });
  });

  test("Kafka where clients reach it, and who elects the controller", () => {
    expect(environmentOf(`${lan}kafka events x2 heap 512MB`, "events-2")).toMatchObject({
      KAFKA_NODE_ID: "2",
      KAFKA_ADVERTISED_LISTENERS: "PLAINTEXT://10.0.0.3:9092",
      KAFKA_CONTROLLER_QUORUM_VOTERS: "1@10.0.0.2:9093,2@10.0.0.3:9093",
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: "2",
      KAFKA_HEAP_OPTS: "-Xms512m -Xmx512m",
    });
  });

  test("Redis whom it follows, and the password", () => {
    const containers = containersOf(`${lan}redis sessions x2 auth secret redis_pass`);
    const start = 'exec docker-entrypoint.sh redis-server --requirepass "$REDISCLI_AUTH" --masterauth "$REDISCLI_AUTH"';
    expect(containers.get("sessions-1")).toMatchObject({ command: ["/bin/sh", "-c", start], environment: [{ name: "REDISCLI_AUTH", value: { name: "redis_pass" } }] });
    expect(containers.get("sessions-2")!.command).toEqual(["/bin/sh", "-c", start.replace("redis-server", "redis-server --replicaof 10.0.0.2 6379")]);
    expect(containersOf(`${lan}redis one`).get("one")!.command).toBeNull();
    expect(containersOf(`${lan}redis shards x3 cluster`).get("shards-2")!.command).toEqual(["redis-server", "--cluster-enabled", "yes"]);
    expect(containersOf(`${lan}redis one port 6380 as redis`).get("one")).toMatchObject({ command: ["redis-server", "--port", "6380"], healthcheck: { test: ["redis-cli", "-p", "6380", "ping"] } });
  });

  test("databases the port and the password", () => {
    expect(containersOf(`${docker}mysql db on app1 port 3301 as mysql auth secret root_pass`).get("db")).toMatchObject({
      command: ["--port=3301"],
      environment: [{ name: "MYSQL_ROOT_PASSWORD", value: { name: "root_pass" } }],
      publish: [{ published: 3301, port: 3301 }],
    });
    expect(environmentOf(`${lan}postgres db port 5433 as pg auth secret db_pass`, "db")).toEqual({ POSTGRES_PASSWORD: "secret db_pass", PGPORT: "5433" });
  });

  test("servers of MySQL a number each, so that they can follow one another", () => {
    const commandOf = (text: string) => containersOf(`${lan}${text}`).get("db-2")!.command;
    expect(commandOf("mysql db x2 auth secret root_pass")).toEqual(["--server-id=2", "--gtid-mode=ON", "--enforce-gtid-consistency=ON"]);
    expect(commandOf("mysql db x2 auth secret root_pass image mariadb:11.4 port 3307 as mysql")).toEqual(["--port=3307", "--server-id=2", "--log-bin"]);
    expect(commandOf("mysql db x2 auth secret root_pass mount ./galera.cnf -> /etc/mysql/conf.d/galera.cnf")).toBeNull();
  });

  test("Redis behind the ports of a Docker host where the others reach it", () => {
    const commandOf = (text: string) => containersOf(`${docker}${text}`).get("sessions-2")!.command;
    expect(commandOf("redis sessions on app[1..2]")).toEqual(["redis-server", "--replica-announce-ip", "10.0.0.22", "--replica-announce-port", "6379", "--replicaof", "10.0.0.21", "6379"]);
    expect(commandOf("redis sessions on app[1..3] cluster { publish 6379; publish 16379 }")).toEqual(["redis-server", "--cluster-enabled", "yes", "--cluster-announce-ip", "10.0.0.22", "--cluster-announce-port", "6379"]);
  });

  test("nodes of RabbitMQ by what they know one another, and to start after the first", () => {
    const containers = containersOf(`${lan}rabbitmq mq x3 cookie secret mq_cookie`);
    expect(containers.get("mq-2")).toMatchObject({ hostname: "mq-2", environment: [{ name: "RABBITMQ_ERLANG_COOKIE", value: { name: "mq_cookie" } }], after: [{ container: "mq-1", condition: "healthy" }] });
    expect(containers.get("mq-1")!.after).toEqual([]);
    const { site } = analyze({ entry: { path: "site.infra", text: `${docker}rabbitmq one cookie secret a\nrabbitmq apart on app[1..2] cookie secret a\nrabbitmq bare x2 on app3\nrabbitmq mq x2 on app1 cookie secret a` } });
    expect(site.daemons.filter(({ target }) => target === "rabbitmq").map(({ machine }) => machine)).toEqual(["mq-1", "mq-2"]);
  });

  test("RabbitMQ its first user and virtual host", () => {
    expect(environmentOf(`${lan}rabbitmq mq user app secret mq_pass vhost shop`, "mq")).toEqual({ RABBITMQ_DEFAULT_USER: "app", RABBITMQ_DEFAULT_PASS: "secret mq_pass", RABBITMQ_DEFAULT_VHOST: "shop" });
  });

  test("Elasticsearch whether users sign in, and where the others reach it", () => {
    expect(environmentOf(`${lan}elasticsearch search auth secret elastic_pass`, "search")).toMatchObject({ "xpack.security.enabled": "true", ELASTIC_PASSWORD: "secret elastic_pass" });
    expect(environmentOf(`${docker}elasticsearch search on app[1..3]`, "search-2")).toMatchObject({ "network.publish_host": "10.0.0.22", "discovery.seed_hosts": "10.0.0.21,10.0.0.22,10.0.0.23" });
    expect(environmentOf(`${lan}elasticsearch search x3`, "search-2")["network.publish_host"]).toBeUndefined();
  });

  test("Elasticsearch of version 6 how many of its nodes elect a master", () => {
    const environment = environmentOf(`${lan}elasticsearch search x3 version 6.8.23`, "search-1");
    expect(environment).toMatchObject({ "discovery.zen.ping.unicast.hosts": "10.0.0.2,10.0.0.3,10.0.0.4", "discovery.zen.minimum_master_nodes": "2" });
    expect(Object.keys(environment).filter((name) => name.startsWith("cluster.initial") || name.startsWith("discovery.seed"))).toEqual([]);
    expect(environmentOf(`${lan}elasticsearch search x3 image registry.example.com/elasticsearch:7.17.24`, "search-1")).toMatchObject({ "cluster.initial_master_nodes": "search-1,search-2,search-3" });
  });

  test("Elasticsearch by which certificate its nodes and clients know it", () => {
    const containers = containersOf(`${lan}elasticsearch search x2 auth secret elastic_pass tls /etc/elastic/node.pem key /etc/elastic/node.key ca /etc/elastic/ca.pem\nkibana boards of search auth secret kibana_pass`);
    const { environment, mounts } = containers.get("search-1")!;
    const certs = "/usr/share/elasticsearch/config/certs";
    const layer = (name: string) => Object.fromEntries(environment.flatMap(({ name: variable, value }) => (variable.startsWith(`xpack.security.${name}.ssl.`) ? [[variable.split(".").at(-1), value]] : [])));
    expect(layer("transport")).toEqual({ enabled: "true", certificate: `${certs}/node.pem`, key: `${certs}/node.key`, certificate_authorities: `${certs}/ca.pem`, verification_mode: "certificate" });
    expect(layer("http")).toEqual({ enabled: "true", certificate: `${certs}/node.pem`, key: `${certs}/node.key`, certificate_authorities: `${certs}/ca.pem` });
    expect(mounts.map(({ source, target, readOnly }) => `${source} ${target} ${readOnly}`)).toEqual([
      "search-1-data /usr/share/elasticsearch/data false",
      `/etc/elastic/node.pem ${certs}/node.pem true`,
      `/etc/elastic/node.key ${certs}/node.key true`,
      `/etc/elastic/ca.pem ${certs}/ca.pem true`,
    ]);
    const boards = containers.get("boards")!;
    expect(Object.fromEntries(boards.environment.map(({ name, value }) => [name, value]))).toMatchObject({
      ELASTICSEARCH_HOSTS: '["https://10.0.0.3:9200","https://10.0.0.4:9200"]',
      ELASTICSEARCH_USERNAME: "kibana_system",
      ELASTICSEARCH_PASSWORD: { name: "kibana_pass" },
      ELASTICSEARCH_SSL_CERTIFICATEAUTHORITIES: "/usr/share/kibana/config/certs/ca.pem",
    });
    expect(boards.mounts).toMatchObject([{ source: "/etc/elastic/ca.pem", target: "/usr/share/kibana/config/certs/ca.pem", readOnly: true }]);
  });

  test("what works with Elasticsearch its version, unless that is said", () => {
    const site = (own: string): string => `${lan}elasticsearch search version 7.17.24\nkibana boards of search ${own}\nservice goods port 80 image goods\nlogs access from goods through logstash to search`;
    const imagesOf = (own: string) => [...containersOf(site(own)).values()].flatMap(({ image }) => (image?.startsWith("docker.elastic.co/") === true ? [image.split("/").at(-1)] : []));
    expect(imagesOf("")).toEqual(["kibana:7.17.24", "filebeat:7.17.24", "logstash:7.17.24", "elasticsearch:7.17.24"]);
    expect(imagesOf("version 7.17.9")[0]).toBe("kibana:7.17.9");
  });

  test("Kibana where an Elasticsearch is that exists already, and its user's older name", () => {
    expect(environmentOf(`${lan}elasticsearch old at 10.0.0.50:9200, [fd00::1]:9200 version 7.6.2 auth secret elastic_pass\nkibana boards of old auth secret kibana_pass`, "boards")).toMatchObject({
      ELASTICSEARCH_HOSTS: '["http://10.0.0.50:9200","http://[fd00::1]:9200"]',
      ELASTICSEARCH_USERNAME: "kibana",
    });
  });

  test("the kernel of a Docker host that Elasticsearch maps its indices", () => {
    const { site } = analyze({ entry: { path: "site.infra", text: `${docker}elasticsearch search on app[1..2]` } });
    expect(site.machines.filter(({ sysctls }) => sysctls.length > 0).map(({ name, sysctls }) => `${name} ${sysctls.map(({ key, value }) => `${key}=${value}`).join()}`)).toEqual(["app1 vm.max_map_count=262144", "app2 vm.max_map_count=262144"]);
  });

  test("Consul that the image's own user cannot read a secret", () => {
    expect(environmentOf(`${lan}consul registry x3 encrypt secret gossip_key`, "registry-1")).toEqual({ CONSUL_DISABLE_PERM_MGMT: "true" });
    expect(containersOf(`${lan}consul registry x3 acl`).get("registry-1")!.healthcheck!.test).toContain("http://127.0.0.1:8500/v1/status/leader");
  });
});

test("Kibana starts after the Elasticsearch that it shows, and comes to where it is published", () => {
  const containers = containersOf(`${docker}elasticsearch search x2 on app1\nkibana boards on app1 of search`);
  expect(containers.get("boards")).toMatchObject({ after: [{ container: "search-1" }, { container: "search-2" }], environment: [{ value: '["http://10.0.0.21:9200","http://10.0.0.21:20000"]' }] });
});

describe("ports of a Docker host", () => {
  const published = (text: string, name: string): readonly number[] => containersOf(text).get(name)!.publish.map(({ port }) => port);

  test("lead to the usual ports of a cluster", () => {
    expect(published(`${docker}redis sessions on app1`, "sessions")).toEqual([6379]);
    expect(published(`${docker}elasticsearch search on app[1..3]`, "search-1")).toEqual([9200, 9300]);
    expect(published(`${docker}postgres db on app1 auth secret db_pass`, "db")).toEqual([5432]);
    expect(published(`${docker}postgres db on app1 patroni auth secret db_pass image registry.example.com/patroni:16`, "db")).toEqual([5432, 8008]);
  });

  test("are those that the program says, where it says any", () => {
    expect(published(`${docker}elasticsearch search on app1 publish 9200 -> 9200`, "search")).toEqual([9200]);
  });

  test("lead to no cluster of the local engine", () => {
    expect(published(`${lan}redis sessions x2`, "sessions-1")).toEqual([]);
  });
});

test("a mount of the program takes the place of a volume", () => {
  const { mounts } = containersOf(`${lan}mysql db auth secret root_pass mount ./data -> /var/lib/mysql/ rw`).get("db")!;
  expect(mounts).toMatchObject([{ kind: "bind", source: "./data", target: "/var/lib/mysql/" }]);
});

test("a director of LVS is a network for keepalived, and ends at once", () => {
  const { image, command } = containersOf(`${lan}service web x2\nbalancer lb lvs { mode nat; vip 10.0.0.100; listen 80 -> web }`).get("lb-1")!;
  expect({ image, command }).toEqual({ image: "debian:12-slim", command: ["/bin/sh", "-c", "trap exit TERM; sleep infinity & wait"] });
});

describe("a listen of a container with a VIP", () => {
  const binds = (publish: string) => analyze({ entry: { path: "site.infra", text: `${lan}service web x2\ngateway edge { vip 10.0.0.100; listen 80; listen 81; ${publish}; route { / -> web } }` } }).site.proxies[0]!.listens.map((listen) => listen.binds[0]!.address);

  test("is on the VIP", () => {
    expect(binds("")).toEqual(["10.0.0.100", "10.0.0.100"]);
  });

  test("is on all addresses where a port of the engine's host leads to it", () => {
    expect(binds("publish 8080, 8081 -> 80")).toEqual([null, "10.0.0.100"]);
  });
});

test("a director of LVS has a keepalived beside it, with a VIP and without", () => {
  const site = `${lan}service pages x2 port 80 image nginx:1.30\nbalancer front x1 lvs { mode nat; address 10.0.0.10; listen 10.0.0.10:80 -> pages; `;
  for (const vip of ["", "vip 10.0.0.100"]) expect(containersOf(`${site}${vip} }`).get("front-1-keepalived"), vip).toMatchObject({ node: "front-1", sidecar: true });
});

test.each(["site ledger", "site shop\nsecret ledger"])("a cluster has the name of %j, and its containers once, with its image", (other) => {
  const { site } = analyze({ entry: { path: "site.infra", text: `${other}\n${docker}mysql ledger on app1 { image mariadb:10.11.9; auth secret root_password }` } });
  expect(site.engines.flatMap(({ containers }) => containers.map(({ name, image, build }) => ({ name, image, build })))).toEqual([{ name: "ledger", image: "mariadb:10.11.9", build: null }]);
});
