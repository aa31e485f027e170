import { withOrigin, type YamlMapping } from "../../emit/yaml.js";
import type { EntryFilter, FieldTest, LogSource } from "../../ir/logs.js";
import type { Leaf } from "./model.js";
import type { Quote, Text } from "./quote.js";

/** What Filebeat itself keeps and drops of a source. */
export interface Filters {
  readonly include_lines: readonly Leaf[] | undefined;
  readonly exclude_lines: readonly Leaf[] | undefined;
  /** Conditions on fields, which lines alone cannot say. */
  readonly processors: readonly YamlMapping[] | undefined;
}

/**
 * Lines are told by their text as soon as they are read, so that what is dropped never travels. What looks at fields
 * waits for the logstash that finds them, where there is one.
 */
export function lowerFilters({ keep, drop }: Pick<LogSource, "keep" | "drop">, throughLogstash: boolean, quote: Quote): Filters {
  const byFields = keep.some(({ tests }) => tests.length > 0);
  const include = byFields ? [] : keep;
  const exclude = drop.filter(({ tests }) => tests.length === 0);
  const rest = throughLogstash ? [] : drop.filter(({ tests }) => tests.length > 0);
  const processors = [
    ...(byFields && !throughLogstash ? [withOrigin(keep[0]!.origin, { drop_event: { when: { not: any(keep.map((filter) => conditionOf(filter, quote))) } } })] : []),
    ...rest.map((filter) => withOrigin(filter.origin, { drop_event: { when: conditionOf(filter, quote) } })),
  ];
  return { include_lines: lines(include, quote), exclude_lines: lines(exclude, quote), processors: processors.length === 0 ? undefined : processors };
}

function lines(filters: readonly EntryFilter[], quote: Quote): readonly Leaf[] | undefined {
  const patterns = filters.flatMap((filter) => filter.patterns.map((pattern) => withOrigin(pattern.origin, quote.pattern(pattern))));
  return patterns.length === 0 ? undefined : patterns;
}

function conditionOf({ patterns, tests }: EntryFilter, quote: Quote): YamlMapping {
  const byLine = patterns.map((pattern) => ({ regexp: { message: quote.pattern(pattern) } }));
  return all([...(byLine.length === 0 ? [] : [any(byLine)]), ...tests.map((test) => testOf(test, quote))]);
}

function testOf({ field, values, origin }: FieldTest, quote: Quote): YamlMapping {
  const name = quote.line(field, origin);
  return any(values.flatMap((value): readonly YamlMapping[] => numbersToo(quote.value(value, origin)).map((each) => ({ equals: { [name]: each } }))));
}

/** A field that holds a number equals no text. */
function numbersToo(value: Text): readonly (Text | number)[] {
  return /^(0|[1-9]\d{0,14})$/.test(value) ? [Number(value), value] : [value];
}

function any(conditions: readonly YamlMapping[]): YamlMapping {
  return conditions.length === 1 ? conditions[0]! : { or: conditions };
}

function all(conditions: readonly YamlMapping[]): YamlMapping {
  return conditions.length === 1 ? conditions[0]! : { and: conditions };
}
