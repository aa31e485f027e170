import { type Bound, type Entity, find, type Value } from "../bind/bound.js";
import { engineOf } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Tls } from "../ir/basics.js";
import type { Check, Pool, Server, Timeouts } from "../ir/traffic.js";
import { implied, type Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { routeEntry } from "../vocabulary/clauses/traffic.js";
import { isProxy } from "../vocabulary/layers.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { type Back, backOf, protocolOf, waitBehind } from "./backs.js";
import { lowerCheck, noCheckAt } from "./checks.js";
import { unbalanced } from "./diagnostics.js";
import { type Levels, type Lowering, nearest, nearestAll, secretOf } from "./lowering.js";
import { natureOf } from "./pool-nature.js";
import { serversOf } from "./pool-servers.js";
import { lowerTls } from "./tls.js";
import { lowerTimeouts } from "./timeouts.js";

/** What is asked for: a service or cluster, perhaps one port or role of it. */
export interface Aim {
  readonly name: string;
  readonly port: string | undefined;
  readonly role: string | undefined;
  /** Where it is named. */
  readonly at: Origin;
}

export function aimOf(reference: Value<Reference>, role?: Value<string>): Aim {
  const { value: { name, port }, origin } = reference;
  return { name, port, role: role?.value.toLowerCase(), at: origin };
}

/** Where it is asked for. */
export interface Asking {
  readonly origin: Origin;
  /** The entry, the listen and the proxy, the nearest first: what they say overrides what the service says. */
  readonly levels: Levels;
  readonly proxy: Entity;
}

/** Kinds that serve nothing by themselves. */
const passiveKinds = new Set(["host", "network", "site", "secret", "logs"]);

/** The pool that is meant, or `undefined` after a report. */
export function lowerPool({ name, port, role, at }: Aim, { origin, levels, proxy }: Asking, lowering: Lowering): Pool | undefined {
  const back = backOf(name, port, lowering);
  if (back === undefined) return undefined;
  const { entity } = back;
  if (passiveKinds.has(entity.kind)) {
    lowering.report(unbalanced, { at, data: { name, kind: entity.kind }, related: [{ span: entity.nameOrigin.span, text: "declared here" }] });
    return undefined;
  }
  const said = settingsOf(levels);
  const servers = serversOf({ back, at, proxy, backups: said.backups, ownBackups: said.ownBackups, maxconn: said.serverMaxconn }, lowering);
  const protocol = protocolOf(back);
  const { speaks, writes } = natureOf(back, protocol, servers.length);
  return {
    name: poolName(name, port, role),
    entity: entity.name,
    protocol,
    speaks,
    writes,
    role: role ?? null,
    servers: heldAddress(entity, applyRole(servers, role, entity, lowering)),
    balance: said.balance ?? { method: "roundrobin", key: null, origin: implied(origin, "the usual way to choose a server") },
    sticky: said.sticky,
    check: said.check === undefined && isProxy(entity) ? layerCheck(entity, proxy) : withPassword(entity, roleCheck(role, entity, checkBy(proxy, said.check, back))),
    discovery: lowering.discoveries.size === 0 ? null : (lowering.discoveries.get(entity.name) ?? null),
    timeouts: timeoutsOf(back, origin, levels, proxy),
    retries: said.retries,
    redispatch: said.redispatch,
    keepalive: said.keepalive,
    proxyProtocol: said.proxyProtocol,
    onDown: said.onDown,
    tls: tlsTowards(back, protocol),
    persistMs: said.persistMs,
    resolve: said.resolve,
    native: back.native,
    origin,
  };
}

/** What is said around a pool: the same for every pool that is asked for at one place. */
const settingsOf = oncePer((levels: Levels) => {
  const clauses = routeEntry.clauses;
  const balance = nearest<Bound<typeof clauses.balance>>(levels, "balance");
  const retries = nearest<Bound<typeof clauses.retries>>(levels, "retries");
  const proxy = nearestAll<Bound<typeof clauses.proxy>>(levels, "proxy").find(({ args }) => args.form.value === "v1" || args.form.value === "v2");
  const maxconn = nearest<Bound<typeof clauses.maxconn>>(levels, "maxconn");
  return {
    balance: balance && { method: balance.args.method.value, key: keyOf(balance), origin: balance.origin },
    sticky: stickyOf(levels),
    check: nearest(levels, "check"),
    retries: retries?.args.count.value ?? 3,
    redispatch: retries?.args.redispatch !== undefined,
    keepalive: nearest<Bound<typeof clauses.keepalive>>(levels, "keepalive")?.args.count.value ?? 32,
    proxyProtocol: (proxy?.args.form.value as "v1" | "v2" | undefined) ?? null,
    onDown: nearest<Bound<(typeof clauses)["on-down"]>>(levels, "on-down")?.args.how.value ?? "keep",
    persistMs: nearest<Bound<typeof clauses.persist>>(levels, "persist")?.args.time.value ?? null,
    resolve: resolveOf(levels),
    backups: nearestAll(levels, "backup"),
    ownBackups: nearestAll(levels.slice(0, -1), "backup"),
    serverMaxconn: maxconn && find(maxconn, "server")?.args.count.value,
  };
});

/** Of a service the certificate is what the proxy shows; that of an Elasticsearch is its own. What a layer says of TLS is of its own listens. */
function tlsTowards({ entity, said }: Back, protocol: Pool["protocol"]): Tls | null {
  if (said.tls !== undefined && !isProxy(entity)) {
    const tls = lowerTls(said.tls as unknown as Parameters<typeof lowerTls>[0]);
    return entity.kind === "elasticsearch" ? { ...tls, certificate: null, key: null } : tls;
  }
  if (protocol !== "https") return null;
  return { certificate: null, key: null, authority: null, minimum: "1.2", ciphers: null, verify: "yes", origin: implied({ span: entity.origin.span }, "TLS towards a service that speaks https") };
}

function poolName(name: string, port: string | undefined, role: string | undefined): string {
  return port === undefined && role === undefined ? name : [name, port, role].filter((part) => part !== undefined).join("-");
}

function keyOf({ args }: Bound<typeof routeEntry.clauses.balance>): string | null {
  if (args.key === undefined) return null;
  return args.name === undefined ? args.key.value : `${args.key.value} ${args.name.value}`;
}

function stickyOf(levels: Levels): Pool["sticky"] {
  const sticky = nearest<Bound<typeof routeEntry.clauses.sticky>>(levels, "sticky");
  if (sticky === undefined || sticky.args.by.value === "no") return null;
  if (sticky.args.by.value === "cookie") return { by: "cookie", name: sticky.args.cookie?.value ?? "SERVER", mode: sticky.args.mode?.value ?? "insert", origin: sticky.origin };
  return { by: "source", ttlMs: find(sticky, "ttl")?.args.time.value ?? 1_800_000, max: find(sticky, "max")?.args.count.value ?? 200_000, origin: sticky.origin };
}

function resolveOf(levels: Levels): Pool["resolve"] {
  const resolve = nearest<Bound<typeof routeEntry.clauses.resolve>>(levels, "resolve");
  if (resolve === undefined) return null;
  return {
    retries: find(resolve, "retries")?.args.count.value ?? 3,
    everyMs: find(resolve, "every")?.args.interval.value ?? 10_000,
    timeoutMs: find(resolve, "timeout")?.args.wait.value ?? 1000,
    holdMs: find(resolve, "hold")?.args.time.value ?? 30_000,
    origin: resolve.origin,
  };
}

/** The proxy's timeouts, with the answer's time that `behind … timeout` says. */
function timeoutsOf({ entity, said }: Back, origin: Origin, levels: Levels, proxy: Entity): Timeouts {
  const timeouts = lowerTimeouts(said.hasTimeouts ? [...levels, entity] : levels, origin);
  const wait = !said.hasWaits ? undefined : waitBehind(said, proxy.name);
  return wait === undefined ? timeouts : { ...timeouts, serverMs: wait };
}

/** The node that takes writes alone, or the others. Where the role moves, the check finds it and every node stays a server. */
function applyRole(servers: Server[], role: string | undefined, entity: Entity, { node }: Lowering): Server[] {
  if (role === undefined || entity.kind === "postgres" || entity.kind === "redis") return servers;
  const primary = find(entity as unknown as EntityOf<"mysql">, "primary")?.args.node.value.name;
  // By its own name, or that of its host.
  const place = servers.findIndex(({ name }) => primary !== undefined && [name, node(name)?.host].includes(primary));
  const first = Math.max(0, place);
  if (role === "primary" || role === "master") return servers.map((server, index) => ({ ...server, backup: index !== first }));
  return servers.filter((_, index) => index !== first);
}

/** A layer that holds a VIP listens there alone: it is one server, wherever the address is. */
function heldAddress(entity: Entity, servers: Server[]): Server[] {
  const vip = isProxy(entity) ? find(entity as unknown as EntityOf<"gateway">, "vip") : undefined;
  const [first] = servers;
  if (vip === undefined || first === undefined) return servers;
  return [{ ...first, name: entity.name, address: vip.args.addresses[0]!.value.address, origin: vip.origin }];
}

/** The check that is said around the pool, else its own, as `proxy` makes it: a director of LVS puts a server back after one good check, unless another number was asked for. */
function checkBy(proxy: Entity, around: Bound | undefined, back: Back): Check | null {
  const check = around === undefined ? back.check : lowerCheck(around);
  if (check === null || !isDirector(proxy)) return check;
  const isWritten = (around ?? back.said.check)?.clauses.some(({ word, origin }) => word === "rise" && origin.because === undefined);
  return isWritten ? check : { ...check, rise: 1 };
}

function isDirector(proxy: Entity): boolean {
  return (proxy.kind === "gateway" || proxy.kind === "balancer") && engineOf(proxy as unknown as EntityOf<"gateway">) === "lvs";
}

/** By the page of a layer that says whether it serves, else by its port. */
function layerCheck(layer: Bound, proxy: Entity): Check {
  const health = find(layer as unknown as EntityOf<"gateway">, "health");
  const base: Check = { ...noCheckAt(implied(health?.origin ?? layer.origin, "how a layer is looked at by the one in front")), everyMs: 2000, rise: isDirector(proxy) ? 1 : 2 };
  if (health === undefined) return { ...base, form: "tcp" };
  const path = find(health, "at")?.args.path.value ?? "/healthz";
  return { ...base, form: "http", method: "GET", path, port: health.args.bind.value.from, expect: { status: [{ from: 200, to: 399 }] } };
}

/** Redis answers a check only after its password. */
function withPassword(entity: Entity, check: Check | null): Check | null {
  const auth = entity.kind === "redis" && check?.form === "redis" ? find(entity as unknown as EntityOf<"redis">, "auth") : undefined;
  return check && auth ? { ...check, auth: secretOf(auth.args.password.value) } : check;
}

/** Patroni answers by HTTP which node is the primary; redis by INFO. */
function roleCheck(role: string | undefined, entity: Entity, check: Check | null): Check | null {
  if (role === undefined || check === null) return check;
  if (entity.kind === "postgres") return { ...check, form: "http", method: "GET", path: role === "primary" ? "/primary" : "/replica", port: 8008, expect: { status: [{ from: 200, to: 200 }] }, role };
  return { ...check, role, ...(entity.kind === "redis" ? { form: "redis" as const } : {}) };
}
