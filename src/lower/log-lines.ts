import { type Bound, find, findAll } from "../bind/bound.js";
import { suggest } from "../diagnostics/suggest.js";
import type { EntryFilter, LineFormat, LinePattern, LogSource, TimeField } from "../ir/logs.js";
import { kinds } from "../vocabulary/index.js";
import { type LinePattern as Pattern, logSource } from "../vocabulary/values/logs.js";
import { unknownFormat } from "./logs-diagnostics.js";
import type { Lowering } from "./lowering.js";
import { oncePer } from "../source/once.js";

const c = kinds.logs.clauses;
type From = Bound<typeof c.from>;
type Logs = Bound<typeof kinds.logs>;
type Keep = Bound<typeof c.keep>;

/** What a collection, and more closely one of its `from`, says of lines. */
export type Lines = Pick<LogSource, "multiline" | "encoding" | "fields" | "tags" | "keep" | "drop">;

/** Of keep, drop, multiline and encoding the nearest counts; fields and tags are added. */
export function lowerLines(logs: Logs, from: From | undefined): Lines {
  const levels = [...(from === undefined ? [] : [from as unknown as Logs]), logs];
  const nearest = (word: "keep" | "drop"): EntryFilter[] => (levels.map((level) => findAll(level, word)).find((found) => found.length > 0) ?? []).map((clause) => lowerFilter(clause));
  const multiline = levels.map((level) => find(level, "multiline")).find((each) => each !== undefined);
  const encoding = levels.map((level) => find(level, "encoding")).find((each) => each !== undefined);
  const outermost = levels.toReversed();
  return {
    keep: nearest("keep"),
    drop: nearest("drop"),
    multiline: multiline === undefined ? null : lowerMultiline(multiline),
    encoding: encoding === undefined ? null : { name: encoding.args.encoding.value, origin: encoding.origin },
    fields: lastOfEach(outermost.flatMap(fieldsOf)),
    tags: outermost.flatMap((level) => find(level, "tags")?.args.tags.map(({ value, origin }) => ({ tag: value, origin })) ?? []).filter(({ tag }, index, all) => all.findIndex((each) => each.tag === tag) === index),
  };
}

/** What is said more closely replaces what is said above. */
function lastOfEach(fields: LogSource["fields"]): LogSource["fields"] {
  return [...new Map(fields.map((each) => [each.field, each])).values()];
}

function fieldsOf(level: Logs): LogSource["fields"] {
  return findAll(level, "fields").flatMap((clause) => {
    const { field, value } = clause.args;
    const own = field === undefined || value === undefined ? [] : [{ field: field.value, value: value.value, origin: clause.origin }];
    const entries = clause.clauses.flatMap((entry) => {
      const args = entry.args as { readonly field?: { readonly value: string }; readonly value?: { readonly value: string } };
      return entry.word === "" && args.field !== undefined && args.value !== undefined ? [{ field: args.field.value, value: args.value.value, origin: entry.origin }] : [];
    });
    return [...own, ...entries];
  });
}

function lowerFilter(clause: Keep): EntryFilter {
  return {
    patterns: clause.args.patterns.map(({ value, origin }) => patternOf(value, origin)),
    tests: findAll(clause, "where").map(({ args, origin }) => ({ field: args.field.value, values: args.values.map(({ value }) => value), origin })),
    origin: clause.origin,
  };
}

function patternOf(pattern: Pattern, origin: LinePattern["origin"]): LinePattern {
  return "regex" in pattern ? { form: "regex", text: pattern.regex, origin } : { form: "text", text: pattern.text, origin };
}

function lowerMultiline(clause: Bound<typeof c.multiline>): LogSource["multiline"] {
  const { part, pattern } = clause.args;
  return {
    part: part?.value ?? "start",
    pattern: patternOf(pattern.value, pattern.origin),
    lines: find(clause, "lines")?.args.count.value || null,
    timeoutMs: find(clause, "timeout")?.args.wait.value ?? null,
    origin: clause.origin,
  };
}

/** What a `parse` says of the lines of a source; `reference`: the source as `from` names it. */
export interface Parser {
  /** Null: whatever has no known format. */
  readonly of: readonly string[] | null;
  readonly format: LineFormat;
}

export function lowerParsers(through: Bound<typeof c.through> | undefined, { formats, report }: Pick<Lowering, "formats" | "report">): readonly Parser[] {
  return (through === undefined ? [] : findAll(through, "parse")).flatMap((clause): readonly Parser[] => {
    const format = formatOf(clause, formats, report);
    const of = find(clause, "of");
    return format === undefined ? [] : [{ of: of === undefined ? null : of.args.sources.map(({ value }) => logSource.print(value)), format }];
  });
}

function formatOf(clause: Bound<typeof c.through.clauses.parse>, formats: Lowering["formats"], report: Lowering["report"]): LineFormat | undefined {
  const { how, patterns } = clause.args;
  const { origin } = clause;
  const said = find(clause, "time");
  const time: TimeField | null = said === undefined ? null : { field: said.args.field.value, forms: said.args.forms.length === 0 ? ["ISO8601"] : said.args.forms.map(({ value }) => value), origin: said.origin };
  const [first] = patterns;
  switch (how.value) {
    case "no":
      return { form: "plain", origin };
    case "syslog":
      return { form: "syslog", origin };
    case "json":
      return { form: "json", time, origin };
    case "grok":
      if (first === undefined) report(unknownFormat, { at: origin, data: { how: "grok", name: undefined, near: undefined } });
      return first === undefined ? undefined : { form: "grok", patterns: patterns.map(({ value }) => value), time, origin };
    case "format": {
      const text = first && formats.get(first.value)?.text;
      if (text !== undefined) return { form: "nginx-access", text: text.replace(/\s*\n\s*/g, " "), origin };
      report(unknownFormat, { at: first?.origin ?? origin, data: { how: "format", name: first?.value, near: first && suggest(first.value, formats.keys()) } });
      return undefined;
    }
  }
}

/** The format of a source's lines: what a `parse` that names it says, else what its engine writes, else a `parse` for all others. */
export function parsedBy(parsers: readonly Parser[], reference: string, isError: boolean, known: LineFormat): LineFormat {
  const { bySource, other } = formatsOf(parsers);
  const named = isError ? undefined : bySource.get(reference);
  return named ?? (known.form !== "plain" ? known : (other ?? known));
}

/** What parsers say by the source, and of all others. The first of several counts. */
const formatsOf = oncePer((parsers: readonly Parser[]) => {
  const bySource = new Map<string, LineFormat>();
  for (const { of, format } of parsers) for (const source of of ?? []) if (!bySource.has(source)) bySource.set(source, format);
  return { bySource, other: parsers.find(({ of }) => of === null)?.format };
});
