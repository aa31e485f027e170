import { defineRule } from "./rule.js";

/** Servers of LVS in mode nat that answer past the director: the client hears from somebody whom it did not call. */
export const lvsNatReturn = defineRule({
  code: "lvs-nat-return",
  severity: "warning",
  summary: "In mode nat the servers of LVS answer by another router than the director.",
  explanation: `
In \`mode nat\` the director puts the server's address into each packet, and must put its own back into each answer: the servers answer by way of it, their router. An answer that
takes another way reaches the client from an address that it never asked, and is thrown away. Containers answer by the router of their Docker network, which a director in a
container is not.

    network lan 192.168.0.0/24 { gateway 192.168.0.1 }
    balancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; listen 80 -> portal }        # warning

    network inner 10.9.0.0/24 { gateway 10.9.0.1 }                                           # the servers' network
    balancer web lvs on lb[1..2] { mode nat; vip 192.168.0.148; vip 10.9.0.1; listen 192.168.0.148:80 -> portal }

Where the servers have a route of their own to the director, accept it with that reason.
`,
  message: ({ pool, network, router, director, onlyOf }: Data) =>
    onlyOf === null
      ? `\`${pool}\` answers by the router of \`${network}\`, ${router}, past \`${director}\`: clients drop such answers`
      : `\`${pool}\` answers by ${router}, which is \`${onlyOf}\`'s own: when another director takes over, answers still go there`,
  help: ({ network, router, wanted, isContainer, director }) =>
    isContainer
      ? `write \`balancer ${director}\` without \`lvs\`: HAProxy answers by itself`
      : wanted === null
        ? `let \`${director}\` be that router, \`vip ${router}\`, or use \`mode dr\``
        : `make the VIP their router, \`network ${network} … { gateway ${wanted} }\`, or use \`mode dr\``,

  check(_site, report, index) {
    for (const { director, pool, servers, network, wanted, isRight, onlyOf, isKnown } of index.waysBack()) {
      if (isRight || !isKnown) continue;
      const gateway = network.clauses.find(({ word }) => word === "gateway")?.origin ?? network.origin;
      report({
        at: pool.origin,
        data: { pool: pool.entity, network: network.name, router: network.gateway!, director: director.name, wanted, onlyOf, isContainer: servers[0]!.host === null },
        related: [{ span: gateway.span, text: `the router of \`${network.name}\` is ${network.gateway!}` }],
      });
    }
  },
});

interface Data {
  readonly pool: string;
  readonly network: string;
  readonly router: string;
  readonly director: string;
  /** The address that their router should be; null when the directors have none there. */
  readonly wanted: string | null;
  readonly onlyOf: string | null;
  readonly isContainer: boolean;
}
