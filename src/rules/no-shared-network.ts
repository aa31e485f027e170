import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { listedQuoted } from "../source/listed.js";
import { findNamed } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Something in containers that talks to something else in containers. */
interface Edge {
  readonly user: string;
  /** The names of one node of the user and of those that it talks to. */
  readonly from: string;
  readonly to: readonly { readonly name: string }[];
  readonly target: string;
  readonly verb: "sends to" | "asks";
  readonly origin: Origin;
}

/** Two containers of one engine that share no network cannot reach each other. */
export const noSharedNetwork = defineRule({
  code: "no-shared-network",
  severity: "error",
  summary: "Two containers are to talk to each other, and share no network.",
  explanation: `
Containers reach each other over the networks that both join. Each file is valid alone; the requests time out. So it is with a proxy and
what it sends to, and with who reads or writes a registry and its servers.

    network front 172.28.1.0/24
    network back 172.28.2.0/24
    gateway edge in front
    service goods in back port 80 behind edge              # error
    gateway edge in front, back                            # reaches both
`,
  message: (data: { readonly user: string; readonly target: string; readonly verb: string; readonly own: readonly string[]; readonly networks: readonly string[] }) =>
    `\`${data.user}\` ${data.verb} \`${data.target}\`, and the two share no network`,
  help: ({ user, own, networks }) => `let \`${user}\` join \`${networks[0]}\` too: \`in ${[...own, networks[0]].join(", ")}\``,

  check(site, report, index) {
    if (index.nodeParts().local.length === 0) return;
    const seen = new Set<string>();
    const look = ({ user, from, to, target, verb, origin }: Edge): void => {
      const own = networksOf(from, index);
      if (own.length === 0) return;
      const joined = firstNetworks(to, index);
      if (joined === undefined || joined.some((name) => own.includes(name))) return;
      if (seen.size === seen.add(`${user} ${target}`).size) return;
      const declared = to.flatMap(({ name }) => index.nodesOf(target).find((node) => node.name === name) ?? [])[0];
      report({
        at: origin,
        data: { user, target, verb, own, networks: joined },
        related: declared === undefined ? [] : [{ span: declared.origin.span, text: `\`${target}\` is on ${listedQuoted(joined, "and")}` }],
      });
    };
    lookAtSenders(site, index, look);
    lookAtAskers(site, index, look);
  },
});

function isLocal(name: string | undefined, index: SiteIndex): name is string {
  return name !== undefined && index.node(name).host === null;
}

function lookAtSenders({ proxies, caches }: Site, index: SiteIndex, look: (edge: Edge) => void): void {
  for (const { name: user, nodes, pools } of proxies) {
    const [from] = nodes;
    if (isLocal(from, index)) for (const { entity, servers, origin } of pools) look({ user, from, to: servers, target: entity, verb: "sends to", origin });
  }
  for (const { name: user, nodes, origins } of caches) {
    const [from] = nodes;
    if (isLocal(from, index)) for (const { name, servers, origin } of origins) look({ user, from, to: servers, target: name, verb: "sends to", origin });
  }
}

function lookAtAskers({ registrations, consuls }: Site, index: SiteIndex, look: (edge: Edge) => void): void {
  if (consuls.length === 0) return;
  const serversOf = (cluster: string): Edge["to"] => findNamed(consuls, cluster)?.servers ?? [];
  for (const { proxy: { name: user, nodes }, discovering } of index.proxyParts()) {
    const [from] = nodes;
    if (!isLocal(from, index)) continue;
    for (const { discovery } of discovering) if (discovery !== null) look({ user, from, to: serversOf(discovery.cluster), target: discovery.cluster, verb: "asks", origin: discovery.origin });
  }
  for (const { node, service, cluster, origin } of registrations) {
    if (isLocal(node, index)) look({ user: service, from: node, to: serversOf(cluster), target: cluster, verb: "asks", origin: { span: origin.span } });
  }
}

/** The networks of a container of the local engine; of anything else none. */
function networksOf(name: string, index: SiteIndex): readonly string[] {
  const addresses = index.findNode(name)?.addresses ?? [];
  return addresses.length === 0 ? [] : addresses.map(({ network }) => network);
}

/** Of the first that is on any. */
function firstNetworks(nodes: Edge["to"], index: SiteIndex): readonly string[] | undefined {
  for (const { name } of nodes) {
    const networks = networksOf(name, index);
    if (networks.length > 0) return networks;
  }
  return undefined;
}
