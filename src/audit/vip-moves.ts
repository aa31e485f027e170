import type { Node } from "../ir/place.js";
import { compareNames } from "../source/order.js";
import type { VipMoves, Watched } from "./audit.js";
import { allUp, candidatesFor } from "./election.js";
import type { Holding } from "./holdings.js";
import type { Supply } from "./layers.js";
import type { Model } from "./model.js";
import type { Unit } from "./units.js";
import { candidatesOf } from "./view.js";
import { takeoverWithout } from "./walk.js";

/** How each address moves. */
export function vipMoves(model: Model): readonly VipMoves[] {
  const nodesOf = nodesBehind(model);
  return model.holdings.map((holding) => movesOf(holding, nodesOf(holding), model)).sort((a, b) => compareNames(a.addresses[0]!, b.addresses[0]!));
}

function movesOf(holding: Holding, nodes: Iterable<Node>, model: Model): VipMoves {
  const { vrrp, together } = holding;
  const order = candidatesFor(holding, allUp);
  const first = order[0]!.contender;
  return {
    addresses: vrrp.addresses.map(({ address }) => address),
    holder: vrrp.entity,
    order: order.map(({ contender, priority }) => ({ name: contender.name, priority })),
    afterMs: takeoverWithout(first.keepalived, holding),
    // A container that ends takes the keepalived beside it along, as its machine would.
    watched: behind(nodes, first.name, model).filter((unit) => unit !== first.keepalived && !first.keepalived.on.includes(unit)).map((unit) => watchedBy(unit, holding)),
    preempt: vrrp.preempt,
    together: together.flatMap(({ addresses }) => addresses.map(({ address }) => address)),
    origin: vrrp.origin,
  };
}

/** Finds the nodes that answer at an address. */
function nodesBehind({ ways, around }: Model): (holding: Holding) => ReadonlySet<Node> {
  const found = new Map<Holding, Set<Node>>();
  const add = (holding: Holding, nodes: readonly Node[]): void => {
    let own = found.get(holding);
    if (own === undefined) found.set(holding, (own = new Set()));
    for (const node of nodes) own.add(node);
  };
  const seen = new Set<Supply>();
  for (const { door, supplies } of ways) {
    if (door.held !== undefined) add(door.held.holding, door.nodes);
    for (const supply of supplies) {
      if (seen.has(supply)) continue;
      seen.add(supply);
      for (const { to } of supply.suppliers) if (to.kind === "vip") add(to.holding, candidatesOf(to, around));
    }
  }
  return (holding) => found.get(holding) ?? new Set();
}

/** The processes of the nodes on the machine `place`. */
function behind(nodes: Iterable<Node>, place: string, { around }: Model): readonly Unit[] {
  const there = [...nodes].filter(({ host, name }) => (host ?? name) === place);
  return [...new Set(there.map(({ name }) => around.units.node(name)).map((node) => node.on.find(({ kind }) => kind === "daemon") ?? node))];
}

function watchedBy(unit: Unit, holding: Holding): Watched {
  const withinMs = takeoverWithout(unit, holding);
  const first = candidatesFor(holding, allUp)[0]!.contender;
  const looking = first.watches.filter(({ looksAt }) => looksAt.some((each) => each === unit || each.on.includes(unit)));
  const by = looking.some((watch) => watch.by === "check") ? "check" : looking.length > 0 ? "script" : "nobody";
  return { daemon: unit.name, by, withinMs };
}
