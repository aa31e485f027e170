import { defineRule } from "./rule.js";

/** A weight of 0 is for one server that is to be drained; all of them drained are none. */
export const noWeight = defineRule({
  code: "no-weight",
  severity: "error",
  summary: "Every server of a pool has the weight 0, so that none takes traffic.",
  explanation: `
A server of weight 0 finishes what it has and gets nothing new. HAProxy starts with a pool of such servers alone and answers every request
with 503, nginx with 502.

    service web on node[1..2] weight 0                     # error: nobody is left
    service web on node[1..2] { weight 0 on node1; weight 1 }
`,
  message: (data: { readonly pool: string; readonly proxy: string; readonly servers: number }) =>
    data.servers === 1 ? `the one server of \`${data.pool}\` has the weight 0, so that \`${data.proxy}\` sends it nothing` : `all ${data.servers} servers of \`${data.pool}\` have the weight 0, so that \`${data.proxy}\` sends them nothing`,
  help: () => "give one of them a weight above 0, or say for which it is: `weight 0 on HOST`",

  check(_site, report, index) {
    const reported = new Set<string>();
    for (const { proxy, weightless } of index.proxyParts()) {
      for (const { entity, servers, discovery, origin } of weightless) {
        if (discovery !== null || reported.has(entity)) continue;
        reported.add(entity);
        const declared = index.nodesOf(entity)[0];
        report({ at: origin, data: { pool: entity, proxy: proxy.name, servers: servers.length }, related: declared === undefined ? [] : [{ span: declared.origin.span, text: "declared here" }] });
      }
    }
  },
});
