import type { Arrival } from "../ir/arrivals.js";
import type { Owner } from "../ir/owners.js";
import { freeAddress } from "./addresses/free-address.js";
import { networkOfAddress } from "./addresses/networks.js";
import { defineRule } from "./rule.js";

/** LVS is to take what comes to an address of others, or to one that its servers must not have. */
export const lvsAddressElsewhere = defineRule({
  code: "lvs-address-elsewhere",
  severity: "error",
  summary: "LVS is to take what comes to an address that one of its directors never has, or that its servers must not have.",
  explanation: `
LVS forwards what its machine takes in, and a machine takes in what comes to its addresses: the VIPs that it holds, and its own. In the modes \`dr\` and \`tun\` the servers have the
address as well. A director's own must not be theirs: they could not answer its checks, nor anything else of it.

    balancer web lvs on lb1 { mode dr; listen 192.168.0.11:80 -> portal }                           # error: lb1's own
    balancer web lvs on lb1 { mode dr; vip 192.168.0.148; listen 80 -> portal }
`,
  message: ({ director, address, fault }: { readonly director: string; readonly address: string; readonly fault: string; readonly free: string | undefined }) => `\`${director}\` directs what comes to \`${address}\`, ${fault}`,
  help: ({ director, free }) => `let \`${director}\` hold an address for it: \`vip ${free ?? "ADDRESS"}\`, and \`listen\` without one`,

  check(site, report, index) {
    if (index.arrivals().length === 0) return;
    const owners = index.owners();
    const networkOf = networkOfAddress(site);
    for (const arrival of index.arrivals()) {
      const { director, address, bind } = arrival;
      const owner = owners.get(address);
      const fault = owner && faultOf(arrival, owner);
      if (owner === undefined || fault === undefined) continue;
      const network = networkOf(address);
      const free = network && freeAddress(network, index);
      report({ at: bind.origin, data: { director: director.name, address, fault, free }, related: [{ span: owner.origin.span, text: owner.vipOf === null ? "this address" : `\`${owner.vipOf}\` holds it` }] });
    }
  },
});

function faultOf({ director: { machines, mode } }: Arrival, { machines: having, vipOf }: Owner): string | undefined {
  const [lacking] = machines.filter((machine) => !having.has(machine));
  if (vipOf !== null) return lacking === undefined ? undefined : `a VIP that \`${lacking}\` never holds`;
  const [owner = ""] = having;
  if (!machines.includes(owner)) return `the address of \`${owner}\``;
  return mode === "nat" ? undefined : `the own address of \`${owner}\`: in \`mode ${mode ?? ""}\` its servers have it, too, and could not answer \`${owner}\``;
}
