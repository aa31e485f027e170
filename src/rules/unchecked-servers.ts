import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** Nobody looks whether the servers live: one that died keeps its share. nginx finds it out by the requests that fail. */
export const uncheckedServers = defineRule({
  code: "unchecked-servers",
  severity: "warning",
  summary: "Several servers are balanced and nobody looks whether they live.",
  explanation: `
Without a check HAProxy and LVS send a server that is gone as much as before: of three servers every third connection fails, until
somebody takes it out by hand. (nginx leaves a server out once requests to it have failed.)

    service web on node[1..3] check no            # warning
    service web on node[1..3] check tcp every 2s

A server that must not be asked over the network can say itself how it is: \`check agent PORT\`.
`,
  message: (data: { readonly pool: string; readonly servers: number; readonly proxy: string; readonly lvs: boolean }) =>
    `one of the ${data.servers} servers of \`${data.pool}\` may be gone, and \`${data.proxy}\` still sends it ${share(data.servers)}`,
  help: ({ lvs }) => `write \`check tcp\` in place of \`check no\`${lvs ? "" : ", or with `retries 3 redispatch` let each connection try another server"}`,

  check(site, report, index) {
    for (const proxy of site.proxies) {
      if (proxy.engine !== "haproxy" && proxy.engine !== "lvs") continue;
      const bare = proxy.pools.filter(({ check, servers, redispatch }) => check === null && servers.length > 1 && !(redispatch && proxy.engine === "haproxy"));
      for (const [entity, [pool]] of groupBy(bare, (each) => each.entity)) {
        const declared = index.nodesOf(entity)[0];
        report({
          at: pool!.origin,
          data: { pool: entity, servers: pool!.servers.filter(({ backup }) => !backup).length, proxy: proxy.name, lvs: proxy.engine === "lvs" },
          related: declared === undefined ? [] : [{ span: declared.origin.span, text: "declared here" }],
        });
      }
    }
  },
});

function share(servers: number): string {
  if (servers === 2) return "every second connection";
  return servers === 3 ? "every third connection" : `one connection in ${servers}`;
}
