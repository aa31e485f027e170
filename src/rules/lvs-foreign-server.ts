import { defineRule } from "./rule.js";

/** A server of LVS that the site does not set up, and that needs the VIP on its loopback. */
export const lvsForeignServer = defineRule({
  code: "lvs-foreign-server",
  severity: "info",
  summary: "A server of LVS in mode dr or tun stands elsewhere, and needs the VIP without answering ARP for it.",
  explanation: `
In the modes \`dr\` and \`tun\` a server has the VIP itself, where the network does not see it. On the site's own hosts infc sets that up; for what is \`at\` an endpoint nothing is generated, and
whoever runs it has to.

    service portal at 192.168.0.31:80
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }       # note
`,
  message: ({ pool, addresses, mode }: { readonly pool: string; readonly addresses: readonly string[]; readonly mode: string }) =>
    `\`${pool}\` is set up elsewhere, and in \`mode ${mode}\` needs ${addresses.map((address) => `\`${address}\``).join(", ")} on its ${mode === "dr" ? "loopback" : "tunnel"}, without answering ARP for it`,
  help: () => "see to it there, or use `mode nat`",

  check(_site, report, index) {
    const seen = new Map<string, { readonly at: Parameters<typeof report>[0]["at"]; readonly mode: string; readonly pool: string; readonly addresses: Set<string> }>();
    for (const { director, address, pool } of index.arrivals()) {
      if (pool === undefined || director.mode === null || director.mode === "nat" || index.nodesOf(pool.entity).length > 0) continue;
      const key = `${director.name} ${pool.entity}`;
      const entry = seen.get(key) ?? { at: pool.origin, mode: director.mode, pool: pool.entity, addresses: new Set<string>() };
      entry.addresses.add(address);
      seen.set(key, entry);
    }
    for (const { at, mode, pool, addresses } of seen.values()) report({ at, data: { pool, addresses: [...addresses], mode } });
  },
});
