import type { Context } from "../../emit/target.js";
import { anchored, mergeYaml, spaced, withComment, withOrigin, type YamlMapping } from "../../emit/yaml.js";
import type { Engine } from "../../ir/container.js";
import type { Daemon } from "../../ir/place.js";
import { compareNames } from "../../source/order.js";
import { lowerClaim } from "./claims.js";
import { lowerEnvironment } from "./environment.js";
import { loggingAnchor, lowerService } from "./lower-service.js";
import type { ComposeFile, ComposeModel, EnvironmentFile, Leaf, Logging, Network, Service } from "./model.js";
import { lowerMounts } from "./mounts.js";
import { type Natives, readNatives, readServiceNatives } from "./natives.js";
import { lowerNetworks } from "./networks.js";
import { fixed, joined, quoteFor, type Quote } from "./quote.js";
import { reportOnce } from "./report-once.js";

/** The compose file of the engine on the daemon's machine. */
export function lowerCompose(daemon: Daemon, whole: Context): ComposeModel {
  const context: Context = { ...whole, report: reportOnce(whole.report) };
  const machine = context.index.machine(daemon.machine);
  const engine = context.index.engine(daemon.machine);
  const folder = machine.kind === "local" ? "" : `/opt/${context.site.name}`;
  const quote = quoteFor(context.report);
  const natives = readNatives(engine.native, context.report);
  const below = `${machine.root}${folder}`;
  const services = lowerServices(engine, below === "" ? "" : `${below}/`, natives, context, quote);
  const file = {
    name: quote.project(engine.project, engine.origin),
    "x-logging": defaultLogging(),
    services: spaced(Object.fromEntries(services.map(({ name, service }) => [name, service]))),
    networks: eachMerged<Network>(lowerNetworks(engine, context.index, quote), natives.network, natives.networks),
    volumes: eachMerged<Leaf<null>>(lowerVolumes(engine, quote), natives.volume, natives.volumes),
  } satisfies ComposeFile;
  return {
    folder,
    file: spaced(withOrigin(daemon.origin, mergeYaml(file, natives.main))) as ComposeFile,
    environments: services.flatMap(({ secrets }) => (secrets === undefined ? [] : [secrets])),
  };
}

function lowerServices(engine: Engine, folder: string, natives: Natives, context: Context, quote: Quote) {
  const taken = new Set(engine.containers.map(({ name }) => name));
  return engine.containers
    .toSorted((a, b) => compareNames(a.name, b.name))
    .flatMap((container): readonly { readonly name: string; readonly service: Service; readonly secrets?: EnvironmentFile | undefined }[] => {
      const name = quote.name(container.name, container.origin, container.sidecar ? container.node : undefined);
      const { environment, file: secrets } = lowerEnvironment(container, name, quote, context);
      const envFile = secrets === undefined ? undefined : withOrigin(secrets.variables[0]!.origin, joined("", fixed("./"), name, fixed(".env")));
      const files = context.emittedFor(container.name);
      const volumes = lowerMounts(container, files, folder, quote, context.report);
      const service = lowerService(container, engine, { name, environment, envFile, volumes }, context, quote);
      const own = readServiceNatives(container.native, context.report);
      const claimed = files.filter(({ claim }) => claim !== null);
      const claim = claimed.length === 0 ? undefined : lowerClaim(container, claimed, service, lowerMounts({ ...container, mounts: [] }, claimed, folder, quote, context.report), taken, quote);
      const waiting = claim === undefined ? service : mergeYaml(service, { depends_on: { [claim.name]: claim.dependency } });
      const whole = { name, service: mergeYaml(mergeYaml(waiting, natives.service), own) as Service, secrets };
      return claim === undefined ? [whole] : [whole, claim];
    });
}

/** Every entry with `all`, and with what `named` has for it; what only `named` has comes after them. */
function eachMerged<Entry>(entries: Readonly<Record<string, Entry>> | undefined, all: YamlMapping, named: YamlMapping): Readonly<Record<string, Entry>> | undefined {
  if (entries === undefined && Object.keys(named).length === 0) return undefined;
  const every = Object.keys(all).length === 0 ? {} : Object.fromEntries(Object.keys(entries ?? {}).map((name) => [name, all]));
  return mergeYaml(mergeYaml((entries ?? {}) as YamlMapping, every), named) as Readonly<Record<string, Entry>>;
}

/** The named volumes; Docker makes those that it does not have. */
function lowerVolumes({ containers }: Engine, quote: Quote): Readonly<Record<string, Leaf<null>>> | undefined {
  const mounts = containers.flatMap(({ mounts: all }) => all.filter(({ kind }) => kind === "volume"));
  const byName = new Map(mounts.toReversed().map((mount) => [mount.source, mount]));
  const sorted = [...byName.values()].sort((a, b) => compareNames(a.source, b.source));
  if (sorted.length === 0) return undefined;
  return Object.fromEntries(sorted.map(({ source, origin }) => [quote.name(source, origin, source), withOrigin(origin, null)]));
}

/** Docker's own default keeps a log without end, which fills the disk of a host that nobody watches. */
function defaultLogging(): Logging {
  const logging = { driver: fixed("json-file"), options: { "max-size": fixed("10m"), "max-file": fixed("3") } };
  return withComment("Docker's own default keeps logs without end.", anchored(loggingAnchor, logging));
}
