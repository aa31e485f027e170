import type { Arrival } from "../ir/arrivals.js";
import type { Cache } from "../ir/cache.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import { listedQuoted } from "../source/listed.js";
import type { Label } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** A server of LVS that does not listen on the address at which packets reach it. */
export const lvsDeafServer = defineRule({
  code: "lvs-deaf-server",
  severity: "error",
  summary: "In mode dr or tun a server of LVS does not listen on the VIP.",
  explanation: `
In the modes \`dr\` and \`tun\` a packet reaches its server as the client sent it: to the VIP of the director. The director looks at the server at the server's own address. What
serves must listen on both, which is to say on all addresses.

    gateway edge on node[1..2] { vip 192.168.0.150; listen 80; route { / -> goods } }         # listens on its own VIP alone
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> edge }            # error

    gateway edge on node[1..2] { listen 80; route { / -> goods } }
`,
  message: ({ server, address, port, bound, isPublished }: Data) =>
    `\`${server}\` ${isPublished ? "is published" : "listens"} on port ${port} of ${listedQuoted(bound, "and")} alone, and packets reach it as they came, for \`${address}\``,
  help: ({ server, port, isPublished }) =>
    isPublished ? `let \`${server}\` publish it on all addresses: \`publish ${port}\`` : `let \`${server}\` listen on all addresses: \`listen ${port}\` without one, and without a VIP of its own; or use \`mode nat\``,

  check(site, report, index) {
    if (index.arrivals().length === 0) return;
    const nodes = new Map(site.nodes.filter(({ ports }) => ports.some(({ publishedOn }) => publishedOn !== null)).map((node) => [node.name, node]));
    const layers = new Map<string, Proxy | Cache>([...site.proxies, ...site.caches].map((layer) => [layer.name, layer]));
    for (const arrival of index.arrivals()) {
      const { director, pool } = arrival;
      if (pool === undefined || director.mode === null || director.mode === "nat") continue;
      const layer = layers.get(pool.entity);
      const found = layer === undefined ? (nodes.size === 0 ? undefined : publishedElsewhere(arrival, nodes)) : deafLayer(layer, arrival);
      if (found !== undefined) report({ at: pool.origin, ...found });
    }
  },
});

interface Data {
  readonly server: string;
  readonly address: string;
  readonly port: number;
  /** Where it listens instead. */
  readonly bound: readonly string[];
  readonly isPublished: boolean;
}

type Found = { readonly data: Data; readonly related: readonly Label[] } | undefined;

/** A layer that listens for the packets neither everywhere nor both on the VIP and at its own address. */
function deafLayer(layer: Proxy | Cache, { address, bind, pool }: Arrival): Found {
  const port = bind.from;
  const binds = layer.listens.flatMap<{ readonly address: string | null; readonly origin: Label; readonly from: number; readonly to: number; readonly transport: string }>((listen) =>
    listen.binds.map((each) => ("from" in each ? each : { ...each, from: each.port, to: each.port, transport: "tcp" })),
  );
  const own = binds.filter((each) => each.transport === bind.transport && each.from <= port && port <= each.to);
  const isOn = (wanted: string): boolean => own.some((each) => each.address === null || each.address === "0.0.0.0" || each.address === "::" || each.address === wanted);
  const deaf = pool!.servers.find((server) => !isOn(address) || !isOn(server.address));
  // A port on which it does not listen at all is another fault.
  if (own.length === 0 || deaf === undefined) return undefined;
  const bound = [...new Set(own.map((each) => each.address!))];
  return { data: { server: layer.name, address, port, bound, isPublished: false }, related: [{ span: own[0]!.origin.span, text: "it listens here" }] };
}

/** A container whose port is published on one address of its host. */
function publishedElsewhere({ address, pool }: Arrival, nodes: ReadonlyMap<string, Node>): Found {
  for (const server of pool!.servers) {
    const node = nodes.get(server.name);
    const port = node === undefined || node.host === null ? undefined : node.ports.find((each) => each.published === server.port);
    if (port?.publishedOn == null || port.publishedOn === "0.0.0.0" || port.publishedOn === address) continue;
    return { data: { server: server.name, address, port: server.port, bound: [port.publishedOn], isPublished: true }, related: [{ span: port.origin.span, text: "this port" }] };
  }
  return undefined;
}
