import type { Hop } from "../ir/hops.js";
import type { Listen, Proxy } from "../ir/traffic.js";
import { placeOf } from "../ir/walk.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

interface Data {
  readonly front: string;
  readonly back: string;
  readonly port: number;
  readonly how: "plain-to-tls" | "tls-to-plain" | "passed-to-plain" | "passed-to-tls";
  readonly kind: "cache" | "http" | "tcp";
  readonly at: number;
}

/** Who speaks TLS and who does not, on the two sides of one connection. */
export const tlsMismatch = defineRule({
  code: "tls-mismatch",
  severity: "error",
  summary: "One side of a connection speaks TLS and the other does not.",
  explanation: `
Plain HTTP at a port that speaks TLS is answered 400, and TLS at a plain port is no request at all. A listen with \`tcp\` passes on what
clients send: on port 443 that is TLS, which whoever stands behind it must end.

    gateway edge on web1 { listen 443 }
    balancer front on lb1 { listen 80 http -> edge }                                 # error: edge speaks TLS there
    balancer front on lb1 { listen 443 tcp -> edge }
`,
  message: ({ front, back, port, how }: Data) => {
    switch (how) {
      case "plain-to-tls":
        return `\`${front}\` speaks plain HTTP to \`${back}\`, which speaks TLS on port ${port}`;
      case "tls-to-plain":
        return `\`${front}\` speaks TLS to \`${back}\`, which speaks plain HTTP on port ${port}`;
      case "passed-to-plain":
        return `\`${front}\` passes on what comes to port 443, which is TLS, and \`${back}\` speaks plain HTTP on port ${port}`;
      case "passed-to-tls":
        return `\`${front}\` passes on what comes to port 80, which is plain HTTP, and \`${back}\` speaks TLS on port ${port}`;
    }
  },
  help: ({ front, back, port, how, kind, at }) => {
    if (how === "passed-to-plain") return `let \`${front}\` end TLS: \`listen 443 http tls /etc/ssl/${front}.pem -> ${back}\`, or give \`${back}\` a listen with TLS`;
    if (how === "passed-to-tls") return `listen for TLS: \`listen 443 tcp -> ${back}\`, or give \`${back}\` a plain listen`;
    if (how === "tls-to-plain") return kind === "cache" ? `write \`http\` in place of \`https\`, or \`tls\` at \`${back}\`` : `write \`protocol http\`, or \`tls\` at \`${back}\``;
    if (kind === "cache") return `give \`${back}\` a plain listen, or write \`accelerate https://…:${port}\``;
    return `let \`${front}\` pass TLS on unread, \`listen ${at === 80 ? 443 : at} tcp -> ${back}\`, or give \`${back}\` a plain listen, written before the one with TLS`;
  },

  check(_site, report, index) {
    const reported = new Set<string>();
    const say = (origin: Origin, data: Data, to: Origin): void => {
      const key = `${data.front} ${data.back} ${data.port} ${data.how}`;
      if (reported.has(key)) return;
      reported.add(key);
      report({ at: origin, data, related: [{ span: to.span, text: data.how === "plain-to-tls" || data.how === "passed-to-tls" ? "speaks TLS" : "speaks plain HTTP" }] });
    };
    for (const hop of index.hops().all) {
      const how = howOf(hop);
      if (how === undefined) continue;
      const { name, port } = placeOf(hop.to);
      const { from } = hop;
      const data = { front: from.layer.name, back: name, port, how } as const;
      if (from.kind === "cache") say(from.origin.origin, { ...data, kind: "cache", at: port }, hop.to.listen.origin);
      else say(from.route?.origin ?? from.pool.origin, { ...data, kind: from.listen.mode, at: from.listen.binds[0]?.from ?? 443 }, hop.to.listen.origin);
    }
  },
});

function howOf({ from, to }: Hop): Data["how"] | undefined {
  const secure = to.listen.tls !== null;
  const plain = !secure && (to.kind === "cache" || to.listen.mode === "http");
  if (from.kind === "cache") return from.origin.protocol === "https" ? (plain ? "tls-to-plain" : undefined) : secure ? "plain-to-tls" : undefined;
  const passed = passedPort(from.layer, from.listen);
  if (passed === undefined && from.listen.mode === "tcp" && from.listen.tls === null) return undefined;
  if (passed !== undefined) return passed === 443 && plain ? "passed-to-plain" : passed === 80 && secure ? "passed-to-tls" : undefined;
  if (from.pool.tls !== null) return plain ? "tls-to-plain" : undefined;
  return secure ? "plain-to-tls" : undefined;
}

/** The port of a listen that passes on what clients send, where it is one whose protocol is plain; undefined for any other listen. */
function passedPort({ engine }: Proxy, { mode, tls, binds }: Listen): 80 | 443 | undefined {
  if ((mode !== "tcp" && engine !== "lvs") || tls !== null) return undefined;
  return ([80, 443] as const).find((port) => binds.every(({ from, to }) => from === port && to === port));
}
