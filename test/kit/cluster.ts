import type { Cache, CacheListen, CacheOrigin, Condition } from "../../src/ir/cache.js";
import type { Consul, ConsulAgent, Registration } from "../../src/ir/consul.js";
import { originOf } from "./origin.js";
import { checkOf } from "./traffic.js";

const origin = originOf();

/** A server agent; its API listens on its own address and loopback. */
export function agentOf(name: string, address: string, parts: Partial<ConsulAgent> = {}): ConsulAgent {
  return { name, machine: name, server: true, address, clientAddresses: [address, "127.0.0.1"], origin, ...parts };
}

export function consulOf(servers: ConsulAgent[], parts: Partial<Consul> = {}): Consul {
  return {
    name: "consul",
    datacenter: "dc1",
    version: null,
    servers,
    clients: [],
    ui: false,
    acl: false,
    encrypt: null,
    httpPort: 8500,
    dnsPort: 8600,
    native: [],
    origin,
    ...parts,
  };
}

/** A node that registers itself under `upstreams/ENTITY/` once its TCP check passes. */
export function registrationOf(node: string, address: string, parts: Partial<Registration> = {}): Registration {
  const service = node.replace(/-\d+$/, "");
  return {
    node,
    machine: node,
    service,
    cluster: "consul",
    agent: { host: "192.168.0.2", port: 8500 },
    key: `upstreams/${service}/`,
    address,
    port: 80,
    probe: { host: address, port: 80 },
    weight: 1,
    maxFails: 3,
    failTimeoutMs: 10_000,
    check: checkOf({ everyMs: 10_000 }),
    origin,
    ...parts,
  };
}

/** A forward proxy on port 3128 of one node of its name, with what the language's defaults give; its rules allow nothing. */
export function cacheOf(name: string, parts: Partial<Cache> = {}): Cache {
  return {
    name,
    version: null,
    nodes: [name],
    machines: parts.nodes ?? [name],
    addresses: [],
    listens: [cacheListenOf("forward", 3128)],
    origins: [],
    tunnel: [{ from: 443, to: 443 }],
    memory: { bytes: 256 * 2 ** 20, objectBytes: 512 * 2 ** 10, replace: "lru", origin },
    disks: [],
    fresh: [],
    matches: [],
    rules: [],
    login: null,
    peers: [],
    answers: null,
    trust: [],
    hide: null,
    dns: null,
    errors: null,
    hostname: null,
    manager: null,
    filters: [],
    logs: [],
    native: [],
    origin,
    ...parts,
  };
}

export function cacheListenOf(mode: CacheListen["mode"], port: number, parts: Partial<CacheListen> = {}): CacheListen {
  return { binds: [{ address: null, port, origin }], mode, tls: null, origin, ...parts };
}

/** An origin over HTTP that serves `domains`; none is any. */
export function cacheOriginOf(name: string, servers: CacheOrigin["servers"], domains: string[] = [], parts: Partial<CacheOrigin> = {}): CacheOrigin {
  return { name, protocol: "http", servers, domains, tls: null, origin, ...parts };
}

/** One condition with the values as they are written. */
export function conditionOf(name: Condition["name"], values: readonly string[] = [], parts: Partial<Condition> = {}): Condition {
  return { name, negated: false, form: "values", values: values.map((text) => ({ text, origin })), header: null, times: [], given: [], ttlMs: null, origin, ...parts };
}
