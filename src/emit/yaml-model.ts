import type { Origin } from "../source/origin.js";
import type { Ranges } from "./ranges.js";

/** Where a node keeps its notes: at hand, and out of the sight of who reads keys. */
const notesKey = Symbol("notes");

interface Notable {
  [notesKey]?: YamlNotes | undefined;
}

/** A YAML file as data. Keys whose value is `undefined` are left out. */
export type YamlModel = string | number | boolean | null | YamlScalar | YamlAlias | YamlPrinted | readonly YamlModel[] | YamlMapping;
export interface YamlMapping {
  readonly [key: string]: YamlModel | undefined;
}

/** A scalar that carries notes, as `withOrigin` and `withComment` make it. */
export class YamlScalar<Value extends string | number | boolean | null = string | number | boolean | null> {
  readonly value: Value;
  [notesKey]: YamlNotes | undefined;

  constructor(value: Value) {
    this.value = value;
    this[notesKey] = undefined;
  }
}

/** Stands for the mapping that `anchored` named. */
export class YamlAlias {
  constructor(readonly anchor: string) {}
}

/** A mapping whose entries `YamlPrinter` has printed. It does not change, and may stand in several files. */
export class YamlPrinted {
  constructor(
    /** Before each of its entries. */
    readonly indent: string,
    /** Its text in order. */
    readonly parts: readonly string[],
    /** How many. */
    readonly lines: number,
    /** By its own lines. */
    readonly ranges: Ranges,
  ) {}
}

/** What a node carries besides its data. */
export interface YamlNotes {
  readonly origin: Origin | undefined;
  /** Lines above the entry, without `#`. */
  readonly comment: string | undefined;
  /** Of a mapping: a blank line between its entries. */
  readonly spaced: boolean;
  /** Of a list: on one line. */
  readonly flow: boolean;
  readonly anchor: string | undefined;
  /** Of a mapping: texts that go out as they stand after its entries. */
  readonly raw: readonly { readonly text: string; readonly origin: Origin }[] | undefined;
}

const none: YamlNotes = { origin: undefined, comment: undefined, spaced: false, flow: false, anchor: undefined, raw: undefined };

export function notesOf(model: YamlModel | undefined): YamlNotes {
  return typeof model === "object" && model !== null ? ((model as Notable)[notesKey] ?? none) : none;
}

type Noted<Value> = Value extends string | number | boolean | null ? YamlScalar<Value> : Value;

function note<Value extends YamlModel | object>(value: Value, more: Partial<YamlNotes>): Noted<Value> {
  const node = (typeof value === "object" && value !== null ? value : new YamlScalar(value as string)) as Notable;
  node[notesKey] = { ...(node[notesKey] ?? none), ...more };
  return node as Noted<Value>;
}

/** The lines of `value`, its key included, exist because of `origin`. */
export function withOrigin<Value extends YamlModel | object>(origin: Origin, value: Value): Noted<Value> {
  const node = (typeof value === "object" && value !== null ? value : new YamlScalar(value as string)) as Notable;
  const { comment, spaced, flow, anchor, raw } = node[notesKey] ?? none;
  node[notesKey] = { origin, comment, spaced, flow, anchor, raw };
  return node as Noted<Value>;
}

/** Fixed words above the entry of `value`, for a reader who wonders; several lines are possible. */
export function withComment<Value extends YamlModel | object>(comment: string, value: Value): Noted<Value> {
  return note(value, { comment });
}

/** A blank line between the entries of `mapping`. */
export function spaced<Mapping extends object>(mapping: Mapping): Mapping {
  return note(mapping, { spaced: true }) as Mapping;
}

/** A list on one line: `["CMD", "true"]`. Long ones, and those that hold more than scalars, stay in lines of their own. */
export function inFlow<List extends readonly YamlModel[]>(list: List): List {
  return note(list, { flow: true }) as List;
}

/** Names `mapping`, so that `new YamlAlias(name)` stands for it further down. */
export function anchored<Mapping extends object>(anchor: string, mapping: Mapping): Mapping {
  return note(mapping, { anchor }) as Mapping;
}

/** A text that goes out as it stands after the entries of `mapping`, indented as they are. */
export function withRaw<Mapping extends object>(mapping: Mapping, text: string, origin: Origin): Mapping {
  return note(mapping, { raw: [...(notesOf(mapping as YamlMapping).raw ?? []), { text, origin }] }) as Mapping;
}

export function isYamlMapping(model: YamlModel | undefined): model is YamlMapping {
  return typeof model === "object" && model !== null && !Array.isArray(model) && !(model instanceof YamlScalar) && !(model instanceof YamlAlias) && !(model instanceof YamlPrinted);
}

/**
 * `base` with the keys of `over`: where both have a mapping, the two are merged in the same way; else `over`'s value
 * counts. The entries of `base` keep their place. Notes are those of `base`; raw texts of both go out.
 */
export function mergeYaml(base: YamlMapping, over: YamlMapping): YamlMapping {
  if (!hasKeys(over) && notesOf(over).raw === undefined) return base;
  // With its notes, too.
  const merged: Record<string, YamlModel | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const next = isYamlMapping(old) && isYamlMapping(value) ? mergeYaml(old, value) : value;
    // Assigning to `__proto__` would not make a key.
    Object.defineProperty(merged, key, { value: next, enumerable: true, writable: true, configurable: true });
  }
  const raw = [...(notesOf(base).raw ?? []), ...(notesOf(over).raw ?? [])];
  return raw.length === 0 ? merged : note(merged, { raw });
}

function hasKeys(mapping: YamlMapping): boolean {
  for (const _ in mapping) return true;
  return false;
}
