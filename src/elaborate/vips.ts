import { type Bound, type Entity, find, findAll, imply, says, withClauses } from "../bind/bound.js";
import { implied, type Origin } from "../source/origin.js";
import { isLayer, isProxy } from "../vocabulary/layers.js";
import type { Address } from "../vocabulary/values/addresses.js";
import { type Chain, engineOf, outermost } from "./chain.js";
import { fillCheck } from "./checks.js";
import { ambiguousVip, multicastRefused, vipPreference, preferredStranger, priorityCount } from "./diagnostics.js";
import { type Draft, type EntityOf, type Instance, instancesOf, isLocal } from "./draft.js";
import { indexNetworks, type Networks, networkOfVip } from "./networks.js";

export type Vip = ReturnType<typeof findAll<EntityOf<"gateway">["declaration"]["args"], EntityOf<"gateway">["declaration"]["clauses"], "vip">>[number];

/** Moves each VIP that a service says to the outermost layer in front of it; without one it stays. */
export function moveVips(draft: Draft, chain: Chain): void {
  const saying = new Set<Bound>(draft.saying("vip"));
  for (const service of saying.size === 0 ? [] : draft.ofKind("service")) {
    const vips = saying.has(service) ? findAll(service, "vip") : [];
    if (vips.length === 0) continue;
    const holders = outermost(service.name, chain).filter((name) => isLayer({ kind: draft.get(name)?.kind ?? "" }));
    if (holders.length === 0) continue;
    if (holders.length > 1) {
      for (const vip of vips) draft.report(ambiguousVip, { at: vip.origin, data: { address: vip.args.addresses[0]!.text, names: holders } });
    } else draft.extend(holders[0]!, vips);
    draft.put({ ...service, clauses: service.clauses.filter(({ word }) => word !== "vip") });
  }
}

/** Adds what each VIP leaves out, but for its router id, which is allocated. */
export function completeVips(draft: Draft): void {
  const networks = indexNetworks(draft);
  for (const entity of draft.saying("vip")) {
    const vips = findAll(entity as unknown as EntityOf<"gateway">, "vip");
    const moving = vips.filter((vip) => find(vip, "failover")?.args.how.value === "together");
    const together = moving.length === 0 ? undefined : togetherOf([...moving, ...vips.filter((vip) => !says(vip, "failover"))]);
    const clauses = entity.clauses.map((clause) => (clause.word === "vip" ? completeVip(clause as unknown as Vip, entity, together, networks, draft) : clause));
    draft.put({ ...entity, clauses: clauses as readonly Bound[] });
  }
}

/** What the VIPs of a declaration have in common that move together. */
interface Together {
  readonly vips: readonly Vip[];
  /** One that says which node is preferred: the others follow it, as they are all in one place. */
  readonly order: Vip | undefined;
  /** The weight of their checks that moves them least; undefined where no check has one. */
  readonly weight: number | undefined;
}

function togetherOf(vips: readonly Vip[]): Together {
  const weights = vips.flatMap((vip) => Math.abs(weightOf(find(vip, "check")) ?? 0) || []);
  return { vips, order: vips.find((vip) => says(vip, "prefer") || says(vip, "priority")), weight: weights.length === 0 ? undefined : Math.min(...weights) };
}

function weightOf(check: Bound<Vip["declaration"]["clauses"]["check"]> | undefined): number | undefined {
  return check && find(check, "weight")?.args.weight.value;
}

/** `together` is there when a VIP of the declaration is to move with the others. */
function completeVip(vip: Vip, holder: Entity, together: Together | undefined, known: Networks, draft: Draft): Bound {
  const c = vip.declaration.clauses;
  const origin = (because: string): Origin => implied(vip.origin, because);
  const networks = vip.args.addresses.map((address) => networkOfVip(address, known, draft));
  const addresses = vip.args.addresses.map((value, index) => {
    const length = networks[index]?.cidr.length;
    if (value.value.length !== undefined || length === undefined) return value;
    const full: Address = { ...value.value, length };
    return { ...value, value: full, text: `${value.text}/${length}` };
  });
  const added: Bound[] = [];
  const nodes = instancesOf(holder);
  reportNodes(vip, holder, nodes, draft);
  const said = networks[0] && find(networks[0].entity, "multicast");
  const multicast = said?.args.whether.value === "yes";
  if (said !== undefined && !multicast && nodes.length > 1 && said.origin.because === undefined) reportMulticast(vip, networks[0]!.name, said.origin, draft);
  if (!says(vip, "check")) added.push(impliedCheck(vip, holder));
  const check = [...vip.clauses, ...added].find(({ word }) => word === "check") as Bound<typeof c.check> | undefined;
  if (!says(vip, "priority")) {
    const group = together?.vips.includes(vip) ? together : undefined;
    const leader = says(vip, "prefer") ? undefined : group?.order;
    const same = leader && find(leader, "priority")?.args.priorities.map(({ value }) => value);
    const because = leader === undefined ? "the order of preference, a step apart" : `it moves with \`${leader.args.addresses[0]!.value.address}\``;
    added.push(imply(c.priority, "priority", { priorities: same ?? priorities(nodes, leader ?? vip, group?.weight ?? weightOf(check)) }, origin(because)));
  } else checkPreference(nodes, vip, draft);
  if (!says(vip, "advertise")) added.push(imply(c.advertise, "advertise", { interval: 1000 }, origin("the time between adverts")));
  if (!says(vip, "preempt")) added.push(imply(c.preempt, "preempt", { when: "yes" }, origin("the better node takes the address back")));
  if (!says(vip, "peers")) {
    added.push(imply(c.peers, "peers", { transport: multicast ? "multicast" : "unicast" }, origin(multicast ? "the network has multicast" : "bridges and clouds drop multicast")));
  }
  if (!says(vip, "failover")) {
    const how = together === undefined ? (["alone", "each VIP moves by itself"] as const) : (["together", "another VIP of the declaration moves with the others"] as const);
    added.push(imply(c.failover, "failover", { how: how[0] }, origin(how[1])));
  }
  const clauses = [...vip.clauses, ...added].map((clause) => (clause.word === "check" && (clause as Bound<typeof c.check>).args.form.value !== "no" ? fillCheck(clause, { everyMs: 2000, fall: 2, rise: 2 }, draft.report) : clause));
  return withClauses({ ...vip, args: { ...vip.args, addresses } }, clauses);
}

/** Whether `prefer` means the node: by its own name, or that of its host. */
function isNamed({ host, name }: Instance, preferred: string): boolean {
  return preferred === host || preferred === name;
}

/** Reports what needs multicast on a network that is said to have none. */
function reportMulticast(vip: Vip, network: string, said: Origin, { report }: Draft): void {
  const related = [{ span: said.span, text: "said here" }];
  const peers = find(vip, "peers");
  if (peers?.args.transport.value === "multicast") {
    const { span } = peers.args.transport.origin;
    const isWritten = /^multicast$/i.test(span.source.text.slice(span.start, span.end));
    report(multicastRefused, { at: peers.origin, data: { network, what: "peers" }, related, fix: isWritten ? [{ span, text: "unicast" }] : undefined });
  }
  const sync = find(vip, "sync-sessions");
  if (sync !== undefined) report(multicastRefused, { at: sync.origin, data: { network, what: "sync-sessions" }, related });
}

/** Reports a node that is preferred and would not be elected. */
function checkPreference(nodes: readonly Instance[], vip: Vip, { report }: Draft): void {
  const first = find(vip, "prefer")?.args.hosts[0];
  const written = find(vip, "priority")?.args.priorities ?? [];
  const own = written[nodes.findIndex((node) => first !== undefined && isNamed(node, first.value.name))];
  const highest = Math.max(...written.map(({ value }) => value));
  if (first !== undefined && own !== undefined && own.value < highest) report(vipPreference, { at: first.origin, data: { name: first.value.name, own: own.value, highest } });
}

/** Reports what `prefer` and `priority` say of nodes that there are not. */
function reportNodes(vip: Vip, holder: Entity, nodes: readonly Instance[], draft: Draft): void {
  const known = [...new Set(nodes.map(({ host, name }) => host ?? name))];
  for (const { value, origin, label } of find(vip, "prefer")?.args.hosts ?? []) {
    if (nodes.some((node) => isNamed(node, value.name))) continue;
    draft.report(preferredStranger, { at: origin, label, data: { name: value.name, holder: holder.name, known } });
  }
  const priorities = find(vip, "priority");
  if (priorities && priorities.args.priorities.length !== nodes.length) {
    draft.report(priorityCount, { at: priorities.origin, data: { holder: holder.name, nodes: nodes.length, priorities: priorities.args.priorities.length } });
  }
}

/** The process and the port of what the VIP fronts. A director of LVS has no process of its own to look at. */
function impliedCheck(vip: Vip, holder: Entity): Bound {
  const declaration = vip.declaration.clauses.check;
  const engine = isProxy(holder) ? engineOf(holder as unknown as EntityOf<"gateway">) : holder.kind === "cache" ? "squid" : undefined;
  if (engine === "lvs") return imply(declaration, "check", { form: "no" }, implied(vip.origin, "LVS has no process whose end could be seen"));
  const port = portOf(holder);
  const process = engine === "openresty" || engine === "tengine" ? "nginx" : engine;
  // Beside a container there is only its port to look at.
  const seesNothing = port === undefined && (process === undefined || isLocal(holder));
  if (seesNothing) return imply(declaration, "check", { form: "no" }, implied(vip.origin, "ports of UDP take no connections that could be seen"));
  if (process === undefined) return imply(declaration, "check", { form: "tcp", port }, implied(vip.origin, "the port that the VIP fronts"));
  return imply(declaration, "check", { form: "process", subject: process, port }, implied(vip.origin, "the process and the port that the VIP fronts"));
}

/** The first port of TCP: a check that waits for a connection never finds one of UDP. */
function portOf(holder: Entity): number | undefined {
  const listened = findAll(holder as unknown as EntityOf<"gateway">, "listen").flatMap(({ args }) => args.binds ?? []);
  const served = findAll(holder as unknown as EntityOf<"service">, "port").flatMap(({ args }) => args.ports);
  if (find(holder as unknown as EntityOf<"service">, "protocol")?.args.protocol.value === "udp") return undefined;
  return [...listened, ...served].find(({ value }) => value.transport === "tcp")?.value.from;
}

/**
 * 150, 140, … by preference, given in the order of the nodes. With a weight the step is small enough that a failed check takes
 * the best node below every other.
 */
function priorities(nodes: readonly Instance[], vip: Vip, weight: number | undefined): readonly number[] {
  const preferred = find(vip, "prefer")?.args.hosts.map(({ value }) => value.name) ?? [];
  const rank = (node: Instance): number => {
    const at = preferred.findIndex((each) => isNamed(node, each));
    return at < 0 ? preferred.length : at;
  };
  const byPreference = nodes.map((node, index) => ({ node, index })).sort((a, b) => rank(a.node) - rank(b.node) || a.index - b.index);
  const widest = Math.min(10, Math.floor(148 / Math.max(1, nodes.length - 1)));
  const step = weight === undefined || nodes.length < 2 ? widest : Math.max(1, Math.min(widest, Math.floor((Math.abs(weight) - 1) / (nodes.length - 1))));
  const result: number[] = [];
  byPreference.forEach(({ index }, place) => (result[index] = Math.max(1, 150 - place * step)));
  return result;
}
