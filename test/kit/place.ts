import type { Container, Engine } from "../../src/ir/container.js";
import type { Daemon, Host, Machine, Network, Node, NodePort } from "../../src/ir/place.js";
import { originOf } from "./origin.js";

const origin = originOf();

/** `lan 192.168.0.0/24` by default; family and length follow the CIDR. */
export function networkOf(parts: Partial<Network> = {}): Network {
  const cidr = parts.cidr ?? "192.168.0.0/24";
  return {
    name: "lan",
    cidr,
    family: cidr.includes(":") ? "ipv6" : "ipv4",
    length: Number(cidr.split("/")[1]),
    gateway: cidr === "192.168.0.0/24" ? "192.168.0.1" : null,
    driver: "bridge",
    parent: null,
    multicast: false,
    dns: [],
    domain: null,
    clauses: [],
    origin,
    ...parts,
  };
}

/** A host with one interface, `eth0`, on `lan`. */
export function hostOf(name: string, address: string, parts: Partial<Host> = {}): Host {
  const interfaces = [{ name: "eth0", address, length: 24, network: "lan", addressOrigin: origin, origin }];
  return { name, address, interfaces, runtime: "systemd", user: null, zone: null, origin, ...parts };
}

/** A host's machine; of kind `container` one of the local engine, of kind `local` that engine's folder. */
export function machineOf(name: string, parts: Partial<Machine> = {}): Machine {
  const kind = parts.kind ?? "host";
  const root = { host: `hosts/${name}`, container: name, local: "" }[kind];
  return { name, kind, root, engine: kind === "container" ? "local" : null, sysctls: [], origin, ...parts };
}

/** A node in a container of its own on `lan`; with `host` a process of that host. */
export function nodeOf(name: string, address: string, parts: Partial<Node> = {}): Node {
  const [, entity = name, index = "1"] = /^(.*)-(\d+)$/.exec(name) ?? [];
  const host = parts.host ?? null;
  const addresses = host === null ? [{ network: "lan", address, origin }] : [];
  return { name, entity, kind: "service", index: Number(index), machine: host ?? name, host, address, addresses, ports: [], origin, ...parts };
}

export function portOf(port: number, parts: Partial<NodePort> = {}): NodePort {
  return { name: "http", port, transport: "tcp", published: null, publishedOn: null, origin, ...parts };
}

/** A process of `target` on `machine` for the node of the same name. */
export function daemonOf(target: string, machine: string, parts: Partial<Daemon> = {}): Daemon {
  return { target, machine, nodes: [machine], entities: [machine.replace(/-\d+$/, "")], version: null, origin, ...parts };
}

/** A container of an image named after its entity, on no network, with nothing published. */
export function containerOf(name: string, parts: Partial<Container> = {}): Container {
  return {
    name,
    node: name,
    sidecar: false,
    image: name.replace(/-\d+$/, ""),
    build: null,
    hostname: parts.sidecar === true ? null : name,
    command: null,
    entrypoint: null,
    environment: [],
    mounts: [],
    networks: [],
    publish: [],
    capabilities: [],
    sysctls: [],
    privileged: false,
    dns: [],
    memory: null,
    cpus: null,
    ulimits: [],
    restart: "unless-stopped",
    stopGraceMs: null,
    healthcheck: null,
    after: [],
    native: [],
    origin,
    ...parts,
  };
}

/** The local engine of project `site` on `lan`. */
export function engineOf(containers: Container[], parts: Partial<Engine> = {}): Engine {
  return { machine: "local", project: "site", networks: ["lan"], containers, native: [], origin, ...parts };
}
