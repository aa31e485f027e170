import { describe, expect, it } from "vitest";
import { compile } from "../../src/compile.js";
import { planLab } from "../../src/lab/plan.js";
import { targets } from "../../src/targets/index.js";

const stock = { has: () => false, versionOf: () => null };

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
  it("stands in for what is no daemon", () => expect(machine("goods-2")).toMatchObject({ boots: [], backends: [{ instance: "goods-2", port: 80, transport: "tcp", tls: false }] }));
  it("says what it lacks", () => expect(machine("gateway-1").boots[0]!.lacks).toMatch(/lacks the upsync module/));
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
