import type { Hop, LayerListen, Sender } from "../ir/hops.js";
import type { Origin } from "../source/origin.js";
import { placeKey } from "../source/source.js";
import { usesOfClients } from "./requests/client-use.js";
import { defineRule } from "./rule.js";

interface Loss {
  readonly front: string;
  readonly back: string;
  readonly how: "stream" | "forward" | "hidden" | "trust";
  readonly engine: string;
  readonly port: number;
  /** Of the front. */
  readonly address: string | undefined;
  /** What works with the wrong address. */
  readonly use: string;
}

/** Behind something that does not tell of the client, every request comes from that something. */
export const clientAddressLost = defineRule({
  code: "client-address-lost",
  severity: "warning",
  summary: "A layer works with the client's address, and what is in front of it does not tell it.",
  explanation: `
A stream that is passed on comes from the balancer's own address. So a limit for each address is one limit for all clients together, the choice
of a server by address is always the same one, and services are told of one client who asks for everything. Worse, the gateway believes what
such a connection says of its client in X-Forwarded-For, as it trusts the balancer, which only passed it on.

    balancer front on lb1 { listen 80 -> edge }                          # warning: a stream
    balancer front on lb1 { listen 80 http -> edge }                     # as HTTP, with X-Forwarded-For

    balancer front on lb1 { listen 443 tcp -> edge proxy v2 }            # TLS that edge ends itself
    gateway edge on web1 { listen 443 proxy accept }
`,
  message: ({ front, back, use }: Loss) => `\`${front}\` does not tell \`${back}\` who the client is: ${use}`,
  help: ({ front, back, how, engine, port, address }) => {
    if (how === "forward") return `leave \`client\` in the \`forward\` of \`${front}\``;
    if (how === "hidden") return `hide the rest only: \`hide via, version\``;
    if (how === "trust") return `say at \`${back}\` whose word counts: ${address === undefined ? `\`trust\` and the address of \`${front}\`` : `\`trust ${address}/${address.includes(":") ? 128 : 32}\``}`;
    const header = `write \`proxy ${engine === "nginx" ? "v1" : "v2"}\` at \`${front}\` and \`proxy accept\` at \`${back}\``;
    return port === 443 ? header : `pass on HTTP, \`listen ${port} http -> ${back}\`, or ${header}`;
  },

  check(_site, report, index) {
    const reported = new Set<string>();
    const useOf = usesOfClients();
    for (const { from, to } of index.hops().all) {
      const key = `${from.layer.name} ${to.layer.name} ${placeKey(to.listen.origin.span)}`;
      // What sends to itself is another fault.
      const how = reported.has(key) || from.layer === to.layer ? undefined : lossOf(from, to);
      const use = how === undefined ? undefined : useOf(to, from.layer.name);
      if (how === undefined || use === undefined) continue;
      reported.add(key);
      const at = originOf({ from });
      const data = { front: from.layer.name, back: to.layer.name, how, use: use.text, engine: from.kind === "cache" ? "squid" : from.layer.engine, port: from.kind === "cache" ? 0 : (from.listen.binds[0]?.from ?? 0), address: from.layer.nodes.map((name) => index.node(name).address).find((address) => /^[\d.]+$|:/.test(address)) };
      report({ at, data, related: [{ span: use.origin.span, text: "works with the client's address" }] });
    }
  },
});

function originOf({ from }: Pick<Hop, "from">): Origin {
  return from.kind === "cache" ? (from.layer.hide?.origin ?? from.origin.origin) : (from.route?.origin ?? from.pool.origin);
}

function lossOf(from: Sender, to: LayerListen): Loss["how"] | undefined {
  // LVS leaves the packets' source as it is, and a PROXY header is known on both sides or reported as such.
  if (from.kind === "proxy" && (from.layer.engine === "lvs" || from.pool.proxyProtocol !== null)) return undefined;
  if (to.kind === "proxy" && to.listen.acceptProxy) return undefined;
  if (from.kind === "cache" && (from.layer.hide?.client ?? false)) return "hidden";
  if (from.kind === "proxy" && from.listen.mode === "tcp") return "stream";
  if (from.kind === "proxy" && from.route !== null && !from.route.forward.includes("client")) return "forward";
  return to.layer.trust.length === 0 ? "trust" : undefined;
}
