import type { Report } from "../diagnostics/define.js";
import type { Bound, Entity } from "../bind/bound.js";
import type { Chain } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { SecretUse } from "../ir/basics.js";
import type { NativeBlock } from "../ir/native.js";
import type { Host, Machine, Network, Node, NodePort } from "../ir/place.js";
import type { Discovery } from "../ir/traffic.js";
import { compareNames } from "../source/order.js";
import type { Origin } from "../source/origin.js";
import type { KindName } from "../vocabulary/index.js";
import type { Secret } from "../vocabulary/values/texts.js";

/** What lowering works with: the elaborated declarations, and the places that were lowered first. */
export interface Lowering {
  readonly report: Report;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly chain: Chain;
  readonly siteName: string;
  /** The formats of logs that the site names. */
  readonly formats: ReadonlyMap<string, { readonly text: string; readonly origin: Origin }>;
  readonly networks: readonly Network[];
  readonly hosts: ReadonlyMap<string, Host>;
  readonly machines: Map<string, Machine>;
  readonly nodes: ReadonlyMap<string, Node>;
  readonly nodesByEntity: ReadonlyMap<string, readonly Node[]>;
  readonly discoveries: Map<string, Discovery>;
}

/** The declarations of a kind, in the order of names. */
export function ofKind<K extends KindName>({ entities }: Pick<Lowering, "entities">, kind: K): readonly EntityOf<K>[] {
  return [...entities.values()].filter((entity) => entity.kind === kind).sort((a, b) => compareNames(a.name, b.name)) as unknown as readonly EntityOf<K>[];
}

/** The native blocks of a declaration or clause for these engines. */
export function nativesOf(bound: Bound, ...engines: readonly string[]): NativeBlock[] {
  return bound.clauses.flatMap(({ word, native, origin }) =>
    native !== undefined && engines.includes(word) ? [{ engine: word, statements: [...native], origin }] : [],
  );
}

export function secretOf({ secret, literal }: Secret): SecretUse {
  return secret === undefined ? { literal: literal ?? "" } : { name: secret };
}

/** The port at which others reach a node: published where the node is a container of another host, else its own. */
export function reachedAt(node: Node, port: NodePort): number {
  return node.host === null ? port.port : (port.published ?? port.port);
}

/** The first clause `word` of these, the nearest first. */
export function nearest<B extends Bound>(levels: readonly (Bound | undefined)[], word: string): B | undefined {
  for (const level of levels) {
    const found = level?.clauses.find((clause) => clause.word === word);
    if (found) return found as B;
  }
  return undefined;
}

/** Every clause `word` of the nearest of these that says it. */
export function nearestAll<B extends Bound>(levels: readonly (Bound | undefined)[], word: string): readonly B[] {
  for (const level of levels) {
    const found = level?.clauses.filter((clause) => clause.word === word) ?? [];
    if (found.length > 0) return found as readonly Bound[] as readonly B[];
  }
  return [];
}
