import { clause, type Declaration, listOf, optional, required } from "../declaration.js";
import { bind, cidr } from "../values/addresses.js";
import { count, rate } from "../values/numbers.js";
import { duration, size } from "../values/quantities.js";
import { choice, domain, file, line, luaPath, anyReference, routePath, secret } from "../values/texts.js";
import { either, orNo } from "../values/unions.js";
import { checkHere } from "./check.js";
import { native, tls, yesNo } from "./everywhere.js";

const wait = (doc: string, example: string, standard: string) => clause({ doc, example, default: standard, args: { wait: required(duration) } });

export const timeouts = clause({
  doc: "How long each step of a connection may take.",
  example: "timeouts connect 3s server 30s",
  args: {},
  clauses: {
    connect: wait("Until the server accepts.", "connect 3s", "5s"),
    client: wait("While the client is silent.", "client 1m", "1m"),
    server: wait("While the server is silent.", "server 1m", "1m"),
    queue: wait("In the queue for a server.", "queue 1m", "1m"),
    check: { ...wait("For the answer to a check, once connected.", "check 2s", "the check's own"), narrows: true },
    request: wait("Until the whole head of a request is there.", "request 10s", "10s"),
    tunnel: wait("While a tunnel, such as a websocket, is silent.", "tunnel 1h", "1h"),
    idle: wait("For the next request of a connection.", "idle 10s", "1m"),
  },
});

/** Where traffic goes, in a route: a service or cluster, or what is answered at once. */
const arrow = clause({
  doc: "Where it goes: a service or cluster (of a cluster also `NAME:PORT`, or a role after it), `redirect https` (left out of listens that speak TLS), `redirect URL`, `deny STATUS`, `files PATH` or `lua FILE`.",
  example: "-> goods",
  args: { target: required(anyReference), detail: optional(line) },
});

const above = clause({
  doc: "From that rate on.",
  example: "above 50r/s -> status 503",
  args: { rate: required(rate) },
  clauses: { "->": clause({ doc: "What is answered: from a cache for so long, a file, or a status.", example: "-> cache 10s", args: { how: required(choice("cache", "file", "status")), detail: required(line) }, narrows: true }) },
  repeats: true,
});

/** What a gateway or balancer, a listen and a route can say alike; further in, it is the exception. */
function shared(narrows: boolean) {
  const here = <D extends Declaration>(declaration: D): D => ({ ...declaration, narrows });
  return {
    balance: here(
      clause({
        doc: "How a server is chosen: with every engine `roundrobin`, `leastconn`, `source`, `hash ip`; with nginx and HAProxy `random` and `hash` by another key, with HAProxy `first`; with LVS its own schedulers, `rr` to `mh`.",
        example: "balance leastconn",
        default: "roundrobin, weighted where weights differ",
        args: {
          method: required(choice("roundrobin", "leastconn", "source", "hash", "first", "random", "rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "fo", "ovf", "mh")),
          key: optional(choice("uri", "path", "ip", "header", "cookie")),
          name: optional(line),
        },
      }),
    ),
    sticky: here(
      clause({
        doc: "A client keeps its server: by a cookie, or by its address.",
        example: "sticky cookie SRV insert",
        default: "no",
        args: { by: required(choice("cookie", "source", "no")), cookie: optional(line), mode: optional(choice("insert", "prefix")) },
        clauses: {
          ttl: clause({ doc: "How long a client by its address is remembered.", example: "ttl 30m", default: "30m", args: { time: required(duration) } }),
          max: clause({ doc: "How many clients by their address are remembered.", example: "max 200000", default: "200000", args: { count: required(count) } }),
        },
      }),
    ),
    persist: here(clause({ doc: "LVS: how long a client keeps its server.", example: "persist 50s", default: "no", args: { time: required(duration) } })),
    backup: here(clause({ doc: "The hosts, services or nodes that serve only when no other can.", example: "backup app3", args: { references: listOf(anyReference) } })),
    check: checkHere,
    timeouts: here(timeouts),
    retries: here(clause({ doc: "How often another try is made; `redispatch`: at another server.", example: "retries 2 redispatch", default: "3", args: { count: required(count), redispatch: optional(choice("redispatch")) } })),
    maxconn: here(
      clause({
        doc: "Most connections at a time.",
        example: "maxconn 4000 server 200",
        default: "the engine's",
        args: { count: required(count) },
        clauses: { server: clause({ doc: "Most connections at a time to one server.", example: "server 200", args: { count: required(count) } }) },
      }),
    ),
    proxy: here(clause({ doc: "The PROXY protocol: its version towards the servers, or `accept` of it from what is in front.", example: "proxy v2", default: "no", args: { form: required(choice("v1", "v2", "accept", "no")) }, repeats: true })),
    forward: here(clause({ doc: "What the server is told of the client, in X-Forwarded headers.", example: "forward client, proto, host", default: "with http: client, proto, host", args: { what: listOf(choice("client", "proto", "host", "port", "no")) } })),
    header: here(
      clause({
        doc: "A header that is set, or with `no` taken away, in requests or responses.",
        example: "header response X-Frame-Options DENY",
        args: { on: optional(choice("request", "response")), name: required(line), value: required(line) },
        repeats: true,
      }),
    ),
    limit: here(
      clause({
        doc: "Most requests in a time, or most `connections` at a time; what is above is refused with 429.",
        example: "limit 60r/m per ip burst 20",
        args: { connections: optional(choice("connections")), amount: required(either(rate, count)) },
        clauses: {
          per: clause({ doc: "What is counted together.", example: "per ip", default: "ip", args: { by: required(choice("ip", "path", "header", "all")), name: optional(line) } }),
          burst: clause({ doc: "How many requests may come at once above the rate.", example: "burst 20", default: "as many as come in one second, at least 1", args: { count: required(count) } }),
          delay: clause({ doc: "How many of the burst are served at once; the rest waits.", example: "delay 8", default: "the whole burst is served at once", args: { count: required(count) } }),
        },
        repeats: true,
      }),
    ),
    degrade: here(clause({ doc: "What is answered under load, step by step.", example: "degrade { above 50r/s -> cache 10s; above 200r/s -> status 503 }", args: {}, clauses: { above } })),
    "on-down": here(clause({ doc: "What happens to the connections of a server that went down.", example: "on-down close", default: "keep", args: { how: required(choice("close", "keep")) } })),
    body: here(clause({ doc: "The largest body of a request.", example: "body 10MB", default: "1MB with nginx, no limit with HAProxy", args: { size: required(orNo(size)) } })),
    buffer: here(clause({ doc: "Whether bodies are gathered before they are passed on.", example: "buffer no", default: "yes", args: { whether: required(yesNo) } })),
    keepalive: here(clause({ doc: "How many idle connections to the servers are kept.", example: "keepalive 64", default: "32", args: { count: required(count) } })),
    resolve: here(
      clause({
        doc: "How the servers' names are resolved while it runs.",
        example: "resolve every 10s hold 30s",
        args: {},
        clauses: {
          retries: clause({ doc: "How often a query is sent.", example: "retries 3", default: "3", args: { count: required(count) }, narrows: true }),
          every: clause({ doc: "The time from one resolution to the next.", example: "every 10s", default: "10s", args: { interval: required(duration) } }),
          timeout: clause({ doc: "How long an answer may take.", example: "timeout 1s", default: "1s", args: { wait: required(duration) } }),
          hold: clause({ doc: "How long a good answer is kept when the next fails.", example: "hold 30s", default: "30s", args: { time: required(duration) } }),
        },
      }),
    ),
    nginx: here(native("nginx", "Nginx")),
    haproxy: here(native("haproxy", "HAProxy")),
  };
}

/** One path of a route. */
export const routeEntry = clause({
  doc: "A path with all that begins with it, `/goods` with `/goodsX` too, and where it goes; `=` before it: exactly that path, `~`: a regular expression.",
  example: "/goods -> goods { limit 60r/m per ip burst 20 }",
  args: { match: optional(choice("=", "~")), path: required(routePath) },
  clauses: { ...shared(true), "->": { ...arrow, narrows: true } },
  repeats: true,
});

export const route = clause({
  doc: "What the paths of some domains lead to; without a domain, of any.",
  example: "route shop.example.com { /goods -> goods; / -> redirect https }",
  args: { domains: { ...listOf(domain), optional: true } as const },
  entry: routeEntry,
  repeats: true,
});

export const listen = clause({
  doc: "Ports that it listens on, with an address or on all its VIPs (without VIPs, on all addresses).",
  example: "listen 5600 tcp as mq -> rabbit",
  default: "80, with `http`",
  args: { binds: listOf(bind), mode: optional(choice("tcp", "http")) },
  clauses: {
    ...shared(true),
    as: clause({ doc: "A name for it.", example: "as mq", default: "its port", args: { name: required(line) } }),
    tls: { ...tls, narrows: true },
    "->": arrow,
    route: { ...route, narrows: true },
  },
  repeats: true,
});

const user = clause({ doc: "Who may see it.", example: "user ops", args: { user: required(line) } });
const at = clause({ doc: "Its path.", example: "at /haproxy", args: { path: required(routePath) } });
const password = clause({ doc: "The password.", example: "password secret stats", args: { password: required(secret) } });

/** The clauses of gateways and balancers. */
export const traffic = {
  ...shared(false),
  listen,
  route,
  tls,
  trust: clause({ doc: "The networks whose word on the client's address counts.", example: "trust 10.0.0.0/8", default: "what stands in front of it in the site", args: { networks: listOf(cidr) } }),
  stats: clause({
    doc: "HAProxy's statistics page.",
    example: "stats 8100 at /haproxy user ops password secret haproxy_stats",
    args: { bind: required(bind) },
    clauses: {
      at: { ...at, default: "/" },
      user,
      password,
      refresh: clause({ doc: "How often the page reloads itself.", example: "refresh 5s", args: { interval: required(duration) } }),
      admin: clause({ doc: "Servers can be switched off and on from the page.", example: "admin", default: "no" }),
      realm: clause({ doc: "What the browser shows when it asks for the password.", example: "realm Balancers", args: { realm: required(line) } }),
    },
    repeats: true,
  }),
  status: clause({ doc: "Nginx's counters, for the host itself and its own network.", example: "status 8080 at /nginx_status", args: { bind: required(bind) }, clauses: { at: { ...at, default: "/nginx_status" } }, repeats: true }),
  health: clause({ doc: "A page that answers 200 as long as it serves.", example: "health 8081 at /healthz", args: { bind: required(bind) }, clauses: { at: { ...at, default: "/healthz" } }, repeats: true }),
  lua: clause({
    doc: "Lua in OpenResty or nginx with its module.",
    example: "lua { path /opt/lua/?.lua; share limits 10MB; access /opt/lua/access.lua }",
    args: {},
    clauses: {
      path: clause({ doc: "Where `require` looks; each holds a `?`.", example: "path /opt/lua/?.lua", args: { paths: listOf(luaPath) } }),
      share: clause({ doc: "Memory that all workers share.", example: "share limits 10MB", args: { name: required(line), size: required(size) }, repeats: true }),
      init: clause({ doc: "A file that runs when nginx starts.", example: "init /opt/lua/init.lua", args: { file: required(file) } }),
      worker: clause({ doc: "A file that runs when a worker starts.", example: "worker /opt/lua/worker.lua", args: { file: required(file) } }),
      access: clause({ doc: "A file that runs before each request is served.", example: "access /opt/lua/access.lua", args: { file: required(file) } }),
      log: clause({ doc: "A file that runs after each request.", example: "log /opt/lua/log.lua", args: { file: required(file) } }),
    },
  }),
} as const;

