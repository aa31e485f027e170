import { findNamed, groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** A stream of port 443 that is passed on unread to a service that is said to speak plain HTTP. */
export const tlsPassedToHttp = defineRule({
  code: "tls-passed-to-http",
  severity: "warning",
  summary: "TLS is passed on unread to a service that speaks plain HTTP.",
  explanation: `
A listen with \`tcp\` on port 443 passes on what clients send, which is TLS. A service speaks HTTP unless it says otherwise, and answers such a
connection with an error. Either TLS ends in front of it, or the service says that it ends TLS itself.

    service web on node[1..2] port 80
    balancer front on lb1 { listen 443 tcp -> web }                                  # warning
    balancer front on lb1 { listen 443 http tls /etc/ssl/shop.pem -> web }

    service web on node[1..2] protocol https port 6443
    balancer front on lb1 { listen 443 tcp -> web }
`,
  message: (data: { readonly front: string; readonly pool: string; readonly port: number }) =>
    `\`${data.front}\` passes TLS on unread from port 443, and \`${data.pool}\` speaks plain HTTP on port ${data.port}`,
  help: ({ front, pool }) => `end TLS in front of it, \`listen 443 http tls /etc/ssl/${front}.pem -> ${pool}\`, or say \`protocol https\` at \`${pool}\` if it ends TLS itself`,

  check(site, report, index) {
    for (const { name: front, engine, listens, pools } of site.proxies) {
      const passed = listens.flatMap(({ mode, tls, binds, pool }) => {
        const isStream = (mode === "tcp" || engine === "lvs") && tls === null && binds.every(({ from, to }) => from === 443 && to === 443);
        const found = isStream && pool !== null ? findNamed(pools, pool) : undefined;
        const server = found?.servers.find(({ port }) => port !== 443 && port !== 8443);
        return found === undefined || server === undefined || found.speaks !== "http" || found.tls !== null || index.poolsOfLayers().has(found) ? [] : [{ pool: found, port: server.port }];
      });
      for (const [pool, [first]] of groupBy(passed, (each) => each.pool)) {
        const declared = index.nodesOf(pool.entity)[0];
        report({ at: pool.origin, data: { front, pool: pool.entity, port: first!.port }, related: declared === undefined ? [] : [{ span: declared.origin.span, text: "declared here" }] });
      }
    }
  },
});
