import type { Report } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Program } from "../bind/bind-program.js";
import { type Bound, clauseNamed, clausesNamed, type Entity } from "../bind/bound.js";
import { type Chain, chainOf, chainOfLinks, type Link } from "../elaborate/chain.js";
import { type EntityOf, keyOf } from "../elaborate/draft.js";
import type { SecretUse } from "../ir/basics.js";
import type { NativeBlock } from "../ir/native.js";
import type { Host, Network, Node, NodePort } from "../ir/place.js";
import type { Discovery } from "../ir/traffic.js";
import { placesBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { noTables, type Tables } from "../source/tables.js";
import { routeEntry } from "../vocabulary/clauses/traffic.js";
import type { KindName } from "../vocabulary/index.js";
import type { Secret } from "../vocabulary/values/texts.js";
import type { Back } from "./backs.js";
import { filterAgain } from "../source/kept-groups.js";
import { eachAgain } from "../source/kept-lists.js";
import type { Machines } from "./machines.js";
import { createNamed, type Named } from "./named.js";
import { type Sheet, sheetOf } from "./sheets.js";

/** What lowering works with: the elaborated declarations, and the places that were lowered first. */
export interface Lowering {
  readonly report: Report;
  /** What was reported until now: what reports while it is made is not kept. */
  readonly diagnostics: readonly Diagnostic[];
  readonly tables: Tables;
  readonly entities: Named<Entity>;
  /** Those of each kind, in the order of names. */
  readonly byKind: { get(kind: string): readonly Entity[] };
  /** What each of them says. */
  readonly sheets: Named<Sheet>;
  readonly chain: Chain;
  readonly siteName: string;
  /** The formats of logs that the site names. */
  readonly formats: ReadonlyMap<string, { readonly text: string; readonly origin: Origin }>;
  /** These and the hosts are the same objects as before where none of them changed: what stands on them is kept by that. */
  readonly networks: readonly Network[];
  readonly hosts: ReadonlyMap<string, Host>;
  readonly machines: Machines;
  /** The node of that name. */
  node(name: string): Node | undefined;
  readonly nodesByEntity: Pick<ReadonlyMap<string, readonly Node[]>, "get" | "has" | "keys">;
  readonly discoveries: Map<string, Discovery>;
  /** What was asked for already, by the reference to it. */
  readonly backs: Map<string, Back>;
}

type Declared = Pick<Lowering, "entities" | "byKind" | "sheets" | "chain">;

const declared = new WeakMap<Program, Declared>();

/** The declarations of a program by their keys, what each says, and who stands in front of whom; worked out once for each program. */
export function declaredIn(program: Program, tables: Tables = noTables): Declared {
  let found = declared.get(program);
  if (found === undefined) declared.set(program, (found = readDeclarations(program, tables)));
  return found;
}

function readDeclarations(program: Program, tables: Tables): Declared {
  const list = filterAgain("declared", program.entities, ({ kind }) => kind !== "expect", tables);
  const entities = createNamed(placesOf(eachAgain("keys", [], list, keyOf, { tables })), list);
  const kinds = eachAgain("kinds", [], list, ({ kind }) => kind, { tables });
  const links: Link[] = [];
  const sheets = eachAgain("sheets", [], list, (entity) => sheetOf(entity, tables === noTables ? links : []), { tables });
  return { entities, byKind: byKindIn(list, placesBy(kinds)), sheets: entities.with(sheets), chain: tables === noTables ? chainOfLinks(links) : chainOf("lowered", list, tables) };
}

/** The places of the declarations by their keys: the same as before where these are. */
const placesOf = oncePer((keys: readonly string[]): ReadonlyMap<string, number> => {
  const places = new Map<string, number>();
  for (let at = 0; at < keys.length; at++) places.set(keys[at]!, at);
  return places;
});

/** Of each kind they are put in order when they are asked for: services are thousands, and asked for by few. */
function byKindIn(list: readonly Entity[], places: ReadonlyMap<string, readonly number[]>): Lowering["byKind"] {
  const known = new Map<string, readonly Entity[]>();
  return {
    get(kind) {
      const found = known.get(kind) ?? (places.get(kind) ?? none).map((at) => list[at]!).sort((a, b) => compareNames(a.name, b.name));
      known.set(kind, found);
      return found;
    },
  };
}

/** The declarations of a kind, in the order of names. */
export function ofKind<K extends KindName>({ byKind }: Pick<Lowering, "byKind">, kind: K): readonly EntityOf<K>[] {
  return byKind.get(kind) as readonly Entity[] as unknown as readonly EntityOf<K>[];
}

/** The list of all that have none: a list of the site is replaced, never added to. */
export const none: never[] = [];

/** The native blocks of a declaration or clause for these engines. */
export function nativesOf(bound: Bound, ...engines: readonly string[]): NativeBlock[] {
  let blocks: NativeBlock[] | undefined;
  for (const { word, native, origin } of bound.clauses) {
    if (native === undefined || !engines.includes(word)) continue;
    blocks ??= [];
    blocks.push({ engine: word, statements: [...native], origin });
  }
  return blocks ?? none;
}

export function secretOf({ secret, literal }: Secret): SecretUse {
  return secret === undefined ? { literal: literal ?? "" } : { name: secret };
}

/** The port at which others reach a node: published where the node is a container of another host, else its own. */
export function reachedAt(node: Node, port: NodePort): number {
  return node.host === null ? port.port : (port.published ?? port.port);
}

/** What is said around a thing, the nearest first: by the entry of a route, its listen, its proxy. */
export type Levels = readonly (Bound | undefined)[];

/** These levels without those that say nothing of traffic: what is around them says it for all. */
export function tellingLevels(nearer: readonly Bound[], proxy: Bound): Levels {
  const telling = nearer.filter(({ clauses }) => clauses.some(({ word }) => word !== "->" && Object.hasOwn(routeEntry.clauses, word)));
  return telling.length === 0 ? aloneOf(proxy) : [...telling, proxy];
}

const aloneOf = oncePer((proxy: Bound): Levels => [proxy]);

/** The first clause `word` of these, the nearest first. */
export function nearest<B extends Bound>(levels: Levels, word: string): B | undefined {
  for (const level of levels) {
    const found = level && clauseNamed(level.clauses, word);
    if (found) return found as B;
  }
  return undefined;
}

/** Every clause `word` of the nearest of these that says it. */
export function nearestAll<B extends Bound>(levels: Levels, word: string): readonly B[] {
  for (const level of levels) {
    if (level === undefined) continue;
    const found = clausesNamed(level.clauses, word);
    if (found.length > 0) return found as readonly B[];
  }
  return [];
}
