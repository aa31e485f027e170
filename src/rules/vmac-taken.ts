import type { Label, Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** The interface of VRRP's own MAC address has a name that is taken: keepalived makes another one up, or none. */
export const vmacTaken = defineRule({
  code: "vmac-taken",
  severity: "error",
  summary: "The interface with VRRP's own MAC address has the name of another interface.",
  explanation: `
keepalived makes the interface that \`vmac\` names, one for each VIP. It ignores a name that another VIP or an interface of the host has.

    vip 192.168.0.146 vmac vrrp1
    vip 192.168.0.147 vmac vrrp1        # error
    vip 192.168.0.147 vmac vrrp2
`,
  message: ({ name, machine, holder }: { readonly name: string; readonly machine: string; readonly holder: string; readonly free: string }) => `the interface \`${name}\` of \`${machine}\` is ${holder} already`,
  help: ({ free }) => `use another name, such as \`vmac ${free}\``,

  check(site, report, index) {
    const taken = new Map<string, { readonly label: Label; readonly holder: string }>();
    for (const { name, interfaces } of site.hosts) for (const each of interfaces) taken.set(`${name} ${each.name}`, { label: { span: each.origin.span, text: "the host's own" }, holder: "the host's own" });
    const seen = new Set<Origin>();
    for (const { vmac, addresses, routerId, members, clauses, origin } of site.vrrps) {
      if (vmac === null) continue;
      const at = clauses.find(({ word }) => word === "vmac")?.origin ?? origin;
      for (const { machine, node } of members) {
        const first = taken.get(`${machine} ${vmac}`);
        if (first === undefined) taken.set(`${machine} ${vmac}`, { label: { span: at.span, text: `\`${addresses[0]!.address}\` has it` }, holder: `that of \`${addresses[0]!.address}\`` });
        else if (!seen.has(at)) {
          seen.add(at);
          report({ at, data: { name: vmac, machine: index.node(node).host ?? node, holder: first.holder, free: `vrrp${addresses[0]!.address.includes(":") ? "6" : "4"}.${routerId}` }, related: [first.label] });
        }
      }
    }
  },
});
