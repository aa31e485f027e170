import { defineRule } from "./rule.js";

/** LVS that sends what comes to an address to that address. */
export const lvsServerIsVip = defineRule({
  code: "lvs-server-is-vip",
  severity: "error",
  summary: "A server of LVS has the address at which clients come.",
  explanation: `
A server is a machine behind the director. The VIP as a server is the director itself, which has nobody to answer.

    service portal at 192.168.0.148:80
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }       # error
    service portal at 192.168.0.31:80
`,
  message: ({ server, address }: { readonly server: string; readonly address: string }) => `\`${server}\` is reached at \`${address}\`, where clients come to LVS: it would send to itself`,
  help: () => "give the server's own address",

  check(site, report, index) {
    if (index.arrivals().length === 0) return;
    const byPool = new Map(site.proxies.filter(({ engine }) => engine === "lvs").flatMap(({ pools }) => pools.map((pool) => [pool, new Map(pool.servers.map((server) => [server.address, server]))] as const)));
    for (const { address, pool, bind } of index.arrivals()) {
      const server = pool && byPool.get(pool)?.get(address);
      if (server !== undefined) report({ at: server.origin, data: { server: server.name, address }, related: [{ span: bind.origin.span, text: "clients come here" }] });
    }
  },
});
