import { onwardsOf, triesOf } from "../ir/waits.js";
import { defineRule } from "./rule.js";

/** Two layers that each try again: the tries multiply, just when the servers are slow. */
export const retryAmplification = defineRule({
  code: "retry-amplification",
  severity: "info",
  summary: "Two layers of nginx each try other servers, so that one request may reach the services many times.",
  explanation: `
nginx sends a request to the next server when one fails or does not answer in time. In two layers the tries multiply: with two gateways behind
another one, and four servers behind each, one request of a client becomes up to eight. That happens when the servers are slow already.
One layer that tries again is enough. (HAProxy tries again only until a connection stands, and multiplies nothing.)

    gateway front on lb1 { route { / -> edge } }                 # note: 2 tries, each of which makes 4
    gateway edge on web[1..2] { route { / -> app } }             # four servers of app

    gateway front on lb1 { route { / -> edge }; retries 0 }
    gateway edge on web[1..2] { route { / -> app } }
`,
  message: (data: { readonly front: string; readonly back: string; readonly pool: string; readonly outer: number; readonly inner: number }) =>
    `one request to \`${data.front}\` may become ${data.outer * data.inner} to \`${data.pool}\`: ${data.outer} nodes of \`${data.back}\` are tried, and each tries ${data.inner} servers`,
  help: ({ front }) => `let one layer try again: \`retries 0\` at \`${front}\``,

  check(_site, report, index) {
    const reported = new Set<string>();
    const tryingOf = onwardsOf(({ layer, pool }) => triesOf(layer, pool) > 1);
    for (const hop of index.hops().all) {
      const { from, to } = hop;
      const key = `${from.layer.name} ${to.layer.name}`;
      if (from.kind === "cache" || from.listen.mode !== "http" || reported.has(key)) continue;
      const outer = triesOf(from.layer, from.pool);
      const [most] = outer < 2 ? [] : [...tryingOf(hop)].sort((a, b) => triesOf(b.layer, b.pool) - triesOf(a.layer, a.pool));
      if (most === undefined) continue;
      reported.add(key);
      report({ at: from.route?.origin ?? from.pool.origin, data: { front: from.layer.name, back: to.layer.name, pool: most.pool.entity, outer, inner: triesOf(most.layer, most.pool) } });
    }
  },
});
