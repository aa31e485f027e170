import type { LogSource } from "../ir/logs.js";
import { oncePer } from "../source/once.js";

/** A source while others are joined to it. */
interface Joining {
  source: LogSource;
  /** Its files, or the containers whose output it is; null for all of them. */
  readonly parts: string[] | null;
  /** The same, once others are joined to them. */
  known: Set<string> | undefined;
  /** The number of its place. */
  place: number;
  readonly order: number;
}

/** The sources of one machine: what is read from one place is one source, and so is what a declaration writes of one kind. */
export function joinSources(sources: readonly LogSource[]): readonly LogSource[] {
  const all: Joining[] = [];
  const byPlace = new Map<number, Set<Joining>>();
  const byKind = new Map<string, Set<Joining>>();
  const numberOf = numberPlaces();
  for (const source of sources) {
    const parts = partsOf(source.from);
    const place = numberOf(numberOf(0, [wayOf(source.from)]), parts ?? []);
    const same = lowest(byPlace.get(place));
    const alike = source.entity === null ? undefined : lowest(byKind.get(kindOf(source)));
    if (same !== undefined) {
      if (same.source.entity === source.entity) continue;
      byKind.get(kindOf(same.source))?.delete(same);
      same.source = { ...same.source, entity: null };
    } else if (alike?.parts && parts && wayOf(alike.source.from) === wayOf(source.from)) {
      const added = addedTo(alike, source.from.where, parts);
      byPlace.get(alike.place)?.delete(alike);
      alike.parts.push(...added);
      alike.place = numberOf(alike.place, added);
      insert(byPlace, alike.place, alike);
    } else {
      const joining: Joining = { source, parts: parts && [...parts], known: undefined, place, order: all.length };
      all.push(joining);
      insert(byPlace, place, joining);
      if (source.entity !== null) insert(byKind, kindOf(source), joining);
    }
  }
  return all.map(({ source, parts }) => (parts === null ? source : { ...source, from: withParts(source.from, parts) }));
}

function insert<Key>(groups: Map<Key, Set<Joining>>, key: Key, joining: Joining): void {
  const group = groups.get(key);
  if (group) group.add(joining);
  else groups.set(key, new Set([joining]));
}

/** The one that came first: of a kind the first that was inserted. */
function lowest(group: ReadonlySet<Joining> | undefined): Joining | undefined {
  const [first, second] = group ?? [];
  return second === undefined || first!.order < second.order ? first : second;
}

/** Numbers lists: `numberOf(numberOf(0, one), other)` is the number of both lists, one after the other. */
function numberPlaces(): (before: number, parts: readonly string[]) => number {
  const numbers = new Map<string, number>();
  return (before, parts) => {
    let number = before;
    for (const part of parts) {
      const key = `${number} ${part}`;
      number = numbers.get(key) ?? numbers.size + 1;
      numbers.set(key, number);
    }
    return number;
  };
}

function partsOf(from: LogSource["from"]): readonly string[] | null {
  return from.where === "files" ? from.paths : from.containers;
}

function withParts(from: LogSource["from"], parts: string[]): LogSource["from"] {
  return from.where === "files" ? { ...from, paths: parts } : { ...from, containers: parts };
}

function wayOf(from: LogSource["from"]): string {
  return from.where === "files" ? "files" : `${from.project} ${from.stream} ${from.containers === null}`;
}

/** Containers are each met once; a file may be written by several. */
function addedTo(joining: Joining, where: LogSource["from"]["where"], parts: readonly string[]): readonly string[] {
  if (where === "docker") return parts;
  const known = (joining.known ??= new Set(joining.parts));
  const added = parts.filter((part) => !known.has(part));
  for (const part of added) known.add(part);
  return added;
}

/** What tells lines of one kind from those of another, wherever they were said. */
function kindOf({ name, entity, dataset, format }: LogSource): string {
  return JSON.stringify([name, entity, dataset, textOf(format)]);
}

const textOf = oncePer((format: LogSource["format"]) => JSON.stringify(format, (key, value: unknown) => (key === "origin" ? undefined : value)));
