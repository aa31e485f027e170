import type { Hop } from "../ir/hops.js";
import { groupBy } from "../source/group.js";
import { defineRule } from "./rule.js";

/** nginx, or a cache, asks a cache for clients as it asks any server: for a path alone, which is no URL to a forward proxy. */
export const forwardProxyAsServer = defineRule({
  code: "forward-proxy-as-server",
  severity: "error",
  summary: "A gateway or a cache asks a cache that serves only clients who know it as their proxy.",
  explanation: `
Who knows a cache as a proxy asks it for whole URLs. nginx, and a cache that accelerates, ask every server for a path: squid answers each such request with 400,
invalid URL. What squid is to stand in front of, \`accelerate\` says.

    gateway edge on lb1 { route { /img -> pics } }
    cache pics on node1                                          # error: a proxy for clients
    cache pics on node1 accelerate http://192.168.0.31
`,
  message: (data: { readonly front: string; readonly cache: string }) => `\`${data.front}\` asks \`${data.cache}\` for paths, and \`${data.cache}\` answers only who asks for URLs, as its clients do`,
  help: ({ cache }) => `say what it stands in front of: \`cache ${cache} accelerate http://…\``,

  check({ caches }, report, index) {
    for (const { name, origin, listens } of caches) {
      const forward = listens.filter(({ mode }) => mode === "forward");
      const asking = forward.flatMap((listen) => index.hopsTo().get(listen) ?? []).filter(({ from }) => from.kind === "cache" || (from.layer.engine !== "haproxy" && from.listen.mode === "http"));
      for (const [front, [first]] of groupBy(asking, ({ from }) => from.layer.name)) {
        report({ at: originOf(first!), data: { front, cache: name }, related: [{ span: origin.span, text: "declared here" }] });
      }
    }
  },
});

function originOf({ from }: Hop) {
  return from.kind === "cache" ? from.origin.origin : (from.route?.origin ?? from.listen.origin);
}
