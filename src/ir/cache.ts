import { z } from "zod";
import { address, bytes, endpoint, milliseconds, origin, port, secret, tls } from "./basics.js";
import { nativeBlock } from "./native.js";
import { log, server } from "./traffic.js";

export const cacheListen = z.strictObject({
  /** null: all addresses. One entry for each VIP where the cache has VIPs and the listen names no address. */
  binds: z.array(z.strictObject({ address: address.nullable(), port, origin })),
  /** For origins, for clients that know the proxy, or for connections that the network turned aside. */
  mode: z.enum(["accelerate", "forward", "transparent"]),
  tls: tls.nullable(),
  origin,
});
export type CacheListen = z.infer<typeof cacheListen>;

/** What the cache stands in front of. */
export const cacheOrigin = z.strictObject({
  /** Unique in its cache: the declaration behind it, or the host of its URL. */
  name: z.string(),
  protocol: z.enum(["http", "https"]),
  servers: z.array(server),
  /** What it serves: `www.x.com`, `.x.com` with all below it, `*.x.com`. Empty: whatever comes to the listens that accelerate. */
  domains: z.array(z.string()),
  /** Towards its servers; null when the protocol is http. */
  tls: tls.nullable(),
  origin,
});
export type CacheOrigin = z.infer<typeof cacheOrigin>;

const text = z.strictObject({ text: z.string(), origin });

/** One condition of a rule; its values are alternatives. */
export const condition = z.strictObject({
  name: z.enum(["from", "to", "sni", "port", "method", "path", "agent", "header", "during", "login", "connections", "helper", "match"]),
  /** True: what is listed must not be. */
  negated: z.boolean(),
  /** `regex`: the values are regular expressions; `file`: the one value is the path of a file that holds them. */
  form: z.enum(["values", "regex", "file"]),
  /**
   * By name: networks, addresses or ranges `a-b` (from); the same or domains (to); domains (sni); ports or ranges `a-b`; methods;
   * beginnings of paths; parts of the agent's name; whole values of the header; users, none for anybody (login); one number
   * (connections); one command line (helper); names of matches. Empty for `during`.
   */
  values: z.array(text),
  /** Of `header` its name. */
  header: z.string().nullable(),
  /** Of `during`: minutes from midnight, both included; `to` below `from` runs over midnight. */
  times: z.array(z.strictObject({ days: z.array(z.enum(["mon", "tue", "wed", "thu", "fri", "sat", "sun"])), from: z.int().min(0).max(1440), to: z.int().min(0).max(1440) })),
  /** Of `helper`. */
  given: z.array(z.enum(["client", "login", "method", "url", "domain", "port", "path"])),
  ttlMs: milliseconds.nullable(),
  origin,
});
export type Condition = z.infer<typeof condition>;

/** All of the groups must hold, of each group one condition. Empty: every request. */
export const conditions = z.array(z.array(condition).min(1));

const ruled = { when: conditions, origin };

/** Rules of one decision (allow and deny; each other verdict alone) are tried in order, the first that matches wins. */
export const cacheRule = z.discriminatedUnion("verdict", [
  z.strictObject({ verdict: z.literal("allow"), ...ruled }),
  z.strictObject({ verdict: z.literal("deny"), ...ruled }),
  z.strictObject({ verdict: z.literal("no-cache"), ...ruled }),
  /** Through another proxy; `only`: never past it. */
  z.strictObject({ verdict: z.literal("via"), endpoint, only: z.boolean(), ...ruled }),
  /** Bytes a second of all such requests together, and of each client; one of them at least. */
  z.strictObject({ verdict: z.literal("pool"), total: bytes.nullable(), each: bytes.nullable(), ...ruled }),
]);
export type CacheRule = z.infer<typeof cacheRule>;

const policy = z.enum(["lru", "lfuda", "gdsf"]);

export const cacheDisk = z.strictObject({ path: z.string(), bytes, format: z.enum(["ufs", "aufs", "rock"]), objectBytes: bytes, replace: policy, origin });
export type CacheDisk = z.infer<typeof cacheDisk>;

export const fresh = z.strictObject({
  minMs: milliseconds,
  maxMs: milliseconds,
  /** In percent. */
  share: z.int().min(0).max(100),
  /** Beginnings of the URL's path or regular expressions on it. Empty: every URL. */
  form: z.enum(["values", "regex"]),
  paths: z.array(text),
  despite: z.array(z.enum(["expires", "last-modified", "reload", "no-store", "private"])),
  origin,
});
export type Fresh = z.infer<typeof fresh>;

/** Another cache that is asked whether it has what is missing here. */
export const cachePeer = z.strictObject({
  name: z.string(),
  /** The machine of a cache of the site; a cache does not ask itself. Null for one that exists already. */
  machine: z.string().nullable(),
  host: z.string(),
  port,
  /** Its ICP port. */
  queryPort: port,
  origin,
});
export type CachePeer = z.infer<typeof cachePeer>;

/** A caching proxy. */
export const cache = z.strictObject({
  name: z.string(),
  version: z.string().nullable(),
  /** Its nodes by name, and the machines that they run on, in the same order. */
  nodes: z.array(z.string()),
  machines: z.array(z.string()),
  /** VIPs that it holds. */
  addresses: z.array(address),
  listens: z.array(cacheListen),
  /** In order. */
  origins: z.array(cacheOrigin),
  /** Ports that CONNECT may lead to. */
  tunnel: z.array(z.strictObject({ from: port, to: port })),
  memory: z.strictObject({ bytes, objectBytes: bytes, replace: policy, origin }),
  /** In order. */
  disks: z.array(cacheDisk),
  /** In order: the first whose paths match. */
  fresh: z.array(fresh),
  /** Conditions with a name. */
  matches: z.array(z.strictObject({ name: z.string(), when: conditions, origin })),
  /** In order; what no rule allows is refused, but for requests to the sites of origins. */
  rules: z.array(cacheRule),
  login: z.strictObject({ how: z.enum(["file", "helper"]), path: z.string(), realm: z.string().nullable(), ttlMs: milliseconds.nullable(), origin }).nullable(),
  peers: z.array(cachePeer),
  /** It answers the queries of other caches; null: of none. */
  answers: z.strictObject({ port, addresses: z.array(address), origin }).nullable(),
  /** Networks whose word on the client's address counts: what stands in front of it. */
  trust: z.array(z.strictObject({ cidr: z.string(), origin })),
  hide: z.strictObject({ client: z.boolean(), via: z.boolean(), version: z.boolean(), origin }).nullable(),
  dns: z.strictObject({ servers: z.array(address), origin }).nullable(),
  errors: z.strictObject({ folder: z.string(), origin }).nullable(),
  /** The name that it gives itself; null: its machine's. */
  hostname: z.strictObject({ name: z.string(), origin }).nullable(),
  manager: z.strictObject({ mail: z.string().nullable(), from: z.array(z.string()), password: secret.nullable(), origin }).nullable(),
  filters: z.array(
    z.strictObject({
      /** An ICAP service's URL, or a command line that rewrites URLs. */
      by: z.enum(["icap", "program"]),
      target: z.string(),
      /** Of an ICAP service. */
      requests: z.boolean(),
      answers: z.boolean(),
      bypass: z.boolean(),
      origin,
    }),
  ),
  logs: z.array(log),
  native: z.array(nativeBlock),
  origin,
});
export type Cache = z.infer<typeof cache>;
