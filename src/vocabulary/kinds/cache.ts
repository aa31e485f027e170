import { check } from "../clauses/check.js";
import { conditions, matches } from "../clauses/conditions.js";
import { at, container, dialectVersion, logs, native, placement, tls, yesNo } from "../clauses/everywhere.js";
import { vip } from "../clauses/vip.js";
import { clause, kind, listOf, optional, optionalList, required } from "../declaration.js";
import { proxyKinds } from "../layers.js";
import { address, bind, cidr, endpoint } from "../values/addresses.js";
import { bandwidth, inspector } from "../values/caching.js";
import { portRange, share, times } from "../values/numbers.js";
import { duration, size } from "../values/quantities.js";
import { choice, domain, line, name, path, referenceTo, routePath, secret, url } from "../values/texts.js";
import { reached, withClause } from "./service.js";

/** What an origin of the site can be. */
const served = referenceTo("service", ...proxyKinds, "tomcat", "httpd", "elasticsearch", "kibana", "rabbitmq");

const replace = clause({
  doc: "What makes room: the least recently used, or by size and frequency.",
  example: "replace lfuda",
  default: "lru",
  args: { policy: required(choice("lru", "lfuda", "gdsf")) },
});

/** How it listens, and what it is to its clients. */
const listens = {
  listen: clause({
    doc: "Ports that it listens on, with an address or on all its VIPs (without VIPs, on all addresses).",
    example: "listen 443 tls /etc/ssl/shop.pem",
    default: "3128; 80, or 443 with `tls`, when it accelerates",
    args: { binds: listOf(bind) },
    clauses: {
      tls: { ...tls, narrows: true },
      transparent: clause({ doc: "Takes connections that the network turned aside on their way.", example: "transparent", narrows: true }),
      forward: clause({ doc: "Takes requests of clients that know the proxy.", example: "forward", narrows: true }),
    },
    repeats: true,
  }),
  accelerate: clause({
    doc: "The origin that it stands in front of: a URL, or a service or gateway of the site.",
    example: "accelerate http://192.168.232.204 { site www.example.com }",
    args: { url: optional(url), target: optional(served) },
    clauses: {
      site: clause({ doc: "The domains that the origin serves.", example: "site www.example.com, .example.net", default: "the host of the URL; of an address, or a name without a dot: any", args: { domains: listOf(domain) } }),
      verify: clause({ doc: "Whether the origin's certificate is checked.", example: "verify no", default: "yes", args: { whether: required(yesNo) } }),
      ca: clause({ doc: "The authorities that the origin's certificate must come from.", example: "ca /etc/ssl/internal-ca.pem", default: "the system's", args: { path: required(path) } }),
    },
    repeats: true,
  }),
  forward: clause({ doc: "It serves clients that know it as their proxy.", example: "forward", default: "unless it accelerates" }),
  transparent: clause({ doc: "It serves clients whose connections the network turns aside to it.", example: "transparent", default: "no" }),
  tunnel: clause({ doc: "The ports that a tunnel (CONNECT) may lead to.", example: "tunnel 443, 8443", default: "443", args: { ports: listOf(portRange) } }),
} as const;

/** What it keeps. */
const store = {
  memory: clause({
    doc: "The memory for objects, apart from what the process needs itself.",
    example: "memory 512MB object 1MB",
    default: "256MB object 512KB",
    args: { size: required(size) },
    clauses: { object: clause({ doc: "The largest object that is kept in memory.", example: "object 1MB", default: "512KB", args: { size: required(size) } }), replace },
  }),
  disk: clause({
    doc: "A folder for objects on disk, and how large it may grow.",
    example: "disk /var/spool/squid 10GB aufs object 64MB",
    args: { path: required(path), size: required(size), format: optional(choice("ufs", "aufs", "rock")) },
    clauses: { object: clause({ doc: "The largest object that is kept on disk.", example: "object 64MB", default: "4MB", args: { size: required(size) } }), replace },
    repeats: true,
  }),
  fresh: clause({
    doc: "How long an object is fresh that does not say so itself: at least, at most, and between them a share of its age.",
    example: "fresh 5m .. 1h share 20% path ~ '\\.jpg$'",
    default: "the engine's",
    args: { min: required(duration), to: required(choice("..")), max: required(duration) },
    clauses: {
      share: clause({ doc: "The share of its age.", example: "share 50%", default: "20%", args: { share: required(share) } }),
      path: clause({
        doc: "The paths it holds for; without it, all that no other `fresh` takes.",
        example: "path /static",
        default: "all",
        args: { paths: optionalList(routePath) },
        clauses: { "~": clause({ doc: "A regular expression instead.", example: "~ '\\.jpg$'", args: { patterns: listOf(line) } }) },
      }),
      despite: clause({
        doc: "What the origin or the client says that is overruled.",
        example: "despite expires, reload",
        args: { what: listOf(choice("expires", "last-modified", "reload", "no-store", "private")) },
      }),
    },
    repeats: true,
  }),
} as const;

/** Rules: of each decision, the first that matches wins. */
const rules = {
  match: clause({
    doc: "A name for conditions, that rules can begin with.",
    example: "match office-hours during mon-fri 09:00-17:00",
    args: { name: required(name), ...matches },
    clauses: conditions,
    repeats: true,
  }),
  allow: clause({ doc: "Requests that are served; what no rule allows is refused.", example: "allow from lan", default: "the networks it is on; of an origin, all requests for its sites", args: matches, clauses: conditions, repeats: true }),
  deny: clause({ doc: "Requests that are refused.", example: "deny to .example.com during mon-fri 09:00-17:00", args: matches, clauses: conditions, repeats: true }),
  "no-cache": clause({ doc: "Requests whose answers are neither kept nor served from what is kept.", example: "no-cache path /account", args: matches, clauses: conditions, repeats: true }),
  via: clause({
    doc: "Requests that go through another proxy.",
    example: "via -> 192.168.60.6:4480 only to .example.com",
    args: matches,
    clauses: {
      "->": clause({ doc: "The other proxy; `only`: never past it.", example: "-> 192.168.60.6:4480 only", args: { endpoint: required(endpoint), only: optional(choice("only")) } }),
      ...conditions,
    },
    repeats: true,
  }),
  pool: clause({
    doc: "Requests whose answers come no faster than so many bytes a second, all together.",
    example: "pool 10MB/s each 512KB/s from lan",
    args: { rate: optional(bandwidth), ...matches },
    clauses: { each: clause({ doc: "The same for each client's address.", example: "each 512KB/s", args: { rate: required(bandwidth) } }), ...conditions },
    repeats: true,
  }),
} as const;

/** What it knows of its surroundings. */
const surroundings = {
  login: clause({
    doc: "How users sign in: a `file` made by htpasswd, or a `helper` program.",
    example: 'login file /etc/squid/passwd realm "Office proxy"',
    args: { how: required(choice("file", "helper")), path: required(path) },
    clauses: {
      realm: clause({ doc: "What the browser shows when it asks for the password.", example: 'realm "Office proxy"', default: "the cache's name", args: { realm: required(line) } }),
      ttl: clause({ doc: "How long a password that was right is not looked up again.", example: "ttl 30m", default: "2h", args: { time: required(duration) } }),
    },
  }),
  peers: clause({ doc: "Caches that are asked before the origin: what one of them has is fetched there.", example: "peers cdn2", args: { caches: optionalList(referenceTo("cache")), endpoints: optionalList(endpoint) }, repeats: true }),
  trust: clause({ doc: "The networks whose word on the client's address counts.", example: "trust 10.0.0.0/8", default: "what stands in front of it in the site", args: { networks: listOf(cidr) } }),
  hide: clause({ doc: "What servers are not told: the client's address, that a proxy is on the way, its version.", example: "hide client, via", default: "nothing; without a word: all of it", args: { what: optionalList(choice("client", "via", "version")) } }),
  dns: clause({ doc: "The name servers that it asks.", example: "dns 192.168.0.2", default: "the machine's", args: { servers: listOf(address) } }),
  errors: clause({ doc: "The folder of its error pages.", example: "errors /usr/share/squid-langpack/de", default: "in the language that the client asks for", args: { folder: required(path) } }),
  name: clause({ doc: "The name that it gives itself in headers and error pages.", example: "name proxy.example.com", default: "its machine's", args: { domain: required(domain) } }),
  manager: clause({
    doc: "The cache manager: who reads it besides the machine itself, and whom error pages name.",
    example: "manager mail ops@example.com from 192.168.0.5",
    default: "the machine itself",
    clauses: {
      mail: clause({ doc: "The address that error pages name.", example: "mail ops@example.com", default: "webmaster", args: { address: required(line) } }),
      from: clause({ doc: "The networks that may read it.", example: "from 192.168.0.5", args: { networks: listOf(cidr) } }),
      password: clause({ doc: "The password of its actions.", example: "password secret squid_manager", default: "none, and no actions", args: { password: required(secret) } }),
    },
  }),
  filter: clause({
    doc: "What looks at requests or answers and may change them: an ICAP service, or a program that rewrites URLs.",
    example: "filter icap://127.0.0.1:1344/avscan answers bypass",
    args: { by: required(inspector), what: optionalList(choice("requests", "answers")) },
    clauses: { bypass: clause({ doc: "Requests go on without it when it fails.", example: "bypass", default: "no" }) },
    repeats: true,
  }),
} as const;

/** A caching proxy. */
export const cache = kind("cache", 60, {
  doc: "A caching proxy: in front of origins (`accelerate`), or of the clients of a network.",
  example: "cache cdn on node1 { accelerate http://192.168.232.204; listen 3128; memory 128MB }",
  args: { name: required(name), times: optional(times), engine: optional(choice("squid")) },
  clauses: {
    ...placement,
    version: dialectVersion,
    at,
    ...container,
    check,
    behind: reached.behind,
    vip,
    with: { ...withClause, example: "with keepalived VIP 192.168.0.146" },
    tls,
    logs,
    ...listens,
    ...store,
    ...rules,
    ...surroundings,
    squid: native("squid", "Squid"),
    keepalived: native("keepalived", "Keepalived"),
    compose: native("compose", "Compose"),
  },
});

