import { type Bound, type Entity, findAll, type NativeStatement } from "../bind/bound.js";
import { unusedDefinition } from "../bind/unused.js";
import type { Origin } from "../source/origin.js";
import type { Source } from "../source/source.js";
import type { Draft } from "./draft.js";

/** Reports a name that stands in the entry file and that nothing uses; what is imported may be for other programs. */
export function reportUnusedName(what: string, use: string, name: string, at: Origin, entry: Source, draft: Draft): void {
  if (at.because === undefined && at.span.source.path === entry.path) draft.report(unusedDefinition, { at, data: { what, name, use } });
}

/** Reports the formats of logs that no `logs` names, nor any word of a daemon's own. */
export function checkFormats(entry: Source, draft: Draft): void {
  const formats = draft.ofKind("site").flatMap((site) => findAll(site, "format"));
  if (formats.length === 0) return;
  const used = new Set<string>();
  for (const entity of draft.entities) collectFormats(entity, used);
  for (const { args } of formats) {
    const { text, origin } = args.format;
    if (!used.has(text)) reportUnusedName("format", `format ${text}`, text, origin, entry, draft);
  }
}

function collectFormats(bound: Entity | Bound, used: Set<string>): void {
  for (const clause of bound.clauses) {
    const { format } = clause.args as { readonly format?: { readonly text: string } };
    if (clause.word === "format" && !("text" in clause.args) && format) used.add(format.text);
    if (clause.native) collectWords(clause.native, used);
    collectFormats(clause, used);
  }
}

function collectWords(statements: readonly NativeStatement[], used: Set<string>): void {
  for (const { words, block } of statements) {
    for (const { text } of words) for (const word of text.split(/\s+/)) used.add(word);
    if (block) collectWords(block, used);
  }
}
