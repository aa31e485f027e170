import type { Collection, EntryFilter, LineFormat } from "../../ir/logs.js";
import { implied, type Origin } from "../../source/origin.js";
import { type Known, knownFormat } from "./formats.js";
import { fromSources, setting, type Work } from "./lower-inputs.js";
import type { Branch, Plugin, Step } from "./model.js";
import { fixed, inQuotes, joined, type Quote, type Text } from "./quote.js";

/** Where entries come from, with what differs from one such place to another. */
interface Place {
  readonly name: string;
  readonly format: LineFormat;
  /** What is left for logstash to keep or drop. */
  readonly keep: readonly EntryFilter[];
  readonly drop: readonly EntryFilter[];
  readonly origin: Origin;
}

/** What a pipeline does with its entries: lines that nobody wants go, then they are taken apart, then their fields decide. */
export function lowerFilters(collection: Collection, work: Work): readonly Step[] {
  const places = placesOf(collection);
  const byLine = branches(places, (place) => dropsOf(place, false, work.quote), work);
  const parsed = branches(places, (place) => parse(knownFormat(place.format), place.format.origin, work.quote), work);
  const byField = branches(places, (place) => dropsOf(place, true, work.quote), work);
  return [...byLine, ...parsed, ...byField, ...lowerIndexField(collection, work.quote)];
}

function placesOf({ shippers, pipeline }: Collection): readonly Place[] {
  const places = new Map<string, Place>();
  for (const { sources } of shippers) {
    for (const source of sources) {
      if (places.has(source.name)) continue;
      // Filebeat tells lines by their text already.
      const keep = source.keep.some(({ tests }) => tests.length > 0) ? source.keep : [];
      places.set(source.name, { ...source, keep, drop: source.drop.filter(({ tests }) => tests.length > 0) });
    }
  }
  for (const listen of pipeline?.listens ?? []) places.set(listen.name, listen);
  return [...places.values()];
}

/** The steps for each place, those that are alike together; no condition where they are the same for all. */
function branches(places: readonly Place[], stepsOf: (place: Place) => readonly Step[], { quote }: Work): readonly Step[] {
  const groups = new Map<string, { readonly steps: readonly Step[]; readonly places: Place[] }>();
  for (const place of places) {
    const steps = stepsOf(place);
    const key = JSON.stringify(steps, (name, value: unknown) => (name === "origin" ? undefined : value));
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { steps, places: [place] });
    else group.places.push(place);
  }
  const doing = [...groups.values()].filter(({ steps }) => steps.length > 0);
  if (doing.length === 0) return [];
  if (groups.size === 1) return doing[0]!.steps;
  const arms = doing.map((group): Branch["arms"][number] => {
    const [first] = group.places;
    return { condition: fromSources(group.places.map(({ name, origin }) => quote.string(name, origin))), body: group.steps, origin: first!.origin };
  });
  return [{ arms, origin: arms[0]!.origin }];
}

function parse(known: Known, origin: Origin, quote: Quote): readonly Plugin[] {
  if (known.reads === "nothing") return [];
  const patterns = known.patterns ?? [];
  const read: Plugin = known.reads === "json" ? { plugin: fixed("json"), settings: [setting("source", inQuotes(fixed("message")))], origin } : { plugin: fixed("grok"), settings: grokOf(patterns, origin, quote), origin };
  return known.time === null ? [read] : [read, dateOf(known.time, known.remove === true, origin, quote)];
}

/** Fields that an entry has before it is taken apart: grok would make a list of the old value and the new one. */
const present = ["message", "[host][hostname]"];

function grokOf(patterns: readonly string[], origin: Origin, quote: Quote): Plugin["settings"] {
  const quoted = patterns.map((pattern) => quote.pattern(pattern, origin));
  const overwritten = present.filter((field) => patterns.some((pattern) => pattern.includes(`:${field}}`) || pattern.includes(`:${field}:`) || pattern.includes(`(?<${field}>`)));
  return [
    setting("match", { hash: [{ key: inQuotes(fixed("message")), value: quoted.length === 1 ? quoted[0]! : quoted }] }),
    ...(overwritten.length === 0 ? [] : [setting("overwrite", overwritten.map((field) => inQuotes(fixed(field))))]),
  ];
}

function dateOf({ field, forms }: NonNullable<Known["time"]>, remove: boolean, origin: Origin, quote: Quote): Plugin {
  const name = inQuotes(field.includes(".") ? quote.field(field, origin) : (quote.field(field, origin).slice(1, -1) as Text));
  const settings = [setting("match", [name, ...forms.map((form) => quote.string(form, origin))]), ...(remove ? [setting("remove_field", [name])] : [])];
  return { plugin: fixed("date"), settings, origin: implied(origin, "the time of an entry is that of its line") };
}

/** Drops by the line (of what logstash itself takes), or by fields. */
function dropsOf({ keep, drop }: Place, byField: boolean, quote: Quote): readonly Step[] {
  const kept = keep.some(({ tests }) => tests.length > 0) === byField ? keep : [];
  const dropped = drop.filter(({ tests }) => tests.length > 0 === byField);
  const conditions = [
    ...(kept.length === 0 ? [] : [{ condition: joined(fixed("!("), any(kept.map((filter) => all(partsOf(filter, quote)))).text, fixed(")")), origin: kept[0]!.origin }]),
    ...dropped.map((filter) => ({ condition: all(partsOf(filter, quote)).text, origin: filter.origin })),
  ];
  return conditions.map(({ condition, origin }): Branch => ({ arms: [{ condition, body: [{ plugin: fixed("drop"), settings: [], origin }], origin }], origin }));
}

/** A condition, and the word that joins its parts where it has several. */
interface Condition {
  readonly text: Text;
  readonly joins: "and" | "or" | null;
}

function combine(conditions: readonly Condition[], word: "and" | "or"): Condition {
  if (conditions.length === 1) return conditions[0]!;
  const texts = conditions.map(({ text, joins }) => (joins === null || joins === word ? text : joined(fixed("("), text, fixed(")"))));
  return { text: join(texts, ` ${word} `), joins: word };
}

const any = (conditions: readonly Condition[]): Condition => combine(conditions, "or");
const all = (conditions: readonly Condition[]): Condition => combine(conditions, "and");

/** Conditions that must all hold. */
function partsOf({ patterns, tests }: EntryFilter, quote: Quote): readonly Condition[] {
  const byLine = patterns.map(({ form, text, origin }): Condition => {
    return { text: form === "text" ? joined(quote.string(text, origin), fixed(" in [message]")) : joined(fixed("[message] =~ "), quote.pattern(text, origin)), joins: null };
  });
  return [...(byLine.length === 0 ? [] : [any(byLine)]), ...tests.map(({ field, values, origin }): Condition => ({ text: testOf(quote.field(field, origin), values, origin, quote), joins: null }))];
}

function testOf(field: Text, values: readonly string[], origin: Origin, quote: Quote): Text {
  // A field that holds a number equals no text.
  const items = values.flatMap((value) => [...(/^(0|[1-9]\d{0,14})$/.test(value) ? [fixed(value)] : []), quote.string(value, origin)]);
  return items.length === 1 ? joined(field, fixed(" == "), items[0]!) : joined(field, fixed(" in ["), join(items, ", "), fixed("]"));
}

function join(texts: readonly Text[], between: string): Text {
  return joined(...texts.flatMap((text, index) => (index === 0 ? [text] : [fixed(between), text])));
}

/** Where the name of an index waits that holds the value of a field. */
export const indexReference = fixed("[@metadata][index]");

/** The value of a field can have capitals, with which Elasticsearch refuses the index and Logstash the entry. */
function lowerIndexField({ destination: { index } }: Collection, quote: Quote): readonly Plugin[] {
  if (!index.parts.some((part) => "field" in part)) return [];
  const { origin } = index;
  const add = setting("add_field", { hash: [{ key: inQuotes(indexReference), value: printIndex(index.parts, quote, origin) }] });
  const lower = setting("lowercase", [inQuotes(indexReference)]);
  return [{ plugin: fixed("mutate"), settings: [add], origin }, { plugin: fixed("mutate"), settings: [lower], origin, comment: "Elasticsearch takes no index with capitals." }];
}

/** The name of an index as a string, with the parts that differ by entry. */
export function printIndex(parts: Collection["destination"]["index"]["parts"], quote: Quote, origin: Origin): Text {
  const inner = parts.map((part) => {
    if ("date" in part) return `%{+${part.date}}`;
    if ("field" in part) return `%{${quote.field(part.field.join("."), origin)}}`;
    // Reported when Logstash would read more in it than a text.
    return quote.plain(part.text, origin) === '""' ? "" : part.text;
  });
  return quote.string(inner.join(""), origin);
}
