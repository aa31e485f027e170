import type { Report } from "../diagnostics/define.js";
import { addTo } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { type Bound, clauseNamed, type Entity, find, type Value } from "../bind/bound.js";
import type { KindName, kinds } from "../vocabulary/index.js";
import type { Undeclared } from "../bind/undeclared.js";
import type { Link } from "./chain.js";
import { isLayer } from "../vocabulary/layers.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { once } from "../source/once.js";
import { noTables, type Tables } from "../source/tables.js";
import { secretWords } from "./secrets.js";

export type EntityOf<K extends KindName> = Entity<(typeof kinds)[K]>;

/** Clauses that most declarations do not say: who does is known, so that not every clause of a site is looked at for each. */
const rareWords = ["address", "after", "at", "backup", "discover", "in", "listen", "primary", "publish", "vip", "weight", "with"] as const;
export type RareWord = (typeof rareWords)[number];

/** Each has a bit, and so have all together that take a secret. */
const bitOf = once((): ReadonlyMap<string, number> => {
  const bits = new Map<string, number>(rareWords.map((word, place) => [word, 1 << place]));
  for (const word of secretWords()) bits.set(word, (bits.get(word) ?? 0) | secretBit);
  bits.set("on", onBit);
  return bits;
});
const secretBit = 1 << rareWords.length;
const onBit = secretBit << 1;
/** Of what runs in containers. */
const containedBit = onBit << 1;

function bitsOf(clauses: readonly Bound[]): number {
  const bits = bitOf();
  let found = 0;
  // Every server has a weight; rare is one that is of some hosts alone.
  for (let place = 0; place < clauses.length; place++) {
    const { word, clauses: inner } = clauses[place]!;
    if (word !== "weight" || inner.length > 0) found |= bits.get(word) ?? 0;
  }
  return found;
}

/**
 * What was worked out of a declaration as it stands in the program, for the next compilation: each with what else it was worked out from, which
 * holds while that is the same.
 */
export interface Known {
  /** Which words it says, as the draft notes them. */
  readonly said: number;
  /** Who stands in front of it, or behind, as it says. */
  links: readonly Link[] | undefined;
  /** The names of all declarations among which it found all that it refers to, and those that it refers to. */
  foundAmong: readonly string[] | undefined;
  names: readonly string[];
  completed: { readonly among: object; readonly entity: Entity; readonly said: number } | undefined;
}

/** The declarations while what they imply is added. */
export interface Draft {
  readonly report: Report;
  /** In the order in which they came. */
  readonly entities: readonly Entity[];
  /** Names that the program was to declare besides. */
  readonly undeclared: Pick<Undeclared, "find">;
  /** Names that references say and nobody declares: reported. */
  readonly unknown: Set<string>;
  /** In the order of names. */
  ofKind<K extends KindName>(kind: K): readonly EntityOf<K>[];
  /** Those of all other kinds, in the order of all. */
  except(kind: KindName): readonly Entity[];
  /** Those that say one of these clauses, soundly or not, in the order of all; of `weight` those of some hosts alone, for `secret` what may take one. */
  saying(...words: readonly (RareWord | "secret")[]): readonly Entity[];
  /** Those that say `in`, and those that no `on` places, hosts among them, in the order of all. */
  joining(): readonly Entity[];
  /** Those of which it is not known that they run in containers, in the order of all. */
  uncontained(): readonly Entity[];
  get(name: string): Entity | undefined;
  /** Adds a declaration, or puts it in the place of the one of its name. */
  put(entity: Entity): void;
  /** Adds clauses to a declaration; those that it has stay as they are. */
  extend(name: string, clauses: readonly Bound[]): void;
  /** From now on it is known that the declaration runs in containers. */
  contain(name: string): void;
  /** The places of the declarations of a kind in the list of all, in the order of names. */
  placesOf(kind: KindName): readonly number[];
  /** The places of those that say `on`. */
  placed(): readonly number[];
  /** What is known of the declaration at a place, while it stands there as in the program. */
  knownAt(place: number): Known | undefined;
  saidAt(place: number): number;
  /** Puts a declaration in the place of its earlier form, of which it is known what both say. */
  putAt(place: number, entity: Entity, said: number): void;
}

export function createDraft(entities: readonly Entity[], undeclared: Draft["undeclared"], report: Report, tables: Tables = noTables): Draft {
  const all: Entity[] = [];
  const places = new Map<string, number>();
  // A clause that was taken away leaves its bit behind: who asks sees that it is not there.
  const said: number[] = [];
  const known: (Known | undefined)[] = [];
  const table = tables.table<Entity, Known>("known declarations", []);
  const byKind = new Map<string, number[]>();
  // The kinds whose places are in the order of names.
  const sorted = new Set<string>();
  const add = (key: string, entity: Entity): number => {
    const place = all.push(entity) - 1;
    places.set(key, place);
    said.push(0);
    addTo(byKind, entity.kind, place);
    sorted.delete(entity.kind);
    return place;
  };
  const placesOf = (kind: string): readonly number[] => {
    const own = byKind.get(kind) ?? [];
    if (!sorted.has(kind)) own.sort((a, b) => compareNames(all[a]!.name, all[b]!.name));
    sorted.add(kind);
    return own;
  };
  const putAt = (place: number, entity: Entity, bits: number): void => {
    all[place] = entity;
    said[place]! |= bits;
    known[place] = undefined;
  };
  for (const entity of entities) {
    const key = keyOf(entity);
    if (places.has(key)) continue;
    const place = add(key, entity);
    const kept = table.get(entity);
    putAt(place, entity, kept?.said ?? bitsIn(entity));
    if (tables === noTables) continue;
    known[place] = kept ?? { said: said[place]!, links: undefined, foundAmong: undefined, names: [], completed: undefined };
    if (kept === undefined) table.set(entity, known[place]);
  }
  const select = (isWanted: (bits: number) => boolean): readonly Entity[] => all.filter((_, place) => isWanted(said[place]!));
  return {
    report,
    undeclared,
    unknown: new Set(),
    entities: all,
    ofKind<K extends KindName>(kind: K) {
      return placesOf(kind).map((place) => all[place]!) as readonly Entity[] as unknown as readonly EntityOf<K>[];
    },
    except(kind) {
      const others = [...byKind].flatMap(([each, own]) => (each === kind ? [] : own));
      return others.sort((a, b) => a - b).map((place) => all[place]!);
    },
    saying(...words) {
      const wanted = words.reduce((sum, word) => sum | (word === "secret" ? secretBit : bitOf().get(word)!), 0);
      return select((bits) => (bits & wanted) !== 0);
    },
    joining() {
      const inBit = bitOf().get("in")!;
      return select((bits) => (bits & inBit) !== 0 || (bits & onBit) === 0);
    },
    uncontained: () => select((bits) => (bits & containedBit) === 0),
    get(name) {
      const place = places.get(name);
      return place === undefined ? undefined : all[place];
    },
    put(entity) {
      const key = keyOf(entity);
      putAt(places.get(key) ?? add(key, entity), entity, bitsIn(entity));
    },
    extend(name, clauses) {
      const place = places.get(name);
      if (place === undefined || clauses.length === 0) return;
      const entity = all[place]!;
      putAt(place, { ...entity, clauses: entity.clauses.concat(clauses) }, bitsOf(clauses));
    },
    contain(name) {
      const place = places.get(name);
      if (place !== undefined) said[place]! |= containedBit;
    },
    placesOf,
    placed: () => said.flatMap((bits, place) => ((bits & onBit) === 0 ? [] : [place])),
    knownAt: (place) => known[place],
    saidAt: (place) => said[place]!,
    putAt,
  };
}

/** What a declaration says soundly or not; where it stands only what it says soundly. */
function bitsIn({ clauses, faulty }: Entity): number {
  let bits = bitsOf(clauses);
  for (const word of faulty) if (word !== "on") bits |= bitOf().get(word) ?? 0;
  return bits;
}

/** These declarations, each as it was in the compilation before where it is equal to that; `stage` says how far they are. */
export function sameEntities(stage: string, entities: readonly Entity[], tables: Tables): readonly Entity[] {
  // The declarations of a plural head share where they are said: it is one object in all of them, or rules would take it for several.
  const isOneOfSeveral = ({ origin }: Entity, at: number): boolean => entities[at - 1]?.origin === origin || entities[at + 1]?.origin === origin;
  return tables.sameEach(stage, entities, keyOf, (before, entity, at) => before.origin === entity.origin || !isOneOfSeveral(entity, at));
}

/** Secrets have a namespace of their own, and so has the site. */
export function keyOf({ kind, name }: Pick<Entity, "kind" | "name">): string {
  return kind === "secret" || kind === "site" ? `${kind} ${name}` : name;
}

/** Whether something stands at an endpoint already, so that nothing is generated for it. */
export function isForeign(entity: Entity): boolean {
  return clauseNamed(entity.clauses, "at") !== undefined;
}

/** The names of the hosts that a declaration is placed on, in the order in which they are written. */
export function hostsOf(entity: Entity): readonly string[] {
  return hostValues(entity).map(({ value }) => value.name);
}

/** The same as they are written. */
export function hostValues(entity: Entity): readonly Value<Reference>[] {
  return find(entity as unknown as EntityOf<"service">, "on")?.args.hosts ?? noHosts;
}

const noHosts: readonly Value<Reference>[] = [];

/** Whether two lists of hosts have the same names. */
export function areSameHosts(hosts: readonly Value<Reference>[], others: readonly Value<Reference>[]): boolean {
  if (hosts.length !== others.length) return false;
  for (let place = 0; place < hosts.length; place++) if (hosts[place]!.value.name !== others[place]!.value.name) return false;
  return true;
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
  if (isOne(entity)) return [{ name: entity.name, index: 1, host: hosts[0] }];
  const count = countOf(entity);
  const instances: Instance[] = [];
  for (let place = 0; place < count; place++) {
    instances.push({ name: `${entity.name}-${place + 1}`, index: place + 1, host: hosts.length === 0 ? undefined : hosts[place % hosts.length] });
  }
  return instances;
}

/** How many instances a declaration has that has any. */
export function countOf(entity: Entity): number {
  return timesOf(entity) ?? Math.max(1, hostValues(entity).length);
}

/** The name of an instance at a place, from 0. */
export function nameOfInstance(entity: Entity, place: number): string {
  return isOne(entity) ? entity.name : `${entity.name}-${place + 1}`;
}

function isOne(entity: Entity): boolean {
  return timesOf(entity) === undefined && hostValues(entity).length <= 1;
}

/** Whether it says on which hosts it is. */
export function isPlaced(entity: Entity): boolean {
  return hostValues(entity).length > 0;
}

function timesOf(entity: Entity): number | undefined {
  return (entity as unknown as EntityOf<"service">).args.times?.value;
}

/** Whether its instances are in containers of the local engine, as none of them is placed. */
export function isLocal(entity: Entity): boolean {
  return hasInstances(entity) && !isPlaced(entity) && !isForeign(entity);
}

/** Whether any instance runs in a container. */
export function runsContainers(entity: Entity, draft: Pick<Draft, "get">): boolean {
  if (!hasInstances(entity) || isForeign(entity)) return false;
  const hosts = hostValues(entity);
  if (hosts.length === 0) return true;
  const count = Math.min(timesOf(entity) ?? hosts.length, hosts.length);
  for (let place = 0; place < count; place++) if (runsInContainer(entity, hosts[place]!.value.name, draft)) return true;
  return false;
}

/** Whether its instances on `host` run in containers of that host. */
export function runsInContainer(entity: Entity, host: string | undefined, draft: Pick<Draft, "get">): boolean {
  return host === undefined || (canRunInContainer(entity) && runsDocker(host, draft));
}

/** Proxies, caches and Consul are a host's own daemons. */
export function canRunInContainer(entity: Entity): boolean {
  return !isLayer(entity) && entity.kind !== "consul" && entity.kind !== "logs";
}

export function runsDocker(host: string, draft: Pick<Draft, "get">): boolean {
  const found = draft.get(host) as EntityOf<"host"> | undefined;
  return found?.kind === "host" && find(found, "runtime")?.args.runtime.value === "docker";
}
