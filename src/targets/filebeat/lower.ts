import type { Context } from "../../emit/target.js";
import { mergeYaml, spaced, withComment, withOrigin, type YamlMapping } from "../../emit/yaml.js";
import type { Collection, LogSource } from "../../ir/logs.js";
import type { Daemon } from "../../ir/place.js";
import { implied } from "../../source/origin.js";
import { dialectOf } from "./dialect.js";
import { type DockerSource, lowerInput, lowerProvider, type Work } from "./lower-inputs.js";
import { lowerOutput, outputOf } from "./lower-output.js";
import type { Filebeat, FilebeatFile, Input } from "./model.js";
import { type Natives, readNatives } from "./natives.js";
import { quoteFor } from "./quote.js";

/** The Filebeat of one machine: it serves every collection that has lines there. */
export function lowerFilebeat(daemon: Daemon, context: Context): Filebeat {
  const { site, index, report } = context;
  const machine = index.machine(daemon.machine);
  const quote = quoteFor(report);
  const work: Work = { dialect: dialectOf(daemon.version), quote, report };
  const parts = site.logs.flatMap((collection) => collection.shippers.filter((shipper) => shipper.machine === daemon.machine).map(({ sources }) => ({ collection, sources })));
  const collections = parts.map(({ collection }) => collection);
  const natives = new Map(collections.map((each) => [each.name, readNatives(each.native, outputOf(collections[0]!), daemon.version, report)]));
  const inputs = parts.flatMap(({ collection, sources }) => sources.flatMap((source) => inputOf(collection, source, natives, work)));
  const docker = parts.flatMap(({ collection, sources }) => sources.flatMap((source) => dockerOf(collection, source)));
  const isContainer = machine.kind === "container";
  const host = withOrigin(implied(daemon.origin, "the name, system and addresses of the machine"), { add_host_metadata: {} });
  const processors = [...(isContainer ? [] : [host]), ...[...natives.values()].flatMap((each) => each.processors)];
  const file: FilebeatFile = {
    // A container beside another one bears the other's name.
    name: isContainer ? quote.line(machine.name, daemon.origin) : undefined,
    "filebeat.inputs": inputs.length === 0 ? undefined : inputs,
    "filebeat.autodiscover": docker.length === 0 ? undefined : { providers: [lowerProvider(docker, isContainer ? machine.name : null, work)] },
    processors: processors.length === 0 ? undefined : processors,
    ...explained(lowerOutput(collections, work.dialect, context, quote)),
  };
  return {
    path: isContainer ? "/usr/share/filebeat/filebeat.yml" : "/etc/filebeat/filebeat.yml",
    file: withOrigin(daemon.origin, spaced(extend(file, [...natives.values()], outputOf(collections[0]!)))) as FilebeatFile,
    secret: collections.some(holdsSecret),
  };
}

function inputOf(collection: Collection, source: LogSource, natives: ReadonlyMap<string, Natives>, work: Work): readonly Input[] {
  if (source.from.where !== "files") return [];
  return [mergeYaml(lowerInput(collection, source, source.from.paths, work), natives.get(collection.name)?.input ?? {}) as Input];
}

function dockerOf(collection: Collection, source: LogSource): readonly DockerSource[] {
  const { from } = source;
  return from.where === "docker" ? [{ ...from, collection, source }] : [];
}

type Output = ReturnType<typeof lowerOutput>;

/** Reasons beside what a reader would wonder at. */
function explained(output: Output): Output {
  const enabled = output["setup.template.enabled"];
  return enabled === undefined ? output : { ...output, "setup.template.enabled": withComment("Its own template would make data streams of daily indices.", enabled) };
}

/** Adds what native blocks say, at the end of what it belongs to. */
function extend(file: FilebeatFile, natives: readonly Natives[], output: string): YamlMapping {
  const withOutput = natives.reduce<YamlMapping>((merged, { output: more }) => mergeYaml(merged, { [`output.${output}`]: more }), file);
  return natives.reduce<YamlMapping>((merged, { main }) => mergeYaml(merged, main), withOutput);
}

function holdsSecret({ buffer, pipeline, destination }: Collection): boolean {
  if (buffer !== null) return buffer.by === "redis" && buffer.auth !== null;
  return pipeline === null && destination.auth !== null;
}
