import type { Report } from "../diagnostics/define.js";
import { addTo, placesBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { type Bound, clauseNamed, type Entity, find, type Value } from "../bind/bound.js";
import type { KindName, kinds } from "../vocabulary/index.js";
import type { Undeclared } from "../bind/undeclared.js";
import { isLayer } from "../vocabulary/layers.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { eachAgain } from "../source/kept-lists.js";
import { placesAgain } from "../source/kept-order.js";
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

/** The declarations while what they imply is added. */
export interface Draft {
  readonly report: Report;
  /** In the order in which they came, as they are now: the list does not change. */
  readonly entities: readonly Entity[];
  at(place: number): Entity;
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
  /** The places of the declarations of a kind in the list of all. */
  placesOf(kind: KindName): readonly number[];
  /** The places of those that say `on`. */
  placed(): readonly number[];
  /** Puts a declaration each in the places of their earlier forms, from which they have what else they say. */
  putEach(name: string, places: readonly number[], entities: readonly Entity[]): void;
  /** The same as `contain` of those at these places of which it is so. */
  containEach(places: readonly number[], are: readonly boolean[]): void;
}

export function createDraft(declared: readonly Entity[], undeclared: Draft["undeclared"], report: Report, tables: Tables = noTables): Draft {
  const { entities, places, byKind } = positionsOf(declared, tables);
  const all = entities.slice();
  // A clause that was taken away leaves its bit behind: who asks sees that it is not there.
  const said = eachAgain("said", [], entities, bitsIn, { tables }).slice();
  // What is implied comes after all that the program says.
  const added = new Map<string, number>();
  const addedByKind = new Map<string, number[]>();
  const sorted = new Map<string, readonly number[]>();
  let listed: readonly Entity[] | undefined = entities;
  const placeOf = (key: string): number | undefined => places.get(key) ?? added.get(key);
  const add = (key: string, entity: Entity): number => {
    const place = all.push(entity) - 1;
    added.set(key, place);
    said.push(0);
    addTo(addedByKind, entity.kind, place);
    sorted.delete(entity.kind);
    return place;
  };
  const placesOf = (kind: string): readonly number[] => {
    const own = byKind.get(kind) ?? nowhere;
    const more = addedByKind.get(kind);
    return more === undefined ? own : own.concat(more);
  };
  const inOrder = (kind: string): readonly number[] => {
    const known = sorted.get(kind) ?? [...placesOf(kind)].sort((a, b) => compareNames(all[a]!.name, all[b]!.name));
    sorted.set(kind, known);
    return known;
  };
  const putAt = (place: number, entity: Entity, bits: number): void => {
    all[place] = entity;
    said[place]! |= bits;
    listed = undefined;
  };
  /** The places of those that say any of these words, or do not say any of `not`, which are among them. */
  const select = (any: number, not = 0): number[] => {
    const found: number[] = [];
    for (let place = 0; place < said.length; place++) if (((said[place]! ^ not) & any) !== 0) found.push(place);
    return found;
  };
  const at = (place: number): Entity => all[place]!;
  return {
    report,
    undeclared,
    unknown: new Set(),
    get entities() {
      return (listed ??= all.slice());
    },
    at,
    ofKind<K extends KindName>(kind: K) {
      return inOrder(kind).map(at) as readonly Entity[] as unknown as readonly EntityOf<K>[];
    },
    except(kind) {
      const others = [...new Set([...byKind.keys(), ...addedByKind.keys()])].flatMap((each) => (each === kind ? [] : placesOf(each)));
      return others.sort((a, b) => a - b).map(at);
    },
    saying(...words) {
      return select(words.reduce((sum, word) => sum | (word === "secret" ? secretBit : bitOf().get(word)!), 0)).map(at);
    },
    joining: () => select(bitOf().get("in")! | onBit, onBit).map(at),
    uncontained: () => select(containedBit, containedBit).map(at),
    get(name) {
      const place = placeOf(name);
      return place === undefined ? undefined : all[place];
    },
    put(entity) {
      const key = keyOf(entity);
      putAt(placeOf(key) ?? add(key, entity), entity, bitsIn(entity));
    },
    extend(name, clauses) {
      const place = placeOf(name);
      if (place === undefined || clauses.length === 0) return;
      const entity = all[place]!;
      putAt(place, { ...entity, clauses: entity.clauses.concat(clauses) }, bitsOf(clauses));
    },
    contain(name) {
      const place = placeOf(name);
      if (place !== undefined) said[place]! |= containedBit;
    },
    placesOf,
    placed: () => select(onBit),
    putEach(name, own, entities) {
      const bits = eachAgain(`said ${name}`, [], entities, bitsIn, { tables });
      for (let at = 0; at < own.length; at++) putAt(own[at]!, entities[at]!, bits[at]!);
    },
    containEach(own, are) {
      for (let at = 0; at < own.length; at++) if (are[at]!) said[own[at]!]! |= containedBit;
    },
  };
}

const nowhere: readonly number[] = [];

/** Declarations, of two with one key the first, and where they stand in the list by their keys and kinds. */
interface Positions {
  readonly entities: readonly Entity[];
  readonly places: ReadonlyMap<string, number>;
  readonly byKind: ReadonlyMap<string, readonly number[]>;
}

function positionsOf(entities: readonly Entity[], tables: Tables): Positions {
  const keys = eachAgain("drafted keys", [], entities, keyOf, { tables });
  const places = placesAgain("drafted", keys, tables);
  if (places.size < keys.length) return positionsOf(entities.filter((_, at) => places.get(keys[at]!) === at), tables);
  return { entities, places, byKind: placesBy(eachAgain("drafted kinds", [], entities, ({ kind }) => kind, { tables })) };
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
