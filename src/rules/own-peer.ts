import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** A cache of one node that is to ask itself. */
export const ownPeer = defineRule({
  code: "own-peer",
  severity: "error",
  summary: "The only peer of a cache is the cache itself.",
  explanation: `
\`peers\` names other caches that are asked for what is missing here. With several nodes a cache may name itself: its nodes ask each other. With one node
there is nobody to ask.

    cache cdn on node1 { accelerate http://10.0.0.21; peers cdn }              # error
    cache cdn on node[1..2] { accelerate http://10.0.0.21; peers cdn }
`,
  message: (data: { readonly name: string }) => `\`${data.name}\` has one node, which would ask itself`,
  help: ({ name }) => `name another cache, or give \`${name}\` a second node`,

  check(site, report, index) {
    for (const { name, machines, nodes, peers } of site.caches) {
      if (nodes.length !== 1) continue;
      const { address, addresses } = index.node(nodes[0]!);
      const own = new Set([address, ...addresses.map((each) => each.address)]);
      for (const [origin, group] of groupBy(peers, (peer) => peer.origin)) {
        if (group.every(({ machine, host }) => (machine === null ? own.has(host) : machine === machines[0]))) report({ at: origin, data: { name } });
      }
    }
  },
});
