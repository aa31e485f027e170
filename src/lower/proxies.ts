import { type Bound, find, findAll } from "../bind/bound.js";
import { engineOf } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Node } from "../ir/place.js";
import type { Page, Proxy } from "../ir/traffic.js";
import type { Origin } from "../source/origin.js";
import { traffic } from "../vocabulary/clauses/traffic.js";
import type { Bind } from "../vocabulary/values/addresses.js";
import { lvsMode } from "./diagnostics.js";
import { lowerListens } from "./listens.js";
import { lowerLogs } from "./logs-written.js";
import { type Lowering, nativesOf, ofKind, secretOf } from "./lowering.js";

type ProxyEntity = EntityOf<"gateway">;

/** Every gateway and balancer. */
export function lowerProxies(lowering: Lowering): Proxy[] {
  return [...ofKind(lowering, "gateway"), ...(ofKind(lowering, "balancer") as unknown as readonly ProxyEntity[])].map((proxy) => lowerProxy(proxy, lowering));
}

function lowerProxy(entity: ProxyEntity, lowering: Lowering): Proxy {
  const nodes = lowering.nodesByEntity.get(entity.name) ?? [];
  const engine = engineOf(entity) as Proxy["engine"];
  const said = find(entity as unknown as EntityOf<"balancer">, "mode");
  const mode = said?.args.mode.value ?? null;
  const needsMode = engine === "lvs" && !said;
  if (needsMode || (said && engine !== "lvs")) lowering.report(lvsMode, { at: said?.origin ?? entity.nameOrigin, data: { name: entity.name, engine } });
  const { listens, pools } = lowerListens(entity, lowering);
  return {
    name: entity.name,
    kind: entity.kind as "gateway" | "balancer",
    engine,
    version: find(entity, "version")?.args.version.value ?? null,
    nodes: nodes.map(({ name }) => name),
    machines: nodes.map(({ machine }) => machine),
    addresses: findAll(entity, "vip").flatMap(({ args }) => args.addresses.map(({ value }) => value.address)),
    listens,
    pools,
    trust: trustOf(entity, lowering),
    maxconn: find(entity, "maxconn")?.args.count.value ?? null,
    stats: findAll(entity, "stats").map((clause) => ({
      ...pageOf(clause.args.bind.value, find(clause, "at")?.args.path.value ?? "/", clause.origin),
      user: find(clause, "user")?.args.user.value ?? null,
      password: passwordOf(find(clause, "password")),
      refreshMs: find(clause, "refresh")?.args.interval.value ?? null,
      admin: find(clause, "admin") !== undefined,
      realm: find(clause, "realm")?.args.realm.value ?? null,
    })),
    status: findAll(entity, "status").map((clause) => pageOf(clause.args.bind.value, find(clause, "at")?.args.path.value ?? "/nginx_status", clause.origin)),
    health: findAll(entity, "health").map((clause) => pageOf(clause.args.bind.value, find(clause, "at")?.args.path.value ?? "/healthz", clause.origin)),
    logs: lowerLogs(entity, lowering),
    lua: luaOf(entity),
    mode,
    syncSessions: findAll(entity, "vip").some((vip) => find(vip, "sync-sessions") !== undefined),
    native: nativesOf(entity, "nginx", "haproxy", "openresty", "tengine", "keepalived"),
    origin: entity.origin,
  };
}

function pageOf(bind: Bind, path: string, origin: Origin): Page {
  return { bind: { address: bind.address ?? null, port: bind.from }, path, user: null, password: null, refreshMs: null, admin: false, realm: null, origin };
}

function passwordOf(clause: Bound<typeof traffic.stats.clauses.password> | undefined): Page["password"] {
  return clause === undefined ? null : secretOf(clause.args.password.value);
}

/** Everything in front of it in the site, and what `trust` adds. */
export function trustOf(entity: ProxyEntity, lowering: Lowering): Proxy["trust"] {
  const written = find(entity, "trust")?.args.networks.map(({ value, origin }) => ({ cidr: `${value.address}/${value.length}`, origin })) ?? [];
  const fronts = lowering.chain.frontsOf(entity.name).flatMap(({ front, origin }) =>
    (lowering.nodesByEntity.get(front) ?? []).flatMap((node) => addressesOf(node, lowering)).map((address) => ({ cidr: `${address}/${address.includes(":") ? 128 : 32}`, origin })),
  );
  const seen = new Set<string>();
  return [...written, ...fronts].filter(({ cidr }) => !seen.has(cidr) && seen.add(cidr));
}

/** Which of them it comes from is decided by the way to the other side. */
function addressesOf(node: Node, { hosts }: Lowering): readonly string[] {
  const ofHost = node.host === null ? [] : (hosts.get(node.host)?.interfaces.flatMap(({ address }) => address ?? []) ?? []);
  return [...new Set([node.address, ...node.addresses.map(({ address }) => address), ...ofHost])].filter((address) => /^[\d.]+$|:/.test(address));
}

function luaOf(entity: ProxyEntity): Proxy["lua"] {
  const lua = find(entity, "lua");
  if (lua === undefined) return { paths: [], share: [], phases: [] };
  const phases = (["init", "worker", "access", "log"] as const).flatMap((phase) => {
    const clause = find(lua, phase);
    return clause ? [{ phase, file: clause.args.file.value, origin: clause.origin }] : [];
  });
  return {
    paths: find(lua, "path")?.args.paths.map(({ value }) => value) ?? [],
    share: findAll(lua, "share").map(({ args, origin }) => ({ name: args.name.value, bytes: args.size.value, origin })),
    phases,
  };
}

