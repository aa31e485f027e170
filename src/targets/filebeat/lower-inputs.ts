import type { Report } from "../../diagnostics/define.js";
import { withOrigin, type YamlMapping } from "../../emit/yaml.js";
import type { Collection, LogSource } from "../../ir/logs.js";
import type { Dialect } from "./dialect.js";
import { lowerFields } from "./lower-fields.js";
import { lowerFilters } from "./lower-filters.js";
import type { Input, InputCommon, Multiline, Provider } from "./model.js";
import { fixed, joined, type Quote, quoteFor, type Text } from "./quote.js";

/** What an input is made with. */
export interface Work {
  readonly dialect: Dialect;
  readonly quote: Quote;
  readonly report: Report;
}

/** An input that reads files. */
export function lowerInput(collection: Collection, source: LogSource, paths: readonly string[], work: Work): Input {
  const { quote, dialect } = work;
  const id = quote.line(`${collection.name}-${source.name}`, source.origin);
  const old = paths.some(mayMatchOld) ? [fixed("\\.gz$")] : undefined;
  return withOrigin<Input>(source.origin, {
    type: fixed(dialect.filestream ? "filestream" : "log"),
    // Filebeat keeps its place in each file under this; two inputs with one id lose lines or send them twice.
    id: dialect.filestream ? id : undefined,
    paths: paths.map((path) => withOrigin(source.origin, quote.line(path, source.origin))),
    "prospector.scanner.exclude_files": dialect.filestream ? old : undefined,
    exclude_files: dialect.filestream ? undefined : old,
    ...common(collection, source, [], work),
  });
}

/** Whether `*` stands at the end, where rotation puts `.gz`. */
function mayMatchOld(path: string): boolean {
  return /[*\]?}]$/.test(path);
}

/** What inputs of every kind have. `first` are parsers that come before that of several lines. */
function common(collection: Collection, source: LogSource, first: readonly YamlMapping[], { dialect, quote, report }: Work): InputCommon {
  const multiline = source.multiline === null ? undefined : lowerMultiline(source.multiline, quote);
  const { include_lines, exclude_lines, processors } = lowerFilters(source, collection.pipeline !== null, quote);
  const parsers = [...first, ...(multiline === undefined ? [] : [{ multiline }])];
  return {
    encoding: source.encoding === null ? undefined : withOrigin(source.encoding.origin, quote.encoding(source.encoding.name, source.encoding.origin)),
    parsers: !dialect.filestream || parsers.length === 0 ? undefined : parsers,
    multiline: dialect.filestream ? undefined : multiline,
    include_lines,
    exclude_lines,
    tags: source.tags.length === 0 ? undefined : source.tags.map(({ tag, origin }) => withOrigin(origin, quote.line(tag, origin))),
    fields_under_root: true,
    fields: lowerFields(collection.name, source, quote.value, report),
    processors,
  };
}

function lowerMultiline({ part, pattern, lines, timeoutMs, origin }: NonNullable<LogSource["multiline"]>, quote: Quote): Multiline {
  return withOrigin(origin, {
    type: fixed("pattern"),
    pattern: quote.pattern(pattern),
    // Lines that do not match belong to the one before them (`start`) or after them (`end`); with `continue` those that do.
    negate: part !== "continue",
    match: fixed(part === "end" ? "before" : "after"),
    max_lines: lines ?? undefined,
    timeout: timeoutMs === null ? undefined : milliseconds(timeoutMs),
  });
}

function milliseconds(time: number): Text {
  return fixed(time % 1000 === 0 ? `${time / 1000}s` : `${time}ms`);
}

/** A source of what containers write to their output. */
export interface DockerSource {
  readonly collection: Collection;
  readonly source: LogSource;
  readonly project: string;
  readonly containers: readonly string[] | null;
  readonly stream: "all" | "stdout" | "stderr";
}

const idVariable = "${data.docker.container.id}";

/** Follows the containers of the machine's engine as they come and go. `self` is Filebeat's own container. */
export function lowerProvider(sources: readonly DockerSource[], self: string | null, { dialect, report }: Work): Provider {
  const work = { dialect, report, quote: quoteFor(report, "template") };
  const { quote } = work;
  return {
    type: fixed("docker"),
    templates: sources.map((docker) => {
      const { source, project, containers } = docker;
      const label = (name: string, value: string): YamlMapping => ({ equals: { [`docker.container.labels.com_docker_compose_${name}`]: quote.line(value, source.origin) } });
      const services = containers?.map((name) => label("service", name)) ?? [];
      // What these write of an entry would come back to them as an entry, for ever.
      const own = containers !== null ? [] : [...(self === null ? [] : [self]), ...(docker.collection.pipeline?.nodes.map(({ node }) => node) ?? [])].map((name) => label("service", name));
      const others = own.length === 0 ? [] : [{ not: own.length === 1 ? own[0]! : { or: own } }];
      const condition = { and: [label("project", project), ...(services.length === 1 ? services : services.length > 1 ? [{ or: services }] : []), ...others] };
      return withOrigin(source.origin, { condition, config: [lowerContainerInput(docker, work)] });
    }),
  };
}

function lowerContainerInput({ collection, source, stream }: DockerSource, work: Work): Input {
  const { dialect, quote } = work;
  const id = joined(quote.line(`${collection.name}-${source.name}-`, source.origin), fixed(idVariable));
  const paths = [fixed(`/var/lib/docker/containers/${idVariable}/*-json.log`)];
  const rest = common(collection, source, [{ container: { stream: fixed(stream), format: fixed("docker") } }], work);
  if (dialect.filestream) return { type: fixed("filestream"), id, paths, ...rest };
  if (dialect.container) return { type: fixed("container"), paths, ...rest };
  return { type: fixed("docker"), "containers.ids": [fixed(idVariable)], ...rest };
}
