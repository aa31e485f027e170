import { describe, expect, it } from "vitest";
import { errorsOf, filesOf, found, servicesOf } from "../kit/files.js";

const hosts = "network lan 10.0.0.0/24\nhost node[1..5] 10.0.0.[11..15]\nhost web1 10.0.0.21\n";
const docker = "network lan 10.0.0.0/24\nhost app[1..3] 10.0.0.[31..33] { runtime docker }\n";

describe("servers of Consul", () => {
  it.each([1, 3, 5])("expect as many servers as are declared, each of them: %i", (count) => {
    expect(found(filesOf(`${hosts}consul registry on node[1..${count}]`), "/consul.hcl", /bootstrap_expect *= (\d+)/g)).toEqual(Array.from({ length: count }, () => String(count)));
  });

  it("are told their number by the declaration alone", () => {
    expect(errorsOf(`${hosts}consul registry on node[1..3] { consul { bootstrap_expect 2 } }`)).toEqual(["typed-directive"]);
    expect(errorsOf(`${hosts}consul registry on node[1..3] { consul { bootstrap true } }`)).toEqual(["typed-directive"]);
  });

  it("in two networks bind to their address of one", () => {
    const files = filesOf("network front 10.1.0.0/24\nnetwork back 10.2.0.0/24\nconsul registry x3 in back, front");
    const addresses = [...servicesOf(files).values()].map(({ networks }) => networks?.["back"]?.ipv4_address);
    expect(found(files, "/consul.hcl", /bind_addr *= "([^"]*)"/g)).toEqual(addresses);
    expect(new Set(addresses).size).toBe(3);
  });

  it("have names of their own, as have their containers", () => {
    const files = filesOf("consul a x3\nconsul b x3");
    const names = found(files, "/consul.hcl", /node_name *= "([^"]*)"/g);
    expect(new Set(names).size).toBe(6);
    expect([...servicesOf(files).values()].map((service) => service.container_name)).toEqual(names);
    expect(errorsOf("consul registry x2\nservice registry-1 port 80")).toEqual(["node-name-taken"]);
  });

  it("keep their data on a volume, never below /tmp", () => {
    const files = filesOf("consul registry x3");
    expect(found(files, "/consul.hcl", /data_dir *= "([^"]*)"/g)).toEqual(["/consul/data", "/consul/data", "/consul/data"]);
    for (const [name, { volumes }] of servicesOf(files)) expect(volumes).toContain(`${name}-data:/consul/data`);
    expect(found(filesOf(`${hosts}consul registry on node[1..3]`), "/consul.hcl", /data_dir *= "([^"]*)"/g)).toEqual(["/opt/consul", "/opt/consul", "/opt/consul"]);
  });

  it("listen where those of other hosts ask them", () => {
    const files = filesOf(`${hosts}consul registry on node[1..3]\nservice goods on node[4..5] port 80 discover registry\ngateway edge on web1 { route { / -> goods } }`);
    const [asked] = found(files, "web1/etc/nginx/nginx.conf", /upsync +([0-9.]+):8500/g);
    const server = [...files].find(([, text]) => text.includes(`bind_addr = "${asked}"`) || new RegExp(`bind_addr *= "${asked}"`).test(text));
    expect(/client_addr *= "([^"]*)"/.exec(server?.[1] ?? "")?.[1]?.split(" ")).toContain(asked);
  });

  it("are joined again and again, with the word that is not deprecated", () => {
    const files = filesOf(`${hosts}consul registry on node[1..3] client web1`);
    expect(found(files, "/consul.hcl", /(retry_join) *= \[/g)).toHaveLength(4);
    expect(found(files, "/consul.hcl", /(start_join)/g)).toEqual([]);
    expect(errorsOf(`${hosts}consul registry on node[1..3] { consul { start_join 10.0.0.11 } }`)).toEqual(["typed-directive"]);
  });
});

describe("nodes of RabbitMQ", () => {
  it("have one cookie", () => {
    const files = filesOf("rabbitmq mq x3 cookie secret mq_cookie", { mq_cookie: "AAAABBBB" });
    expect(found(files, ".env", /RABBITMQ_ERLANG_COOKIE=(.*)/g).map((value) => value.replaceAll('"', "").replaceAll("'", ""))).toEqual(["AAAABBBB", "AAAABBBB", "AAAABBBB"]);
    expect(errorsOf("rabbitmq mq x2 { cookie secret a; cookie secret b }")).toEqual(["repeated-clause"]);
  });

  it("in containers keep their names, which their data hangs on", () => {
    for (const [name, { hostname, volumes }] of servicesOf(filesOf("rabbitmq mq x3 cookie secret mq_cookie", { mq_cookie: "AAAABBBB" }))) {
      expect(hostname).toBe(name);
      expect(volumes).toContain(`${name}-data:/var/lib/rabbitmq`);
    }
  });

  it("find one another by the names that they have", () => {
    const files = filesOf("rabbitmq mq x3 cookie secret mq_cookie", { mq_cookie: "AAAABBBB" });
    const names = [...servicesOf(files).values()].map(({ hostname }) => `rabbit@${hostname}`);
    for (const node of ["mq-1", "mq-2", "mq-3"]) expect(found(files, `${node}/etc/rabbitmq/conf.d/60-cluster.conf`, /nodes\.\d+ = (.*)/g)).toEqual(names);
  });
});

describe("servers of databases and brokers", () => {
  it("of MySQL have numbers of their own", () => {
    const services = servicesOf(filesOf("mysql orders x3 auth secret root_password", { root_password: "AAAABBBB" }));
    expect([...services.values()].map(({ command }) => command?.find((word) => word.startsWith("--server-id=")))).toEqual(["--server-id=1", "--server-id=2", "--server-id=3"]);
  });

  it.each([
    ["of the local engine at its own address", "network lan 10.0.0.0/24\nkafka events x3", ["10.0.0.2:9092", "10.0.0.3:9092", "10.0.0.4:9092"]],
    ["of Docker hosts at the address and the port of its host", `${docker}kafka events on app[1..3] publish 9095 -> 9092 publish 9093`, ["10.0.0.31:9095", "10.0.0.32:9095", "10.0.0.33:9095"]],
  ])("of Kafka tell clients to come to where they are reached: a broker %s", (_, text, addresses) => {
    const services = [...servicesOf(filesOf(text)).values()];
    expect(services.map(({ environment }) => environment?.["KAFKA_ADVERTISED_LISTENERS"])).toEqual(addresses.map((address) => `PLAINTEXT://${address}`));
  });

  it.each([1, 2, 3, 5])("of Kafka have numbers of their own, and no more copies of anything than brokers: %i", (count) => {
    const services = [...servicesOf(filesOf(`kafka events x${count}`)).values()].map(({ environment }) => environment ?? {});
    expect(new Set(services.map((environment) => environment["KAFKA_NODE_ID"])).size).toBe(count);
    for (const environment of services) {
      for (const [name, value] of Object.entries(environment)) if (/REPLICATION_FACTOR|MIN_ISR/.test(name)) expect(Number(value)).toBeLessThanOrEqual(count);
    }
  });

  it("of Redis follow the one that writes are sent to", () => {
    const files = filesOf("network lan 10.0.0.0/24\nredis sessions x3\nbalancer cache { listen 6379 -> sessions primary }");
    const services = servicesOf(files);
    const followed = [...services.values()].flatMap(({ command }) => (command?.includes("--replicaof") === true ? [command[command.indexOf("--replicaof") + 1]] : []));
    expect(followed).toEqual([services.get("sessions-1")?.networks?.["lan"]?.ipv4_address, services.get("sessions-1")?.networks?.["lan"]?.ipv4_address]);
  });
});

describe("nodes of Elasticsearch", () => {
  const environments = (text: string): readonly Readonly<Record<string, string>>[] => [...servicesOf(filesOf(text)).values()].map(({ environment }) => environment ?? {});

  it.each([[2, "2"], [3, "2"], [4, "3"], [5, "3"]])("of version 6 elect with more than half of them: %i", (count, needed) => {
    expect(environments(`elasticsearch search x${count} version 6.8.23`).map((each) => each["discovery.zen.minimum_master_nodes"])).toEqual(Array.from({ length: count }, () => needed));
  });

  it.each(["7.17.24", "8.15.0"])("of version %s elect the same first masters, by their names", (version) => {
    const all = environments(`elasticsearch search x3 version ${version}`);
    const names = all.map((each) => each["node.name"]).join(",");
    expect(new Set(all.map((each) => each["cluster.initial_master_nodes"]))).toEqual(new Set([names]));
    expect(all.flatMap((each) => Object.keys(each)).filter((name) => name.includes("zen"))).toEqual([]);
  });

  it("are of one cluster, and look for one another", () => {
    const all = environments("elasticsearch search x3 cluster cell");
    expect(new Set(all.map((each) => each["cluster.name"]))).toEqual(new Set(["cell"]));
    expect(new Set(all.map((each) => each["discovery.seed_hosts"])).size).toBe(1);
  });

  it("of Docker hosts may map their indices", () => {
    const files = filesOf(`${docker}elasticsearch search on app[1..3]`);
    for (const host of ["app1", "app2", "app3"]) expect(found(files, `hosts/${host}/etc/sysctl.d/60-infc.conf`, /^vm\.max_map_count = (\d+)$/gm)).toEqual(["262144"]);
  });

  it("ask for passwords only where they have them, and say so either way", () => {
    expect(environments("elasticsearch search x1")[0]?.["xpack.security.enabled"]).toBe("false");
    expect([...servicesOf(filesOf("elasticsearch search x1 auth secret elastic_password", { elastic_password: "AAAABBBB" })).values()][0]?.environment?.["xpack.security.enabled"]).toBe("true");
  });
});
