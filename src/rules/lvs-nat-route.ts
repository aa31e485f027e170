import { defineRule } from "./rule.js";

/** What infc cannot set up and LVS in mode nat does not work without: the servers' default route. */
export const lvsNatRoute = defineRule({
  code: "lvs-nat-route",
  severity: "info",
  summary: "In mode nat the default route of LVS's servers must lead to the director.",
  explanation: `
In \`mode nat\` the servers answer by way of the director, which puts its own address back into each answer. infc writes no routes of hosts: the servers' default route is the
operator's. A network that says that the director is its router tells infc that it is so.

    network inner 10.9.0.0/24                          # note: does the route of its hosts lead to 10.9.0.1?
    network inner 10.9.0.0/24 { gateway 10.9.0.1 }
    balancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal }
`,
  message: ({ pool, director, wanted }: { readonly pool: string; readonly director: string; readonly network: string; readonly wanted: string | null }) =>
    `\`${pool}\` must answer by way of \`${director}\`: the default route of its hosts is to lead ${wanted === null ? "there" : `to ${wanted}`}`,
  help: ({ network, wanted, director }) => (wanted === null ? `hold a VIP in \`${network}\` on \`${director}\` for that` : `say so: \`network ${network} … { gateway ${wanted} }\``),

  check(_site, report, index) {
    for (const { director, pool, network, wanted, isRight, isKnown } of index.waysBack()) {
      if (!isRight && !isKnown) report({ at: pool.origin, data: { pool: pool.entity, director: director.name, network: network.name, wanted } });
    }
  },
});
