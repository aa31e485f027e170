import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Registration } from "../../ir/consul.js";
import type { Discovery, Pool, Proxy } from "../../ir/traffic.js";
import { explained, line } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { fixed, isIpv4, joined, named } from "./quote.js";
import { cannot, ignores, need, requireVersion, type Scope } from "./scope.js";
import { seconds, wait } from "./units.js";
import type { Upstream } from "./upstreams.js";
import { groupsBy } from "../../source/group.js";

/** Where the servers of a pool come from. */
export type Source = "upsync" | "dns" | "file" | "fixed";

export function sourceOf(pool: Pool): Source {
  const via = pool.discovery?.via;
  if (via === undefined) return "fixed";
  return via === "dns" || via === "file" ? via : "upsync";
}

export const upsyncFolder = "/var/lib/nginx/upsync";
const operatorFolder = "/etc/nginx/servers";

/**
 * `upsync` and the file that it keeps the servers in. The file has to be there with a server when nginx starts, and it
 * bridges the times when Consul does not answer. Source: the README of nginx-upsync-module.
 */
export function upsync(upstream: Upstream, proxy: Proxy, discovery: Discovery, servers: readonly Directive[], scope: Scope): readonly Directive[] {
  const { pool } = upstream;
  const { origin } = discovery;
  need(scope, "upsync", origin);
  const endpoint = agentOf(proxy, discovery);
  if (endpoint !== undefined && !isIpv4(endpoint.host)) scope.report(upsyncAddress, { at: origin, data: { address: endpoint.host } });
  // Where a registrar puts them into the registry, it reports them.
  const registered = registrationOf(pool, scope)?.key != null;
  for (const server of pool.servers) if (!isIpv4(server.address) && !registered) scope.report(upsyncAddress, { at: server.origin, data: { address: server.address } });
  if (endpoint === undefined) cannot(scope, origin, "read the registry without a Consul agent to ask");
  const asked = endpoint === undefined ? fixed("127.0.0.1:8500") : scope.quote.endpoint(endpoint.host, endpoint.port, origin);
  const list = serverList(upsyncFolder, "upsync", upstream, discovery, servers, scope);
  return [
    line(
      origin,
      "upsync",
      joined(asked, keyPath(discovery, scope)),
      joined(fixed("upsync_timeout="), wait(discovery.timeoutMs, "one read of the registry", origin, scope.report)),
      joined(fixed("upsync_interval="), wait(discovery.everyMs, "the time between two reads of the registry", origin, scope.report)),
      joined(fixed("upsync_type="), upsyncTypes[discovery.via as keyof typeof upsyncTypes]),
      discovery.strict ? fixed("strong_dependency=on") : fixed("strong_dependency=off"),
    ),
    line(origin, "upsync_dump_path", list),
    explained(line(origin, "include", list), fixed("The servers until Consul has answered; the module keeps the file current.")),
  ];
}

const upsyncTypes = { upsync: fixed("consul"), services: fixed("consul_services"), health: fixed("consul_health") };

function agentOf(proxy: Proxy, discovery: Discovery): Discovery["agents"][number]["endpoint"] | undefined {
  return discovery.agents.find(({ node }) => proxy.nodes.includes(node))?.endpoint ?? discovery.agents[0]?.endpoint;
}

/** The slash at the key's end keeps `upstreams/goods_v2/` out of `upstreams/goods/`: Consul looks for a prefix. */
function keyPath({ via, key, service, origin }: Discovery, scope: Scope): Word {
  const path = via === "upsync" ? `/v1/kv/${key}` : via === "services" ? `/v1/catalog/service/${service}` : `/v1/health/service/${service}`;
  if (/^[\w.~/-]+$/.test(path)) return scope.quote.value(path, origin);
  cannot(scope, origin, `ask for \`${via === "upsync" ? key : service}\`, which holds characters that a URL cannot`, "use letters, digits, `-`, `_`, `.` and `/`");
  return fixed("/v1/kv/");
}

/** A file that something else keeps, which reloads nginx when it has changed. */
export function includedServers(upstream: Upstream, discovery: Discovery, servers: readonly Directive[], scope: Scope): readonly Directive[] {
  return [line(discovery.origin, "include", serverList(operatorFolder, "operator", upstream, discovery, servers, scope))];
}

function serverList(folder: string, keeper: "upsync" | "operator", { name }: Upstream, { origin }: Discovery, servers: readonly Directive[], scope: Scope): Word {
  const path = named(`${folder}/${name}.conf`);
  if (!scope.serverLists.some((list) => list.path === path)) scope.serverLists.push({ path, keeper, servers, origin });
  return path;
}

/** Servers from Consul's DNS: SRV records of `_goods._tcp.service.consul`, so that the ports come along. */
export function consulDns(proxy: Proxy, discovery: Discovery, failures: Word | null, scope: Scope): readonly Directive[] {
  const { origin } = discovery;
  requireVersion(scope, origin, "1.27.3", "find its servers by DNS while it runs");
  const cluster = scope.context.site.consuls.find(({ name }) => name === discovery.cluster);
  const host = agentOf(proxy, discovery)?.host;
  if (host === undefined) cannot(scope, origin, "read the registry without a Consul agent to ask");
  return [
    line(origin, "resolver", scope.quote.endpoint(host ?? "127.0.0.1", cluster?.dnsPort ?? 8600, origin), joined(fixed("valid="), validity(discovery, scope))),
    line(origin, "server", fixed("service.consul"), joined(fixed("service="), scope.quote.domain(discovery.service, origin)), fixed("resolve"), ...(failures === null ? [] : [failures])),
  ];
}

function validity({ everyMs, origin }: Discovery, scope: Scope): Word {
  if (everyMs >= 1000) return seconds(everyMs, "how long a name is remembered", origin, scope.report);
  ignores(scope, origin, "looks a name up once a second at most", "an instance that comes or goes is seen a second later");
  return fixed("1s");
}

/** What the registrar writes for the instances of a pool, so that the file and the registry say the same. */
export function registrationOf(pool: Pool, scope: Scope): Registration | undefined {
  const { discovery } = pool;
  return discovery === null ? undefined : registrationsOf(scope.context.site.registrations, pool.entity).find(({ cluster }) => cluster === discovery.cluster);
}

const registrationsOf = groupsBy(({ service }: Registration) => service);

export const upsyncAddress = defineDiagnostic({
  code: "nginx-upsync-address",
  severity: "error",
  summary: "nginx-upsync-module reads IPv4 addresses only.",
  explanation: `
The module skips a key whose last part is not \`IPV4:PORT\`, and it asks Consul at an IPv4 address: names are resolved once, IPv6 is not read.

    host app1 fd00::21      # error, when a service on it is discovered by upsync
    host app1 10.0.0.21
`,
  message: (data: { readonly address: string }) => `upsync reads IPv4 addresses only, and \`${data.address}\` is none`,
  help: () => "give it an IPv4 address, or `discover … { via dns }`",
});

