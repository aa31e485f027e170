import type { Reason } from "./audit.js";
import type { Model } from "./model.js";
import type { Unit } from "./units.js";
import { type Fault, holdingAt } from "./view.js";
import type { Way } from "./ways.js";

/** What is to be done about a fault. */
export interface Case {
  readonly unit: Unit;
  readonly way: Way;
  readonly fault: Fault;
  readonly reason: Reason;
}

/** What a lone instance of a kind needs besides a second one. */
const companies: Readonly<Record<string, { readonly times: number; readonly besides?: string }>> = {
  consul: { times: 3 },
  etcd: { times: 3 },
  zookeeper: { times: 3 },
  kafka: { times: 3 },
  rabbitmq: { times: 3 },
  elasticsearch: { times: 3 },
  mysql: { times: 3, besides: "with `replication galera`" },
  postgres: { times: 3, besides: "with `patroni`" },
  redis: { times: 3, besides: "with Sentinel, which infc does not set up" },
};

/** What to type, or to do. */
export function adviceFor(item: Case, model: Model): string {
  const { way, fault, reason, unit } = item;
  switch (reason) {
    case "only-one":
      return more(fault, model);
    case "one-asked":
      return whole(fault, way);
    case "together":
      return unit.kind === "zone" ? `place an instance of \`${fault.subject}\` in another zone` : apart(fault.subject, model);
    case "majority":
      return unit.kind === "instance" || unit.kind === "daemon" ? oneMore(fault.subject, model) : apart(fault.subject, model);
    case "unnoticed":
      return holdingAt(way, fault)?.vrrp.entity === fault.subject ? "leave `check` out of the `vip`: it then looks at the process and the port" : `give \`${fault.subject}\` a \`vip\` of its own`;
    case "too-light":
    case "not-preempted":
      return "leave `weight` out: a failed check then gives the address up";
    case "absent":
      return `place \`${fault.subject}\` on every host that can hold ${fault.vip ?? "the address"}`;
    case "registry":
      return ownAgent(way, fault, unit) ?? "write a `check script PATH` for the `vip` that asks for Consul, too";
    case "replica":
      return oneMore(fault.subject, model);
  }
}

/** Where the agent that is asked runs elsewhere, one on the own host is nearer. */
function ownAgent({ door, supplies }: Way, { stage }: Fault, unit: Unit): string | undefined {
  const hosts = door.nodes.flatMap(({ host }) => host ?? []);
  const cluster = supplies[stage - 1]?.discovery?.cluster;
  return stage > 1 || unit.host === null || hosts.includes(unit.host) || cluster === undefined ? undefined : `write \`client ${hosts.join(", ")}\` in \`consul ${cluster}\`, so that each asks its own host`;
}

/** How the other nodes of a declaration come to be asked. */
function whole({ subject, stage }: Fault, { supplies }: Way): string {
  const supply = supplies[stage - 1];
  if (supply === undefined) return `let the other nodes of \`${subject}\` answer there, too`;
  if (!supply.checked && supply.idle > 0) return `let \`${supply.layer}\` check \`${subject}\`: a backup has its turn once the others are known to be gone`;
  return supply.idle > 0 ? `give the other nodes of \`${subject}\` a \`weight\` above 0` : `send to \`${subject}\` as a whole`;
}

/** Kinds that can hold an address themselves. */
const holders = new Set(["service", "gateway", "balancer", "cache"]);

/** How a declaration of one instance gets another. */
function more({ subject, stage, vip }: Fault, model: Model): string {
  const [node] = model.around.nodesOf(subject);
  if (node === undefined) return "add a second server";
  const { times, besides } = companies[node.kind] ?? { times: 2 };
  const open = stage > 0 || vip !== null ? "" : holders.has(node.kind) ? ", with a `vip` that moves between them" : ", behind a balancer with a `vip`";
  const addition = `${besides === undefined ? "" : `, ${besides}`}${open}`;
  if (node.host === null) return `write \`${subject} x${times}\`${addition}`;
  const hosts = model.peers(node, new Set([node.host])).slice(0, times - 1);
  return hosts.length < times - 1 ? `place it on ${times === 2 ? "a second host" : `${times} hosts`}${addition}` : `write \`${subject} on ${[node.host, ...hosts].join(", ")}\`${addition}`;
}

/** How several instances of one host come to stand apart. */
function apart(subject: string, model: Model): string {
  const nodes = model.around.nodesOf(subject);
  const [node] = nodes;
  if (node?.host == null) return `place \`${subject}\` on several hosts`;
  const used = new Set(nodes.flatMap(({ host }) => host ?? []));
  const hosts = [...used, ...model.peers(node, used)].slice(0, nodes.length);
  return hosts.length < 2 ? `place \`${subject}\` on several hosts` : `write \`${subject} on ${hosts.join(", ")}\``;
}

/** A declaration with one host more than it has. */
function oneMore(subject: string, model: Model): string {
  const nodes = model.around.nodesOf(subject);
  const hosts = nodes.flatMap(({ host }) => host ?? []);
  const [another] = nodes[0] === undefined ? [] : model.peers(nodes[0], new Set(hosts));
  if (hosts.length === 0) return `write \`${subject} x${nodes.length + 1}\``;
  return another === undefined ? `place \`${subject}\` on one host more` : `write \`${subject} on ${[...hosts, another].join(", ")}\``;
}
