import type { Report } from "../../diagnostics/define.js";
import type { Context } from "../../emit/target.js";
import type { OutputFile } from "../../emit/output-file.js";
import { anchored, mergeYaml, spaced, withComment, withOrigin, type YamlMapping, YamlPrinter } from "../../emit/yaml.js";
import type { Container, Engine } from "../../ir/container.js";
import type { EngineParts } from "../../ir/engine-parts.js";
import type { Daemon } from "../../ir/place.js";
import { lookupBy } from "../../source/group.js";
import { compareNames } from "../../source/order.js";
import { type Claim, lowerClaim } from "./claims.js";
import { lowerEnvironment } from "./environment.js";
import { loggingAnchor, lowerService, namesOf } from "./lower-service.js";
import type { ComposeFile, ComposeModel, EnvironmentFile, Leaf, Logging, Network, Service } from "./model.js";
import { lowerMounts } from "./mounts.js";
import { type Natives, readNatives, readServiceNatives } from "./natives.js";
import { joinedNetworks, lowerNetworks } from "./networks.js";
import { fixed, joined, quoteFor, type Quote } from "./quote.js";
import { printServices } from "./print-services.js";
import { reportOnce } from "./report-once.js";

/** The compose file of the engine on the daemon's machine. */
export function lowerCompose(daemon: Daemon, whole: Context): ComposeModel {
  let reports = 0;
  const reportFirst = reportOnce(whole.report);
  const report: Report = (definition, occurrence) => {
    reports++;
    reportFirst(definition, occurrence);
  };
  const context: Context = { ...whole, report };
  const machine = context.index.machine(daemon.machine);
  const engine = context.index.engine(daemon.machine);
  const parts = partsOf(context.index.engineParts(), engine)!;
  const networks = joinedNetworks(parts, context.index);
  const folder = machine.kind === "local" ? "" : `/opt/${context.site.name}`;
  const quote = quoteFor(context.report);
  const natives = readNatives(engine.native, context.report);
  const below = `${machine.root}${folder}`;
  const environments: EnvironmentFile[] = [];
  const services = printServices(engine, networks, context, (container, printer) => {
    const before = reports;
    const secrets = printService(container, engine, below === "" ? "" : `${below}/`, natives, context, quote, printer);
    if (secrets !== undefined) environments.push(secrets);
    return reports > before;
  });
  const file = {
    name: quote.project(engine.project, engine.origin),
    "x-logging": defaultLogging(),
    services,
    networks: eachMerged<Network>(lowerNetworks(networks, quote), natives.network, natives.networks),
    volumes: eachMerged<Leaf<null>>(lowerVolumes(parts, quote), natives.volume, natives.volumes),
  } satisfies ComposeFile;
  return {
    folder,
    file: spaced(withOrigin(daemon.origin, mergeYaml(file, natives.main))) as ComposeFile,
    environments,
  };
}

const noFiles: readonly OutputFile[] = [];

const partsOf = lookupBy(({ engine }: EngineParts) => engine);

/** Prints the service of a container, and that of its claim; gives the file with its secrets. */
function printService(container: Container, engine: Engine, folder: string, natives: Natives, context: Context, quote: Quote, printer: YamlPrinter): EnvironmentFile | undefined {
  const name = quote.name(container.name, container.origin, container.sidecar ? container.node : undefined);
  const { environment, file: secrets } = lowerEnvironment(container, name, quote, context);
  const files = context.emitted().get(container.name) ?? noFiles;
  const volumes = lowerMounts(container, files, folder, quote, context.report);
  const service = lowerService(container, engine, { name, environment, envFile: secrets && nameOfFile(secrets), files, volumes }, context, quote);
  const own = readServiceNatives(container.native, context.report);
  const claim = claimOf(container, engine, files, service, folder, context, quote);
  const waiting = claim === undefined ? service : mergeYaml(service, { depends_on: { [claim.name]: claim.dependency } });
  printer.add(name, mergeYaml(mergeYaml(waiting, natives.service), own));
  if (claim !== undefined) printer.add(claim.name, claim.service);
  return secrets;
}

function nameOfFile({ container, variables }: EnvironmentFile): Leaf {
  return withOrigin(variables[0]!.origin, joined("", fixed("./"), container, fixed(".env")));
}

function claimOf(container: Container, engine: Engine, files: readonly OutputFile[], service: Service, folder: string, context: Context, quote: Quote): Claim | undefined {
  if (files.length === 0) return undefined;
  const claimed = files.filter(({ claim }) => claim !== null);
  if (claimed.length === 0) return undefined;
  return lowerClaim(container, claimed, service, lowerMounts({ ...container, mounts: [] }, claimed, folder, quote, context.report), namesOf(engine), quote);
}

/** Every entry with `all`, and with what `named` has for it; what only `named` has comes after them. */
function eachMerged<Entry>(entries: Readonly<Record<string, Entry>> | undefined, all: YamlMapping, named: YamlMapping): Readonly<Record<string, Entry>> | undefined {
  if (entries === undefined && Object.keys(named).length === 0) return undefined;
  const every = Object.keys(all).length === 0 ? {} : Object.fromEntries(Object.keys(entries ?? {}).map((name) => [name, all]));
  return mergeYaml(mergeYaml((entries ?? {}) as YamlMapping, every), named) as Readonly<Record<string, Entry>>;
}

/** The named volumes; Docker makes those that it does not have. */
function lowerVolumes({ withMounts }: EngineParts, quote: Quote): Readonly<Record<string, Leaf<null>>> | undefined {
  const byName = new Map<string, Container["mounts"][number]>();
  for (const { mounts } of withMounts) for (const mount of mounts) if (mount.kind === "volume" && !byName.has(mount.source)) byName.set(mount.source, mount);
  if (byName.size === 0) return undefined;
  const sorted = [...byName.values()].sort((a, b) => compareNames(a.source, b.source));
  return Object.fromEntries(sorted.map(({ source, origin }) => [quote.name(source, origin, source), withOrigin(origin, null)]));
}

/** Docker's own default keeps a log without end, which fills the disk of a host that nobody watches. */
function defaultLogging(): Logging {
  const logging = { driver: fixed("json-file"), options: { "max-size": fixed("10m"), "max-file": fixed("3") } };
  return withComment("Docker's own default keeps logs without end.", anchored(loggingAnchor, logging));
}
