import type { Listen, Pool } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** What HTTP is never spoken to. `tcp` says nothing, and `dns` by TCP goes with it. */
const others = new Set(["tls", "amqp", "mysql", "postgres", "redis", "smtp", "ldap", "dns", "stomp", "kafka", "zookeeper", "elasticsearch"]);

/** A route, or a listen with `http`, that leads to what speaks another protocol. */
export const httpToOtherProtocol = defineRule({
  code: "http-to-other-protocol",
  severity: "error",
  summary: "HTTP is spoken to something that speaks another protocol.",
  explanation: `
A route reads requests of HTTP and passes them on. A broker or a database answers the first line with an error of its own protocol and
hangs up; its own clients are answered 400 before they get there. The daemons' own checks see nothing wrong.

    rabbitmq rabbit on node[1..3]
    balancer mq on lb1 { listen 5672 http -> rabbit }           # error: rabbit speaks AMQP
    balancer mq on lb1 { listen 5672 -> rabbit }
    balancer mq on lb1 { listen 15672 http -> rabbit:management }
`,
  message: (data: { readonly proxy: string; readonly pool: string; readonly speaks: string; readonly port: number; readonly whole: boolean }) => `\`${data.proxy}\` speaks HTTP to \`${data.pool}\`, which speaks ${titleOf(data.speaks)}`,
  help: ({ pool, port, whole }) => (whole ? `let it pass the stream on: \`listen ${port} tcp -> ${pool}\`` : `give it a listen of its own, which passes the stream on: \`listen ${port} tcp -> ${pool}\``),

  check(_site, report, index) {
    for (const { proxy, speaking } of index.proxyParts()) {
      const pools = new Map(speaking.filter(({ speaks }) => speaks !== null && others.has(speaks)).map((pool) => [pool.name, pool]));
      if (pools.size === 0) continue;
      const reported = new Set<string>();
      const look = (name: string, listen: Listen, at: Origin, whole: boolean): void => {
        const pool = pools.get(name);
        if (pool?.speaks == null || reported.has(pool.entity)) return;
        reported.add(pool.entity);
        const declared = index.nodesOf(pool.entity)[0];
        report({
          at,
          data: { proxy: proxy.name, pool: referenceOf(pool), speaks: pool.speaks, port: whole ? listen.binds[0]!.from : (pool.servers[0]?.port ?? listen.binds[0]!.from), whole },
          related: declared === undefined ? [] : [{ span: declared.origin.span, text: "declared here" }],
        });
      };
      for (const listen of proxy.listens) {
        if (listen.mode !== "http") continue;
        if (listen.pool !== null) look(listen.pool, listen, listen.origin, true);
        for (const { action, origin } of listen.routes) if (action.do === "proxy") look(action.pool, listen, origin, false);
      }
    }
  },
});

/** As a program names it: `rabbit`, `rabbit:stomp`. */
function referenceOf({ entity, speaks }: Pool): string {
  return speaks === "stomp" ? `${entity}:stomp` : entity;
}

function titleOf(protocol: string): string {
  return ({ mysql: "MySQL's protocol", postgres: "PostgreSQL's protocol", redis: "Redis's protocol", kafka: "Kafka's protocol", zookeeper: "ZooKeeper's protocol", elasticsearch: "Elasticsearch's inner protocol" } as Record<string, string>)[protocol] ?? protocol.toUpperCase();
}
