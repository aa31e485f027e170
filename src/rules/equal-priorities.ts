import type { TextEdit } from "../diagnostics/diagnostic.js";
import { type CheckedThing, effectivePriority, type VipMember } from "../ir/election.js";
import { defineRule } from "./rule.js";

/** Two nodes of a VIP with one priority: both take the address, until one of them hears the other. */
export const equalPriorities = defineRule({
  code: "equal-priorities",
  severity: "error",
  summary: "Two nodes of a VIP have the same priority.",
  explanation: `
The node with the highest priority holds the address. Two with the same take it both when the holder fails, and the one with the lower
address gives it up when it hears the other: for a moment connections go to both. Each node's own file is valid.

    vip 192.168.0.146 priority 100, 100        # error
    vip 192.168.0.146 priority 110, 100
    vip 192.168.0.146                          # 150, 140, … in the order of the hosts
`,
  message: (data: { readonly first: string; readonly second: string; readonly address: string; readonly priority: number; readonly written: readonly [number, number]; readonly free: number | undefined }) => {
    const [higher, lower] = data.written;
    const why = higher === lower ? "" : ` while all is well: ${higher} and ${lower} with their checks' weights, and keepalived counts to 254`;
    return `\`${data.first}\` and \`${data.second}\` both have the priority ${data.priority} for \`${data.address}\`${why}`;
  },
  help: ({ second, free }) => (free === undefined ? "leave `priority` out, which gives each its own" : `give each its own, such as ${free} to \`${second}\`, or leave \`priority\` out`),

  check(site, report, index) {
    const thingsOf = index.checkedThings();
    for (const vrrp of site.vrrps) {
      const things = thingsOf(vrrp);
      const byPriority = new Map<number, VipMember>();
      for (const member of vrrp.members) {
        const priority = effectivePriority(member, things);
        const first = byPriority.get(priority);
        if (first === undefined) {
          byPriority.set(priority, member);
          continue;
        }
        const free = freeBelow(member, vrrp.members, things);
        const [one, other] = [first, member].map(({ machine, node }) => (index.node(node).host === null ? node : machine)) as [string, string];
        report({
          at: member.origin,
          data: { first: one, second: other, address: vrrp.addresses[0]!.address, priority, written: [first.priority, member.priority], free },
          related: [{ span: first.origin.span, text: `\`${one}\`'s` }],
          fix: fixOf(member, free),
        });
        break;
      }
    }
  },
});

/** A priority for the member below its own and above the next one's, so that the order stays; undefined where there is no room. */
function freeBelow(member: VipMember, members: readonly VipMember[], things: readonly CheckedThing[]): number | undefined {
  const others = members.filter((each) => each !== member);
  const used = new Set(others.map((each) => effectivePriority(each, things)));
  const next = Math.max(0, ...others.map(({ priority }) => priority).filter((priority) => priority < member.priority));
  for (const step of [10, 5, 1]) {
    for (let priority = member.priority - step; priority > next; priority -= step) if (!used.has(effectivePriority({ ...member, priority }, things))) return priority;
  }
  return undefined;
}

/** Only where the priority stands as such, and is not that of a `let` or a range. */
function fixOf({ origin: { span }, priority }: VipMember, free: number | undefined): readonly TextEdit[] | undefined {
  return free !== undefined && span.source.text.slice(span.start, span.end) === String(priority) ? [{ span, text: String(free) }] : undefined;
}
