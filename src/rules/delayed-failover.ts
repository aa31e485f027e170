import { type CheckedThing, effectivePriority } from "../ir/election.js";
import type { Vrrp } from "../ir/vip.js";
import { duration } from "../vocabulary/values/quantities.js";
import { defineRule } from "./rule.js";

/** Below this nobody would notice that the delay of a preemption delays a failover as well. */
const noticeableMs = 10_000;

/** The delay that is meant for a node that comes back also holds up the one that should take over from a node whose check failed. */
export const delayedFailover = defineRule({
  code: "delayed-failover",
  severity: "warning",
  summary: "A VIP waits before it leaves a node whose check failed.",
  explanation: `
\`preempt after\` lets a better node wait before it takes the address from a worse one. A check with a weight makes the holder the worse one: the
others wait as long, and the address stays on the failed node. A check without a weight gives the address up at once.

    vip 192.168.0.146 { preempt after 5m; check process nginx weight -60 }      # warning: five minutes on a failed node
    vip 192.168.0.146 { preempt after 5m; check process nginx }
`,
  message: ({ address, delay, name }: { readonly address: string; readonly delay: string; readonly name: string }) =>
    `when this check fails on \`${name}\`, \`${address}\` stays there for ${delay} more`,
  help: () => "leave the weight out: a failed check then gives up the address at once",

  check(site, report, index) {
    const seen = new Set<CheckedThing["checks"][number]>();
    const thingsOf = index.checkedThings();
    for (const vrrp of site.vrrps) {
      const { preempt, members, clauses, origin } = vrrp;
      const [holder, next] = members;
      if (typeof preempt !== "object" || preempt.afterMs < noticeableMs || holder === undefined || next === undefined) continue;
      const things = thingsOf(vrrp);
      for (const thing of things) {
        const [check] = thing.checks;
        if (check === undefined || seen.has(check) || !moves(holder, next, thing, things)) continue;
        seen.add(check);
        report({
          at: check.origin,
          data: { address: vrrp.addresses[0]!.address, delay: duration.print(preempt.afterMs), name: index.node(holder.node).host ?? holder.node },
          related: [{ span: (clauses.find(({ word }) => word === "preempt")?.origin ?? origin).span, text: "the others wait before they take it" }],
        });
      }
    }
  },
});

/** Whether the check moves the address by its weight alone. */
function moves(holder: Vrrp["members"][number], next: Vrrp["members"][number], thing: CheckedThing, things: readonly CheckedThing[]): boolean {
  return !thing.isFault && effectivePriority(holder, things, thing) < effectivePriority(next, things);
}
