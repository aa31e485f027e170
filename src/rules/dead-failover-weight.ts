import { type CheckedThing, effectivePriority, enoughWeight, failuresUntilStuck, type VipMember } from "../ir/election.js";
import type { Vrrp } from "../ir/vip.js";
import type { Label } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A check that changes the priority of a failed node, and never enough for another one to win. */
export const deadFailoverWeight = defineRule({
  code: "dead-failover-weight",
  severity: "error",
  summary: "The weight of a VIP's check is too small to move the VIP, or `preempt no` holds it.",
  explanation: `
A check with a weight changes the priority of its node: a failure takes from it, or a weight above 0 is not added. The address moves only when another
node's priority is then higher; at equal priorities it stays. Keepalived's own check passes, as it sees one node.

    gateway edge on lb[1..2] {
      vip 192.168.0.146 { priority 150, 100; check process nginx weight -2 }      # error: 148 still beats 100
      vip 192.168.0.147 { priority 150, 100; check process nginx weight -60 }     # 90 does not
    }

With \`preempt no\` no node takes an address from one that still advertises it, whatever the priorities: a check then needs no weight, and a
failure gives the address up.
`,
  message: ({ address }: { readonly address: string; readonly enough: string | undefined }) => `this check can never move \`${address}\``,
  help: ({ enough }) => (enough === undefined ? "leave the weight out: a failed check then gives up the address" : `${enough} out and let a failed check give up the address`),

  check(site, report, index) {
    const seen = new Set<CheckedThing["checks"][number]>();
    const thingsOf = index.checkedThings();
    for (const vrrp of site.vrrps) {
      const { members, preempt, addresses } = vrrp;
      const [holder, next] = members;
      // A node of priority 255 is the target's to report.
      if (holder === undefined || next === undefined || members.some(({ priority }) => priority === 255)) continue;
      const things = thingsOf(vrrp);
      for (const thing of things) {
        const [check] = thing.checks;
        if (check === undefined || thing.isFault || seen.has(check)) continue;
        if (preempt !== "no" && failuresUntilStuck(members, thing, things) !== 1) continue;
        seen.add(check);
        const names = members.map(({ machine, node }) => (index.node(node).host === null ? node : machine));
        report({
          at: check.origin,
          data: { address: addresses[0]!.address, enough: preempt === "no" ? undefined : describeEnough(members, thing, things) },
          label: `when it fails, \`${names[0]!}\` ${changeOf(holder, thing, things)} …`,
          related: [preempt === "no" ? held(vrrp) : beaten(holder, next, names[1]!, thing, things), ...thing.checks.slice(1).map(({ origin }) => ({ span: origin.span, text: "this one fails with it" }))],
          notes: members.length < 3 ? [] : [`after it fails on \`${names[0]!}\`: ${members.map((member, at) => `\`${names[at]!}\` ${effectivePriority(member, things, at === 0 ? thing : undefined)}`).join(", ")}`],
        });
      }
    }
  },
});

function changeOf(holder: VipMember, thing: CheckedThing, things: readonly CheckedThing[]): string {
  const [before, after] = [effectivePriority(holder, things), effectivePriority(holder, things, thing)];
  return before === after ? `stays at ${after}` : `goes from ${before} to ${after}`;
}

function held({ clauses, origin }: Vrrp): Label {
  return { span: (clauses.find(({ word }) => word === "preempt")?.origin ?? origin).span, text: "… and keeps the address: no node takes it from one that advertises" };
}

function beaten(holder: VipMember, next: VipMember, name: string, thing: CheckedThing, things: readonly CheckedThing[]): Label {
  const [left, other] = [effectivePriority(holder, things, thing), effectivePriority(next, things)];
  return { span: next.origin.span, text: left === other ? `… and \`${name}\` has ${other}, which is not higher` : `… which still beats \`${name}\`'s ${other}` };
}

function describeEnough(members: readonly VipMember[], thing: CheckedThing, things: readonly CheckedThing[]): string | undefined {
  const least = enoughWeight(members, thing, things);
  if (least === undefined) return undefined;
  const [sign, bound] = thing.weightOfFailure === 0 ? ["", `above ${least - 1}`] : ["-", `below ${1 - least}`];
  if (thing.checks.length > 1) return `use weights that add up to ${bound}, or leave them`;
  return `write \`weight ${sign}${roundWeight(least, members)}\`, as any ${bound} moves it, or leave it`;
}

/** The next ten, as people write weights, where it takes no member to the ends of VRRP's priorities. */
function roundWeight(least: number, members: readonly VipMember[]): number {
  const round = Math.ceil(least / 10) * 10;
  return members.every(({ priority }) => priority - round >= 1 && priority + round <= 254) ? round : least;
}
