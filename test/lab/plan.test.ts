import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.js";
import { planLab } from "../../src/lab/plan.js";
import { targets } from "../../src/targets/index.js";

const stock = { has: () => false, versionOf: () => null, isInstalled: () => false };

function plan(text: string): ReturnType<typeof planLab> {
  const { site, files } = compile({ entry: { path: "site.infra", text } });
  return planLab(site, files, targets, stock);
}

describe("a lab of containers", () => {
  const { networks, machines } = plan("service goods x2 behind gateway with consul discovery, keepalived VIP 192.168.0.146");
  const machine = (name: string) => machines.find((each) => each.name === name)!;

  it("has each network with its router", () => expect(networks).toMatchObject([{ name: "lan", cidr: "192.168.0.0/24", gateway: "192.168.0.1" }]));
  it("plugs a node into its network, with its address", () => expect(machine("gateway-1").links).toEqual([{ interface: "eth0", network: "lan", addresses: ["192.168.0.5/24"] }]));
  it("gives a sidecar the network of its node", () => expect(machine("gateway-1-keepalived")).toMatchObject({ network: "gateway-1", links: [], boots: [{ name: "keepalived" }] }));
  it("stands in for what is no daemon", () => expect(machine("goods-2")).toMatchObject({ boots: [], backends: [{ instance: "goods-2", port: 80, transport: "tcp", tls: false, to: null }] }));
  it("says what it lacks", () => expect(machine("gateway-1").boots[0]!.lacks).toMatch(/lacks the upsync module/));
  it("keeps the lists of servers in its place", () => expect(machine("gateway-1").boots[0]!.lists).toEqual([{ path: "/var/lib/nginx/upsync/goods.conf", url: "http://192.168.0.2:8500/v1/kv/upstreams/goods/", type: "consul", everyMs: 500 }]));
  it("lays the files at their paths", () => expect(machine("consul-1").world.files!.map(({ path }) => path)).toContain("/etc/consul.d/consul.hcl"));
  it("boots no machine for the engine itself", () => expect(machines.map(({ name }) => name)).not.toContain("local"));
});

describe("a lab of hosts", () => {
  const { machines } = plan(`network lan 192.168.0.0/24
host lb1 192.168.0.11
host app1 192.168.0.21 { runtime docker }
service goods on app1 port 8080 publish 18080 -> 8080 behind edge
gateway edge on lb1 { listen 443 tls /etc/ssl/edge.pem; nginx { client_max_body_size 5m } }
`);
  const machine = (name: string) => machines.find((each) => each.name === name)!;

  it("gives a container of a host its host's network, and answers where it is published", () => {
    expect(machine("goods")).toMatchObject({ network: "app1", links: [] });
    expect(machine("goods").backends.map(({ port }) => port)).toEqual([8080, 18080]);
  });
  it("brings certificates where files name them", () => expect(machine("lb1").world.files!.length > 0 && machine("lb1").boots[0]!.certificates).toContain("/etc/ssl/edge.pem"));
});

describe("a lab of containers whose programs the machine has", () => {
  const installed = { ...stock, isInstalled: () => true };
  const machinesOf = (text: string): ReturnType<typeof planLab>["machines"] => {
    const { site, files } = compile({ entry: { path: "site.infra", text } });
    return planLab(site, files, targets, installed).machines;
  };

  it("runs them as they are told to, with the lab's own secrets", () => {
    const [primary, replica] = machinesOf("secret pass from env PASS\nredis sessions x2 { auth secret pass }");
    expect(primary).toMatchObject({ name: "sessions-1", backends: [], boots: [{ name: "redis", lacks: "redis of this machine runs in place of the image `redis:7.2`" }] });
    expect(replica!.boots[0]!.args.slice(0, 4)).toEqual(["REDISCLI_AUTH=tried-it", "sh", "/usr/local/bin/docker-entrypoint.sh", "/bin/sh"]);
    expect(replica!.boots[0]!.args.at(-1)).toContain(`--replicaof ${primary!.links[0]!.addresses[0]!.split("/")[0]!} 6379`);
  });

  it("makes each wait for the one that it joins", () => {
    const [, second] = machinesOf("secret cookie from env C\nrabbitmq rabbit x2 { cookie secret cookie }");
    expect(second!.after).toMatchObject([{ machine: "rabbit-1", test: expect.arrayContaining(["rabbitmq-diagnostics", "RABBITMQ_ERLANG_COOKIE=tried-it"]) as unknown }]);
  });

  it.each([
    ["where a file of the operator's is mounted", "redis sessions { mount ./redis.conf -> /etc/redis.conf }"],
    ["of an image of another name", "redis sessions { image bitnami/redis:7 }"],
    ["where Compose is told more", "redis sessions { compose { init: true } }"],
    ["of an image that the lab does not know", "mysql orders"],
  ])("stands in %s", (_, text) => {
    expect(machinesOf(text)[0]).toMatchObject({ boots: [], runs: null, backends: [{ instance: expect.any(String) as string }] });
  });

  it("passes the port on that the host publishes, and gives one port inside to one container alone", () => {
    const machines = machinesOf(`network lan 10.8.0.0/24
host app1 10.8.0.21 { runtime docker }
redis sessions x2 on app1 { publish 6380, 6381 -> 6379 }
service goods x2 on app1 port 8080 publish 8080, 8081 -> 8080
`);
    const backends = (name: string): unknown => machines.find((each) => each.name === name)!.backends.map(({ port, to }) => [port, to]);
    expect(machines.filter(({ runs }) => runs !== null).map(({ name }) => name)).toEqual(["sessions-1"]);
    expect(backends("sessions-1")).toEqual([[6380, 6379]]);
    expect(backends("sessions-2")).toEqual([[6381, null]]);
    expect(backends("goods-1")).toEqual([[8080, null]]);
    expect(backends("goods-2")).toEqual([[8081, null]]);
  });
});
