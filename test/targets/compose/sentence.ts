import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Container } from "../../../src/ir/container.js";
import type { Site } from "../../../src/ir/site.js";
import { containerOf, daemonOf, engineOf, machineOf, networkOf, nodeOf, originOf, siteOf } from "../../kit/site.js";

const discovery = originOf("consul discovery");
const vip = originOf("keepalived VIP 192.168.0.146");
const goods = originOf("service goods x3");
const gateway = originOf("behind gateway");

/** A file that another target generated for a container. */
export function generated(machine: string, target: string, parts: Partial<OutputFile> = {}): OutputFile {
  const origin = parts.provenance?.[0]?.origin ?? originOf(`the file ${target}`);
  return {
    path: `${machine}${target}`,
    machine,
    target,
    daemon: "nginx",
    mode: 0o644,
    text: "",
    provenance: [{ origin, first: 1, last: 1 }],
    check: null,
    reload: null,
    seed: false,
    owner: null,
    claim: null,
    ...parts,
  };
}

function onLan(address: string, alias: string): Container["networks"] {
  return [{ network: "lan", address, aliases: [alias], origin: goods }];
}

const servers = ["192.168.0.2", "192.168.0.3", "192.168.0.4"].map((address, index) =>
  containerOf(`consul-${index + 1}`, {
    image: "hashicorp/consul:1.20",
    command: ["agent", "-config-dir=/etc/consul.d"],
    networks: onLan(address, "consul"),
    mounts: [{ kind: "volume", source: `consul-${index + 1}`, target: "/consul/data", readOnly: false, origin: discovery }],
    healthcheck: { test: ["consul", "members"], everyMs: 10_000, timeoutMs: 2000, retries: 3, startMs: 5000, origin: discovery },
    origin: discovery,
  }),
);

const instances = ["192.168.0.7", "192.168.0.8", "192.168.0.9"].flatMap((address, index) => {
  const name = `goods-${index + 1}`;
  const after: Container["after"] = [1, 2, 3].map((server) => ({ container: `consul-${server}`, condition: "healthy", origin: discovery }));
  return [
    containerOf(name, { networks: onLan(address, "goods"), after, origin: goods }),
    containerOf(`${name}-registrar`, {
      node: name,
      sidecar: true,
      image: "curlimages/curl:8.10.1",
      entrypoint: ["/bin/sh", "/usr/local/lib/infc/registrar"],
      after: [{ container: name, condition: "started", origin: discovery }, ...after],
      stopGraceMs: 10_000,
      origin: discovery,
    }),
  ];
});

const gateways = ["192.168.0.5", "192.168.0.6"].flatMap((address, index) => {
  const name = `gateway-${index + 1}`;
  const after: Container["after"] = [...[1, 2, 3].map((server) => `consul-${server}`), "goods-1", "goods-2", "goods-3"].map((container) => ({
    container,
    condition: container.startsWith("consul") ? "healthy" : "started",
    origin: gateway,
  }));
  return [
    containerOf(name, {
      image: null,
      build: { context: "build/gateway", args: [], origin: gateway },
      networks: onLan(address, "gateway"),
      sysctls: [{ key: "net.ipv4.ip_nonlocal_bind", value: "1", origin: vip }],
      after,
      healthcheck: { test: ["nginx", "-t", "-q"], everyMs: 10_000, timeoutMs: 5000, retries: 3, startMs: 0, origin: gateway },
      origin: gateway,
    }),
    containerOf(`${name}-keepalived`, {
      node: name,
      sidecar: true,
      image: null,
      build: { context: "build/keepalived", args: [], origin: vip },
      capabilities: ["NET_ADMIN", "NET_RAW", "NET_BROADCAST"].map((capability) => ({ name: capability, origin: vip })),
      after: [{ container: name, condition: "started", origin: vip }],
      origin: vip,
    }),
  ];
});

/** What `service goods x3 behind gateway with consul discovery, keepalived VIP 192.168.0.146` is to Compose, by hand. */
export function sentence(): { readonly site: Site; readonly emitted: readonly OutputFile[] } {
  const containers = [...instances, ...gateways, ...servers];
  const site = siteOf({
    networks: [networkOf({ origin: vip })],
    machines: [machineOf("local", { kind: "local" }), ...containers.map(({ name }) => machineOf(name, { kind: "container" }))],
    nodes: containers.flatMap(({ name, networks }) => networks.map(({ address }) => nodeOf(name, address!))),
    daemons: [daemonOf("compose", "local")],
    engines: [engineOf(containers)],
  });
  const emitted = containers.flatMap(({ name }): readonly OutputFile[] => {
    if (name.startsWith("consul")) return [generated(name, "/etc/consul.d/consul.hcl", { daemon: "consul" })];
    if (name.endsWith("-registrar")) return [generated(name, "/usr/local/lib/infc/registrar", { daemon: "registrar", mode: 0o755 })];
    if (name.endsWith("-keepalived")) {
      return [generated(name, "/etc/keepalived/keepalived.conf", { daemon: "keepalived" }), generated(name, "/etc/keepalived/check-gateway", { daemon: "keepalived", mode: 0o755 })];
    }
    if (name.startsWith("gateway")) return [generated(name, "/etc/nginx/nginx.conf"), generated(name, "/var/lib/nginx/upsync/goods.conf", { seed: true })];
    return [];
  });
  return { site, emitted };
}
