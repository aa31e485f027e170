import { suggest } from "../diagnostics/suggest.js";
import { groupBy } from "../source/group.js";
import type { VipCheck } from "../ir/election.js";
import { defineRule } from "./rule.js";

/** The processes of the daemons that infc sets up, by target; of the others a name says little. */
const processes: Readonly<Record<string, string>> = { nginx: "nginx", haproxy: "haproxy", keepalived: "keepalived", squid: "squid", consul: "consul", filebeat: "filebeat" };
const known = new Set(Object.values(processes));

/** Kinds whose nodes are daemons of infc's own: of any other node on a host only its operator knows the process. */
const ownKinds = new Set(["gateway", "balancer", "cache", "consul"]);

/** A check of a VIP that looks for the process of another engine than runs there: it fails on every member. */
export const vipCheckProcess = defineRule({
  code: "vip-check-process",
  severity: "warning",
  summary: "A check of a VIP looks for a process that nothing on the host starts.",
  explanation: `
A member whose check fails gives the address up. Where the process that it looks for runs on none of them, nobody holds the VIP. Something may start it that the site
knows nothing of; then say so in an \`accept\`.

    balancer edge on lb[1..2] {
      listen 80 -> goods
      vip 192.168.0.146 { check process nginx }         # warning: haproxy runs there
      vip 192.168.0.146 { check process haproxy }
    }
`,
  message: (data: { readonly address: string; readonly process: string; readonly machine: string; readonly running: readonly string[] }) =>
    `the check of \`${data.address}\` looks for \`${data.process}\`, and nothing of this site starts it on \`${data.machine}\``,
  help: ({ process, running }) => {
    const meant = suggest(process, running) ?? running[0];
    return meant === undefined ? undefined : `write \`check process ${meant}\``;
  },

  check(site, report, index) {
    const isSaid = ({ process, check }: VipCheck): boolean => process !== null && check.origin.because === undefined;
    if (!site.vrrps.some(({ checks }) => checks.some(isSaid))) return;
    const daemons = groupBy(site.daemons, ({ machine }) => machine);
    const foreign = new Set(site.nodes.filter(({ kind }) => !ownKinds.has(kind)).map(({ machine }) => machine));
    const runningOn = (machine: string): readonly string[] => [...new Set((daemons.get(machine) ?? []).flatMap(({ target }) => processes[target] ?? []))];
    for (const { addresses, members, checks } of site.vrrps) {
      for (const { process, check } of checks.filter(isSaid)) {
        if (process === null || addresses[0] === undefined) continue;
        const machine = members.map(({ node }) => index.node(node).machine).find((each) => !foreign.has(each) && !runningOn(each).includes(process));
        if (machine === undefined) continue;
        const running = runningOn(machine).filter((each) => each !== "keepalived");
        // What is neither a daemon's name nor nearly one is the operator's own.
        if (!known.has(process) && suggest(process, running) === undefined) continue;
        report({ at: check.origin, data: { address: addresses[0].address, process, machine, running } });
      }
    }
  },
});
