import type { Server } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { defineRule } from "./rule.js";

/** One endpoint twice in a pool: no daemon minds, and it gets twice its share. */
export const duplicateServer = defineRule({
  code: "duplicate-server",
  severity: "error",
  summary: "One address and port is in a pool twice.",
  explanation: `
nginx and HAProxy take one endpoint twice without a word. It gets twice its share of the traffic, and when it fails, the one that
was meant in its place is not there.

    service web at 192.168.0.21:80, 192.168.0.21:80              # error: which one was meant?
    service web at 192.168.0.21:80, 192.168.0.22:80

For a larger share there is \`weight\`.
`,
  message: (data: { readonly pool: string; readonly endpoint: string }) => `\`${data.pool}\` has \`${data.endpoint}\` twice`,
  help: () => "write the other instance's address, or take one of the two away",

  check(site, report) {
    const reported = new Set<Origin>();
    const look = (pool: string, servers: readonly Server[]): void => {
      if (servers.length < 2) return;
      for (const [server, first] of servers.length > few ? repeatedOfMany(servers) : repeatedOfFew(servers)) {
        const { address, port, origin } = server;
        if (reported.has(origin)) continue;
        reported.add(origin);
        report({ at: origin, data: { pool, endpoint: address.includes(":") ? `[${address}]:${port}` : `${address}:${port}` }, related: [{ span: first.origin.span, text: "the first one" }] });
      }
    };
    for (const { pools } of site.proxies) for (const { entity, servers } of pools) look(entity, servers);
    for (const { origins } of site.caches) for (const { name, servers } of origins) look(name, servers);
  },
});

/** So many that it is cheaper to compare each with each than to remember them. */
const few = 8;

type Repeated = readonly (readonly [server: Server, first: Server])[];

const none: Repeated = [];

function repeatedOfFew(servers: readonly Server[]): Repeated {
  let found: (readonly [Server, Server])[] | undefined;
  for (let at = 1; at < servers.length; at++) {
    const { address, port } = servers[at]!;
    for (let earlier = 0; earlier < at; earlier++) {
      if (servers[earlier]!.port !== port || servers[earlier]!.address !== address) continue;
      (found ??= []).push([servers[at]!, servers[earlier]!]);
      break;
    }
  }
  return found ?? none;
}

function repeatedOfMany(servers: readonly Server[]): Repeated {
  const byPort = new Map<number, Map<string, Server>>();
  return servers.flatMap((server): Repeated => {
    const { address, port } = server;
    let byAddress = byPort.get(port);
    if (byAddress === undefined) byPort.set(port, (byAddress = new Map()));
    const first = byAddress.get(address);
    if (first === undefined) byAddress.set(address, server);
    return first === undefined ? none : [[server, first]];
  });
}
