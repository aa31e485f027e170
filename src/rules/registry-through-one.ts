import { defineRule } from "./rule.js";

/** A registry survives a server that fails. A gateway that asks that server alone does not learn anything from then on. */
export const registryThroughOne = defineRule({
  code: "registry-through-one",
  severity: "info",
  summary: "A gateway asks one server of a registry that has several.",
  explanation: `
nginx with upsync asks a single address. On a host with an agent of Consul's that is the agent, which goes on to whichever server is there. On any other host it is one of
the servers: while that one is down the gateway keeps the instances that it has, and sees none come or go.

    consul registry on node[1..3]
    gateway edge on lb[1..2] { route { / -> goods } }            # note: asks \`node1\` alone

    consul registry on node[1..3] client lb[1..2]
`,
  message: ({ proxy, host, server, service }: Data) => `while \`${server}\` is down, \`${proxy}\` on \`${host}\` sees no instance of \`${service}\` come or go: it asks that server alone`,
  help: ({ registry, hosts }) => `have an agent of \`${registry}\` there: \`client ${hosts.join(", ")}\``,

  check(_site, report, index) {
    for (const { proxy: { name, engine, nodes }, discovering } of index.proxyParts()) {
      const discovery = engine === "haproxy" || engine === "lvs" ? null : (discovering.find((pool) => pool.discovery !== null && ["upsync", "services", "health"].includes(pool.discovery.via))?.discovery ?? null);
      if (discovery === null) continue;
      const { servers } = index.consul(discovery.cluster);
      const askers = nodes.flatMap((node) => {
        const { host } = index.node(node);
        const asked = discovery.agents.find((agent) => agent.node === node)?.endpoint.host;
        const server = servers.find(({ address }) => address === asked);
        return host === null || server === undefined || server.machine === host ? [] : [{ host, server: index.node(server.name).host ?? server.name }];
      });
      if (askers[0] === undefined || servers.length < 2) continue;
      report({ at: discovery.origin, data: { proxy: name, service: discovery.service, registry: discovery.cluster, ...askers[0], hosts: [...new Set(askers.map(({ host }) => host))] } });
    }
  },
});

interface Data {
  readonly proxy: string;
  readonly service: string;
  readonly registry: string;
  /** A host of the gateway, and the server that it asks. */
  readonly host: string;
  readonly server: string;
  /** All of the gateway's hosts that ask a server. */
  readonly hosts: readonly string[];
}
