import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { listedQuoted } from "../source/listed.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** Something in containers that talks to something else in containers. */
interface Edge {
  readonly user: string;
  /** The names of one node of the user and of those that it talks to. */
  readonly from: string | undefined;
  readonly to: readonly string[];
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
    const seen = new Set<string>();
    for (const { user, from, to, target, verb, origin } of edgesOf(site, index)) {
      const own = networksOf(from, index);
      const joined = to.map((name) => networksOf(name, index)).find((names) => names.length > 0);
      if (own.length === 0 || joined === undefined || joined.some((name) => own.includes(name))) continue;
      if (seen.size === seen.add(`${user} ${target}`).size) continue;
      const declared = to.flatMap((name) => index.nodesOf(target).find((node) => node.name === name) ?? [])[0];
      report({
        at: origin,
        data: { user, target, verb, own, networks: joined },
        related: declared === undefined ? [] : [{ span: declared.origin.span, text: `\`${target}\` is on ${listedQuoted(joined, "and")}` }],
      });
    }
  },
});

function edgesOf({ proxies, caches, registrations, consuls }: Site, index: SiteIndex): readonly Edge[] {
  const registries = new Map(consuls.map(({ name, servers }) => [name, servers.map((server) => server.name)]));
  return [
    ...proxies.flatMap(({ name, nodes, pools }) => pools.map(({ entity, servers, origin }): Edge => ({ user: name, from: nodes[0], to: servers.map((server) => server.name), target: entity, verb: "sends to", origin }))),
    ...caches.flatMap(({ name, nodes, origins }) => origins.map((from): Edge => ({ user: name, from: nodes[0], to: from.servers.map((server) => server.name), target: from.name, verb: "sends to", origin: from.origin }))),
    ...proxies.flatMap(({ name, nodes, pools }) =>
      pools.flatMap(({ discovery }) => (discovery === null ? [] : [{ user: name, from: nodes[0], to: registries.get(discovery.cluster) ?? [], target: discovery.cluster, verb: "asks", origin: discovery.origin } satisfies Edge])),
    ),
    ...registrations.map(({ node, service, cluster, origin }): Edge => ({ user: service, from: node, to: registries.get(cluster) ?? [], target: cluster, verb: "asks", origin: { span: origin.span } })),
  ].filter(({ from }) => from !== undefined && index.node(from).host === null);
}

/** The networks of a container of the local engine; of anything else none. */
function networksOf(name: string | undefined, index: SiteIndex): readonly string[] {
  return name === undefined ? [] : (index.findNode(name)?.addresses.map(({ network }) => network) ?? []);
}
