import type { Origin } from "../source/origin.js";

/** A YAML file as data. Keys whose value is `undefined` are left out. */
export type YamlModel = string | number | boolean | null | YamlScalar | YamlAlias | readonly YamlModel[] | YamlMapping;
export interface YamlMapping {
  readonly [key: string]: YamlModel | undefined;
}

const none: YamlNotes = {};

/** A scalar that carries notes, as `withOrigin` and `withComment` make it. */
export class YamlScalar<Value extends string | number | boolean | null = string | number | boolean | null> {
  #notes: YamlNotes = none;

  constructor(readonly value: Value) {}

  static notesOf(scalar: YamlScalar): YamlNotes {
    return scalar.#notes;
  }

  static note(scalar: YamlScalar, notes: YamlNotes): void {
    scalar.#notes = notes;
  }
}

/** Stands for the mapping that `anchored` named. */
export class YamlAlias {
  constructor(readonly anchor: string) {}
}

/** What a node carries besides its data. It is kept apart from the data, so that models compare as data. */
export interface YamlNotes {
  readonly origin?: Origin;
  /** Lines above the entry, without `#`. */
  readonly comment?: string;
  /** Of a mapping: a blank line between its entries. */
  readonly spaced?: boolean;
  /** Of a list: on one line. */
  readonly flow?: boolean;
  readonly anchor?: string;
  /** Of a mapping: texts that go out as they stand after its entries. */
  readonly raw?: readonly { readonly text: string; readonly origin: Origin }[];
}

const notes = new WeakMap<object, YamlNotes>();

export function notesOf(model: YamlModel | undefined): YamlNotes {
  if (typeof model !== "object" || model === null) return none;
  return model instanceof YamlScalar ? YamlScalar.notesOf(model) : (notes.get(model) ?? none);
}

type Noted<Value> = Value extends string | number | boolean | null ? YamlScalar<Value> : Value;

function note<Value extends YamlModel | object>(value: Value, more: YamlNotes): Noted<Value> {
  const node = typeof value === "object" && value !== null ? value : new YamlScalar(value as string);
  const known = notesOf(node as YamlModel);
  const all = known === none ? more : { ...known, ...more };
  if (node instanceof YamlScalar) YamlScalar.note(node, all);
  else notes.set(node, all);
  return node as Noted<Value>;
}

/** The lines of `value`, its key included, exist because of `origin`. */
export function withOrigin<Value extends YamlModel | object>(origin: Origin, value: Value): Noted<Value> {
  return note(value, { origin });
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
  return typeof model === "object" && model !== null && !Array.isArray(model) && !(model instanceof YamlScalar) && !(model instanceof YamlAlias);
}

/**
 * `base` with the keys of `over`: where both have a mapping, the two are merged in the same way; else `over`'s value
 * counts. The entries of `base` keep their place. Notes are those of `base`; raw texts of both go out.
 */
export function mergeYaml(base: YamlMapping, over: YamlMapping): YamlMapping {
  if (Object.keys(over).length === 0 && notesOf(over).raw === undefined) return base;
  const merged: Record<string, YamlModel | undefined> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const old = Object.hasOwn(merged, key) ? merged[key] : undefined;
    const next = isYamlMapping(old) && isYamlMapping(value) ? mergeYaml(old, value) : value;
    // Assigning to `__proto__` would not make a key.
    Object.defineProperty(merged, key, { value: next, enumerable: true, writable: true, configurable: true });
  }
  const raw = [...(notesOf(base).raw ?? []), ...(notesOf(over).raw ?? [])];
  return note(merged, { ...notesOf(base), ...(raw.length === 0 ? {} : { raw }) }) as YamlMapping;
}
