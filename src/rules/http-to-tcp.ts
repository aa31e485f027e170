import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** HTTP to a service that says no more than `tcp`: its own protocol perhaps, which is known to nobody here. */
export const httpToTcp = defineRule({
  code: "http-to-tcp",
  severity: "info",
  summary: "HTTP is spoken to a service whose protocol is said to be `tcp`.",
  explanation: `
\`protocol tcp\` says that a service has a protocol of its own. A route speaks HTTP to it all the same; if that is what it speaks, \`protocol http\` says so, and checks
may ask for a path.

    service app on node1 protocol tcp port 9000
    gateway edge on lb1 { route { /app -> app } }           # note: speaks HTTP to app

    service app on node1 protocol http port 9000
`,
  message: (data: { readonly proxy: string; readonly pool: string }) => `\`${data.proxy}\` speaks HTTP to \`${data.pool}\`, whose protocol is said to be \`tcp\``,
  help: ({ pool }) => `if \`${pool}\` speaks HTTP, say \`protocol http\`; if not, give it a listen of its own, with \`tcp\``,

  check(_site, report, index) {
    for (const { proxy: { name: proxy, listens }, speaking } of index.proxyParts()) {
      if (!speaking.some(({ speaks }) => speaks === "tcp")) continue;
      const uses = listens.filter(({ mode }) => mode === "http").flatMap(({ pool, routes, origin }) => [{ pool, origin }, ...routes.map(({ action, origin: at }) => ({ pool: action.do === "proxy" ? action.pool : null, origin: at }))]);
      const byPool = groupBy(uses, ({ pool }) => pool);
      const streams = speaking.filter(({ name, speaks }) => speaks === "tcp" && byPool.has(name));
      for (const [entity, [first]] of groupBy(streams, (pool) => pool.entity)) {
        const declared = index.nodesOf(entity)[0];
        report({ at: byPool.get(first!.name)![0]!.origin, data: { proxy, pool: entity }, related: declared === undefined ? [] : [{ span: declared.origin.span, text: "declared here" }] });
      }
    }
  },
});
