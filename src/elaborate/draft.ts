import type { Report } from "../diagnostics/define.js";
import { compareNames } from "../source/order.js";
import { type Bound, type Entity, find } from "../bind/bound.js";
import type { KindName, kinds } from "../vocabulary/index.js";
import { isLayer } from "../vocabulary/layers.js";

export type EntityOf<K extends KindName> = Entity<(typeof kinds)[K]>;

/** The declarations while what they imply is added. */
export interface Draft {
  readonly report: Report;
  readonly entities: Map<string, Entity>;
  /** In the order of names. */
  ofKind<K extends KindName>(kind: K): readonly EntityOf<K>[];
  get(name: string): Entity | undefined;
  /** Adds a declaration, or puts it in the place of the one of its name. */
  put(entity: Entity): void;
  /** Adds clauses to a declaration; those that it has stay as they are. */
  extend(name: string, clauses: readonly Bound[]): void;
}

export function createDraft(entities: readonly Entity[], report: Report): Draft {
  const byName = new Map<string, Entity>();
  for (const entity of entities) if (!byName.has(keyOf(entity))) byName.set(keyOf(entity), entity);
  return {
    report,
    entities: byName,
    ofKind: <K extends KindName>(kind: K) =>
      [...byName.values()].filter((entity) => entity.kind === kind).sort((a, b) => compareNames(a.name, b.name)) as unknown as readonly EntityOf<K>[],
    get: (name) => byName.get(name),
    put: (entity) => void byName.set(keyOf(entity), entity),
    extend(name, clauses) {
      const entity = byName.get(name);
      if (entity && clauses.length > 0) byName.set(name, { ...entity, clauses: [...entity.clauses, ...clauses] });
    },
  };
}

/** Secrets have a namespace of their own, and so has the site. */
export function keyOf({ kind, name }: Pick<Entity, "kind" | "name">): string {
  return ["secret", "site"].includes(kind) ? `${kind} ${name}` : name;
}

/** Whether something stands at an endpoint already, so that nothing is generated for it. */
export function isForeign(entity: Entity): boolean {
  return entity.clauses.some(({ word }) => word === "at");
}

/** The names of the hosts that a declaration is placed on, in the order in which they are written. */
export function hostsOf(entity: Entity): readonly string[] {
  const on = find(entity as unknown as EntityOf<"service">, "on");
  return on?.args.hosts.map(({ value }) => value.name) ?? [];
}

/** One instance of a declaration, before it has an address. */
export interface Instance {
  readonly name: string;
  /** From 1. */
  readonly index: number;
  readonly host: string | undefined;
}

/** Whether a kind has instances: whether `xN` can follow its name. */
export function hasInstances(entity: Entity): boolean {
  return "times" in entity.declaration.args;
}

/**
 * The instances of a declaration. Without `xN` and on at most one host it is one, of its own name; else they are `goods-1`,
 * `goods-2` …, number i on host i, and round again.
 */
export function instancesOf(entity: Entity): readonly Instance[] {
  if (!hasInstances(entity) || isForeign(entity)) return [];
  const hosts = hostsOf(entity);
  const times = (entity as unknown as EntityOf<"service">).args.times?.value;
  if (times === undefined && hosts.length <= 1) return [{ name: entity.name, index: 1, host: hosts[0] }];
  const count = times ?? hosts.length;
  return Array.from({ length: count }, (_, index) => ({
    name: `${entity.name}-${index + 1}`,
    index: index + 1,
    host: hosts.length === 0 ? undefined : hosts[index % hosts.length],
  }));
}

/** Whether its instances on `host` run in containers of that host. Proxies, caches and Consul are the host's own daemons. */
export function runsInContainer(entity: Entity, host: string | undefined, draft: Pick<Draft, "get">): boolean {
  if (host === undefined) return true;
  if (isLayer(entity) || entity.kind === "consul" || entity.kind === "logs") return false;
  const found = draft.get(host) as EntityOf<"host"> | undefined;
  return found?.kind === "host" && find(found, "runtime")?.args.runtime.value === "docker";
}
