import type { Node } from "../ir/place.js";
import { defineRule } from "./rule.js";

/** A check of a container on another machine at a port that its host does not have: it never succeeds. */
export const checkPortUnpublished = defineRule({
  code: "check-port-unpublished",
  severity: "warning",
  summary: "A check looks at a port of a container that its host does not publish.",
  explanation: `
A container on a host is reached at the ports that the host publishes, which may be others than those inside. A check at another port meets nobody, and the server counts as
down for ever.

    host app1 192.168.0.21 runtime docker
    service goods on app1 port 8080 check http /health 9090                                      # warning: 9090 is not published
    service goods on app1 port 8080, 9090 publish 9090 check http /health 9090
`,
  message: (data: { readonly name: string; readonly port: number; readonly host: string; readonly heard: readonly number[] }) =>
    `the check of \`${data.name}\` looks at port ${data.port} of \`${data.host}\`, which leads to no container there`,
  help: ({ port, heard }) => `say \`publish ${port}\`${heard.length === 0 ? "" : `, or look at ${heard.slice(0, 4).join(", ")}`}`,

  check(_site, report, index) {
    const wanted = index.proxyParts().flatMap(({ proxy: { nodes }, checkedApart }) => {
      if (checkedApart.length === 0) return [];
      const askers = new Set(nodes.map((name) => index.node(name).host));
      return checkedApart.map((pool) => ({ pool, askers }));
    });
    if (wanted.length === 0) return;
    const heard = new Set(index.listeners().filter(({ transport }) => transport === "tcp").map(({ machine, port }) => `${machine} ${port}`));
    const told = new Set<string>();
    for (const { pool, askers } of wanted) {
      const port = pool.check?.port ?? null;
      if (port === null || !["tcp", "http"].includes(pool.check!.form)) continue;
      const deaf = nodesOf(pool.servers, index.findNode).find((node) => isPublishing(node) && !askers.has(node.host) && !heard.has(`${node.host!} ${port}`));
      if (deaf === undefined || told.size === told.add(`${pool.entity} ${port}`).size) continue;
      report({ at: pool.check!.origin, data: { name: pool.entity, port, host: deaf.host!, heard: deaf.ports.flatMap(({ published }) => published ?? []) } });
    }
  },
});

function nodesOf(servers: readonly { readonly name: string }[], find: (name: string) => Node | undefined): readonly Node[] {
  return servers.flatMap(({ name }) => find(name) ?? []);
}

/** Whether it is a container of a host. */
function isPublishing({ host, machine }: Node): boolean {
  return host !== null && machine !== host;
}
