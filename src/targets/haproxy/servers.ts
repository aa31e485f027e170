import type { Pool, Server as IrServer } from "../../ir/traffic.js";
import { lowerCheck } from "./checks.js";
import { endpointText } from "./logs.js";
import type { Line, Proxy, Server, ServerTemplate } from "./model.js";
import { haproxyName, type PlannedPool } from "./plan.js";
import { identifier, type Quoted, uniqueAll, words } from "./quote.js";
import type { ResolverList } from "./resolvers.js";
import type { Scope } from "./scope.js";
import { serverTls } from "./tls.js";
import { reportUnsupported } from "./unsupported.js";

/** The servers of a pool and what all of them have alike. Source: HAProxy Configuration Manual, `server`, `server-template`, section 5.2. */
export function lowerServers(scope: Scope, planned: PlannedPool, resolvers: ResolverList): Pick<Proxy, "check" | "default_server" | "server" | "server_template"> {
  const { pool } = planned;
  const { lines, params } = lowerCheck(scope, planned);
  const found = pool.discovery === null ? null : findServers(scope, planned, resolvers);
  const maxconn = sameMaxconn(pool);
  const alike = alikeOf(scope, planned, maxconn);
  return { check: lines, default_server: alike.length === 0 ? params : params.concat(alike), server: pool.discovery === null ? listServers(scope, planned, maxconn !== null, resolvers) : none, server_template: found };
}

const none: readonly never[] = [];

/** What all servers say besides how they are checked. */
function alikeOf(scope: Scope, planned: PlannedPool, maxconn: number | null): readonly Quoted[] {
  const { pool, mode } = planned;
  const params: Quoted[] = [];
  if (pool.onDown === "close") params.push(words`on-marked-down shutdown-sessions`);
  if (maxconn !== null) params.push(words`maxconn ${maxconn}`);
  if (mode === "http" && pool.keepalive > 0) params.push(words`pool-max-conn ${pool.keepalive}`);
  if (pool.proxyProtocol !== null) params.push(pool.proxyProtocol === "v1" ? words`send-proxy` : words`send-proxy-v2`);
  const tls = planned.passesTls ? null : pool.tls;
  const named = tls !== null && pool.discovery === null && pool.servers.length > 0 && pool.servers.every(isNamed);
  const protocolIsGrpc = mode === "http" && pool.protocol === "grpc";
  if (tls !== null || protocolIsGrpc) params.push(...serverTls(scope, tls, protocolIsGrpc, named));
  return params;
}

export function isNamed({ address }: IrServer): boolean {
  return !/^\d+(\.\d+){3}$|:/.test(address);
}

/** What all servers have, to be said once. */
function sameMaxconn({ servers }: Pool): number | null {
  const first = servers[0];
  return first !== undefined && servers.every(({ maxconn }) => maxconn === first.maxconn) ? first.maxconn : null;
}

function listServers(scope: Scope, planned: PlannedPool, sameLimit: boolean, resolvers: ResolverList): readonly Server[] {
  const { servers } = planned.pool;
  const wanted = servers.map(nameOf);
  const names = uniqueAll(wanted);
  const weighted = servers.some(isWeighted);
  return servers.map((server, at) => {
    const { weight, origin } = server;
    const name = names[at]!;
    if (wanted[at] !== server.name) scope.report(haproxyName, { at: origin, data: { wanted: server.name, name } });
    if (weight > 256) reportUnsupported(scope.report, origin, `takes weights up to 256, not ${weight}`, "divide the weights of all servers by the same number");
    const address = scope.quote.word(endpointText({ host: server.address, port: server.port }), origin);
    return { origin, name, address, params: ownParams(scope, planned, server, name, weighted, sameLimit, resolvers) };
  });
}

function nameOf({ name }: IrServer): Quoted {
  return identifier(name);
}

function isWeighted({ weight }: IrServer): boolean {
  return weight !== 1;
}

/** What one server has besides. */
function ownParams(scope: Scope, planned: PlannedPool, server: IrServer, name: Quoted, weighted: boolean, sameLimit: boolean, resolvers: ResolverList): readonly Quoted[] {
  const { weight, backup, maxconn } = server;
  const limited = maxconn !== null && !sameLimit;
  const kept = planned.pool.sticky?.by === "cookie";
  const named = isNamed(server);
  if (!weighted && !backup && !limited && !kept && !named) return none;
  return [
    ...(weighted ? [words`weight ${weight}`] : []),
    ...(backup ? [words`backup`] : []),
    ...(limited ? [words`maxconn ${maxconn}`] : []),
    ...(kept ? [words`cookie ${name}`] : []),
    ...(named ? nameParams(scope, planned, server, resolvers) : []),
  ];
}

/** A name that does not resolve yet keeps no other server from its start, and is followed when it moves. */
function nameParams(scope: Scope, planned: PlannedPool, { address, origin }: IrServer, resolvers: ResolverList): readonly Quoted[] {
  const sound = address.length <= 253 && /^[A-Za-z0-9_][A-Za-z0-9_-]{0,62}(\.[A-Za-z0-9_][A-Za-z0-9_-]{0,62})*\.?$/.test(address);
  if (!sound) reportUnsupported(scope.report, origin, `finds no server \`${address}\``, "write an address, or a name that DNS knows");
  const name = sound ? scope.quote.word(address, origin) : words`-`;
  const { pool } = planned;
  const checked = pool.check !== null && pool.check.form !== "none";
  const told = pool.tls === null || planned.passesTls ? [] : [words`sni str(${name})`, ...(checked ? [words`check-sni ${name}`] : [])];
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
  const asks = redispatch && !redispatchEverywhere;
  const closes = mode === "http" && keepalive === 0;
  // Else only the first of several takes the place of all the others.
  const spreads = mode === "http" && countBackups(servers) > 1;
  if (!asks && !closes && !spreads) return none;
  return [
    ...(asks ? [{ origin, text: words`redispatch` }] : []),
    ...(closes ? [{ origin, text: words`http-server-close` }] : []),
    ...(spreads ? [{ origin, text: words`allbackups` }] : []),
  ];
}

function countBackups(servers: readonly IrServer[]): number {
  let count = 0;
  for (let at = 0; at < servers.length; at++) if (servers[at]!.backup) count++;
  return count;
}
