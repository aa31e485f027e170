import { defineDiagnostic } from "../../diagnostics/define.js";
import type { Discovery, Pool, Proxy, Server } from "../../ir/traffic.js";
import { balanceMethod, refusesBackup } from "./balance.js";
import { add, line, section, spaced } from "./directive.js";
import { consulDns, includedServers, registrationOf, type Source, sourceOf, upsync } from "./discovery.js";
import { extend } from "./extend.js";
import { isSince } from "./installation.js";
import { each, eachPair } from "./kept.js";
import type { Directive, Word } from "./model.js";
import { zoneNameOf } from "./names.js";
import { placed } from "./native.js";
import { fixed, isIpv4, isIpv6, joined, named } from "./quote.js";
import { cannot, ignores, type Protocol, type Scope } from "./scope.js";
import { seconds } from "./units.js";
import type { Upstream } from "./upstreams.js";
import { findNamed } from "../../source/group.js";

/** The `upstream` of each of these, in a zone of its own. */
export function printUpstreams(protocol: Protocol, upstreams: readonly Upstream[], proxy: Proxy, scope: Scope): readonly Directive[] {
  const all = `${protocol} upstreams of ${proxy.name}`;
  const zones = scope.zones.takeEach(`${scope.called} zones of ${all}`, each(scope, `zones of ${all}`, [], upstreams, ({ name }) => zoneNameOf(name)), scope.keeping, "_");
  return eachPair(scope, all, [scope.installation.version], upstreams, zones, (upstream, zone) => printUpstream(protocol, upstream, zone, proxy, scope), isPlain);
}

/** Whether the `upstream` follows from the pool, and from the version of nginx: no name is looked up, nothing else keeps the servers. */
function isPlain({ pool: { discovery, native, servers } }: Upstream): boolean {
  return discovery === null && native.length === 0 && !servers.some(({ address }) => isName(address));
}

/**
 * The `upstream` of a pool. The balancing method comes first, as `backup` beside a hash is only refused after it, and `keepalive` last, as it wraps
 * the method. Source: nginx.org, ngx_http_upstream_module.
 */
function printUpstream(protocol: Protocol, upstream: Upstream, zone: string, proxy: Proxy, scope: Scope): Directive {
  const { pool, word } = upstream;
  const source = sourceOf(pool);
  const { method, upsyncMethod } = balanceMethod(protocol, pool, source, scope);
  checkPool(protocol, pool, source, scope);
  const failures = failureWords(pool, scope);
  const resolved = source === "fixed" && resolvesNames(proxy, pool, scope);
  const { origin } = pool;
  const body = method.slice();
  // Each worker has servers of its own where the module changes them.
  if (source !== "upsync") body.push(line(origin, "zone", named(zone), zoneSize(pool)));
  if (resolved) add(body, resolverLines(pool, scope));
  const servers = source === "fixed" ? body : [];
  for (let at = 0; at < pool.servers.length; at++) servers.push(serverLine(pool.servers[at]!, failures, resolved, scope));
  if (source !== "fixed") add(body, membersOf(source, upstream, proxy, pool.discovery!, servers, failures, scope));
  if (source === "upsync") add(body, upsyncMethod);
  if (protocol === "http" && pool.keepalive > 0) body.push(line(origin, "keepalive", fixed(`${pool.keepalive}`)));
  const own = protocol === "http" ? "upstream" : "stream-upstream";
  return section(origin, "upstream", [word], pool.native.length === 0 ? body : extend(body, own, [placed(pool.native, own, scope)], scope.report));
}

/** Where nginx finds the servers. */
function membersOf(source: Exclude<Source, "fixed">, upstream: Upstream, proxy: Proxy, discovery: Discovery, servers: readonly Directive[], failures: Word | null, scope: Scope): readonly Directive[] {
  if (source === "upsync") return upsync(upstream, proxy, discovery, servers, scope);
  return source === "file" ? includedServers(upstream, discovery, servers, scope) : consulDns(proxy, discovery, failures, scope);
}

function serverLine({ address, port, weight, maxconn, backup, origin }: Server, failures: Word | null, resolved: boolean, scope: Scope): Directive {
  let words = scope.quote.endpoint(address, port, origin);
  if (weight > 1) words = spaced(words, fixed(`weight=${weight}`));
  if (maxconn !== null) words = spaced(words, fixed(`max_conns=${maxconn}`));
  if (failures !== null) words = spaced(words, failures);
  if (resolved && isName(address)) words = spaced(words, fixed("resolve"));
  if (backup) words = spaced(words, fixed("backup"));
  // A weight of zero takes no traffic; nginx refuses it as a weight.
  if (weight === 0) words = spaced(words, fixed("down"));
  return line(origin, "server", words);
}

/** After how many failed requests in a time a server is left out for that time; what a registrar writes comes first. */
function failureWords(pool: Pool, scope: Scope): Word | null {
  const registered = registrationOf(pool, scope);
  if (registered !== undefined) return words(registered.maxFails, registered.failTimeoutMs, registered.origin);
  const { check } = pool;
  if (check === null) return null;
  if (check.form === "none") return fixed("max_fails=0");
  return words(check.fall, check.form === "passive" ? check.forMs : check.everyMs, check.origin);

  function words(fails: number, milliseconds: number, at: Pool["origin"]): Word {
    return joined(fixed(`max_fails=${fails} fail_timeout=`), seconds(milliseconds, "for how long a server that failed is left out", at, scope.report));
  }
}

function isName(address: string): boolean {
  return !isIpv4(address) && !isIpv6(address);
}

/** A name is looked up while nginx runs where nginx can do it and a name server is known; else once, at its start. */
function resolvesNames(proxy: Proxy, pool: Pool, scope: Scope): boolean {
  const name = pool.servers.find(({ address }) => isName(address));
  if (name === undefined) return false;
  const able = isSince(scope.installation, "1.27.3") && nameServers(scope).length > 0;
  if (!able && pool.resolve !== null) cannot(scope, pool.resolve.origin, `resolve \`${name.address}\` again while it runs`, "say a `version` of 1.27.3 or later, and the `dns` of the network");
  else if (!able) ignores(scope, name.origin, `looks \`${name.address}\` up once, when it starts`, `it must resolve then, and \`${proxy.name}\` must be reloaded when its address changes`);
  return able;
}

/** Docker's own name server on its networks, else those of the networks that the machine is on. */
function nameServers({ machine, context }: Scope): readonly string[] {
  if (machine.kind === "container") return ["127.0.0.11"];
  const host = findNamed(context.site.hosts, machine.name);
  const joinedNetworks = new Set(host?.interfaces.map(({ network }) => network) ?? []);
  return context.site.networks.filter(({ name }) => joinedNetworks.has(name)).flatMap(({ dns }) => dns);
}

function resolverLines(pool: Pool, scope: Scope): readonly Directive[] {
  const { resolve } = pool;
  const origin = resolve?.origin ?? pool.origin;
  const servers = nameServers(scope).map((address) => scope.quote.endpoint(address, 53, origin));
  if (resolve === null) return [line(origin, "resolver", ...servers)];
  return [
    line(origin, "resolver", ...servers, joined(fixed("valid="), seconds(resolve.everyMs, "how long a name is remembered", origin, scope.report))),
    line(origin, "resolver_timeout", seconds(resolve.timeoutMs, "how long a name server may take", origin, scope.report)),
  ];
}

/** A server takes less than half a kilobyte. */
function zoneSize(pool: Pool): Word {
  return fixed(`${64 * Math.max(1, Math.ceil(pool.servers.length / 100))}k`);
}

function checkPool(protocol: Protocol, pool: Pool, source: Source, scope: Scope): void {
  const { origin, discovery, servers } = pool;
  if (source !== "dns" && !servers.some(({ backup }) => !backup)) scope.report(emptyUpstream, { at: origin, data: { pool: pool.name, backups: servers.length > 0 } });
  if (pool.onDown === "close") cannot(scope, origin, "close the connections of a server that went down", "leave out `on-down close`");
  if (pool.persistMs !== null) cannot(scope, origin, "keep a client on its server for a time", "write `balance source` in place of `persist`");
  if (protocol === "http" && pool.proxyProtocol !== null) cannot(scope, origin, "speak the PROXY protocol to HTTP servers", "the servers find the client in `X-Forwarded-For`");
  if (pool.proxyProtocol === "v2") cannot(scope, origin, "speak version 2 of the PROXY protocol", "write `proxy v1`");
  if (protocol === "stream" && source === "upsync") cannot(scope, discovery!.origin, "read the registry for anything but HTTP", "write `balancer NAME haproxy`, which reads it by DNS");
  if (source === "upsync" || refusesBackup(pool)) checkServers(pool, source, scope);
  if (discovery === null && pool.check !== null && !unasked.has(pool.check.form)) {
    ignores(scope, pool.check.origin, "does not ask its servers whether they are well", "one is left out after requests to it have failed");
  }
}

// Forms of checks that ask for no more than nginx sees of the requests themselves.
const unasked: ReadonlySet<string> = new Set(["tcp", "passive", "none"]);

function checkServers(pool: Pool, source: Source, scope: Scope): void {
  for (const { backup, maxconn, origin } of pool.servers) {
    if (backup && refusesBackup(pool)) cannot(scope, origin, "have a backup server beside a choice by hash, by source or at random", "write another `balance`, or leave out `backup`");
    if (backup && source === "upsync") cannot(scope, origin, "have a backup server among servers from the registry", "leave out `backup`");
    if (maxconn !== null && source === "upsync") cannot(scope, origin, "limit the connections to servers from the registry", "leave out `maxconn`");
  }
}

export const emptyUpstream = defineDiagnostic({
  code: "nginx-empty-upstream",
  severity: "error",
  summary: "A service has no server that nginx could start with.",
  explanation: `
nginx does not start with an upstream that has no server, or backup servers alone. With upsync, too, there must be one to begin with: infc takes
the addresses of the service's instances.

    service goods x0 behind edge     # error
    service goods x2 behind edge
`,
  message: (data: { readonly pool: string; readonly backups: boolean }) => `\`${data.pool}\` has no server${data.backups ? " that is no backup" : ""}, and nginx does not start without one`,
  help: ({ backups }) => (backups ? "leave one server out of `backup`" : "give the service an instance"),
});
