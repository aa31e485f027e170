import type { Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import { mergeYaml, withOrigin, type YamlMapping } from "../../emit/yaml.js";
import type { Daemon, Machine } from "../../ir/place.js";
import { compareNames } from "../../source/order.js";
import { implied } from "../../source/origin.js";
import { dialectOf } from "./dialect.js";
import { lowerEnvironment } from "./environment.js";
import { isShared, lowerIntake } from "./intake.js";
import { lowerFilters } from "./lower-filters.js";
import { lowerInputs, type Work } from "./lower-inputs.js";
import { lowerOutput } from "./lower-output.js";
import type { Folders, Logstash } from "./model.js";
import { type Natives, readNatives, readProcessNatives } from "./natives.js";
import { foldersOf, type Named, type Own, pipelinePath } from "./own.js";
import { checkPorts } from "./ports.js";
import { quoteFor } from "./quote.js";

/** The Logstash of one machine: a pipeline for each collection that goes through it. */
export function lowerLogstash(daemon: Daemon, context: Context): Logstash {
  const { site, index, report } = context;
  const machine = index.machine(daemon.machine);
  const work: Work = { dialect: dialectOf(daemon.version), quote: quoteFor(report), report };
  const own = site.logs.flatMap(({ pipeline, ...rest }): readonly Own[] => {
    return pipeline?.nodes.some((node) => node.machine === daemon.machine) ? [{ collection: { pipeline, ...rest }, pipeline }] : [];
  });
  checkPorts(own, machine, report);
  const folders = foldersOf(machine);
  const natives = new Map(own.map(({ collection }) => [collection.name, readNatives(collection.native, daemon.version, work.quote, report)]));
  const pipelines = own.map((each) => lowerPipeline(each, own, natives.get(each.collection.name)!, folders, work));
  const files = [...lowerIntake(own, folders, work), ...pipelines];
  const nodes = own.flatMap(({ pipeline }) => pipeline.nodes.filter((node) => node.machine === daemon.machine));
  return {
    folders,
    pipelines: files.map(({ file }) => file),
    registry: withOrigin(daemon.origin, files.map(({ id, file }) => withOrigin(file.origin, mergeYaml({ "pipeline.id": id, "path.config": file.path }, natives.get(id)?.settings ?? {})))),
    settings: lowerSettings({ daemon, machine, node: nodes[0]?.node ?? machine.name, own, work }, report),
    environment: machine.kind === "container" ? null : lowerEnvironment(own, daemon.origin, context),
    origin: daemon.origin,
  };
}

function lowerPipeline({ collection, pipeline }: Own, all: readonly Own[], natives: Natives, folders: Folders, work: Work): Named {
  const { name, origin, buffer, destination } = collection;
  return {
    id: name,
    file: {
      path: pipelinePath(name, folders),
      input: [...lowerInputs(collection, pipeline, isShared(pipeline, all), work), ...natives.input],
      filter: [...lowerFilters(collection, work), ...natives.filter],
      output: [lowerOutput(collection, work), ...natives.output],
      secret: destination.auth !== null || (buffer?.by === "redis" && buffer.auth !== null),
      origin,
    },
  };
}

interface Process {
  readonly daemon: Daemon;
  readonly machine: Machine;
  readonly node: string;
  readonly own: readonly Own[];
  readonly work: Work;
}

function lowerSettings({ daemon, machine, node, own, work }: Process, report: Report): YamlMapping {
  const { dialect } = work;
  const entities = new Map(own.map(({ pipeline }) => [pipeline.entity, pipeline]));
  const apiPort = own[0]?.pipeline.apiPort ?? 9600;
  const settings: YamlMapping = {
    "node.name": node,
    // Debian's package has its own places; the image those of its user.
    "path.data": machine.kind === "container" ? undefined : "/var/lib/logstash",
    "path.logs": machine.kind === "container" ? undefined : "/var/log/logstash",
    "config.reload.automatic": withOrigin(implied(daemon.origin, "pipelines that change are loaded without a restart"), true),
    // What the plugins call their fields shall not depend on the version.
    "pipeline.ecs_compatibility": dialect.ecs ?? undefined,
    [dialect.apiNames ? "api.http.port" : "http.port"]: apiPort === 9600 ? undefined : withOrigin(own[0]!.pipeline.origin, apiPort),
  };
  const natives = [...entities.values()].sort((a, b) => compareNames(a.entity, b.entity)).map(({ native }) => readProcessNatives(native, daemon.version, report));
  return withOrigin(daemon.origin, natives.reduce<YamlMapping>((merged, more) => mergeYaml(merged, more), settings));
}
