import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** keepalived refuses VRRP on a loopback, and leaves the instance out. */
export const vrrpOnLoopback = defineRule({
  code: "vrrp-on-loopback",
  severity: "error",
  summary: "A VIP is to stand on a loopback.",
  explanation: `
A VIP moves between machines that hear each other, and a loopback hears nobody: keepalived leaves out what is to stand there. The addresses that the
servers of LVS have on their loopback are put there by themselves.

    vip 192.168.0.146 dev lo        # error
    vip 192.168.0.146 dev eth0
`,
  message: ({ address, host }: { readonly address: string; readonly host: string }) => `\`${address}\` cannot stand on the loopback of \`${host}\``,
  help: () => "name an interface of the network, or leave `dev` out",

  check(site, report, index) {
    const seen = new Set<Origin>();
    for (const { addresses, members, clauses, origin } of site.vrrps) {
      for (const { machine, node, interface: name } of members) {
        const { host } = index.node(node);
        if (name !== "lo" || host === null) continue;
        const at = clauses.find(({ word }) => word === "dev")?.origin ?? index.host(machine).interfaces.find((each) => each.name === "lo")?.origin ?? origin;
        if (seen.has(at)) continue;
        seen.add(at);
        report({ at, data: { address: addresses[0]!.address, host } });
      }
    }
  },
});
