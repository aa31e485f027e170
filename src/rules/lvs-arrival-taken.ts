import type { Arrival } from "../ir/arrivals.js";
import { groupBy } from "../source/group.js";
import type { Label, Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Two takers of one address and port, one of them LVS: it takes the packets before any process sees them. */
export const lvsArrivalTaken = defineRule({
  code: "lvs-arrival-taken",
  severity: "error",
  summary: "Something else waits for what LVS takes: the same address and port.",
  explanation: `
LVS takes packets off in the kernel, before any process is asked. A daemon that listens on the same address and port starts without a complaint and is never reached; of two
entries of LVS the servers are mixed.

    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }
    balancer api on lb[1..2] { listen 192.168.0.148:80 -> goods }                        # error: never reached
    balancer api on lb[1..2] { listen 192.168.0.148:8080 -> goods }
`,
  message: ({ port, address, director, other, isLvs }: { readonly port: number; readonly address: string; readonly director: string; readonly other: string; readonly isLvs: boolean }) =>
    isLvs ? `LVS has two sets of servers for port ${port} of \`${address}\`` : `\`${other}\` never sees port ${port} of \`${address}\`, which LVS takes for \`${director}\``,
  help: ({ isLvs }) => (isLvs ? "take one away, or give it another port" : "move one of them to another port or address"),

  check(_site, report, index) {
    const arrivals = index.arrivals();
    if (arrivals.length === 0) return;
    const byPlace = new Map<string, Arrival>();
    const seen = new Set<Origin>();
    const say = ({ director, bind, address }: Arrival, other: string, at: Origin, port: number, isLvs: boolean): void => {
      if (seen.size === seen.add(at).size) return;
      const label: Label = { span: bind.origin.span, text: `\`${director.name}\` takes it` };
      report({ at, data: { port, address, director: director.name, other, isLvs }, related: [label] });
    };
    for (const arrival of arrivals) {
      const { director, bind, address } = arrival;
      for (let port = bind.from; port <= bind.to; port++) {
        for (const machine of director.machines) {
          const key = `${machine} ${address} ${port} ${bind.transport}`;
          const first = byPlace.get(key);
          if (first === undefined) byPlace.set(key, arrival);
          else if (first.bind !== bind) say(first, director.name, bind.origin, port, true);
        }
      }
    }
    const listeners = groupBy(index.listeners().filter(({ address, isPublished }) => address !== null && !isPublished), ({ machine, address, port, transport }) => `${machine} ${address} ${port} ${transport}`);
    for (const [key, own] of listeners) {
      const arrival = byPlace.get(key);
      if (arrival !== undefined) say(arrival, own[0]!.owner, own[0]!.origin, own[0]!.port, false);
    }
  },
});
