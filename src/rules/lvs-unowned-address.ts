import { defineRule } from "./rule.js";

/** LVS waits for packets to an address that nobody of the site has. */
export const lvsUnownedAddress = defineRule({
  code: "lvs-unowned-address",
  severity: "warning",
  summary: "LVS is to take what comes to an address that nobody has.",
  explanation: `
LVS forwards what its machine takes in, and a machine takes in what comes to its addresses. One that is no VIP and no machine's is found by nobody, unless something else than
infc puts it on the directors.

    balancer web lvs on lb[1..2] { mode dr; listen 192.168.0.148:80 -> portal }                     # warning
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }
`,
  message: ({ director, address }: { readonly director: string; readonly address: string }) => `\`${director}\` directs what comes to \`${address}\`, which nobody has`,
  help: ({ director, address }) => `let \`${director}\` hold it: \`vip ${address}\`, and \`listen\` without an address`,

  check(_site, report, index) {
    if (index.arrivals().length === 0) return;
    const owners = index.owners();
    for (const { director, address, bind } of index.arrivals()) if (!owners.has(address)) report({ at: bind.origin, data: { director: director.name, address } });
  },
});
