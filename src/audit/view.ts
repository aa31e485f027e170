import type { Node } from "../ir/place.js";
import type { AgentOf } from "./agents.js";
import type { Reason } from "./audit.js";
import type { Door } from "./doors.js";
import { type Candidate, holderOf, type IsUp } from "./election.js";
import type { Contender, Holding } from "./holdings.js";
import type { Destination, Supplier, Supply } from "./layers.js";
import type { Electorate } from "./quorums.js";
import type { Unit, Units } from "./units.js";
import type { Way } from "./ways.js";

/** Where a way ends. */
export interface Fault {
  /** `nobody`: no instance of `subject` is there. */
  readonly reason: Exclude<Reason, "only-one" | "one-asked" | "together"> | "nobody";
  readonly subject: string;
  readonly vip: string | null;
  /** From 0, the door. */
  readonly stage: number;
}

/** The site while some of its units are gone. */
export interface View {
  readonly isUp: IsUp;
  holder(holding: Holding): Candidate | undefined;
  /** undefined: somebody answers. */
  fault(way: Way): Fault | undefined;
  /** How many nodes of a cluster are there. */
  present(electorate: Electorate): number;
}

export interface Surroundings {
  readonly units: Units;
  readonly electorates: ReadonlyMap<string, Electorate>;
  readonly agentOf: AgentOf;
  nodesOf(entity: string): readonly Node[];
}

type Eyes = Pick<View, "isUp" | "holder" | "present"> & { readonly around: Surroundings };

export function viewOf(failed: ReadonlySet<Unit>, around: Surroundings): View {
  const known = new Map<Unit, boolean>();
  const isUp: IsUp = (unit) => {
    let up = known.get(unit);
    if (up === undefined) known.set(unit, (up = !failed.has(unit) && unit.on.every(isUp)));
    return up;
  };
  const holders = new Map<Holding, Candidate | undefined>();
  const holder = (holding: Holding): Candidate | undefined => {
    if (!holders.has(holding)) holders.set(holding, holderOf(holding, isUp));
    return holders.get(holding);
  };
  const present = ({ units }: Electorate): number => units.filter(isUp).length;
  const eyes: Eyes = { isUp, holder, present, around };
  return { isUp, holder, present, fault: (way) => faultOfWay(way, eyes) };
}

function faultOfWay({ door, supplies }: Way, eyes: Eyes): Fault | undefined {
  const { nodes, fault } = answering(door, eyes);
  return fault ?? firstSound(nodes, (node) => faultFrom(node, supplies, 0, eyes));
}

/** The fault that all have; undefined when one has none. */
function firstSound(nodes: readonly Node[], faultOf: (node: Node) => Fault | undefined): Fault | undefined {
  let last: Fault | undefined;
  for (const node of nodes) {
    last = faultOf(node);
    if (last === undefined) return undefined;
  }
  return last;
}

/** Who answers at a door or an address, or why nobody does. */
type Answer = { readonly nodes: readonly Node[]; readonly fault?: undefined } | { readonly nodes: readonly []; readonly fault: Fault };

/** The nodes that answer at a door: of an address that moves the one on the machine that holds it. */
function answering({ held, owner, nodes }: Door, eyes: Eyes): Answer {
  if (held !== undefined) return answeringAt(held.holding, nodes, { subject: owner, vip: held.address, stage: 0 }, eyes);
  const there = nodes.filter((node) => eyes.isUp(eyes.around.units.node(node.name)));
  return there.length === 0 ? { nodes: [], fault: { reason: "nobody", subject: owner, vip: null, stage: 0 } } : { nodes: there };
}

function answeringAt(holding: Holding, nodes: readonly Node[], place: Omit<Fault, "reason">, { holder, isUp, around }: Eyes): Answer {
  const refuse = (reason: Fault["reason"]): Answer => ({ nodes: [], fault: { reason, ...place } });
  const candidate = holder(holding);
  if (candidate === undefined) return refuse("nobody");
  const node = nodes.find(({ host, name }) => (host ?? name) === candidate.contender.name);
  if (node === undefined) return refuse("absent");
  return isUp(around.units.node(node.name)) ? { nodes: [node] } : refuse(whyItStays(candidate.contender, holding, isUp));
}

/** Why an address is held where nobody answers. */
function whyItStays({ watches }: Contender, { vrrp, contenders }: Holding, isUp: IsUp): Fault["reason"] {
  if (contenders.length === 1) return "nobody";
  const notices = watches.some(({ weight, looksAt }) => weight !== 0 && !looksAt.every(isUp));
  return !notices ? "unnoticed" : vrrp.preempt === "no" ? "not-preempted" : "too-light";
}

function faultFrom(node: Node, supplies: readonly Supply[], at: number, eyes: Eyes): Fault | undefined {
  const supply = supplies[at];
  if (supply === undefined) return undefined;
  const refuse = (reason: Fault["reason"]): Fault => ({ reason, subject: supply.name, vip: null, stage: at + 1 });
  if (!isFound(supply, node, eyes)) return refuse("registry");
  const electorate = eyes.around.electorates.get(supply.name);
  // The end of a cluster of one is no question of votes.
  if (electorate?.silent && electorate.nodes.length > 1 && eyes.present(electorate) < electorate.needs) return refuse("majority");
  const isLast = at + 1 === supplies.length;
  const live = firstOf(supply.suppliers, isLast ? supply.needs : Infinity, (supplier) => isThere(supplier, eyes));
  if (live.length === 0) return faultAt(supply, at + 1, eyes) ?? refuse("nobody");
  if (live.length < supply.needs) return refuse("replica");
  if (isLast) return undefined;
  const layers = live.flatMap(({ to }) => nodesBehind(to, eyes));
  return firstSound(layers, (next) => faultFrom(next, supplies, at + 1, eyes));
}

/** Why nobody answers at the one address that a supply has. */
function faultAt({ name, suppliers }: Supply, stage: number, eyes: Eyes): Fault | undefined {
  const [first, ...others] = suppliers;
  if (first?.to.kind !== "vip" || others.length > 0) return undefined;
  const { to } = first;
  return answeringAt(to.holding, candidatesOf(to, eyes.around), { subject: name, vip: to.address, stage }, eyes).fault;
}

/** The first so many that pass. */
function firstOf<Item>(items: readonly Item[], most: number, passes: (item: Item) => boolean): readonly Item[] {
  const found: Item[] = [];
  for (const item of items) {
    if (found.length >= most) break;
    if (passes(item)) found.push(item);
  }
  return found;
}

/**
 * HAProxy forgets servers that DNS names no more, half a minute after DNS fell silent; any server of Consul is enough for an answer. nginx
 * keeps what it knew.
 */
function isFound({ discovery, engine, suppliers }: Supply, node: Node, { isUp, around }: Eyes): boolean {
  if (discovery?.via !== "dns" || engine !== "haproxy" || suppliers.length === 0) return true;
  const agent = around.agentOf(discovery, node.name);
  const servers = around.nodesOf(discovery.cluster);
  return (agent === undefined || isUp(agent)) && (servers.length === 0 || servers.some(({ name }) => isUp(around.units.node(name))));
}

function isThere({ to, agent }: Supplier, eyes: Eyes): boolean {
  if (agent !== undefined && !eyes.isUp(agent)) return false;
  switch (to.kind) {
    case "node":
    case "host":
      return eyes.isUp(to.unit);
    case "vip":
      return nodesBehind(to, eyes).length > 0;
    case "outside":
      return true;
  }
}

/** The nodes of a layer that requests to a destination come to. */
function nodesBehind(to: Destination, eyes: Eyes): readonly Node[] {
  if (to.kind === "node") return eyes.isUp(to.unit) ? [to.node] : [];
  return to.kind === "vip" ? answeringAt(to.holding, candidatesOf(to, eyes.around), { subject: "", vip: to.address, stage: 0 }, eyes).nodes : [];
}

/** The nodes that answer at an address that moves, wherever it is. */
export function candidatesOf({ holding, arrival }: Extract<Destination, { kind: "vip" }>, { nodesOf }: Surroundings): readonly Node[] {
  return arrival?.layer.nodes ?? nodesOf(holding.vrrp.entity);
}

/** The instance of VRRP that decides at the stage that failed. */
export function holdingAt({ door, supplies }: Way, { stage }: Fault): Holding | undefined {
  if (stage === 0) return door.held?.holding;
  const [first] = supplies[stage - 1]!.suppliers;
  return first?.to.kind === "vip" ? first.to.holding : undefined;
}
