import type { Node } from "../ir/place.js";
import { groupBy } from "../source/group.js";
import type { Member, Stage } from "./audit.js";
import type { Door } from "./doors.js";
import type { Supplier, Supply } from "./layers.js";
import { candidatesOf, type Surroundings } from "./view.js";
import type { Way } from "./ways.js";

/** What a request passes: the layer where it comes in, then the servers of one layer after the other. */
export function stagesOf({ door, supplies }: Way, around: Surroundings): readonly Stage[] {
  return [stageOfDoor(door), ...supplies.map((supply) => stageOfSupply(supply, around))];
}

function stageOfDoor({ owner, nodes, held, origin }: Door): Stage {
  // Where the address never is, an instance answers nobody.
  const able = held === undefined ? nodes : nodes.filter((node) => held.holding.contenders.some(({ name }) => name === (node.host ?? node.name)));
  return { name: owner, members: able.map(memberOf), needs: 1, vip: held?.address ?? null, checked: true, origin };
}

export function memberOf({ name, host }: Node): Member {
  return { name, host, outside: false };
}

function stageOfSupply(supply: Supply, around: Surroundings): Stage {
  const { name, suppliers, checked, origin } = supply;
  const members = suppliers.flatMap((supplier) => membersOf(supplier, around));
  const vip = suppliers.flatMap(({ to }) => (to.kind === "vip" ? [to.address] : []))[0] ?? null;
  const electorate = around.electorates.get(name);
  return { name, members: [...members], needs: Math.max(1, Math.min(members.length, electorate?.silent ? electorate.needs : supply.needs)), vip, checked, origin };
}

function membersOf({ name, to }: Supplier, around: Surroundings): readonly Member[] {
  switch (to.kind) {
    case "node":
      return [memberOf(to.node)];
    case "vip":
      return candidatesOf(to, around).map(memberOf);
    case "host":
      return [{ name, host: to.unit.host, outside: false }];
    case "outside":
      return [{ name: `${to.host.includes(":") ? `[${to.host}]` : to.host}:${to.port}`, host: null, outside: true }];
  }
}

/** How many places can fail at a time, whichever they are, so that enough members are left; Infinity where the members are outside. */
export function survivesOf(members: readonly Member[], needs: number, placeOf: (member: Member) => string): number {
  if (members.some(({ outside }) => outside)) return Infinity;
  const sizes = [...groupBy(members, placeOf).values()].map(({ length }) => length).sort((a, b) => b - a);
  let left = members.length;
  let failures = 0;
  for (const size of sizes) {
    left -= size;
    if (left < needs) break;
    failures++;
  }
  return failures;
}
