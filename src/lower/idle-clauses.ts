import type { Program } from "../bind/bind-program.js";
import type { Bound, Entity } from "../bind/bound.js";
import { collectDiagnostics, type DiagnosticDefinition, defineDiagnostic } from "../diagnostics/define.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Chain } from "../elaborate/chain.js";
import { isForeign } from "../elaborate/draft.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import { listedQuoted } from "../source/listed.js";
import { placeKey } from "../source/source.js";
import { noTables, type Tables } from "../source/tables.js";
import { isProxy } from "../vocabulary/layers.js";
import { idleOfCache } from "./idle-of-caches.js";
import { idleOfProxy, idleOfVips } from "./idle-of-proxies.js";
import { idleOfServers } from "./idle-of-servers.js";
import { declaredIn } from "./lowering.js";
import type { Named } from "./named.js";

/** What is asked of other declarations. */
export interface Declared {
  readonly entities: Named<Entity>;
  readonly chain: Chain;
}

/** A clause that changes nothing. */
export interface Idle {
  readonly clause: Bound;
  /** The clause that it is of, in whose name it is told: `timeouts` of `server`. */
  readonly of?: string;
  /** Why, as a sentence's second half. */
  readonly because: string;
  /** What to do, as an order; of several clauses together. */
  readonly instead: string;
}

export const clauseWithoutEffect = defineDiagnostic({
  code: "clause-without-effect",
  severity: "warning",
  summary: "A clause changes nothing where it stands.",
  explanation: `
What is said and changes no file is believed by whoever reads the program. It stands where nothing asks for it: a check that nobody makes, a header of packets, HAProxy's
directives in a gateway of nginx.

    service goods on app1 port 8080 check http /health                # warning: nothing in front of goods makes the check
    service goods on app1 port 8080 check http /health behind edge

    balancer web lvs on lb1 { mode dr; listen 80 -> goods; header request X-Site shop }       # warning: LVS sees packets
    balancer web on lb1 { listen 80 http -> goods; header request X-Site shop }
`,
  message: ({ words, owner, because }: { readonly words: readonly string[]; readonly owner: string; readonly because: string; readonly instead: string }) =>
    `${listedQuoted(words, "and")} of \`${owner}\` ${words.length === 1 ? "has" : "have"} no effect: ${because}`,
  help: ({ instead }) => instead,
});

export const idleDiagnostics: readonly DiagnosticDefinition<never>[] = [clauseWithoutEffect];

/** What is written in a sound program and changes nothing, once for each declaration and reason. A profile may say it for others of those that it is for. */
export function idleClauses(program: Program, { proxies }: Site, tables: Tables = noTables): readonly Diagnostic[] {
  const { report, diagnostics } = collectDiagnostics();
  const known = tables.table<Entity, boolean>("may be idle", []);
  const entities = program.entities.filter((entity) => {
    const kept = known.get(entity);
    if (kept !== undefined) return kept;
    const found = entity.faulty.size === 0 && entity.kind !== "expect" && saysAnything(entity);
    known.set(entity, found);
    return found;
  });
  if (entities.length === 0) return diagnostics;
  const declared: Declared = declaredIn(program);
  const told = new Set<string>();
  const readers = new Set(proxies.filter(({ listens }) => listens.length === 0 || listens.some(({ mode }) => mode === "http")).map(({ name }) => name));
  for (const entity of entities) {
    const written = idleOf(entity, readers, declared).filter(({ clause }) => isWritten(clause));
    // Of a plural head each declaration has the same clauses.
    const fresh = written.filter(({ clause: { origin: { span } } }) => told.size < told.add(placeKey(span)).size);
    for (const group of groupBy(fresh, ({ because, instead }) => `${because}\n${instead}`).values()) {
      const [{ clause, because, instead }, ...others] = group as [Idle, ...Idle[]];
      report(clauseWithoutEffect, {
        at: clause.origin,
        data: { words: [...new Set(group.map((each) => (each.of === undefined ? each.clause.word : `${each.of} ${each.clause.word}`)))], owner: entity.name, because, instead },
        related: others.map((each) => ({ span: each.clause.origin.span, text: "has none either" })),
      });
    }
  }
  return diagnostics;
}

/** Clauses that have an effect wherever they stand: most declarations have no other. */
const alwaysUsed = new Set(["on", "in", "address", "port", "protocol", "behind", "discover", "image", "is", "logs", "version"]);

function saysAnything(entity: Entity): boolean {
  return isProxy(entity) || entity.kind === "cache" || entity.clauses.some((clause) => isWritten(clause) && (!alwaysUsed.has(clause.word) || isForeign(entity)));
}

function isWritten({ origin }: Bound): boolean {
  return origin.because === undefined && origin.via === undefined;
}

function idleOf(entity: Entity, readers: ReadonlySet<string>, declared: Declared): readonly Idle[] {
  if (isProxy(entity)) return [...idleOfProxy(entity as never, readers.has(entity.name)), ...idleOfVips(entity)];
  if (entity.kind === "cache") return [...idleOfCache(entity as never), ...idleOfVips(entity)];
  if (!("behind" in entity.declaration.clauses)) return [];
  return [...idleOfServers(entity, declared), ...(isForeign(entity) ? [] : idleOfVips(entity))];
}
