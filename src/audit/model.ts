import { indexSite } from "../ir/site-index.js";
import type { Site } from "../ir/site.js";
import { agentsOf } from "./agents.js";
import { type Door, doorsOf } from "./doors.js";
import { type Holding, holdingsOf } from "./holdings.js";
import { type Arrival, arrivalsOf, type Supply } from "./layers.js";
import { type Pipe, pipesOf } from "./log-chains.js";
import { type Peers, peersOf } from "./peers.js";
import { type Electorate, electoratesOf } from "./quorums.js";
import { type Unit, unitsOf } from "./units.js";
import { candidatesOf, type Surroundings } from "./view.js";
import { type Way, waysOf } from "./ways.js";

/** All that an audit looks at, and what each unit is part of. */
export interface Model {
  readonly site: Site;
  readonly around: Surroundings;
  readonly holdings: readonly Holding[];
  readonly electorates: readonly Electorate[];
  readonly ways: readonly Way[];
  readonly pipes: readonly Pipe[];
  readonly peers: Peers;
  /** What all nodes stand on. */
  readonly ground: readonly Unit[];
  /** The declaration of an instance. */
  entityOf(node: string): string | undefined;
  /** What hangs on a unit or on what stands on it. */
  partsOf(unit: Unit): Parts;
}

export interface Parts {
  readonly ways: ReadonlySet<Way>;
  readonly holdings: ReadonlySet<Holding>;
  readonly electorates: ReadonlySet<Electorate>;
  readonly pipes: ReadonlySet<Pipe>;
}

export function modelOf(site: Site): Model {
  const index = indexSite(site);
  const units = unitsOf(site);
  const holdings = holdingsOf(site, units);
  const agentOf = agentsOf(site, units);
  const arrivals = arrivalsOf(site, index, units, holdings, agentOf);
  const electorates = electoratesOf(site, units);
  const around: Surroundings = { units, agentOf, nodesOf: index.nodesOf, electorates: new Map(electorates.map((each) => [each.name, each])) };
  const supplies = [...new Set(arrivals.flatMap(({ exits }) => exits.flatMap(({ supply }) => supply ?? [])))];
  const ways = waysOf(doorsOf(site, index, arrivals, holdings, innerArrivals(supplies), supplies.flatMap(({ suppliers }) => suppliers)));
  const pipes = pipesOf(site, around);
  const parts = indexParts({ ways, holdings, electorates, pipes }, around);
  const entities = new Map(site.nodes.map(({ name, entity }) => [name, entity]));
  return {
    site, around, holdings, electorates, ways, pipes,
    peers: peersOf(site),
    ground: groundOf(site, around),
    entityOf: (node) => entities.get(node),
    partsOf(unit) {
      const standing = units.standingOn(unit);
      return standing.length === 1 ? (parts.get(unit) ?? none) : gather(standing.map((each) => parts.get(each)));
    },
  };
}

/** Arrivals that another layer sends to: clients do not come there. */
function innerArrivals(supplies: readonly Supply[]): ReadonlySet<Arrival> {
  return new Set(supplies.flatMap(({ suppliers }) => suppliers.flatMap(({ to }) => ((to.kind === "node" || to.kind === "vip") && to.arrival !== undefined ? [to.arrival] : []))));
}

/** The zone, host or engine that every node stands on: a site that has only one of these is gone with it, whatever else it does. */
function groundOf({ nodes }: Site, { units }: Surroundings): readonly Unit[] {
  return units.all.filter((unit) => {
    if (unit.kind === "instance" || unit.kind === "daemon" || nodes.length === 0) return false;
    const standing = new Set(units.standingOn(unit));
    return nodes.every(({ name }) => standing.has(units.node(name)));
  });
}

type Mutable = { readonly [Name in keyof Parts]: Parts[Name] extends ReadonlySet<infer Item> ? Set<Item> : never };

function emptyParts(): Mutable {
  return { ways: new Set(), holdings: new Set(), electorates: new Set(), pipes: new Set() };
}

const none: Parts = emptyParts();

function indexParts(all: Pick<Model, "ways" | "holdings" | "electorates" | "pipes">, around: Surroundings): ReadonlyMap<Unit, Mutable> {
  const index = new Map<Unit, Mutable>();
  const of = (unit: Unit): Mutable => index.get(unit) ?? index.set(unit, emptyParts()).get(unit)!;
  for (const way of all.ways) for (const unit of unitsOfWay(way, around)) of(unit).ways.add(way);
  for (const holding of all.holdings) for (const unit of unitsOfHolding(holding)) of(unit).holdings.add(holding);
  for (const electorate of all.electorates) for (const unit of electorate.units) of(unit).electorates.add(electorate);
  for (const pipe of all.pipes) for (const node of pipe.steps.flatMap(({ nodes }) => nodes)) of(around.units.node(node.name)).pipes.add(pipe);
  const byName = new Map(all.electorates.map((electorate) => [electorate.name, electorate]));
  for (const pipe of all.pipes) for (const { name } of pipe.steps) for (const unit of byName.get(name)?.units ?? []) of(unit).pipes.add(pipe);
  return index;
}

function unitsOfHolding({ contenders }: Holding): readonly Unit[] {
  return contenders.flatMap(({ keepalived, node, watches }) => [keepalived, node, ...watches.flatMap(({ looksAt }) => looksAt)]);
}

function unitsOfDoor({ held, nodes }: Door, { units }: Surroundings): readonly Unit[] {
  return [...nodes.map(({ name }) => units.node(name)), ...(held === undefined ? [] : unitsOfHolding(held.holding))];
}

function unitsOfWay({ door, supplies }: Way, around: Surroundings): ReadonlySet<Unit> {
  const before = [door.nodes, ...supplies.map(({ suppliers }) => suppliers.flatMap(({ to }) => (to.kind === "node" ? [to.node] : to.kind === "vip" ? candidatesOf(to, around) : [])))];
  return new Set([...unitsOfDoor(door, around), ...supplies.flatMap((supply, at) => unitsOfSupply(supply, before[at]!.map(({ name }) => name), around))]);
}

/** `askers`: the nodes that send to it. */
function unitsOfSupply({ name, suppliers, discovery }: Supply, askers: readonly string[], around: Surroundings): readonly Unit[] {
  const registry = discovery?.via === "dns" ? [...askers.flatMap((asker) => around.agentOf(discovery, asker) ?? []), ...around.nodesOf(discovery.cluster).map((node) => around.units.node(node.name))] : [];
  const servers = suppliers.flatMap(({ to, agent }): readonly Unit[] => {
    const told = agent === undefined ? [] : [agent];
    if (to.kind === "outside") return told;
    if (to.kind === "vip") return [...told, ...unitsOfHolding(to.holding), ...candidatesOf(to, around).map((node) => around.units.node(node.name))];
    return [...told, to.unit];
  });
  return [...servers, ...registry, ...(around.electorates.get(name)?.units ?? [])];
}

function gather(found: readonly (Parts | undefined)[]): Parts {
  const all = emptyParts();
  for (const parts of found) {
    if (parts === undefined) continue;
    for (const way of parts.ways) all.ways.add(way);
    for (const holding of parts.holdings) all.holdings.add(holding);
    for (const electorate of parts.electorates) all.electorates.add(electorate);
    for (const pipe of parts.pipes) all.pipes.add(pipe);
  }
  return all;
}
