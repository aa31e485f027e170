import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** A `resolve` that no server has a name for: it goes into no file. */
export const resolveWithoutNames = defineRule({
  code: "resolve-without-names",
  severity: "info",
  summary: "A `resolve` has nothing to do, as all servers have addresses.",
  explanation: `
\`resolve\` says how names of servers are looked up while the proxy runs. What runs on hosts or in containers of the site is reached by its
address, so that there is nothing to look up, and no file says it.

    service web at 192.168.0.21:80
    balancer front { listen 80 -> web resolve every 10s }          # note: nothing to look up
    service web at web.example.com:80
    balancer front { listen 80 -> web resolve every 10s }
`,
  message: (data: { readonly pool: string; readonly server: string; readonly address: string }) =>
    `there is no name to look up: \`${data.server}\` of \`${data.pool}\` is reached at \`${data.address}\``,
  help: () => "leave `resolve` out, or give the servers names: `at web.example.com:80`",

  check(_site, report, index) {
    for (const { resolving } of index.proxyParts()) {
      // Said once for the proxy it holds for every pool: one with a name is reason enough.
      for (const [origin, group] of groupBy(resolving, ({ resolve }) => resolve!.origin)) {
        if (group.some(({ servers, discovery }) => servers.length === 0 || discovery?.via === "dns" || servers.some(({ address }) => isName(address)))) continue;
        const { entity, servers } = group[0]!;
        report({ at: origin, data: { pool: entity, server: servers[0]!.name, address: servers[0]!.address } });
      }
    }
  },
});

function isName(address: string): boolean {
  return !/^\d+(\.\d+){3}$|:/.test(address);
}
