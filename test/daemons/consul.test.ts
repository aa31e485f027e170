import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { consul } from "./consul.js";
import { expectFault, type Fault } from "./plant.js";
import { requireDaemon } from "./require.js";

const path = "/etc/consul.d/consul.hcl";
const text = `server = true
bootstrap_expect = 3
node_name = "consul-1"
data_dir = "/var/lib/consul"
bind_addr = "192.168.0.2"
retry_join = ["192.168.0.3", "192.168.0.4"]
ui_config {
  enabled = true
}
tls {
  defaults {
    ca_file = "/etc/consul.d/ca}.pem"
  }
  internal_rpc { verify_server_hostname = true }
}
ports {
  grpc_tls = 8503
  http = 8500
}
performance {
  raft_multiplier = 1
}
`;

const faults: Readonly<Record<string, Fault>> = {
  "an unknown key": { from: "retry_join", to: "retry_joins", says: /invalid config key retry_joins/, line: 6 },
  "an unknown key after a newer block": { from: "raft_multiplier", to: "raft_multipler", says: /raft_multipler/, line: 21 },
  "a value of the wrong type": { from: "server = true", to: 'server = "yes please"', says: /'server' expected type 'bool'|invalid/, line: 1 },
  "a syntax error": { from: '"consul-1"', to: "consul-1", says: /Unknown token/, line: 3 },
  "an even number of servers (status 0)": { from: "bootstrap_expect = 3", to: "bootstrap_expect = 2", says: /2 servers will provide no failure tolerance/, line: null },
  "an address that is none": { from: '"192.168.0.2"', to: '"192.168.0.300"', says: /bind_addr/, line: null },
};

describe.runIf(requireDaemon(consul))("consul's checker", () => {
  test("is content with a sound file, HCL or JSON", async () => {
    expect(await check(consul, { path, text })).toEqual([]);
    const json = { server: true, bootstrap_expect: 3, data_dir: "/var/lib/consul", ui_config: { enabled: true }, ports: { grpc_tls: 8503, http: 8500 }, bind_addr: "192.168.0.2" };
    expect(await check(consul, { path: "/etc/consul.d/consul.json", text: `${JSON.stringify(json, null, 2)}\n` })).toEqual([]);
  });

  test.each(Object.entries(faults))("finds %s", async (_, fault) => {
    await expectFault(consul, { path, text }, {}, fault);
  });
});
