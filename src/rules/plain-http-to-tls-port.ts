import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** A service on the port of HTTPS that is said, or left, to speak HTTP. */
export const plainHttpToTlsPort = defineRule({
  code: "plain-http-to-tls-port",
  severity: "warning",
  summary: "Plain HTTP is spoken to port 443 of a service.",
  explanation: `
A service speaks HTTP unless it says otherwise. On port 443 something speaks TLS nearly always, and answers plain HTTP with 400 "The plain HTTP
request was sent to HTTPS port".

    service pay at pay.example.com:443                      # warning when it is behind a gateway
    service pay at pay.example.com:443 protocol https
`,
  message: (data: { readonly front: string; readonly pool: string; readonly server: string }) => `\`${data.front}\` speaks plain HTTP to port 443 of \`${data.server}\``,
  help: ({ pool }) => `if \`${pool}\` speaks TLS there, say \`protocol https\``,

  check(_site, report, index) {
    for (const { proxy, atTlsPort } of index.proxyParts()) {
      const { name: front, engine, listens } = proxy;
      const suspect = engine === "lvs" ? [] : atTlsPort.filter(({ tls, protocol }) => tls === null && protocol === "http");
      if (suspect.length === 0) continue;
      const byHttp = new Set(listens.flatMap(({ mode, pool, routes }) => (mode !== "http" ? [] : [pool, ...routes.map(({ action }) => (action.do === "proxy" ? action.pool : null))])));
      // What is a layer of the site says itself what it speaks.
      const plain = suspect.flatMap((pool) => (!byHttp.has(pool.name) || index.poolsOfLayers().has(pool) ? [] : [{ pool, server: pool.servers.find(({ port }) => port === 443)! }]));
      for (const [entity, [first]] of groupBy(plain, ({ pool }) => pool.entity)) {
        const { pool, server } = first!;
        const declared = index.nodesOf(entity)[0] ?? server;
        report({ at: pool.origin, data: { front, pool: entity, server: server.name }, related: [{ span: declared.origin.span, text: "declared here" }] });
      }
    }
  },
});
