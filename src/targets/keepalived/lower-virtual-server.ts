import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import type { Check, Listen, Pool, Proxy, Server } from "../../ir/traffic.js";
import { groupBy } from "../../source/group.js";
import { listed } from "../../source/listed.js";
import { secondsOf } from "./duration.js";
import { lowerChecker } from "./lower-checker.js";
import type { NativeLine, RealServer, VirtualServer } from "./model.js";
import { familyOf, quoteAddress } from "./quote.js";
import { schedulerOf } from "./scheduler.js";

const kinds = { dr: "DR", nat: "NAT", tun: "TUN" } as const;
const persistence = { what: "the time for which a client keeps its server", least: 1000, most: 2_678_400_000, step: 1000 };

/** One place where clients arrive. */
export interface Arrival {
  readonly bind: Listen["binds"][number];
  readonly port: number;
}

/** The servers behind one arrival, as every director has them. */
export function lowerVirtualServer({ bind, port }: Arrival, pool: Pool, proxy: Proxy, native: readonly NativeLine[], report: Report): VirtualServer {
  const mode = proxy.mode ?? "nat";
  const check = pool.check === null || pool.check.form === "none" ? null : pool.check;
  const persistMs = pool.persistMs ?? (pool.sticky?.by === "source" ? pool.sticky.ttlMs : null);
  const servers = pool.servers.filter(({ backup }) => !backup);
  const spares = pool.servers.filter(({ backup }) => backup);
  reportServers(pool.servers, { bind, port }, mode, report);
  for (const { name, origin } of spares.slice(1)) report(lvsSpares, { at: origin, data: { name } });
  if (servers.every(({ weight }) => weight === 0)) report(lvsNoServer, { at: pool.origin, data: { pool: pool.name } });
  const [spare] = spares;
  return {
    address: quoteAddress(bind.address ?? "", bind.origin, report),
    port,
    delay_loop: check === null ? null : secondsOf(check.everyMs, { what: "the interval of a check", least: 1, most: Infinity, step: 1 }, check.origin, report),
    lb_algo: schedulerOf(pool, report),
    lb_kind: kinds[mode],
    persistence_timeout: persistMs === null ? null : secondsOf(persistMs, persistence, pool.sticky?.origin ?? pool.origin, report),
    protocol: bind.transport === "udp" ? "UDP" : "TCP",
    // A client that keeps its server would be sent to the failed one until its time is over; one of UDP for as long as it asks.
    inhibit_on_failure: pool.onDown === "keep" && persistMs === null && check !== null && bind.transport !== "udp",
    sorry_server: spare === undefined ? null : { address: quoteAddress(spare.address, spare.origin, report), port: spare.port, origin: spare.origin },
    real_server: servers.map((server) => lowerServer(server, pool, check, report)),
    native,
    origin: bind.origin,
  };
}

function lowerServer(server: Server, pool: Pool, check: Check | null, report: Report): RealServer {
  return {
    address: quoteAddress(server.address, server.origin, report),
    port: server.port,
    weight: server.weight,
    uthreshold: server.maxconn,
    checker: check === null ? null : lowerChecker(check, server, pool, report),
    origin: server.origin,
  };
}

/** Reports what packets of the arrival cannot be sent to; servers with one fault are one report. */
function reportServers(servers: readonly Server[], { bind, port }: Arrival, mode: "dr" | "nat" | "tun", report: Report): void {
  const related = [{ span: bind.origin.span, text: `it takes clients on port ${port}` }];
  if (mode !== "nat") {
    for (const [seen, own] of groupBy(servers.filter((server) => server.port !== port), (server) => server.port)) {
      report(lvsPort, { at: own[0]!.origin, data: { names: own.map(({ name }) => name), mode, seen, wanted: port }, related });
    }
  }
  for (const { name, address, origin } of servers) {
    const family = familyOf(address);
    if (mode === "tun" || family === undefined || bind.address === null || family === familyOf(bind.address)) continue;
    report(lvsFamily, { at: origin, data: { name, address, arrival: bind.address } });
  }
}

export const lvsPort = defineDiagnostic({
  code: "lvs-port",
  severity: "error",
  summary: "A server of an LVS balancer listens on another port than the balancer.",
  explanation: `
In the modes \`dr\` and \`tun\` a packet reaches the server as the client sent it, its port included: the server must listen on the port of
the balancer. keepalived would change the server's port to that one.

    balancer web lvs { mode dr; listen 80 -> portal }     # error when portal listens on 8080

Let the server listen on that port, or use \`mode nat\`, which rewrites addresses and ports.
`,
  message: ({ names, mode, seen, wanted }: { readonly names: readonly string[]; readonly mode: string; readonly seen: number; readonly wanted: number }) =>
    `\`mode ${mode}\` cannot send port ${wanted} to port ${seen} of ${fewOf(names)}`,
  help: ({ wanted }) => `let the server listen on ${wanted}, or use \`mode nat\``,
});

function fewOf(names: readonly string[]): string {
  const shown = names.length > 3 ? [...names.slice(0, 2).map(quoted), `${names.length - 2} others`] : names.map(quoted);
  return listed(shown, "and");
}

function quoted(name: string): string {
  return `\`${name}\``;
}

export const lvsFamily = defineDiagnostic({
  code: "lvs-family",
  severity: "error",
  summary: "A server of an LVS balancer has an address of another family than the balancer.",
  explanation: `
LVS passes packets on; it does not turn IPv4 into IPv6. Only \`mode tun\`, which wraps them up, can cross from one to the other.

    balancer web lvs { mode dr; vip fd00::148; listen 80 -> portal }     # error when portal has IPv4 addresses alone
`,
  message: ({ name, address, arrival }: { readonly name: string; readonly address: string; readonly arrival: string }) =>
    `LVS cannot send traffic of \`${arrival}\` to \`${address}\` of \`${name}\``,
  help: () => "give the server an address of that family",
});

export const lvsSpares = defineDiagnostic({
  code: "lvs-spares",
  severity: "error",
  summary: "An LVS balancer has more than one backup server.",
  explanation: `
When no server is left, keepalived sends everything to the sorry server, and there is one of it.

    listen 80 -> portal backup spare-1, spare-2     # error
    listen 80 -> portal backup spare-1
`,
  message: ({ name }: { readonly name: string }) => `keepalived has one backup server, and \`${name}\` would be another`,
  help: () => "name one backup server",
});

export const lvsNoServer = defineDiagnostic({
  code: "lvs-no-server",
  severity: "error",
  summary: "An LVS balancer has no server that takes traffic.",
  explanation: `
The directors need the addresses of the servers when the site is built, and one of them at least with a weight above 0.

    service portal on node[1..2] { weight 0 }     # error behind an LVS balancer: nothing takes traffic
`,
  message: ({ pool }: { readonly pool: string }) => `no server of \`${pool}\` takes traffic`,
  help: () => "give it servers with a weight above 0",
});
