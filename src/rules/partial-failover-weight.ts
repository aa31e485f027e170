import { type CheckedThing, effectivePriority, enoughWeight, failuresUntilStuck } from "../ir/election.js";
import { listedQuoted } from "../source/listed.js";
import { defineRule } from "./rule.js";

/** A check that moves a VIP to the second node, and never to one that comes after it. */
export const partialFailoverWeight = defineRule({
  code: "partial-failover-weight",
  severity: "warning",
  summary: "The weight of a VIP's check moves the VIP to some of its nodes and never to the others.",
  explanation: `
A failure takes its weight from the priority of each node on which the check fails. Where a node's priority is below what the failed ones have left, it is well and never
gets the address, which stays on a node that failed.

    vip 192.168.0.146 { priority 150, 140, 100; check process nginx weight -20 }      # warning: 130 beats 100
    vip 192.168.0.146 { priority 150, 140, 130; check process nginx weight -30 }
    vip 192.168.0.146 { priority 150, 140, 100; check process nginx }                 # a failed check gives up the address
`,
  message: ({ address, failed, left }: Data) => `when this check fails on ${listed(failed)}, \`${address}\` stays there, and ${listed(left)} ${left.length === 1 ? "is" : "are"} well`,
  help: ({ enough }) => (enough === undefined ? "leave the weight out: a failed check then gives up the address" : `use ${enough}, or leave the weight out and let a failed check give up the address`),

  check(site, report, index) {
    const seen = new Set<CheckedThing["checks"][number]>();
    const thingsOf = index.checkedThings();
    for (const vrrp of site.vrrps) {
      const { members, preempt, addresses } = vrrp;
      if (preempt === "no" || members.length < 3 || members.some(({ priority }) => priority === 255)) continue;
      const things = thingsOf(vrrp);
      for (const thing of things) {
        const [check] = thing.checks;
        const count = thing.isFault ? undefined : failuresUntilStuck(members, thing, things);
        if (check === undefined || count === undefined || count < 2 || seen.has(check)) continue;
        seen.add(check);
        const names = members.map(({ machine, node }) => (index.node(node).host === null ? node : machine));
        const standings = members.map((member, at) => `\`${names[at]!}\` ${effectivePriority(member, things, at < count ? thing : undefined)}`);
        report({
          at: check.origin,
          data: { address: addresses[0]!.address, failed: names.slice(0, count), left: names.slice(count), enough: describeEnough(enoughWeight(members, thing, things), thing) },
          label: `then \`${names[0]!}\` has ${effectivePriority(members[0]!, things, thing)} …`,
          related: [{ span: members[count]!.origin.span, text: `… and \`${names[count]!}\` has ${effectivePriority(members[count]!, things)}` }],
          notes: [`after it fails on ${listed(names.slice(0, count))}: ${standings.join(", ")}`],
        });
      }
    }
  },
});

interface Data {
  readonly address: string;
  /** Where the check has failed, the best first. */
  readonly failed: readonly string[];
  readonly left: readonly string[];
  readonly enough: string | undefined;
}

function describeEnough(weight: number | undefined, { checks, weightOfFailure }: CheckedThing): string | undefined {
  if (weight === undefined) return undefined;
  const limit = weightOfFailure === 0 ? `above ${weight - 1}` : `below ${1 - weight}`;
  return checks.length > 1 ? `weights that add up to ${limit}` : `a weight ${limit}`;
}

function listed(names: readonly string[]): string {
  return listedQuoted(names, "and");
}
