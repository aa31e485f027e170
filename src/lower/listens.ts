import { type Bound, find, findAll } from "../bind/bound.js";
import { engineOf, isAction } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Tls } from "../ir/basics.js";
import type { Listen, Pool, Route } from "../ir/traffic.js";
import { implied } from "../source/origin.js";
import type { listen as listenKind, routeEntry } from "../vocabulary/clauses/traffic.js";
import type { Bind } from "../vocabulary/values/addresses.js";
import { impliedCertificate } from "./diagnostics.js";
import { type Lowering, nativesOf, nearest, nearestAll } from "./lowering.js";
import { lowerPool } from "./pools.js";
import { lowerRoutes } from "./routes.js";
import { lowerTimeouts } from "./timeouts.js";
import { lowerTls } from "./tls.js";

type Gateway = EntityOf<"gateway">;
type ListenClause = Bound<typeof listenKind>;

/** Ports that speak TLS where the declaration says `tls`. */
const tlsPorts = new Set([443, 8443]);

/** Pools while listens and routes ask for them; equal ones are one. */
export interface PoolCollector {
  readonly pools: Pool[];
  /** The name of the pool: of one that is there and says the same, or of the one that is added. */
  add(pool: Pool): string;
}

export function lowerListens(entity: Gateway, lowering: Lowering): { readonly listens: Listen[]; readonly pools: Pool[] } {
  const collector = createCollector();
  const listens = findAll(entity, "listen").flatMap((clause) => lowerListen(clause as unknown as ListenClause, entity, collector, lowering));
  return { listens, pools: collector.pools };
}

function createCollector(): PoolCollector {
  const pools: Pool[] = [];
  const names = new Set<string>();
  const byContent = new Map<string, string>();
  return {
    pools,
    add(pool) {
      const content = contentOf(pool);
      const same = byContent.get(content);
      if (same !== undefined) return same;
      let name = pool.name;
      for (let number = 2; names.has(name); number++) name = `${pool.name}-${number}`;
      pools.push({ ...pool, name });
      names.add(name);
      byContent.set(content, name);
      return name;
    },
  };
}

/** What a pool does, without where it was said. */
function contentOf(pool: Pool): string {
  return JSON.stringify({ ...pool, name: "" }, (key, value: unknown) => (key === "origin" ? undefined : value));
}

/** One listen; ports that speak TLS and ports that do not are two. */
function lowerListen(clause: ListenClause, entity: Gateway, collector: PoolCollector, lowering: Lowering): readonly Listen[] {
  const levels: readonly Bound[] = [clause, entity];
  const own = find(clause, "tls");
  const secure = clause.args.binds.filter(({ value }) => own !== undefined || (entity.kind === "gateway" && tlsPorts.has(value.from)));
  const plain = clause.args.binds.filter((bind) => !secure.includes(bind));
  const arrow = find(clause, "->");
  const base = find(clause, "as")?.args.name.value;
  return [plain, secure].flatMap((binds, index) => {
    if (binds.length === 0) return [];
    const tls = index === 0 ? null : tlsOf(own, entity, binds[0]!.origin, lowering, clause.faulty.size > 0);
    const pool = arrow && !isAction(arrow as unknown as Bound) ? lowerPool({ reference: arrow.args.target, role: arrow.args.detail, origin: arrow.origin, levels, proxy: entity }, lowering) : undefined;
    const mode = clause.args.mode?.value ?? (pool !== undefined ? modeOf(pool, entity) : entity.kind === "gateway" || hasRoutes(clause, entity, lowering) ? "http" : "tcp");
    const shaped = pool && { ...pool, protocol: mode === "tcp" && pool.protocol !== "udp" ? ("tcp" as const) : pool.protocol };
    const routes: readonly Route[] = mode === "http" && shaped === undefined ? lowerRoutes(clause, entity, tls !== null, collector, lowering) : [];
    const first = binds[0]!.value;
    return {
      name: base ?? `${entity.name}-${first.from}${first.transport === "udp" ? "-udp" : ""}`,
      binds: binds.flatMap(({ value, origin }) => (isPublished(value, entity) ? [null] : addressesOf(value.address, entity)).map((address) => ({ address, from: value.from, to: value.to, transport: value.transport, origin }))),
      mode,
      tls,
      acceptProxy: nearestAll<Bound<typeof routeEntry.clauses.proxy>>(levels, "proxy").some(({ args }) => args.form.value === "accept"),
      maxconn: find(clause, "maxconn")?.args.count.value ?? null,
      timeouts: lowerTimeouts(levels, clause.origin),
      routes: [...routes],
      pool: shaped === undefined ? null : collector.add(shaped),
      native: nativesOf(clause as unknown as Bound, "nginx", "haproxy"),
      origin: clause.origin,
    };
  });
}

function modeOf(pool: Pool, entity: Gateway): "http" | "tcp" {
  if (entity.kind === "gateway") return pool.protocol === "tcp" || pool.protocol === "udp" ? "tcp" : "http";
  return "tcp";
}

function hasRoutes(clause: ListenClause, entity: Gateway, { chain }: Lowering): boolean {
  if (findAll(clause, "route").length > 0 || findAll(entity, "route").length > 0) return true;
  return find(clause, "->") === undefined && chain.backsOf(entity.name).length > 0;
}

/** An unaddressed listen binds every VIP of its declaration, else all addresses. */
export function addressesOf(written: string | undefined, entity: Gateway): readonly (string | null)[] {
  if (written !== undefined) return [written];
  const vips = findAll(entity, "vip").flatMap(({ args }) => args.addresses.map(({ value }) => value.address));
  return vips.length > 0 ? vips : [null];
}

/** Whether a port of the engine's host leads to an unaddressed listen of a container: it leads to the container's own address, not to a VIP. */
function isPublished({ address, from }: Bind, entity: Gateway): boolean {
  if (address !== undefined || engineOf(entity) === "lvs" || find(entity, "on") !== undefined) return false;
  return findAll(entity, "publish").some((publish) => (find(publish, "->")?.args.port.value ?? publish.args.binds[0]?.value)?.from === from);
}

/** `isFaulty`: what the listen says could not all be read, its `tls` perhaps. */
export function tlsOf(own: Bound | undefined, entity: Gateway, origin: Listen["origin"], { report }: Lowering, isFaulty = false): Tls {
  const clause = own ?? nearest<Bound>([entity], "tls");
  const tls = clause && lowerTls(clause as unknown as Parameters<typeof lowerTls>[0]);
  if (tls?.certificate) return tls;
  const path = `/etc/ssl/infc/${entity.name}.pem`;
  if (entity.faulty.size === 0 && !isFaulty) report(impliedCertificate, { at: origin, data: { name: entity.name, path } });
  return { key: null, authority: null, minimum: "1.2", ciphers: null, verify: "yes", ...tls, certificate: path, origin: implied(origin, "the certificate of a port that speaks TLS") };
}
