import { type Bound, find, findAll } from "../bind/bound.js";
import { type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import { type CacheEntity, modeOf } from "../elaborate/cache.js";
import { type EntityOf, isForeign } from "../elaborate/draft.js";
import type { Cache, CacheListen, CacheOrigin, CachePeer } from "../ir/cache.js";
import type { Tls } from "../ir/basics.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import { groupBy } from "../source/group.js";
import { implied } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { cache as kind } from "../vocabulary/kinds/cache.js";
import { isProxy } from "../vocabulary/layers.js";
import { circularMatch, duplicateMatch, lowerRules, mixedCondition, unknownMatch } from "./cache-rules.js";
import { addressesOf, tlsOf } from "./listens.js";
import { lowerLogs } from "./logs-written.js";
import { type Levels, type Lowering, nativesOf, ofKind, secretOf } from "./lowering.js";
import { aimOf, lowerPool } from "./pools.js";
import { trustOf } from "./proxies.js";

type Accelerate = Bound<typeof kind.clauses.accelerate>;

/** The port of ICP. Source: RFC 2186. */
const queryPort = 3130;

/** Every cache of the site that is not there already. */
export function lowerCaches(lowering: Lowering): Cache[] {
  return ofKind(lowering, "cache").filter((cache) => !isForeign(cache)).map((cache) => lowerCache(cache, lowering));
}

function lowerCache(cache: CacheEntity, lowering: Lowering): Cache {
  const nodes = lowering.nodesByEntity.get(cache.name) ?? [];
  const memory = find(cache, "memory");
  return {
    name: cache.name,
    version: find(cache, "version")?.args.version.value ?? null,
    nodes: nodes.map(({ name }) => name),
    machines: nodes.map(({ machine }) => machine),
    addresses: findAll(cache, "vip").flatMap(({ args }) => args.addresses.map(({ value }) => value.address)),
    listens: findAll(cache, "listen").map((listen) => lowerListen(listen, cache, lowering)),
    origins: findAll(cache, "accelerate").flatMap((accelerate) => lowerOrigin(accelerate, cache, lowering) ?? []),
    tunnel: find(cache, "tunnel")?.args.ports.map(({ value: { from, to } }) => ({ from, to })) ?? [],
    memory: {
      bytes: memory?.args.size.value ?? 256 * 2 ** 20,
      objectBytes: (memory && find(memory, "object")?.args.size.value) ?? 512 * 2 ** 10,
      replace: (memory && find(memory, "replace")?.args.policy.value) ?? "lru",
      origin: memory?.origin ?? cache.origin,
    },
    disks: findAll(cache, "disk").map((disk) => ({
      path: disk.args.path.value,
      bytes: disk.args.size.value,
      format: disk.args.format?.value ?? "aufs",
      objectBytes: find(disk, "object")?.args.size.value ?? 4 * 2 ** 20,
      replace: find(disk, "replace")?.args.policy.value ?? "lru",
      origin: disk.origin,
    })),
    fresh: findAll(cache, "fresh").map((fresh) => lowerFresh(fresh)),
    ...lowerRules(cache, lowering),
    peers: peersOf(cache, lowering),
    answers: answersOf(cache, lowering),
    trust: trustOf(cache as unknown as EntityOf<"gateway">, lowering),
    ...surroundings(cache),
    logs: lowerLogs(cache, lowering),
    native: nativesOf(cache, "squid", "keepalived"),
    origin: cache.origin,
  };
}

/** What a cache in a container keeps on disk outlives it. */
export function cacheMounts(node: Node, { entities }: Lowering): Container["mounts"] {
  const cache = entities.get(node.entity) as CacheEntity;
  return findAll(cache, "disk").map(({ args, origin }, at) => ({ kind: "volume" as const, source: `${node.name}-cache${at === 0 ? "" : `-${at + 1}`}`, target: args.path.value, readOnly: false, origin }));
}

function lowerListen(listen: Bound<typeof kind.clauses.listen>, cache: CacheEntity, lowering: Lowering): CacheListen {
  const mode = modeOf(listen, cache);
  const entity = cache as unknown as EntityOf<"gateway">;
  const own = find(listen, "tls");
  const [first] = listen.args.binds;
  const secure = own !== undefined || (mode === "accelerate" && (first?.value.from === 443 || first?.value.from === 8443));
  for (const { value, origin } of listen.args.binds) if (value.transport === "udp") lowering.report(cacheTransport, { at: origin, data: { name: cache.name } });
  return {
    binds: listen.args.binds.flatMap(({ value, origin }) =>
      addressesOf(value.address, entity).flatMap((address) => Array.from({ length: value.to - value.from + 1 }, (_, offset) => ({ address, port: value.from + offset, origin }))),
    ),
    mode,
    tls: secure ? tlsOf(own as Bound | undefined, entity, first?.origin ?? listen.origin, lowering) : null,
    origin: listen.origin,
  };
}

/** Squid asks its origins in its own way. */
const noLevels: Levels = [];

/** A URL is one server; a service of the site is its nodes. */
function lowerOrigin(accelerate: Accelerate, cache: CacheEntity, lowering: Lowering): CacheOrigin | undefined {
  const { url, target } = accelerate.args;
  const { origin } = accelerate;
  const domains = find(accelerate, "site")?.args.domains.map(({ value }) => value) ?? [];
  if (url === undefined) {
    const pool = target && lowerPool(aimOf(target), { origin, levels: noLevels, proxy: cache }, lowering);
    if (pool === undefined || target === undefined) return undefined;
    const front = frontOf(target.value.name, lowering);
    const servers = front ?? pool.servers;
    const protocol = (front === undefined ? pool.tls !== null : tlsPorts.has(servers[0]?.port ?? 0)) ? "https" : "http";
    return { name: target.value.name, protocol, servers, domains, tls: protocol === "https" ? towardsOrigin(accelerate, pool.tls) : null, origin };
  }
  const [, scheme, host = "", port, rest = ""] = /^(https?):\/\/(\[[^\]]*\]|[^:/?#]*)(?::(\d+))?(.*)$/.exec(url.value) ?? [];
  if ((rest !== "" && rest !== "/") || host.includes("@") || Number(port ?? 80) > 65_535) {
    lowering.report(originPath, { at: url.origin, label: url.label, data: { url: url.value, server: `${scheme}://${host.replace(/^.*@/, "")}` } });
    return undefined;
  }
  const address = host.replace(/^\[(.*)\]$/, "$1").toLowerCase();
  const protocol = scheme === "https" ? "https" : "http";
  const server = { name: address, address, port: port === undefined ? (protocol === "https" ? 443 : 80) : Number(port), weight: 1, backup: false, maxconn: null, origin };
  return { name: address, protocol, servers: [server], domains, tls: protocol === "https" ? towardsOrigin(accelerate, null) : null, origin };
}

/** Ports that speak TLS. */
const tlsPorts = new Set([443, 8443]);

/** Of a gateway or balancer its VIPs, else its nodes, at the first port that it listens on; undefined for what is none. */
function frontOf(name: string, { entities, nodesByEntity }: Lowering): CacheOrigin["servers"] | undefined {
  const entity = entities.get(name) as EntityOf<"gateway"> | undefined;
  if (entity === undefined || !isProxy(entity)) return undefined;
  const port = findAll(entity, "listen")[0]?.args.binds[0]?.value.from ?? 80;
  const server = (called: string, address: string): CacheOrigin["servers"][number] => ({ name: called, address, port, weight: 1, backup: false, maxconn: null, origin: entity.origin });
  const vips = findAll(entity, "vip").flatMap(({ args }) => args.addresses.map(({ value }) => server(`${name}-vip`, value.address)));
  return vips.length > 0 ? vips : (nodesByEntity.get(name) ?? []).map((node) => server(node.name, node.address));
}

function towardsOrigin(accelerate: Accelerate, service: Tls | null): Tls {
  const verify = find(accelerate, "verify")?.args.whether.value ?? (service?.verify === "no" ? "no" : "yes");
  const authority = find(accelerate, "ca")?.args.path.value ?? service?.authority ?? null;
  return { certificate: null, key: null, minimum: service?.minimum ?? "1.2", ciphers: null, verify, authority, origin: implied(accelerate.origin, "TLS towards an origin that speaks https") };
}

function lowerFresh(fresh: Bound<typeof kind.clauses.fresh>): Cache["fresh"][number] {
  const path = find(fresh, "path");
  const patterns = (path && find(path, "~")?.args.patterns) ?? [];
  const paths = patterns.length > 0 ? patterns : (path?.args.paths ?? []);
  return {
    minMs: fresh.args.min.value,
    maxMs: fresh.args.max.value,
    share: find(fresh, "share")?.args.share.value ?? 20,
    form: patterns.length > 0 ? "regex" : "values",
    paths: paths.map(({ value, origin }) => ({ text: value, origin })),
    despite: find(fresh, "despite")?.args.what.map(({ value }) => value) ?? [],
    origin: fresh.origin,
  };
}

/** The nodes of the caches that it names, and the endpoints. */
function peersOf(cache: CacheEntity, lowering: Lowering): CachePeer[] {
  return findAll(cache, "peers").flatMap(({ args, origin }) => [
    ...args.caches.flatMap(({ value, origin: at }) => {
      const other = lowering.entities.get(value.name) as CacheEntity | undefined;
      if (other === undefined) return [];
      const port = findAll(other, "listen")[0]?.args.binds[0]?.value.from ?? 3128;
      return (lowering.nodesByEntity.get(value.name) ?? []).map(({ name, machine, address }) => ({ name, machine, host: address, port, queryPort, origin: at }));
    }),
    ...args.endpoints.map(({ value: { host, port } }) => ({ name: `${host}:${port}`, machine: null, host, port, queryPort, origin })),
  ]);
}

/** The caches that name another, by its name. */
const askersOf = oncePer((caches: readonly CacheEntity[]): ReadonlyMap<string, readonly CacheEntity[]> => {
  const asked = caches.flatMap((cache) => [...new Set(findAll(cache, "peers").flatMap(({ args }) => args.caches.map(({ value }) => value.name)))].map((name) => ({ name, cache })));
  return new Map([...groupBy(asked, ({ name }) => name)].map(([name, askers]) => [name, askers.map(({ cache }) => cache)]));
});

/** It answers the caches that name it; and what asks others listens for their answers. */
function answersOf(cache: CacheEntity, lowering: Lowering): Cache["answers"] {
  const asking = askersOf(ofKind(lowering, "cache")).get(cache.name) ?? [];
  const own = findAll(cache, "peers")[0];
  const origin = own?.origin ?? asking[0]?.origin;
  if (origin === undefined) return null;
  const addresses = asking.flatMap(({ name }) => (lowering.nodesByEntity.get(name) ?? []).map(({ address }) => address)).filter((address) => /^[\d.]+$|:/.test(address));
  return { port: queryPort, addresses, origin };
}

function surroundings(cache: CacheEntity): Pick<Cache, "login" | "hide" | "dns" | "errors" | "hostname" | "manager" | "filters"> {
  const [login, hide, dns, errors, name, manager] = [find(cache, "login"), find(cache, "hide"), find(cache, "dns"), find(cache, "errors"), find(cache, "name"), find(cache, "manager")];
  const hidden = hide?.args.what.map(({ value }) => value) ?? [];
  const hides = (what: (typeof hidden)[number]): boolean => hidden.length === 0 || hidden.includes(what);
  const password = manager && find(manager, "password");
  return {
    login: login ? { how: login.args.how.value, path: login.args.path.value, realm: find(login, "realm")?.args.realm.value ?? null, ttlMs: find(login, "ttl")?.args.time.value ?? null, origin: login.origin } : null,
    hide: hide ? { client: hides("client"), via: hides("via"), version: hides("version"), origin: hide.origin } : null,
    dns: dns ? { servers: dns.args.servers.map(({ value }) => value.address), origin: dns.origin } : null,
    errors: errors ? { folder: errors.args.folder.value, origin: errors.origin } : null,
    hostname: name ? { name: name.args.domain.value, origin: name.origin } : null,
    manager: manager
      ? {
          mail: find(manager, "mail")?.args.address.value ?? null,
          from: find(manager, "from")?.args.networks.map(({ value }) => `${value.address}/${value.length}`) ?? [],
          password: password ? secretOf(password.args.password.value) : null,
          origin: manager.origin,
        }
      : null,
    filters: findAll(cache, "filter").map((filter) => {
      const { by, what } = filter.args;
      const chosen = what.map(({ value }) => value);
      return {
        by: "icap" in by.value ? ("icap" as const) : ("program" as const),
        target: "icap" in by.value ? by.value.icap : by.value.program,
        requests: chosen.length === 0 || chosen.includes("requests"),
        answers: chosen.length === 0 || chosen.includes("answers"),
        bypass: find(filter, "bypass") !== undefined,
        origin: filter.origin,
      };
    }),
  };
}

export const originPath = defineDiagnostic({
  code: "origin-path",
  severity: "error",
  summary: "The origin of a cache is a server, and its URL has more than that.",
  explanation: `
A cache asks its origin for the paths that it is asked for. A path in the URL of the origin would have to be put before each of them,
and a user or a query has no place at all.

    cache cdn { accelerate http://10.0.0.21/static }     # error
    cache cdn { accelerate http://10.0.0.21 }
`,
  message: (data: { readonly url: string; readonly server: string }) => `\`${data.url}\` is more than a server`,
  help: ({ server }) => `write \`${server}\``,
});

export const cacheTransport = defineDiagnostic({
  code: "cache-transport",
  severity: "error",
  summary: "A cache listens for TCP only.",
  explanation: "\n    cache cdn { listen 443/udp }     # error: HTTP/3 is not what squid speaks\n    cache cdn { listen 443 tls /etc/ssl/cdn.pem }\n",
  message: (data: { readonly name: string }) => `\`${data.name}\` cannot listen on a port of UDP`,
  help: () => "leave `/udp` out",
});

export const cacheDiagnostics: readonly DiagnosticDefinition<never>[] = [originPath, cacheTransport, unknownMatch, duplicateMatch, circularMatch, mixedCondition];
