import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** VIPs that move together and prefer different nodes: they are where they were first, and no preference counts. */
export const togetherApart = defineRule({
  code: "together-apart",
  severity: "error",
  summary: "VIPs that move together prefer different nodes.",
  explanation: `
VIPs that move together are on one node. Where one prefers another node than the next, neither can go where it belongs without the other: both stay wherever they
are, as if nobody preferred anything.

    vip 192.168.0.146 prefer lb1 failover together
    vip 192.168.0.147 prefer lb2 failover together         # error
    vip 192.168.0.147 failover together                    # follows the first

To share the work of two nodes, let each VIP move alone.
`,
  message: ({ first, second }: { readonly first: Preference; readonly second: Preference }) =>
    `\`${second.address}\` prefers ${second.nodes} and moves together with \`${first.address}\`, which prefers ${first.nodes}`,
  help: () => "give both the same order, or let one say `failover alone`",

  check(site, report, index) {
    const groups = groupBy(site.vrrps.filter(({ group, members }) => group !== null && members.length > 1), ({ group }) => group);
    for (const [first, ...others] of groups.values()) {
      const orderOf = ({ members }: typeof first & {}) => members.map(({ node }) => node);
      for (const other of others) {
        const [own, its] = [orderOf(first!), orderOf(other)];
        const at = own.findIndex((node, place) => its[place] !== node);
        if (at < 0 || its[at] === undefined) continue;
        const placeOf = (vrrp: typeof other) => vrrp.clauses.find(({ word, origin }) => (word === "prefer" || word === "priority") && origin.because === undefined)?.origin ?? vrrp.origin;
        const preference = (vrrp: typeof other): Preference => ({
          address: vrrp.addresses[0]!.address,
          nodes: vrrp.members.slice(0, at + 1).map(({ node }) => `\`${index.node(node).host ?? node}\``).join(", "),
        });
        report({ at: placeOf(other), data: { first: preference(first!), second: preference(other) }, related: [{ span: placeOf(first!).span, text: `\`${first!.addresses[0]!.address}\` prefers ${preference(first!).nodes}` }] });
      }
    }
  },
});

interface Preference {
  readonly address: string;
  /** The first of its order, as far as the orders differ. */
  readonly nodes: string;
}
