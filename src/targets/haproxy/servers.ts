import type { Pool, Server as IrServer } from "../../ir/traffic.js";
import { lowerCheck } from "./checks.js";
import { endpointText } from "./logs.js";
import type { Line, Proxy, Server, ServerTemplate } from "./model.js";
import { haproxyName, passesTls, type PlannedPool } from "./plan.js";
import { identifier, type Quoted, unique, words } from "./quote.js";
import type { ResolverList } from "./resolvers.js";
import type { Scope } from "./scope.js";
import { serverTls } from "./tls.js";
import { reportUnsupported } from "./unsupported.js";

/** The servers of a pool and what all of them have alike. Source: HAProxy Configuration Manual, `server`, `server-template`, section 5.2. */
export function lowerServers(scope: Scope, planned: PlannedPool, resolvers: ResolverList): Pick<Proxy, "check" | "default_server" | "server" | "server_template"> {
  const { pool, mode } = planned;
  const { lines, params } = lowerCheck(scope, planned);
  const named = pool.servers.length > 0 && pool.servers.every(isNamed);
  const found = pool.discovery === null ? null : findServers(scope, planned, resolvers);
  const maxconn = sameMaxconn(pool);
  const tls = passesTls(planned) ? null : pool.tls;
  const default_server = [
    ...params,
    ...(pool.onDown === "close" ? [words`on-marked-down shutdown-sessions`] : []),
    ...(maxconn === null ? [] : [words`maxconn ${maxconn}`]),
    ...(mode === "http" && pool.keepalive > 0 ? [words`pool-max-conn ${pool.keepalive}`] : []),
    ...(pool.proxyProtocol === null ? [] : [pool.proxyProtocol === "v1" ? words`send-proxy` : words`send-proxy-v2`]),
    ...serverTls(scope, tls, mode === "http" && pool.protocol === "grpc", named && pool.discovery === null),
  ];
  return { check: lines, default_server, server: pool.discovery === null ? listServers(scope, planned, resolvers) : [], server_template: found };
}

function isNamed({ address }: IrServer): boolean {
  return !/^\d+(\.\d+){3}$|:/.test(address);
}

/** What all servers have, to be said once. */
function sameMaxconn({ servers }: Pool): number | null {
  const [first] = servers;
  return first !== undefined && servers.every(({ maxconn }) => maxconn === first.maxconn) ? first.maxconn : null;
}

function listServers(scope: Scope, planned: PlannedPool, resolvers: ResolverList): readonly Server[] {
  const { pool } = planned;
  const taken = new Set<string>();
  const weighted = pool.servers.some(({ weight }) => weight !== 1);
  const sameLimit = sameMaxconn(pool) !== null;
  return pool.servers.map((server) => {
    const { address, port, weight, backup, maxconn, origin } = server;
    const name = unique(identifier(server.name), taken);
    if (identifier(server.name) !== server.name) scope.report(haproxyName, { at: origin, data: { wanted: server.name, name } });
    if (weight > 256) reportUnsupported(scope.report, origin, `takes weights up to 256, not ${weight}`, "divide the weights of all servers by the same number");
    return {
      origin,
      name,
      address: scope.quote.word(endpointText({ host: address, port }), origin),
      params: [
        ...(weighted ? [words`weight ${weight}`] : []),
        ...(backup ? [words`backup`] : []),
        ...(maxconn === null || sameLimit ? [] : [words`maxconn ${maxconn}`]),
        ...(pool.sticky?.by === "cookie" ? [words`cookie ${name}`] : []),
        ...(isNamed(server) ? nameParams(scope, planned, server, resolvers) : []),
      ],
    };
  });
}

/** A name that does not resolve yet keeps no other server from its start, and is followed when it moves. */
function nameParams(scope: Scope, planned: PlannedPool, { address, origin }: IrServer, resolvers: ResolverList): readonly Quoted[] {
  const sound = address.length <= 253 && /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\.?$/.test(address);
  if (!sound) reportUnsupported(scope.report, origin, `finds no server \`${address}\``, "write an address, or a name that DNS knows");
  const name = sound ? scope.quote.word(address, origin) : words`-`;
  const { pool } = planned;
  const checked = pool.check !== null && pool.check.form !== "none";
  const told = pool.tls === null || passesTls(planned) ? [] : [words`sni str(${name})`, ...(checked ? [words`check-sni ${name}`] : [])];
  return [words`init-addr last,libc,none`, words`resolvers ${resolvers.forNames(pool)}`, ...told];
}

/** Slots that are filled with what Consul's DNS answers. */
function findServers(scope: Scope, { pool }: PlannedPool, resolvers: ResolverList): ServerTemplate | null {
  const { discovery, servers } = pool;
  if (discovery === null) return null;
  const { report, quote } = scope;
  const { origin, service, via } = discovery;
  if (via !== "dns") {
    reportUnsupported(report, origin, `finds no servers by \`via ${via}\``, "write `via dns`");
    return null;
  }
  if (servers.some(({ backup, weight }) => backup || weight !== servers[0]!.weight)) {
    reportUnsupported(report, pool.origin, "takes all servers that it finds by DNS alike", "leave `weight` and `backup` out, or leave discovery out");
  }
  if (!/^[A-Za-z0-9_-]{1,63}$/.test(service)) reportUnsupported(report, origin, `cannot ask DNS for the service \`${service}\``, "name it with letters, digits and `-`");
  const section = resolvers.forDiscovery(discovery);
  if (section === null) return null;
  const ports = new Set(servers.map(({ port }) => port));
  const [port] = ports;
  // Only SRV records tell ports.
  const fqdn = ports.size === 1 ? `${service}.service.consul:${port}` : `_${service}._tcp.service.consul`;
  const params = [words`resolvers ${section}`, words`init-addr none`];
  return { origin, prefix: words`${identifier(pool.name)}-`, count: Math.max(10, 2 * servers.length), fqdn: quote.word(fqdn, origin), params };
}

/** `option` lines of the section that are about its servers. */
export function serverOptions({ pool, mode }: PlannedPool, redispatchEverywhere: boolean): readonly Line[] {
  const { origin, redispatch, keepalive, servers } = pool;
  return [
    ...(redispatch && !redispatchEverywhere ? [{ origin, text: words`redispatch` }] : []),
    ...(mode === "http" && keepalive === 0 ? [{ origin, text: words`http-server-close` }] : []),
    // Else only the first of several takes the place of all the others.
    ...(mode === "http" && servers.filter(({ backup }) => backup).length > 1 ? [{ origin, text: words`allbackups` }] : []),
  ];
}
