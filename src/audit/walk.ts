import { compareNames } from "../source/order.js";
import type { Failure, Moved, ShortOf, UnitName } from "./audit.js";
import { allUp, candidatesFor, holderOf, takeoverMs, upWithout } from "./election.js";
import type { Holding } from "./holdings.js";
import { stoppedAt } from "./log-chains.js";
import type { Model } from "./model.js";
import type { Electorate } from "./quorums.js";
import type { Unit } from "./units.js";
import { type Fault, type View, viewOf } from "./view.js";
import type { Way } from "./ways.js";

/** What happens when some units fail together. */
export interface Effect {
  readonly units: readonly Unit[];
  readonly lost: ReadonlyMap<Way, Fault>;
  readonly degraded: readonly ShortOf[];
  readonly moved: readonly Moved[];
  readonly unheld: readonly string[];
  readonly broken: readonly { readonly electorate: Electorate; readonly left: number }[];
  readonly stopped: readonly { readonly name: string; readonly stage: string }[];
}

/** The ways on which somebody answers while all is well. */
export function servedWays({ ways, around }: Model): ReadonlySet<Way> {
  const view = viewOf(new Set(), around);
  return new Set(ways.filter((way) => view.fault(way) === undefined));
}

/**
 * The effect of each unit by itself, but for what the whole site stands on. A process whose end is that of one instance is looked at once:
 * as the daemon of a host, as the container elsewhere.
 */
export function walkFailures(model: Model, served: ReadonlySet<Way>): readonly Effect[] {
  const ground = new Set(model.ground);
  const isProcess = (unit: Unit): boolean => unit.kind === "instance" && unit.on.some(({ kind }) => kind === "daemon");
  return model.around.units.all.filter((unit) => !ground.has(unit) && !isProcess(unit)).map((unit) => effectOf([unit], model, served));
}

export function effectOf(units: readonly Unit[], model: Model, served: ReadonlySet<Way>): Effect {
  const { around } = model;
  const view = viewOf(new Set(units), around);
  const parts = units.map((unit) => model.partsOf(unit));
  const unique = <Item>(of: (each: (typeof parts)[number]) => ReadonlySet<Item>): readonly Item[] => (parts.length === 1 ? [...of(parts[0]!)] : [...new Set(parts.flatMap((each) => [...of(each)]))]);
  const holdings = unique(({ holdings }) => holdings);
  return {
    units,
    lost: lostWays(unique(({ ways }) => ways), served, view),
    degraded: degradedBy(units, model),
    moved: holdings.flatMap((holding) => movesOf(holding, view)),
    unheld: holdings.flatMap((holding) => (view.holder(holding) === undefined ? holding.vrrp.addresses.map(({ address }) => address) : [])),
    broken: unique(({ electorates }) => electorates).flatMap((electorate) => {
      const left = view.present(electorate);
      return left < electorate.needs ? [{ electorate, left }] : [];
    }),
    stopped: unique(({ pipes }) => pipes).flatMap((pipe) => {
      const stage = stoppedAt(pipe, view, around);
      return stage === undefined ? [] : [{ name: pipe.name, stage }];
    }),
  };
}

function lostWays(ways: readonly Way[], served: ReadonlySet<Way>, view: View): ReadonlyMap<Way, Fault> {
  const lost = new Map<Way, Fault>();
  for (const way of ways) {
    const fault = served.has(way) ? view.fault(way) : undefined;
    if (fault !== undefined) lost.set(way, fault);
  }
  return lost;
}

/** The declarations of which an instance is gone. */
function degradedBy(units: readonly Unit[], { around, entityOf }: Model): readonly ShortOf[] {
  const gone = new Set<Unit>();
  for (const unit of units) for (const each of around.units.standingOn(unit)) if (each.kind === "instance") gone.add(each);
  const counts = new Map<string, number>();
  for (const { name } of gone) {
    const entity = entityOf(name);
    if (entity !== undefined) counts.set(entity, (counts.get(entity) ?? 0) + 1);
  }
  return [...counts].map(([name, count]) => {
    const of = around.nodesOf(name).length;
    return { name, left: of - count, of };
  });
}

function movesOf(holding: Holding, view: View): readonly Moved[] {
  const before = candidatesFor(holding, allUp)[0]?.contender;
  const after = view.holder(holding);
  if (before === undefined || after === undefined || after.contender === before) return [];
  const to = { name: after.contender.name, priority: after.priority };
  return holding.vrrp.addresses.map(({ address }) => ({ vip: address, from: before.name, to, withinMs: takeoverMs(holding, before, after, view.isUp) }));
}

/** Whether the holder of a VIP changes while only `unit` is gone, and how soon. */
export function takeoverWithout(unit: Unit, holding: Holding): number | null {
  const isUp = upWithout(unit);
  const before = holderOf(holding, allUp)?.contender;
  const after = holderOf(holding, isUp);
  return before === undefined || after === undefined || after.contender === before ? null : takeoverMs(holding, before, after, isUp);
}

export function nameOf({ kind, name, host }: Unit): UnitName {
  return { kind, name, host };
}

/** An effect as data; null for one that nobody would notice. */
export function failureOf(effect: Effect): Failure | null {
  const { units, lost, degraded, moved, unheld, broken, stopped } = effect;
  if (lost.size + degraded.length + moved.length + unheld.length + broken.length + stopped.length === 0) return null;
  return {
    units: units.map(nameOf),
    lost: [...lost].flatMap(([{ requests }, { subject }]) => requests.map(({ id }) => ({ entry: id, at: subject }))).sort((a, b) => compareNames(a.entry, b.entry)),
    degraded: [...degraded].sort(byName),
    moved: [...moved].sort((a, b) => compareNames(a.vip, b.vip)),
    unheld: [...unheld].sort(compareNames),
    quorums: broken.map(({ electorate: { name, nodes, needs }, left }) => ({ name, left, of: nodes.length, needs })).sort(byName),
    logs: [...stopped].sort(byName),
  };
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareNames(a.name, b.name);
}
