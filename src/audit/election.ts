import { compareNames } from "../source/order.js";
import type { Contender, Holding } from "./holdings.js";
import type { Unit } from "./units.js";

/** Whether a unit and all that it stands on are there. */
export type IsUp = (unit: Unit) => boolean;

/** A contender with the priority that it has as things are. */
export interface Candidate {
  readonly contender: Contender;
  readonly priority: number;
}

export const allUp: IsUp = () => true;

/** While one unit alone is gone, with what stands on it. */
export function upWithout(gone: Unit): IsUp {
  const isUp: IsUp = (unit) => unit !== gone && unit.on.every(isUp);
  return isUp;
}

/** Those who could hold the address, the one who wins first: by priority, then by the higher address (RFC 5798, 6.4.3). */
export function candidatesFor({ contenders }: Holding, isUp: IsUp): readonly Candidate[] {
  const found = contenders.flatMap((contender) => {
    const priority = priorityOf(contender, isUp);
    return priority === undefined ? [] : [{ contender, priority }];
  });
  return found.sort((a, b) => b.priority - a.priority || compareNames(b.contender.address, a.contender.address));
}

/** Who holds the address, given that all was well before. */
export function holderOf(holding: Holding, isUp: IsUp): Candidate | undefined {
  const candidates = candidatesFor(holding, isUp);
  if (holding.vrrp.preempt !== "no") return candidates[0];
  // Nobody takes an address from one who goes on sending adverts, however low its priority.
  const first = candidatesFor(holding, allUp)[0]?.contender;
  return candidates.find(({ contender }) => contender === first) ?? candidates[0];
}

/** undefined for one who cannot hold it: its machine or keepalived is gone, or a check without weight fails. */
function priorityOf({ keepalived, priority, watches }: Contender, isUp: IsUp): number | undefined {
  if (!isUp(keepalived)) return undefined;
  let effective = priority;
  for (const { weight, looksAt } of watches) {
    const fails = !looksAt.every(isUp);
    if (fails && weight === 0) return undefined;
    if (weight < 0 ? fails : !fails) effective += weight;
  }
  // The owner's priority is fixed; any other stays between these.
  return priority === 255 ? 255 : Math.min(254, Math.max(1, effective));
}

/**
 * From a failure until `to` has the address, at most: what its check needs to notice, then the time that VRRP waits. Of a
 * machine that is gone nothing is heard for three adverts and a skew; one who gives the address up says so, and the skew alone
 * is waited. Sources: RFC 3768 and RFC 5798, "Skew_Time"; keepalived sends priority 0 when it stops or a check gives the address up.
 */
export function takeoverMs({ vrrp }: Holding, from: Contender, to: Candidate, isUp: IsUp): number {
  const skew = Math.round(((256 - to.priority) / 256) * (vrrp.version === 3 ? vrrp.advertiseMs : 1000));
  const silence = 3 * vrrp.advertiseMs + skew;
  if (!isUp(from.keepalived)) return silence;
  const failed = from.watches.filter(({ looksAt }) => !looksAt.every(isUp));
  const noticed = Math.max(0, ...failed.map(({ withinMs }) => withinMs));
  const givesUp = failed.some(({ weight }) => weight === 0);
  return noticed + (givesUp ? skew : silence);
}
