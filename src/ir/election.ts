import { groupBy } from "../source/group.js";
import type { Vrrp } from "./vip.js";

export type VipCheck = Vrrp["checks"][number];
export type VipMember = Vrrp["members"][number];

/** Checks that look at one thing, and fail together: their weights add up. */
export interface CheckedThing {
  readonly checks: readonly VipCheck[];
  /** What they add to the priority of a member when they fail (below 0) and when they succeed (above 0), keepalived's `weight`. */
  readonly weightOfFailure: number;
  readonly weightOfSuccess: number;
  /** Whether one of them has no weight: then a failure gives the address up, whatever the priorities. */
  readonly isFault: boolean;
}

/** What each VIP depends on. Of VIPs that move together keepalived counts the checks of each for all of them. */
export function checkedThings(vrrps: readonly Vrrp[]): (vrrp: Vrrp) => readonly CheckedThing[] {
  const groups = groupBy(vrrps.filter(({ group }) => group !== null), ({ group }) => group);
  const byGroup = new Map([...groups].map(([group, own]) => [group, thingsOf(own)] as const));
  const alone = new Map<Vrrp, readonly CheckedThing[]>();
  return (vrrp) => {
    if (vrrp.group !== null) return byGroup.get(vrrp.group) ?? [];
    let things = alone.get(vrrp);
    if (things === undefined) alone.set(vrrp, (things = thingsOf([vrrp])));
    return things;
  };
}

function thingsOf(together: readonly Vrrp[]): readonly CheckedThing[] {
  const checks = together.flatMap((vrrp) => vrrp.checks).filter(({ check }) => check.form !== "none");
  return [...groupBy(checks, identityOf).values()].map((own) => {
    const weights = own.map(({ check }) => check.weight ?? 0);
    return { checks: own, weightOfFailure: sum(weights.filter((weight) => weight < 0)), weightOfSuccess: sum(weights.filter((weight) => weight > 0)), isFault: weights.includes(0) };
  });
}

function identityOf({ process, port, check }: VipCheck): string {
  const { form, method, path, subject, host, expect } = check;
  return JSON.stringify([process, port, form, method, path, check.port, subject, host, expect]);
}

/** The priority with which a member takes part in the election while `failed` has failed on it. keepalived keeps it from 1 to 254. */
export function effectivePriority({ priority }: VipMember, things: readonly CheckedThing[], failed?: CheckedThing): number {
  // The owner of an address is not moved by checks.
  if (priority === 255) return priority;
  const total = things.reduce((all, thing) => all + (thing === failed ? thing.weightOfFailure : thing.weightOfSuccess), priority);
  return Math.min(254, Math.max(1, total));
}

/**
 * On how many of the members, the best first, the check has failed when the address first stays with one of them although it is well on another;
 * undefined when it always moves. At equal priorities an address stays.
 */
export function failuresUntilStuck(members: readonly VipMember[], thing: CheckedThing, things: readonly CheckedThing[]): number | undefined {
  const held = effectivePriority(members[0]!, things, thing);
  const at = members.findIndex((member, place) => place > 0 && held >= effectivePriority(member, things));
  return at < 0 ? undefined : at;
}

/** The smallest weight, without its sign, that always moves the address; found by the election itself, as priorities have limits. Of several checks what they add up to. */
export function enoughWeight(members: readonly VipMember[], thing: CheckedThing, things: readonly CheckedThing[]): number | undefined {
  for (let weight = 1; weight <= 253 * thing.checks.length; weight++) {
    const other = thing.weightOfFailure === 0 ? { ...thing, weightOfSuccess: weight } : { ...thing, weightOfFailure: -weight, weightOfSuccess: 0 };
    if (failuresUntilStuck(members, other, things.map((each) => (each === thing ? other : each))) === undefined) return weight;
  }
  return undefined;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, each) => all + each, 0);
}
