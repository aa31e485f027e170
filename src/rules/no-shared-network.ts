import { defineRule } from "./rule.js";

/** Two containers of one engine that share no network cannot reach each other. */
export const noSharedNetwork = defineRule({
  code: "no-shared-network",
  severity: "error",
  summary: "A proxy and what it sends to share no network.",
  explanation: `
Containers reach each other over the networks that both join. Each file is valid alone; the requests time out.

    network front 172.28.1.0/24
    network back 172.28.2.0/24
    gateway edge in front
    service goods in back port 80 behind edge              # error
    gateway edge in front, back                            # reaches both
`,
  message: (data: { readonly proxy: string; readonly target: string; readonly networks: readonly string[] }) =>
    `\`${data.proxy}\` sends to \`${data.target}\`, and the two share no network`,
  help: ({ proxy, networks }) => `let \`${proxy}\` join \`${networks[0]}\` too: \`in …, ${networks[0]}\``,

  check(site, report) {
    const nodes = new Map(site.nodes.map((node) => [node.name, node]));
    const networksOf = (name: string): readonly string[] => nodes.get(name)?.addresses.map(({ network }) => network) ?? [];
    for (const proxy of site.proxies) {
      const own = networksOf(proxy.nodes[0] ?? "");
      if (own.length === 0) continue;
      for (const { entity, servers, origin } of proxy.pools) {
        const joined = servers.map(({ name }) => networksOf(name)).find((names) => names.length > 0);
        if (joined === undefined || joined.some((name) => own.includes(name))) continue;
        report({ at: origin, data: { proxy: proxy.name, target: entity, networks: joined } });
      }
    }
  },
});
