import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Pool } from "../../ir/traffic.js";

/** IPVS's scheduler for a pool: its own name where the program has one, else the one that does the same. */
export function schedulerOf({ balance, servers }: Pool, report: Report): string {
  const weighted = servers.some(({ weight }) => weight !== servers[0]?.weight);
  switch (balance.method) {
    case "roundrobin":
      return weighted ? "wrr" : "rr";
    case "leastconn":
      return weighted ? "wlc" : "lc";
    case "source":
      return "sh";
    case "hash":
      // Maglev: the fewest clients change their server when one fails.
      if (balance.key === "ip") return "mh";
      report(lvsBalance, { at: balance.origin, data: { method: `hash ${balance.key ?? ""}` } });
      return "mh";
    case "first":
    case "random":
      report(lvsBalance, { at: balance.origin, data: { method: balance.method } });
      return "wlc";
    default:
      return balance.method;
  }
}

export const lvsBalance = defineDiagnostic({
  code: "lvs-balance",
  severity: "error",
  summary: "An LVS balancer is to choose servers in a way that LVS does not have.",
  explanation: `
LVS sees packets and no requests: it chooses by turn, by connections, or by the client's address.

    balancer web lvs { listen 80 -> portal balance hash uri }     # error
    balancer web lvs { listen 80 -> portal balance hash ip }

Its own names may be used: rr, wrr, lc, wlc, lblc, lblcr, dh, sh, sed, nq, fo, ovf, mh.
`,
  message: ({ method }: { readonly method: string }) => `LVS cannot balance by \`${method}\``,
  help: () => "use `roundrobin`, `leastconn`, `source`, `hash ip`, or a name of LVS's own such as `wrr`",
});
