import { compareNames } from "../source/order.js";
import type { VipMoves, Watched } from "./audit.js";
import { allUp, candidatesFor } from "./election.js";
import type { Holding } from "./holdings.js";
import type { Model } from "./model.js";
import type { Unit } from "./units.js";
import { candidatesOf } from "./view.js";
import { takeoverWithout } from "./walk.js";

/** How each address moves. */
export function vipMoves(model: Model): readonly VipMoves[] {
  return model.holdings.map((holding) => movesOf(holding, model)).sort((a, b) => compareNames(a.addresses[0]!, b.addresses[0]!));
}

function movesOf(holding: Holding, model: Model): VipMoves {
  const { vrrp, together } = holding;
  const order = candidatesFor(holding, allUp);
  const first = order[0]!.contender;
  return {
    addresses: vrrp.addresses.map(({ address }) => address),
    holder: vrrp.entity,
    order: order.map(({ contender, priority }) => ({ name: contender.name, priority })),
    afterMs: takeoverWithout(first.keepalived, holding),
    // A container that ends takes the keepalived beside it along, as its machine would.
    watched: behind(holding, first.name, model).filter((unit) => unit !== first.keepalived && !first.keepalived.on.includes(unit)).map((unit) => watchedBy(unit, holding)),
    preempt: vrrp.preempt,
    together: together.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    origin: vrrp.origin,
  };
}

/** The processes that what comes to the address passes on the machine `place`. */
function behind(holding: Holding, place: string, { ways, around }: Model): readonly Unit[] {
  const nodes = ways.flatMap(({ door, supplies }) => [
    ...(door.held?.holding === holding ? door.nodes : []),
    ...supplies.flatMap(({ suppliers }) => suppliers.flatMap(({ to }) => (to.kind === "vip" && to.holding === holding ? candidatesOf(to, around) : []))),
  ]);
  const there = new Set(nodes.filter(({ host, name }) => (host ?? name) === place));
  return [...new Set([...there].map(({ name }) => around.units.node(name)).map((node) => node.on.find(({ kind }) => kind === "daemon") ?? node))];
}

function watchedBy(unit: Unit, holding: Holding): Watched {
  const withinMs = takeoverWithout(unit, holding);
  const first = candidatesFor(holding, allUp)[0]!.contender;
  const looking = first.watches.filter(({ looksAt }) => looksAt.some((each) => each === unit || each.on.includes(unit)));
  const by = looking.some((watch) => watch.by === "check") ? "check" : looking.length > 0 ? "script" : "nobody";
  return { daemon: unit.name, by, withinMs };
}
