import { placeOf } from "../ir/walk.js";
import type { Listen } from "../ir/traffic.js";
import { defineRule } from "./rule.js";

/** A header before the first byte of a connection: both sides must know of it, or neither. */
export const proxyProtocolMismatch = defineRule({
  code: "proxy-protocol-mismatch",
  severity: "error",
  summary: "One side of a connection speaks the PROXY protocol and the other does not.",
  explanation: `
With the PROXY protocol a connection begins with a line that names the client. Who does not expect it answers 400 to every request; who
expects it closes every connection that begins without.

    balancer front on lb1 { listen 443 tcp -> inner proxy v2 }
    gateway inner on web1 { listen 443 }                       # error: takes the header for a request
    gateway inner on web1 { listen 443 proxy accept }
`,
  message: (data: { readonly front: string; readonly back: string; readonly port: number; readonly sends: boolean; readonly kind: string; readonly form: string; readonly http: boolean }) =>
    data.sends
      ? `\`${data.front}\` begins each connection with a PROXY header, and \`${data.back}\` on port ${data.port} expects none`
      : `\`${data.back}\` on port ${data.port} waits for a PROXY header, and \`${data.front}\` sends none: each connection is closed`,
  help: ({ front, back, port, sends, kind, form, http }) => {
    if (sends) return kind === "cache" ? `leave \`proxy\` out of \`${front}\`: squid finds the client in X-Forwarded-For` : `write \`listen ${port} proxy accept\` at \`${back}\`, or leave \`proxy\` out of \`${front}\``;
    if (form === "lvs") return "leave `proxy accept` out: LVS passes packets on as they are, with the client's own address";
    return form === "haproxy" || !http ? `write \`proxy v1\` at \`${front}\`, or leave \`proxy accept\` out of \`${back}\`` : `leave \`proxy accept\` out: \`${front}\` tells of the client in X-Forwarded-For`;
  },

  check(_site, report, index) {
    const reported = new Set<string>();
    for (const { from, to } of index.hops().all) {
      const sends = from.kind === "proxy" && from.pool.proxyProtocol !== null;
      const accepts = to.kind === "proxy" && to.listen.acceptProxy;
      const { name, port } = placeOf(to);
      const key = `${from.layer.name} ${name} ${port}`;
      if (sends === accepts || reported.has(key)) continue;
      reported.add(key);
      const at = from.kind === "cache" ? from.origin.origin : (from.route?.origin ?? from.pool.origin);
      const http = from.kind === "cache" || (from.listen satisfies Listen).mode === "http";
      report({
        at,
        data: { front: from.layer.name, back: name, port, sends, kind: to.kind, form: from.kind === "cache" ? "squid" : from.layer.engine, http },
        related: [{ span: to.listen.origin.span, text: sends ? "expects none" : "waits for it" }],
      });
    }
  },
});
