import type { Check, Listen, Pool, Proxy, Route, Server, Timeouts } from "../../src/ir/traffic.js";
import type { Vrrp } from "../../src/ir/vip.js";
import { originOf } from "./origin.js";

const origin = originOf();

/** `tcp every 2s fall 3 rise 2`. */
export function checkOf(parts: Partial<Check> = {}): Check {
  return {
    form: "tcp",
    method: null,
    path: null,
    port: null,
    host: null,
    subject: null,
    expect: null,
    everyMs: 2000,
    timeoutMs: 2000,
    fall: 3,
    rise: 2,
    retries: 1,
    pauseMs: 1000,
    weight: null,
    user: null,
    forMs: 10_000,
    role: null,
    auth: null,
    origin,
    ...parts,
  };
}

export function timeoutsOf(parts: Partial<Timeouts> = {}): Timeouts {
  const minute = 60_000;
  return {
    connectMs: 5000,
    clientMs: minute,
    serverMs: minute,
    queueMs: minute,
    checkMs: null,
    requestMs: 10_000,
    tunnelMs: 60 * minute,
    idleMs: 10_000,
    origin,
    ...parts,
  };
}

export function serverOf(name: string, address: string, port = 80, parts: Partial<Server> = {}): Server {
  return { name, address, port, weight: 1, backup: false, maxconn: null, origin, ...parts };
}

/** An HTTP pool, balanced round robin, without a check of its own. */
export function poolOf(name: string, servers: Server[], parts: Partial<Pool> = {}): Pool {
  return {
    name,
    entity: name,
    protocol: "http",
    speaks: "http",
    writes: null,
    role: null,
    servers,
    balance: { method: "roundrobin", key: null, origin },
    sticky: null,
    check: null,
    discovery: null,
    timeouts: timeoutsOf(),
    retries: 3,
    redispatch: true,
    keepalive: 32,
    proxyProtocol: null,
    onDown: "keep",
    tls: null,
    persistMs: null,
    resolve: null,
    native: [],
    origin,
    ...parts,
  };
}

/** A prefix of any domain that goes to `pool`. */
export function routeOf(path: string, pool: string, parts: Partial<Route> = {}): Route {
  return {
    domains: [],
    match: "prefix",
    path,
    action: { do: "proxy", pool },
    limits: [],
    connections: null,
    headers: [],
    forward: ["client", "proto", "host"],
    bodyBytes: 1_048_576,
    buffer: true,
    timeouts: timeoutsOf(),
    degrade: [],
    native: [],
    origin,
    ...parts,
  };
}

/** An HTTP listen on one port of all addresses. */
export function listenOf(port: number, parts: Partial<Listen> = {}): Listen {
  return {
    name: `listen-${port}`,
    binds: [{ address: null, from: port, to: port, transport: "tcp", origin }],
    mode: "http",
    tls: null,
    acceptProxy: false,
    maxconn: null,
    timeouts: timeoutsOf(),
    routes: [],
    pool: null,
    native: [],
    origin,
    ...parts,
  };
}

/** A gateway by nginx on one node of its name; kind `balancer` is one by haproxy. */
export function proxyOf(name: string, parts: Partial<Proxy> = {}): Proxy {
  const kind = parts.kind ?? "gateway";
  return {
    name,
    kind,
    engine: kind === "gateway" ? "nginx" : "haproxy",
    version: null,
    nodes: [name],
    machines: parts.nodes ?? [name],
    addresses: [],
    listens: [],
    pools: [],
    trust: [],
    maxconn: null,
    stats: [],
    status: [],
    health: [],
    logs: [],
    lua: { paths: [], share: [], phases: [] },
    mode: null,
    syncSessions: false,
    native: [],
    origin,
    ...parts,
  };
}

/** An address that moves among `members`, by unicast, without authentication or checks. */
export function vrrpOf(name: string, address: string, members: Vrrp["members"], parts: Partial<Vrrp> = {}): Vrrp {
  return {
    name,
    entity: name,
    addresses: [{ address, length: 24, network: null, interface: "eth0", label: null, origin }],
    routerId: Number(/\d+$/.exec(address)?.[0] ?? 1),
    version: 2,
    auth: null,
    advertiseMs: 1000,
    preempt: "yes",
    transport: "unicast",
    vmac: null,
    members,
    checks: [],
    notify: [],
    mail: [],
    group: null,
    syncSessions: false,
    native: [],
    clauses: [],
    origin,
    ...parts,
  };
}

export function memberOf(machine: string, address: string, priority: number, parts: Partial<Vrrp["members"][number]> = {}): Vrrp["members"][number] {
  return { machine, node: machine, interface: "eth0", address, priority, origin, ...parts };
}
