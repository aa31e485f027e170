import { type Bound, type Entity, find, findAll } from "../bind/bound.js";
import { type EntityOf, isForeign } from "../elaborate/draft.js";
import type { LineFormat, LogSource, Shipper } from "../ir/logs.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { implied, type Origin } from "../source/origin.js";
import { withDashes } from "../source/plain-name.js";
import { kinds } from "../vocabulary/index.js";
import { logSource } from "../vocabulary/values/logs.js";
import { type LocalFilebeat, projectOf } from "./log-containers.js";
import { joinSources } from "./log-joining.js";
import { lowerLines, lowerParsers, parsedBy, type Parser } from "./log-lines.js";
import { type Written, writtenBy } from "./log-places.js";
import { sourceElsewhere, unplacedFile, unreadableLog } from "./logs-diagnostics.js";
import type { Lowering } from "./lowering.js";

type Logs = EntityOf<"logs">;
type From = Bound<typeof kinds.logs.clauses.from>;

export interface Work {
  readonly lowering: Lowering;
  readonly proxies: readonly Proxy[];
  readonly local: LocalFilebeat;
}

/** A source with the machine whose Filebeat reads it. */
interface Placed {
  readonly machine: string;
  readonly source: LogSource;
}

/** The Filebeats of a collection, each with what it reads. */
export function lowerShippers(logs: Logs, work: Work): Shipper[] {
  const through = find(logs, "through");
  const parsers = lowerParsers(through, work.lowering);
  const placed = findAll(logs, "from").flatMap((from) => {
    const common = { on: find(from, "on")?.args.hosts.map(({ value }) => value.name), lines: lowerLines(logs as unknown as Parameters<typeof lowerLines>[0], from), from, parsers };
    return from.args.sources.flatMap(({ value, text, origin }): readonly Placed[] => {
      const reference = logSource.print(value);
      if ("glob" in value) return fromFile(value.glob, text, reference, origin, common, work);
      if ("containers" in value) return fromContainers(reference, origin, common, work);
      const entity = work.lowering.entities.get(value.name);
      return entity === undefined || isForeign(entity) ? [] : fromEntity(entity, reference, origin, common, work);
    });
  });
  return shippersOf(placed, logs.origin);
}

/** Sources by machine. A file that several declarations of a machine write is read once, and so are the nodes of one there. */
function shippersOf(placed: readonly Placed[], origin: Origin): Shipper[] {
  const machines = [...groupBy(placed, ({ machine }) => machine)].sort(([a], [b]) => compareNames(a, b));
  return machines.map(([machine, own]) => ({ machine, sources: withNames(joinSources(own.map(({ source }) => source))), origin }));
}

/** Two files can have one name in two folders. */
function withNames(sources: readonly LogSource[]): LogSource[] {
  const taken = new Map<string, number>();
  return sources.map((source) => {
    let name = source.name;
    let number = taken.get(name) ?? 2;
    for (; taken.has(name); number++) name = `${source.name}-${number}`;
    taken.set(source.name, number);
    taken.set(name, taken.get(name) ?? 2);
    return { ...source, name };
  });
}

interface Common {
  /** The hosts that `on` names. */
  readonly on: readonly string[] | undefined;
  readonly lines: ReturnType<typeof lowerLines>;
  readonly from: From;
  readonly parsers: readonly Parser[];
}

function sourceOf(name: string, from: LogSource["from"], known: { readonly entity: string | null; readonly dataset: string | null; readonly format: LineFormat }, { lines }: Common, origin: Origin): LogSource {
  const { keep, drop, multiline, encoding, fields, tags } = lines;
  return { name, entity: known.entity, dataset: known.dataset, format: known.format, from, keep, drop, multiline, encoding, fields, tags, origin };
}

/** A file of hosts, or where nothing is placed of the machine that runs the local Docker engine. */
function fromFile(glob: string, text: string, reference: string, origin: Origin, common: Common, work: Work): readonly Placed[] {
  const { lowering, local } = work;
  const { on } = common;
  const format = parsedBy(common.parsers, reference, false, { form: "plain", origin });
  const known = { entity: null, dataset: format.form === "syslog" ? "system.syslog" : null, format };
  const name = nameOfFile(glob);
  if (on === undefined && lowering.hosts.size === 0) {
    const files = { where: "files" as const, paths: [local.readFolder(glob)] };
    return [{ machine: local.use(), source: sourceOf(name, files, known, common, origin) }];
  }
  const hosts = on ?? (lowering.hosts.size === 1 ? [...lowering.hosts.keys()] : []);
  if (hosts.length === 0) lowering.report(unplacedFile, { at: origin, data: { source: text } });
  return hosts.filter((host) => lowering.hosts.has(host)).map((machine) => ({ machine, source: sourceOf(name, { where: "files", paths: [glob] }, known, common, origin) }));
}

/** `goods` of /var/log/goods/*.log, `syslog` of /var/log/syslog. */
function nameOfFile(glob: string): string {
  const parts = glob.split("/").filter((part) => part !== "");
  const last = parts.at(-1)?.replace(/\.log$/, "") ?? "";
  const named = /[*?[\]{}]/.test(last) ? (parts.findLast((part) => !/[*?[\]{}]/.test(part)) ?? "files") : last;
  return withDashes(named);
}

function fromContainers(reference: string, origin: Origin, common: Common, work: Work): readonly Placed[] {
  const { lowering, local } = work;
  const { on } = common;
  const known = { entity: null, dataset: null, format: parsedBy(common.parsers, reference, false, { form: "plain", origin }) };
  const docker = { where: "docker" as const, project: projectOf(lowering), containers: null, stream: "all" as const };
  const hosts = on ?? [...lowering.hosts.values()].filter(({ runtime }) => runtime === "docker").map(({ name }) => name);
  const engines = on === undefined && lowering.machines.has("local") ? [local.useDocker()] : [];
  if (hosts.length + engines.length === 0) lowering.report(unreadableLog, { at: origin, data: { name: "containers", problem: "are nowhere: no host has `runtime docker`", says: false } });
  return [...hosts.filter((host) => lowering.hosts.has(host)), ...engines].map((machine) => ({ machine, source: sourceOf("containers", docker, known, common, origin) }));
}

function fromEntity(entity: Entity, reference: string, origin: Origin, common: Common, work: Work): readonly Placed[] {
  const { lowering, proxies } = work;
  const on = common.on && new Set(common.on);
  const all = lowering.nodesByEntity.get(entity.name) ?? [];
  const nodes = all.filter(({ host }) => on === undefined || (host !== null && on.has(host)));
  if (on !== undefined && nodes.length === 0 && all.length > 0) reportElsewhere(entity, all, origin, common.from, lowering);
  const [inside, outside] = [writtenBy(entity, proxies, true, lowering), writtenBy(entity, proxies, false, lowering)];
  const placed = nodes.flatMap((node) => {
    const inContainer = node.machine === node.name;
    return (inContainer ? inside : outside).map((each) => ({
      machine: inContainer ? (node.host ?? work.local.use()) : node.machine,
      source: sourceOf(
        each.suffix === "" ? entity.name : `${entity.name}-${each.suffix}`,
        placeOf(each, node, work),
        { entity: entity.name, dataset: each.dataset, format: parsedBy(common.parsers, reference, each.suffix === "error", each.format) },
        common,
        implied(origin, `what \`${entity.name}\` writes`),
      ),
    }));
  });
  if (nodes.length > 0 && placed.length === 0) lowering.report(unreadableLog, { at: origin, data: { name: entity.name, problem: "writes no log that Filebeat can read", says: "logs" in entity.declaration.clauses }, related: [{ span: entity.nameOrigin.span, text: "declared here" }] });
  return placed;
}

/** `on` stands for the whole `from`, and leaves this one out. */
function reportElsewhere(entity: Entity, nodes: readonly Node[], origin: Origin, from: From, { report }: Lowering): void {
  const on = find(from, "on")!;
  const hosts = [...new Set(nodes.flatMap(({ host }) => host ?? []))];
  report(sourceElsewhere, { at: origin, data: { name: entity.name, hosts, on: on.args.hosts.map(({ value }) => value.name) }, related: [{ span: on.origin.span, text: "the hosts that are read" }] });
}

function placeOf({ at }: Written, node: Node, { lowering, local }: Work): LogSource["from"] {
  const inContainer = node.machine === node.name;
  if ("stream" in at) {
    if (node.host === null) local.useDocker();
    return { where: "docker", project: projectOf(lowering), containers: [node.name], stream: at.stream };
  }
  return { where: "files", paths: inContainer ? at.files.map((path) => local.pathOf(path, node)) : [...at.files] };
}
