import { clause, kind, listOf, optional, required } from "../declaration.js";
import { check } from "../clauses/check.js";
import { at, container, dns, heap, logs, memory, native, placement, tls, yesNo } from "../clauses/everywhere.js";
import { timeouts } from "../clauses/traffic.js";
import { vip } from "../clauses/vip.js";
import { count, portRange, times } from "../values/numbers.js";
import { duration } from "../values/quantities.js";
import { choice, consulReference, domain, frontReference, hostReference, line, name, routePath } from "../values/texts.js";

export const protocols = ["http", "https", "grpc", "tcp", "udp", "tls", "amqp", "mysql", "postgres", "redis", "smtp", "ldap", "dns"] as const;

/** How a service keeps the registry and its readers together. */
export const discover = clause({
  doc: "Its instances register in Consul, and what is in front finds them there.",
  example: "discover consul",
  args: { cluster: required(consulReference) },
  clauses: {
    via: clause({ doc: "How the engine in front reads it: nginx by `upsync` from Consul's keys, by the same module from its `services` or their `health`, by `dns`, or from a `file` that something else keeps; HAProxy by `dns`.", example: "via upsync", default: "upsync with nginx, dns with HAProxy", args: { via: required(choice("upsync", "dns", "file", "services", "health")) } }),
    key: clause({ doc: "The prefix of the keys in Consul's KV, which writer and reader share.", example: "key upstreams/goods/", default: "upstreams/NAME/", args: { key: required(line) } }),
    every: clause({ doc: "How often it is read.", example: "every 500ms", default: "500ms", args: { interval: required(duration) } }),
    timeout: clause({ doc: "How long one read may wait for a change.", example: "timeout 6m", default: "6m", args: { wait: required(duration) } }),
    strict: clause({ doc: "Whether the engine refuses to start without the registry.", example: "strict no", default: "no", args: { whether: required(yesNo) } }),
  },
});

/** Features in the manner of a sentence: `with consul discovery, keepalived VIP ADDRESS, filebeat`. */
export const withClause = clause({
  doc: "Features: `keepalived VIP ADDRESS` or `VIP ADDRESS`, `filebeat`, and of a service `NAME discovery`.",
  example: "with consul discovery, keepalived VIP 192.168.0.146",
  args: { feature: required(choice("filebeat")) },
  features: true,
});

/** What services and clusters say alike of the traffic that reaches them. */
export const reached = {
  check,
  behind: clause({
    doc: "The gateway or balancer in front of it, with the paths and domains that lead to it.",
    example: "behind edge at /goods",
    args: { proxies: listOf(frontReference) },
    clauses: {
      at: clause({ doc: "The paths that lead to it.", example: "at /goods", default: "/", args: { paths: listOf(routePath) }, narrows: true }),
      domain: clause({ doc: "The domains on which they do.", example: "domain shop.example.com", default: "any", args: { domains: listOf(domain) } }),
      timeout: clause({ doc: "How long an answer may take.", example: "timeout 30s", default: "the gateway's", args: { wait: required(duration) } }),
    },
    repeats: true,
  }),
  weight: clause({
    doc: "Its share of the traffic against the other instances.",
    example: "weight 3 on app1",
    default: "1",
    args: { weight: required(count) },
    clauses: { on: clause({ doc: "The hosts whose instances have that weight.", example: "on app1", default: "all", args: { hosts: listOf(hostReference) }, narrows: true }) },
    repeats: true,
  }),
  maxconn: clause({ doc: "Most connections at a time to one instance.", example: "maxconn 200", args: { count: required(count) } }),
  backup: clause({ doc: "The hosts whose instances serve only when no other can.", example: "backup app3", args: { hosts: listOf(hostReference) } }),
  timeouts,
  logs,
  tls,
  nginx: native("nginx", "Nginx"),
  haproxy: native("haproxy", "HAProxy"),
  compose: native("compose", "Compose"),
} as const;

export const service = kind("service", 40, {
  doc: "A program of your own, with its instances and what they listen on.",
  example: "service goods x3 port 18306 check tcp every 10s behind edge at /goods",
  args: { name: required(name), times: optional(times) },
  clauses: {
    protocol: clause({ doc: "What it speaks.", example: "protocol tcp", default: "http", args: { protocol: required(choice(...protocols)) } }),
    port: clause({
      doc: "The ports that it listens on, the first for traffic.",
      example: "port 8080, 9090 as web, metrics",
      default: "by protocol: http 80, https and tls 443, amqp 5672, mysql 3306, postgres 5432, redis 6379, smtp 25, ldap 389, dns 53/udp; others need it",
      args: { ports: listOf(portRange) },
      clauses: { as: clause({ doc: "Names for the ports, in their order.", example: "as web, metrics", args: { names: listOf(name) } }) },
    }),
    ...placement,
    at,
    ...container,
    dns,
    memory,
    heap,
    ...reached,
    discover,
    vip,
    with: withClause,
    user: clause({ doc: "The user that its process runs as.", example: "user www-data", args: { user: required(line) } }),
  },
});

