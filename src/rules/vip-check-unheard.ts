import { listenersOf } from "../ir/listeners.js";
import { defineRule } from "./rule.js";

/** A check of a VIP that looks at a port on which nothing of the site listens: no member would ever hold the address. */
export const vipCheckUnheard = defineRule({
  code: "vip-check-unheard",
  severity: "warning",
  summary: "A check of a VIP looks at a port on which nothing listens.",
  explanation: `
A member whose check fails gives the address up. Where the check looks at a port on which nothing of the site listens, it fails on all of them,
and nobody holds the VIP. Something else may listen there that the site knows nothing of; then say so in an \`accept\`.

    balancer edge on lb[1..2] {
      health 8081
      vip 192.168.0.146 { check http /healthz 8089 }        # warning
      vip 192.168.0.146 { check http /healthz 8081 }
    }
`,
  message: (data: { readonly address: string; readonly port: number; readonly machine: string; readonly heard: readonly number[] }) =>
    `the check of \`${data.address}\` looks at port ${data.port}, and nothing of this site listens there on \`${data.machine}\``,
  help: ({ heard }) => (heard.length === 0 ? undefined : `look at one that is listened on: ${heard.slice(0, 4).join(", ")}`),

  check(site, report, index) {
    const heard = new Map<string, Set<number>>();
    for (const { machine, port, transport } of listenersOf(site, index)) {
      if (transport !== "tcp") continue;
      const ports = heard.get(machine);
      if (ports === undefined) heard.set(machine, new Set([port]));
      else ports.add(port);
    }
    for (const { addresses, members, checks } of site.vrrps) {
      for (const { port, check } of checks) {
        if (port === null || check.origin.because !== undefined || !["tcp", "http"].includes(check.form)) continue;
        const deaf = members.map(({ node }) => index.node(node).machine).find((machine) => !heard.get(machine)?.has(port));
        if (deaf === undefined || addresses[0] === undefined) continue;
        report({ at: check.origin, data: { address: addresses[0].address, port, machine: deaf, heard: [...(heard.get(deaf) ?? [])].sort((a, b) => a - b) } });
      }
    }
  },
});
