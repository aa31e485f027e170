import { addTo, groupBy } from "../source/group.js";
import { compareNames, compareText } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import { adviceFor } from "./advice.js";
import type { Reason, Spof } from "./audit.js";
import { candidatesFor, holderOf, upWithout } from "./election.js";
import type { Holding } from "./holdings.js";
import type { Model } from "./model.js";
import { stagesOf } from "./stages.js";
import type { Unit } from "./units.js";
import { type Fault, holdingAt } from "./view.js";
import { type Effect, nameOf } from "./walk.js";
import type { Way } from "./ways.js";

interface Loss {
  readonly unit: Unit;
  readonly way: Way;
  readonly fault: Fault;
}

/** What alone takes entries away, the most of them first. Of a host whose one daemon is enough, the daemon is named. */
export function spofsOf(effects: readonly Effect[], model: Model): readonly Spof[] {
  const byWay = new Map<Way, Loss[]>();
  for (const { units, lost } of effects) {
    for (const [way, fault] of lost) {
      addTo(byWay, way, { unit: units[0]!, way, fault });
    }
  }
  const losses = [...byWay.values()].flatMap((all) => smallest(all, ({ unit }) => unit));
  const byCause = [...groupBy(losses, ({ unit, fault }) => `${unit.kind} ${unit.name} ${keyOf(fault)}`).values()];
  // Each of several by itself with one effect, such as nginx and keepalived of a host: one thing to mend.
  const byEffect = groupBy(byCause, (cause) => `${keyOf(cause[0]!.fault)} ${idsOf(cause).join("\n")}`);
  const spofs = [...byEffect.values()].map((causes) => spofOf(causes, model));
  return spofs.sort((a, b) => b.lost.length - a.lost.length || compareNames(a.subject, b.subject) || compareText(a.units[0]!.name, b.units[0]!.name));
}

/** Without those of whose part one is enough. */
export function smallest<Item>(items: readonly Item[], unitOf: (item: Item) => Unit): readonly Item[] {
  const covered = new Set<Unit>();
  const cover = (unit: Unit): void => {
    for (const ground of unit.on) {
      covered.add(ground);
      cover(ground);
    }
  };
  for (const item of items) cover(unitOf(item));
  return items.filter((item) => !covered.has(unitOf(item)));
}

function keyOf({ reason, subject, vip }: Fault): string {
  return `${reason} ${subject} ${vip ?? ""}`;
}

function idsOf(cause: readonly Loss[]): readonly string[] {
  return cause.flatMap(({ way }) => way.requests.map(({ id }) => id));
}

function spofOf(causes: readonly (readonly Loss[])[], model: Model): Spof {
  const [first] = causes[0]!;
  const { unit, way, fault } = first!;
  const reason = fault.reason === "nobody" ? whyNobody(way, fault, model) : fault.reason;
  return {
    units: causes.map((cause) => nameOf(cause[0]!.unit)),
    reason,
    subject: fault.subject,
    vip: fault.vip,
    priorities: reason === "too-light" || reason === "not-preempted" ? standing(unit, holdingAt(way, fault)) : [],
    lost: [...idsOf(causes[0]!)].sort(compareNames),
    advice: adviceFor({ unit, way, fault, reason }, model),
    accepted: null,
    origin: originOf(way, fault, reason, model),
  };
}

/** The first two of those who could hold the address of a way while `unit` is gone. */
function standing(unit: Unit, holding: Holding | undefined): Spof["priorities"] {
  if (holding === undefined) return [];
  const isUp = upWithout(unit);
  const own = holderOf(holding, isUp);
  const others = candidatesFor(holding, isUp).filter(({ contender }) => contender !== own?.contender);
  return [own, others[0]].flatMap((each) => (each === undefined ? [] : [{ name: each.contender.name, priority: each.priority }]));
}

function whyNobody(way: Way, fault: Fault, model: Model): Reason {
  if (countOf(way, fault, model) > 1) return "together";
  return model.around.nodesOf(fault.subject).length > 1 ? "one-asked" : "only-one";
}

/** How many instances could answer at the stage that failed. */
function countOf(way: Way, { stage }: Fault, { around }: Model): number {
  return stagesOf(way, around)[stage]!.members.length;
}

/** Where the program would be mended. */
function originOf(way: Way, fault: Fault, reason: Reason, { around }: Model): Origin {
  const vrrp = holdingAt(way, fault)?.vrrp;
  const isWatched = reason === "unnoticed" || reason === "too-light" || reason === "not-preempted";
  if (isWatched && vrrp !== undefined) return vrrp.checks[0]?.origin ?? vrrp.origin;
  return around.nodesOf(fault.subject)[0]?.origin ?? way.supplies[fault.stage - 1]?.origin ?? way.door.origin;
}
