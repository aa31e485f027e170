import { describe, expect, it } from "vitest";
import { auditOf, auditOn, failureIn, spofsIn } from "../kit/audit.js";

/** `NAME needs N, survives N: UNIT, …`. */
function quorumsIn({ quorums }: ReturnType<typeof auditOn>): readonly string[] {
  return quorums.map(({ name, needs, survives, brokenBy }) => [`${name} needs ${needs}, survives ${survives.failures}`, ...brokenBy.map((unit) => unit.name)].join(", "));
}

describe("a cluster that elects", () => {
  it.each([
    ["needs more than half", "etcd state on app1, app2, app3", "state needs 2, survives 1"],
    ["of four survives no more than of three", "etcd state on app1, app2, app3, app4", "state needs 3, survives 1"],
    ["of two survives nothing", "zookeeper state on app1, app2", "state needs 2, survives 0, state-1, state-2"],
    ["of one survives nothing", "consul state x1 on app1", "state needs 1, survives 0, consul@app1"],
    ["is lost with the host that has its majority", "etcd state x3 on app1, app2", "state needs 2, survives 0, app1"],
    ["is Elasticsearch", "elasticsearch state on app1, app2, app3", "state needs 2, survives 1"],
    ["is RabbitMQ", "rabbitmq state on app1, app2, app3", "state needs 2, survives 1"],
  ])("%s", (_, text, expected) => {
    expect(quorumsIn(auditOn(text))).toEqual([expected]);
  });

  it("is Galera, and no other MySQL", () => {
    const text = (replication: string): string => `mysql db on app1, app2, app3 { replication ${replication}; primary app1 }\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen 3306 -> db primary }`;
    expect(quorumsIn(auditOn(text("galera")))).toEqual(["db needs 2, survives 1"]);
    expect(quorumsIn(auditOn(text("async")))).toEqual([]);
  });

  it("is Kafka in containers, where infc has its brokers elect; on hosts ZooKeeper may do it", () => {
    expect(quorumsIn(auditOf("kafka events x3\n"))).toEqual(["events needs 2, survives 1"]);
    expect(quorumsIn(auditOn("kafka events on app1, app2, app3"))).toEqual([]);
  });

  it("is RabbitMQ in containers that are one cluster, whose smaller part stops", () => {
    expect(auditOf("rabbitmq mq x3 cookie secret mq_cookie\n").quorums).toMatchObject([{ name: "mq", needs: 2, without: "the nodes that are left stop" }]);
    expect(auditOf("rabbitmq mq x3\n").quorums).toEqual([]);
  });

  it("is uncertain of Elasticsearch with an even number, as one of them has no vote", () => {
    const of = (hosts: string): unknown => auditOn(`elasticsearch search on ${hosts}`).quorums[0];
    expect(of("app1, app2")).toMatchObject({ certain: false, survives: { failures: 0 }, without: "it may have no master, and takes no writes then" });
    expect(of("app1, app2, app3")).toMatchObject({ certain: true, survives: { failures: 1 } });
  });

  it("on the only host counts its nodes", () => {
    expect(auditOf("network lan 10.0.0.0/24\nhost app 10.0.0.1 runtime docker\netcd state x3 on app\n").quorums[0]!.survives).toEqual({ failures: 1, of: "instance", zone: null });
  });

  it("is lost with a zone that has its majority", () => {
    const audit = auditOf("network lan 10.0.0.0/24\nhost a[1..2] 10.0.0.[1..2] zone east\nhost b1 10.0.0.3 zone west\netcd state on a1, a2, b1\n");
    expect(audit.quorums[0]).toMatchObject({ survives: { failures: 0, zone: false }, brokenBy: [{ kind: "zone", name: "east" }] });
  });

  it.each([
    ["etcd", 2379, ["majority state: app1"], 0],
    ["rabbitmq", 5672, [], 1],
  ])("takes its entry along where it answers nobody without a majority: %s", (kind, port, found, failures) => {
    const audit = auditOn(`${kind} state x3 on app1, app2\nbalancer edge on lb1, lb2 { vip 192.168.0.100; listen ${port} -> state }`);
    expect([spofsIn(audit), audit.entries[0]!.survives.failures]).toEqual([found, failures]);
  });

  it("keeps its entry no longer than its majority, beyond the first failure", () => {
    const [entry] = auditOn("rabbitmq rabbit on app1, app2, app3\nbalancer edge on lb1, lb2, lb3 { vip 192.168.0.100; listen 5672 -> rabbit }").entries;
    expect(entry!.survives.failures).toBe(1);
  });
});

describe("a registry", () => {
  const site = (discover: string, layer: string): string => `service goods on app3, app4 port 8080 discover registry ${discover}\nconsul registry on app1, app2, app3 client lb1, lb2, app4\n${layer} on lb1, lb2 { vip 192.168.0.100; listen 80 http; route { / -> goods } }`;

  it.each([
    ["", "gateway edge", "nginx keeps the servers of `goods` that it has, and an instance that comes or goes is not seen"],
    ["strict yes", "gateway edge", "nginx keeps the servers of `goods` that it has, and an instance that comes or goes is not seen; with `strict`, one that starts or reloads meanwhile does not serve"],
    ["via dns", "balancer edge", "HAProxy keeps the servers of `goods` that it has for as long as one server answers, and an instance that comes or goes is not seen"],
  ])("says what becomes of a service without its leader: %s %s", (discover, layer, expected) => {
    const audit = auditOn(site(discover, layer), ["app1", "app2"]);
    expect(audit.quorums[0]!.registers).toEqual([{ service: "goods", without: expected }]);
    expect(audit.failures[0]!.quorums).toEqual([{ name: "registry", left: 1, of: 3, needs: 2 }]);
    expect(audit.failures[0]!.lost).toEqual([]);
  });

  it("is needed by HAProxy: without any server it forgets all instances", () => {
    expect(failureIn(site("via dns", "balancer edge"), "registry")!.lost).toEqual([{ entry: "192.168.0.100:80/", at: "goods" }]);
    expect(failureIn(site("", "gateway edge"), "registry")!.lost).toEqual([]);
  });

  it("leaves an instance out whose agent is gone, where servers are found by DNS", () => {
    expect(failureIn(site("via dns", "balancer edge"), "consul@app3", "goods-2")!.lost).toHaveLength(1);
    expect(failureIn(site("", "gateway edge"), "consul@app3", "goods-2")!.lost).toEqual([]);
  });
});
