import { z } from "zod";
import { address, bytes, endpoint, milliseconds, origin, port, secret, tls, transport } from "./basics.js";
import { nativeBlock } from "./native.js";

/** How an instance is found to be alive. `none`: it is not looked at. */
export const check = z.strictObject({
  form: z.enum(["tcp", "http", "mysql", "postgres", "redis", "smtp", "ldap", "dns", "script", "process", "agent", "passive", "none"]),
  method: z.string().nullable(),
  /** Of `http`; of `script` the file. */
  path: z.string().nullable(),
  /** Another port than that of the traffic. */
  port: port.nullable(),
  host: z.string().nullable(),
  /** Of `mysql` the user, of `dns` the name, of `process` the process. */
  subject: z.string().nullable(),
  expect: z
    .union([
      z.strictObject({ status: z.array(z.strictObject({ from: z.int(), to: z.int() })) }),
      z.strictObject({ text: z.string() }),
      z.strictObject({ regex: z.string() }),
    ])
    .nullable(),
  everyMs: milliseconds,
  timeoutMs: milliseconds,
  /** Failures in a row until it is down, successes in a row until it is up. */
  fall: z.int(),
  rise: z.int(),
  retries: z.int(),
  pauseMs: milliseconds,
  /** VRRP: what a failed check adds to the priority; null: it is a fault, the address is given up. */
  weight: z.int().nullable(),
  /** Whom keepalived runs the check's script as; null: root. */
  user: z.string().nullable(),
  /** Of `passive`: for how long a server that failed is left out. */
  forMs: milliseconds,
  /** The role of a cluster's node that answers, e.g. `primary`; the form is the probe of that role. */
  role: z.string().nullable(),
  /** Of `redis` the password that it asks with. */
  auth: secret.nullable(),
  origin,
});
export type Check = z.infer<typeof check>;

/** Where the members of a pool are found while the site runs. */
export const discovery = z.strictObject({
  /** The consul cluster. */
  cluster: z.string(),
  via: z.enum(["upsync", "dns", "file", "services", "health"]),
  /** Key prefix in Consul's KV, with a slash at its end and none at its start: `upstreams/goods/`. */
  key: z.string(),
  /** The service's name in Consul's catalog. */
  service: z.string(),
  everyMs: milliseconds,
  timeoutMs: milliseconds,
  /** upsync's strong_dependency. */
  strict: z.boolean(),
  /** Node that reads or writes the registry → the Consul agent that it talks to. */
  agents: z.array(z.strictObject({ node: z.string(), endpoint })),
  origin,
});
export type Discovery = z.infer<typeof discovery>;

export const server = z.strictObject({
  /** The node, or for what exists already its endpoint as a name. */
  name: z.string(),
  /** An address, or a name that DNS resolves. */
  address: z.string(),
  port,
  weight: z.int().min(0),
  backup: z.boolean(),
  maxconn: z.int().nullable(),
  origin,
});
export type Server = z.infer<typeof server>;

export const timeouts = z.strictObject({
  connectMs: milliseconds,
  clientMs: milliseconds,
  serverMs: milliseconds,
  queueMs: milliseconds,
  checkMs: milliseconds.nullable(),
  requestMs: milliseconds,
  tunnelMs: milliseconds,
  idleMs: milliseconds,
  origin,
});
export type Timeouts = z.infer<typeof timeouts>;

export const balance = z.strictObject({
  /** `wrr`, `wlc`, `sh` … are LVS's own. */
  method: z.enum(["roundrobin", "leastconn", "source", "hash", "first", "random", "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh"]),
  /** Of `hash`: `uri`, `path`, `header X`, `cookie X`, `ip`. */
  key: z.string().nullable(),
  origin,
});

export const sticky = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("cookie"), name: z.string(), mode: z.enum(["insert", "prefix"]), origin }),
  z.strictObject({ by: z.literal("source"), ttlMs: milliseconds, max: z.int(), origin }),
]);

/** The servers that a listen or a route sends to: a service or a cluster as one proxy sees it. Unique by name in its proxy. */
export const pool = z.strictObject({
  name: z.string(),
  /** The declaration behind it. */
  entity: z.string(),
  protocol: z.enum(["http", "https", "grpc", "tcp", "udp"]),
  /** What its servers speak, by its own name: `mysql`, `amqp`, `tls`; of another layer null, as each of its listens says it. */
  speaks: z.string().nullable(),
  /** Of several servers of a database: whether one of them takes writes, or each. Null where that is no question. */
  writes: z.enum(["one", "each"]).nullable(),
  /** Which of a database's servers are asked for: `primary`, `replicas`; null for all. */
  role: z.string().nullable(),
  servers: z.array(server),
  balance,
  sticky: sticky.nullable(),
  check: check.nullable(),
  discovery: discovery.nullable(),
  timeouts,
  retries: z.int(),
  redispatch: z.boolean(),
  /** Idle connections kept to the servers; 0 for none. */
  keepalive: z.int(),
  /** PROXY protocol towards the servers. */
  proxyProtocol: z.enum(["v1", "v2"]).nullable(),
  /** What happens to connections of a server that went down. */
  onDown: z.enum(["keep", "close"]),
  /** Towards the servers. */
  tls: tls.nullable(),
  /** `ip_hash`-like modes cannot say it. */
  persistMs: milliseconds.nullable(),
  resolve: z.strictObject({ retries: z.int(), everyMs: milliseconds, timeoutMs: milliseconds, holdMs: milliseconds, origin }).nullable(),
  /** Native blocks of the service, for this proxy's engine. */
  native: z.array(nativeBlock),
  origin,
});
export type Pool = z.infer<typeof pool>;

export const limit = z.strictObject({
  requests: z.int(),
  per: z.enum(["s", "m"]),
  key: z.discriminatedUnion("by", [
    z.strictObject({ by: z.literal("ip") }),
    z.strictObject({ by: z.literal("path") }),
    z.strictObject({ by: z.literal("header"), name: z.string() }),
    z.strictObject({ by: z.literal("all") }),
  ]),
  burst: z.int(),
  /** Requests above which the excess is delayed; null: the whole burst is served at once. */
  delay: z.int().nullable(),
  origin,
});
export type Limit = z.infer<typeof limit>;

export const header = z.strictObject({
  on: z.enum(["request", "response"]),
  name: z.string(),
  /** null: the header is taken away. */
  value: z.string().nullable(),
  origin,
});

export const action = z.discriminatedUnion("do", [
  /** Send to the pool of that name. */
  z.strictObject({ do: z.literal("proxy"), pool: z.string() }),
  /** `https`: the same place over TLS; else the whole URL. */
  z.strictObject({ do: z.literal("redirect"), to: z.string(), status: z.int() }),
  z.strictObject({ do: z.literal("deny"), status: z.int() }),
  z.strictObject({ do: z.literal("files"), path: z.string() }),
  z.strictObject({ do: z.literal("lua"), file: z.string() }),
]);

export const degrade = z.strictObject({
  above: z.strictObject({ requests: z.int(), per: z.enum(["s", "m"]) }),
  then: z.discriminatedUnion("do", [
    z.strictObject({ do: z.literal("cache"), ttlMs: milliseconds }),
    z.strictObject({ do: z.literal("file"), path: z.string() }),
    z.strictObject({ do: z.literal("status"), status: z.int() }),
  ]),
  origin,
});

/** One path of one or more domains. */
export const route = z.strictObject({
  /** Empty: any domain. `*.x.com` and `.x.com` are possible. */
  domains: z.array(z.string()),
  match: z.enum(["prefix", "exact", "regex"]),
  path: z.string(),
  action,
  limits: z.array(limit),
  /** Connections at a time for one client address; null for no limit. */
  connections: z.int().nullable(),
  headers: z.array(header),
  /** What the server is told of the client: `X-Forwarded-For`, `-Proto`, `-Host`, `-Port`. */
  forward: z.array(z.enum(["client", "proto", "host", "port"])),
  /** Largest request body; null for no limit. */
  bodyBytes: bytes.nullable(),
  buffer: z.boolean(),
  timeouts,
  degrade: z.array(degrade),
  native: z.array(nativeBlock),
  origin,
});
export type Route = z.infer<typeof route>;

export const listen = z.strictObject({
  /** Unique in its proxy. */
  name: z.string(),
  /** null: all addresses. One entry for each VIP where the proxy has VIPs and the listen names no address. */
  binds: z.array(z.strictObject({ address: address.nullable(), from: port, to: port, transport, origin })),
  mode: z.enum(["http", "tcp"]),
  tls: tls.nullable(),
  /** Accept the PROXY protocol. */
  acceptProxy: z.boolean(),
  maxconn: z.int().nullable(),
  timeouts,
  /** Mode http: what is asked decides; sorted, longest path first, exact before prefix. */
  routes: z.array(route),
  /** Mode tcp, or http with no routes: everything goes to this pool. */
  pool: z.string().nullable(),
  native: z.array(nativeBlock),
  origin,
});
export type Listen = z.infer<typeof listen>;

/** Where it writes its log. */
export const log = z.strictObject({
  kind: z.enum(["access", "error"]),
  /** A file, `syslog` facility or endpoint, or none. */
  to: z.discriminatedUnion("where", [
    z.strictObject({ where: z.literal("file"), path: z.string() }),
    z.strictObject({ where: z.literal("syslog"), endpoint: endpoint.nullable(), facility: z.string() }),
    z.strictObject({ where: z.literal("stdout") }),
    z.strictObject({ where: z.literal("nowhere") }),
  ]),
  /** The text of the format and where it stands, or null for the engine's own. */
  format: z.strictObject({ name: z.string(), text: z.string(), origin }).nullable(),
  keep: z.int().nullable(),
  origin,
});
export type Log = z.infer<typeof log>;

export const page = z.strictObject({
  bind: z.strictObject({ address: address.nullable(), port }),
  path: z.string(),
  user: z.string().nullable(),
  password: secret.nullable(),
  refreshMs: milliseconds.nullable(),
  admin: z.boolean(),
  realm: z.string().nullable(),
  origin,
});
export type Page = z.infer<typeof page>;

/** A gateway or a balancer. */
export const proxy = z.strictObject({
  name: z.string(),
  kind: z.enum(["gateway", "balancer"]),
  engine: z.enum(["nginx", "openresty", "tengine", "haproxy", "lvs"]),
  version: z.string().nullable(),
  /** Its nodes by name, and the machines that they run on, in the same order. */
  nodes: z.array(z.string()),
  machines: z.array(z.string()),
  /** VIPs that it holds. */
  addresses: z.array(address),
  listens: z.array(listen),
  pools: z.array(pool),
  /** Networks and addresses whose word on the client's address counts: what stands in front of it. */
  trust: z.array(z.strictObject({ cidr: z.string(), origin })),
  maxconn: z.int().nullable(),
  stats: z.array(page),
  /** nginx's own counters. */
  status: z.array(page),
  /** A page that answers 200 as long as the proxy can serve; asked by what stands in front. */
  health: z.array(page),
  logs: z.array(log),
  lua: z.strictObject({
    paths: z.array(z.string()),
    share: z.array(z.strictObject({ name: z.string(), bytes, origin })),
    phases: z.array(z.strictObject({ phase: z.enum(["init", "worker", "access", "log"]), file: z.string(), origin })),
  }),
  /** Of lvs. */
  mode: z.enum(["dr", "nat", "tun"]).nullable(),
  syncSessions: z.boolean(),
  native: z.array(nativeBlock),
  origin,
});
export type Proxy = z.infer<typeof proxy>;
