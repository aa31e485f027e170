import { type Bound, find, findAll } from "../bind/bound.js";
import { engineOf, isAction } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Tls } from "../ir/basics.js";
import type { Listen, Pool } from "../ir/traffic.js";
import { implied } from "../source/origin.js";
import type { listen as listenKind, routeEntry } from "../vocabulary/clauses/traffic.js";
import type { Bind } from "../vocabulary/values/addresses.js";
import { clauseOfRequests, impliedCertificate, routeWithoutListen, unusedTls } from "./diagnostics.js";
import { sameItems } from "../source/kept-lists.js";
import { type Levels, type Lowering, nativesOf, nearest, nearestAll, none, tellingLevels } from "./lowering.js";
import { aimOf, lowerPool } from "./pools.js";
import { type Listening, lowerRoutes, reportUnasked, routeOfAction, routeToAll } from "./routes.js";
import { lowerTimeouts } from "./timeouts.js";
import { lowerTls } from "./tls.js";

type Gateway = EntityOf<"gateway">;
type ListenClause = Bound<typeof listenKind>;

/** Ports that speak TLS where the declaration says `tls`. */
const tlsPorts = new Set([443, 8443]);

/** Pools while listens and routes ask for them; equal ones are one. */
export interface PoolCollector {
  readonly pools: readonly Pool[];
  /** Whether each of them has the name of its declaration, and is the only one that was asked for there. */
  readonly isPlain: boolean;
  /** Puts others in their place, which are plain as well. */
  take(pools: readonly Pool[]): void;
  /** The name of the pool: of one that is there and says the same, or of the one that is added. */
  add(pool: Pool): string;
}

export function lowerListens(entity: Gateway, lowering: Lowering): { readonly listens: Listen[]; readonly pools: Pool[] } {
  const collector = createCollector();
  const clauses = findAll(entity, "listen") as unknown as readonly ListenClause[];
  const levelsAt = levelsOf(entity, lowering);
  const lowered = clauses.map((clause, at) => ({ led: find(clause, "->")?.args.target.value.name, listens: lowerListen({ clause, entity, levels: levelsAt(clause), called: `${entity.name} ${at}` }, collector, lowering) }));
  const listens = lowered.flatMap((each) => each.listens);
  const asks = lowered.some((each) => each.led === undefined && each.listens.some(({ mode }) => mode === "http"));
  const led = new Set(lowered.flatMap((each) => (each.led === undefined ? [] : [each.led, lowering.node(each.led)?.entity ?? each.led])));
  const [unused] = findAll(entity, "tls");
  // That a listen takes plain HTTP on the port of TLS is said of that listen.
  const isPlain = listens.length > 0 && listens.every(({ tls, mode, binds }) => tls === null && !(mode === "http" && binds.some(({ from, to }) => from <= 443 && 443 <= to)));
  if (unused !== undefined && isPlain) lowering.report(unusedTls, { at: unused.origin, data: { name: entity.name } });
  if (!asks) reportUnasked(entity, led, lowering);
  return { listens, pools: sameItems(`pools ${entity.name}`, collector.pools.slice(), lowering.tables) };
}

/** So many pools of one declaration are compared one by one. */
const few = 8;

/** What is known of a name, which most pools share with their declaration. */
interface Met {
  /** The pools of the declaration of that name, as far as they are compared one by one. */
  alike: Pool[];
  /** With what number another pool of that name would end; 0 where none has it. */
  next: number;
}

function createCollector(): PoolCollector {
  let pools: Pool[] = [];
  let isPlain = true;
  // Of most names there is one pool, that of its declaration.
  let known: Map<string, Met | Pool> | undefined;
  const names = (): Map<string, Met | Pool> => (known ??= new Map(pools.map((pool) => [pool.name, pool])));
  const byContent = new Map<string, string>();
  const meet = (name: string): Met => {
    isPlain = false;
    const byName = names();
    const found = byName.get(name);
    if (found !== undefined && "alike" in found) return found;
    const met: Met = found === undefined ? { alike: none, next: 0 } : { alike: [found], next: 2 };
    byName.set(name, met);
    return met;
  };
  const isTaken = (name: string): boolean => {
    const found = names().get(name);
    return found !== undefined && (!("alike" in found) || found.next > 0);
  };
  const nameFor = (name: string, met: Met): string => {
    if (met.next === 0) return name;
    while (isTaken(`${name}-${met.next}`)) met.next++;
    return `${name}-${met.next++}`;
  };
  return {
    get pools() {
      return pools;
    },
    get isPlain() {
      return isPlain;
    },
    take(others) {
      pools = others.slice();
      known = undefined;
    },
    add(pool) {
      const byName = names();
      const found = pool.name === pool.entity ? byName.get(pool.name) : null;
      if (found === pool) return pool.name;
      if (found === undefined) {
        byName.set(pool.name, pool);
        pools.push(pool);
        return pool.name;
      }
      const own = meet(pool.entity);
      const content = own.alike.length < few ? undefined : contentOf(pool);
      const same = own.alike.find((each) => isAlike(each, pool))?.name ?? (content === undefined ? undefined : byContent.get(content));
      if (same !== undefined) return same;
      const met = pool.name === pool.entity ? own : meet(pool.name);
      const name = nameFor(pool.name, met);
      const named = name === pool.name ? pool : { ...pool, name };
      pools.push(named);
      (name === pool.name ? met : meet(name)).next ||= 2;
      if (content !== undefined) byContent.set(content, name);
      else if (own.alike.length > 0) own.alike.push(named);
      else own.alike = [named];
      return name;
    },
  };
}

/** Whether two pools do the same, whatever they are called. */
function isAlike(pool: Pool, other: Pool): boolean {
  return (Object.keys(pool) as (keyof Pool)[]).every((key) => key === "name" || key === "origin" || isSame(pool[key], other[key]));
}

/** Whether two values of a site are equal, wherever they were said. */
function isSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  const [mine, theirs] = [one as Readonly<Record<string, unknown>>, other as Readonly<Record<string, unknown>>];
  const keys = Object.keys(mine);
  return keys.length === Object.keys(theirs).length && keys.every((key) => key === "origin" || isSame(mine[key], theirs[key]));
}

/** What a pool does, as a text. */
function contentOf(pool: Pool): string {
  return JSON.stringify({ ...pool, name: "" }, (key, value: unknown) => (key === "origin" ? undefined : value));
}

/** One listen; ports that speak TLS and ports that do not are two. */
function lowerListen(around: Omit<Listening, "secure">, collector: PoolCollector, lowering: Lowering): readonly Listen[] {
  const { clause, entity, levels, called } = around;
  const own = find(clause, "tls");
  const secure = clause.args.binds.filter(({ value }) => own !== undefined || (entity.kind === "gateway" && tlsPorts.has(value.from)));
  const plain = clause.args.binds.filter((bind) => !secure.includes(bind));
  const arrow = find(clause, "->");
  const base = find(clause, "as")?.args.name.value;
  return [plain, secure].flatMap((binds, index) => {
    if (binds.length === 0) return [];
    const tls = index === 0 ? null : tlsOf(own, entity, binds[0]!.origin, lowering);
    const answers = arrow !== undefined && isAction(arrow as unknown as Bound);
    const pool = arrow && !answers ? lowerPool(aimOf(arrow.args.target, arrow.args.detail), { origin: arrow.origin, levels, proxy: entity }, lowering) : undefined;
    const mode = clause.args.mode?.value ?? (pool !== undefined ? modeOf(pool, entity) : answers || entity.kind === "gateway" || hasRoutes(clause, entity, lowering) ? "http" : "tcp");
    const shaped = pool && { ...pool, protocol: mode === "tcp" && pool.protocol !== "udp" ? ("tcp" as const) : pool.protocol };
    if (index === 0 || plain.length === 0) reportClauses(clause, mode, arrow, entity, lowering);
    const secure = tls !== null;
    const lead = leadOf({ clause, entity, levels, mode, secure, called: secure ? `${called} tls` : called }, shaped, collector, lowering);
    const first = binds[0]!.value;
    return {
      name: base ?? `${entity.name}-${first.from}${first.transport === "udp" ? "-udp" : ""}`,
      binds: binds.flatMap(({ value, origin }) => (isPublished(value, entity) ? [null] : addressesOf(value.address, entity)).map((address) => ({ address, from: value.from, to: value.to, transport: value.transport, origin }))),
      mode,
      tls,
      acceptProxy: nearestAll<Bound<typeof routeEntry.clauses.proxy>>(levels, "proxy").some(({ args }) => args.form.value === "accept"),
      maxconn: find(clause, "maxconn")?.args.count.value ?? null,
      timeouts: lowerTimeouts(levels, clause.origin),
      routes: lead.routes,
      pool: lead.pool,
      native: nativesOf(clause as unknown as Bound, "nginx", "haproxy"),
      origin: clause.origin,
    };
  });
}

/** The levels around a listen: the same object as before where the declaration is the same, as what is worked out for all routes of a listen is known by it. */
function levelsOf(entity: Gateway, { tables }: Lowering): (clause: ListenClause) => Levels {
  const known = tables.table<ListenClause, Levels>(`levels ${entity.name}`, [entity]);
  return (clause) => {
    const levels = known.get(clause) ?? tellingLevels([clause as unknown as Bound], entity);
    known.set(clause, levels);
    return levels;
  };
}

/** Where a listen leads: to a pool, or by routes; to a pool by a route for all where it says something of the requests. */
function leadOf(listening: Listening & { readonly mode: Listen["mode"] }, shaped: Pool | undefined, collector: PoolCollector, lowering: Lowering): Pick<Listen, "pool" | "routes"> {
  const { clause, entity, mode, secure, levels } = listening;
  const arrow = find(clause, "->");
  if (shaped !== undefined && arrow !== undefined) {
    const pool = collector.add(shaped);
    const engine = engineOf(entity);
    const route = mode === "http" && engine !== "lvs" ? routeToAll(pool, arrow.origin, levels, engine === "haproxy" ? null : 2 ** 20) : undefined;
    return route === undefined ? { pool, routes: [] } : { pool: null, routes: [route] };
  }
  if (mode === "tcp") return { pool: null, routes: [] };
  const answers = arrow !== undefined && isAction(arrow as unknown as Bound);
  return { pool: null, routes: answers ? routeOfAction(arrow, levels, secure, lowering) : lowerRoutes(listening, collector, lowering) };
}

/** Clauses that are about requests, which a stream has none of. */
const requestClauses: ReadonlySet<string> = new Set(["limit", "header", "forward", "body", "buffer", "degrade"]);

/** Reports what a listen says in vain: of the requests of a stream, and routes beside the one thing that it leads to. */
function reportClauses({ clauses, origin }: ListenClause, mode: "http" | "tcp", arrow: Bound | undefined, entity: Gateway, { report }: Lowering): void {
  if (engineOf(entity) === "lvs") return;
  for (const { word, origin: at } of clauses as readonly Bound[]) {
    if (mode === "tcp" && requestClauses.has(word)) report(clauseOfRequests, { at, data: { word }, related: [{ span: origin.span, text: "passes a stream on" }] });
    else if (word === "route" && (mode === "tcp" || arrow !== undefined)) report(routeWithoutListen, { at, data: { name: entity.name, route: "route" } });
  }
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

export function tlsOf(own: Bound | undefined, entity: Gateway, origin: Listen["origin"], { report }: Lowering): Tls {
  const clause = own ?? nearest<Bound>([entity], "tls");
  const tls = clause && lowerTls(clause as unknown as Parameters<typeof lowerTls>[0]);
  if (tls?.certificate) return tls;
  const path = `/etc/ssl/infc/${entity.name}.pem`;
  report(impliedCertificate, { at: origin, data: { name: entity.name, path } });
  return { key: null, authority: null, minimum: "1.2", ciphers: null, verify: "yes", ...tls, certificate: path, origin: implied(origin, "the certificate of a port that speaks TLS") };
}
