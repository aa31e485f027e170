import { clause, kind, listOf, optional, required } from "../declaration.js";
import { container, dialectVersion, dns, logs, memory, native, placement } from "../clauses/everywhere.js";
import { traffic } from "../clauses/traffic.js";
import { vip } from "../clauses/vip.js";
import { times } from "../values/numbers.js";
import { choice, domain, frontReference, name, routePath } from "../values/texts.js";
import { isProblem } from "../values/value-type.js";
import { withClause } from "./service.js";

const clauses = {
  ...placement,
  version: dialectVersion,
  ...container,
  dns,
  memory,
  ...traffic,
  behind: clause({
    doc: "What is in front of it: a balancer, or a cache.",
    example: "behind front",
    args: { proxies: listOf(frontReference) },
    clauses: {
      at: clause({ doc: "The paths that lead to it.", example: "at /", default: "/", args: { paths: listOf(routePath) } }),
      domain: clause({ doc: "The domains on which they do.", example: "domain shop.example.com", default: "any", args: { domains: listOf(domain) } }),
    },
    repeats: true,
  }),
  vip,
  with: { ...withClause, example: "with keepalived VIP 192.168.0.146" },
  logs,
  keepalived: native("keepalived", "Keepalived"),
  compose: native("compose", "Compose"),
} as const;

export const gateway = kind("gateway", 50, {
  doc: "What clients reach by HTTP: it sends each domain and path to its service; nginx unless it names another engine.",
  example: "gateway edge on lb[1..2] { listen 80; vip 192.168.0.146; route { / -> goods } }",
  args: { name: required(name), times: optional(times), engine: optional(choice("nginx", "openresty", "tengine", "haproxy")) },
  clauses,
});

const lvsModes = choice("dr", "nat", "tun");

/** HAProxy's `mode` is another one: what it speaks is said of each listen. */
const lvsMode: typeof lvsModes = {
  ...lvsModes,
  read(word, quoted) {
    const read = lvsModes.read(word, quoted);
    const spoken = /^(tcp|http)$/i.exec(word)?.[0].toLowerCase();
    return isProblem(read) && spoken !== undefined ? { problem: `${read.problem}, which are modes of LVS`, instead: `listen … ${spoken}` } : read;
  },
};

export const balancer = kind("balancer", 55, {
  doc: "What spreads connections over the instances of a service or cluster; HAProxy unless it names another engine.",
  example: "balancer mq on lb[1..2] { vip 192.168.0.147; listen 5672 -> rabbit }",
  args: { name: required(name), times: optional(times), engine: optional(choice("haproxy", "lvs", "nginx")) },
  clauses: {
    ...clauses,
    mode: clause({ doc: "LVS, which needs it: how packets reach the servers: directly, by address translation, or in a tunnel.", example: "mode dr", args: { mode: required(lvsMode) } }),
  },
});
