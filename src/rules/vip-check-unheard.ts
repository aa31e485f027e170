import type { VipCheck } from "../ir/election.js";
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
    const checked = site.vrrps.filter(({ checks }) => checks.some(waitsForPort));
    if (checked.length === 0) return;
    const heard = new Map(checked.flatMap(({ members }) => members.map(({ node }) => [index.node(node).machine, new Set<number>()] as const)));
    for (const { machine, port, transport } of index.listeners()) if (transport === "tcp") heard.get(machine)?.add(port);
    for (const { addresses, members, checks } of checked) {
      for (const { port, check } of checks.filter(waitsForPort)) {
        const deaf = members.map(({ node }) => index.node(node).machine).find((machine) => !heard.get(machine)?.has(port!));
        if (deaf === undefined || addresses[0] === undefined) continue;
        report({ at: check.origin, data: { address: addresses[0].address, port: port!, machine: deaf, heard: [...(heard.get(deaf) ?? [])].sort((a, b) => a - b) } });
      }
    }
  },
});

/** Whether somebody wrote that the check connects to a port. */
function waitsForPort({ port, check }: VipCheck): boolean {
  return port !== null && check.origin.because === undefined && (check.form === "tcp" || check.form === "http");
}
