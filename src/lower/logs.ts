import { type Bound, type Entity, find, findAll } from "../bind/bound.js";
import { type EntityOf, isForeign } from "../elaborate/draft.js";
import { saidVersion, standardImage } from "../elaborate/images.js";
import { stagesOf } from "../elaborate/log-stages.js";
import { listenName } from "../elaborate/logs.js";
import type { Endpoint, SecretUse, Tls } from "../ir/basics.js";
import type { Engine } from "../ir/container.js";
import type { Buffer, Collection, Credentials, Destination, LogListen, Pipeline, Shipper } from "../ir/logs.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { tls as tlsClause } from "../vocabulary/clauses/everywhere.js";
import { addFilebeat, localFilebeat } from "./log-containers.js";
import { lowerLines, lowerParsers, parsedBy } from "./log-lines.js";
import { lowerShippers } from "./log-sources.js";
import { addLogstash } from "./logstash-containers.js";
import { beatsCertificate, unreachableReceiver } from "./logs-diagnostics.js";
import { type Lowering, nativesOf, ofKind, secretOf } from "./lowering.js";
import { portsOf } from "./places.js";
import { lowerTls } from "./tls.js";

type Logs = EntityOf<"logs">;
type Through = Bound<typeof kinds.logs.clauses.through>;

/**
 * Every collection of logs. The containers of `engines` are given what collecting needs: volumes that Filebeat reads, a
 * Filebeat of the local engine, and the environment of logstash.
 */
export function lowerCollections(parts: { readonly proxies: readonly Proxy[]; readonly engines: Engine[] }, lowering: Lowering, origin: Origin): Collection[] {
  const declared = ofKind(lowering, "logs");
  // As they are they may be kept for the compilation after.
  if (declared.length > 0) for (const engine of parts.engines) engine.containers = [...engine.containers];
  const local = localFilebeat(parts.engines, declared[0]?.origin ?? origin, lowering);
  const collections = declared.flatMap((logs): Collection[] => {
    const destination = lowerDestination(logs, lowering);
    if (destination === undefined) return [];
    const shippers = lowerShippers(logs, { lowering, proxies: parts.proxies, local });
    const collection: Collection = { name: logs.name, shippers, ...lowerThrough(logs, shippers, lowering), destination, native: nativesOf(logs, "filebeat", "logstash"), origin: logs.origin };
    reportUnreachable(collection, lowering);
    return [collection];
  });
  const said = declared.flatMap((logs) => find(logs, "image")?.args.image.value ?? []);
  const image = said[0] ?? standardImage("filebeat", declared.flatMap((logs) => find(logs, "version")?.args.version.value ?? [])[0]);
  addFilebeat(local, collections, image, parts.engines, lowering);
  addLogstash(collections, parts.engines, lowering);
  return collections;
}

/** The version that a declaration states: of a collection that of Filebeat. */
export function versionOf(name: string, { entities }: Pick<Lowering, "entities">): string | null {
  return saidVersion(entities.get(name)) ?? null;
}

function lowerThrough(logs: Logs, shippers: readonly Shipper[], lowering: Lowering): Pick<Collection, "buffer" | "pipeline"> {
  const through = find(logs, "through");
  const stages = through && stagesOf(through, (name) => lowering.entities.get(name)?.kind);
  if (through === undefined || stages === undefined || "problem" in stages) return { buffer: null, pipeline: null };
  const logstash = lowering.entities.get(stages.logstash) as unknown as EntityOf<"logstash">;
  const waiting = stages.buffer === undefined ? undefined : lowering.entities.get(stages.buffer);
  if (stages.buffer !== undefined && waiting?.kind !== "redis" && waiting?.kind !== "kafka") return { buffer: null, pipeline: null };
  const buffer = waiting === undefined ? null : lowerBuffer(logs, through, waiting, lowering);
  const nodes = lowering.nodesByEntity.get(logstash.name) ?? [];
  const heap = find(logstash, "heap");
  return {
    buffer,
    pipeline: {
      entity: logstash.name,
      nodes: nodes.map((node) => ({ node: node.name, machine: node.machine })),
      beats: buffer !== null || shippers.length === 0 ? null : lowerBeats(through, logstash, nodes, lowering),
      listens: lowerListens(logs, through, lowering),
      heap: heap === undefined ? null : { bytes: heap.args.size.value, origin: heap.origin },
      apiPort: portsOf(logstash as unknown as Entity, lowering.sheets.get(logstash.name)?.ports ?? []).find(({ name }) => name === "api")?.port ?? 9600,
      native: nativesOf(logstash, "logstash"),
      origin: through.origin,
    },
  };
}

function lowerBeats(through: Through, logstash: EntityOf<"logstash">, nodes: readonly Node[], { report }: Lowering): Pipeline["beats"] {
  const listen = findAll(through, "listen").find(({ args }) => args.input.value === "beats");
  const port = listen?.args.bind.value.from ?? 5044;
  const clause = find(through, "tls");
  const tls = clause === undefined ? null : lowerTls(clause as unknown as Bound<typeof tlsClause>);
  if (tls !== null && tls.certificate === null) report(beatsCertificate, { at: tls.origin, data: { problem: "has no certificate for logstash" } });
  if (tls?.verify === "client") report(beatsCertificate, { at: tls.origin, data: { problem: "asks Filebeat for a certificate, and it has none" } });
  const receivers = nodes.length > 0 ? nodes.map((node) => endpointOf(node, port)) : foreignEndpoints(logstash as unknown as Entity);
  return receivers.length === 0 ? null : { port, receivers, tls, origin: listen?.origin ?? through.origin };
}

/** Where others reach a port of a node: of a container of a host, the published one. */
function endpointOf(node: Node, port: number): Endpoint {
  const known = node.ports.find((each) => each.port === port);
  return { host: node.address, port: node.host === null ? port : (known?.published ?? port) };
}

function foreignEndpoints(entity: Entity): Endpoint[] {
  return find(entity as unknown as EntityOf<"service">, "at")?.args.endpoints.map(({ value }) => ({ host: value.host, port: value.port })) ?? [];
}

/** The endpoints of a cluster, by the name of its port. */
function endpointsOf(entity: Entity, portName: string, lowering: Lowering): Endpoint[] {
  if (isForeign(entity)) return foreignEndpoints(entity);
  return (lowering.nodesByEntity.get(entity.name) ?? []).flatMap((node) => {
    const port = node.ports.find(({ name }) => name === portName) ?? node.ports[0];
    return port === undefined ? [] : [endpointOf(node, port.port)];
  });
}

function lowerBuffer(logs: Logs, through: Through, entity: Entity, lowering: Lowering): Buffer | null {
  const key = find(through, "topic")?.args.topic.value ?? logs.name;
  const { origin } = through;
  if (entity.kind === "kafka") {
    const endpoints = endpointsOf(entity, "kafka", lowering);
    const version = find(entity as unknown as EntityOf<"kafka">, "version")?.args.version.value ?? null;
    return endpoints.length === 0 ? null : { by: "kafka", entity: entity.name, version, endpoints, topic: key, group: `logstash-${logs.name}`, origin };
  }
  // A list is written where writes go: to the primary, the first.
  const [endpoint] = endpointsOf(entity, "redis", lowering);
  const auth = find(through, "auth") ?? find(entity as unknown as EntityOf<"redis">, "auth");
  return endpoint === undefined ? null : { by: "redis", entity: entity.name, endpoint, database: 0, key, auth: auth === undefined ? null : lowerAuth(auth as unknown as Auth, entity.name), origin };
}

type Auth = Bound<(typeof kinds)["elasticsearch"]["clauses"]["auth"]>;

function lowerAuth({ args, origin }: Auth, entity: string): Credentials {
  const password = secretOf(args.password.value);
  return { user: args.user?.value ?? null, password, variable: variableOf(password, entity), origin };
}

/** The name of a secret in capitals, as in the environment of a build; of a literal the name of what asks for it. */
function variableOf(password: SecretUse, entity: string): string {
  const name = "name" in password ? password.name : `${entity}_password`;
  return name.toUpperCase().replace(/[^A-Z0-9_]/g, "_").replace(/^(?=\d)/, "_");
}

function lowerListens(logs: Logs, through: Through, lowering: Lowering): LogListen[] {
  const parsers = lowerParsers(through, { formats: lowering.formats, report: () => undefined });
  const { keep, drop } = lowerLines(logs as unknown as Parameters<typeof lowerLines>[0], undefined);
  return findAll(through, "listen").flatMap((listen): LogListen[] => {
    const { input, bind } = listen.args;
    if (input.value === "beats") return [];
    const name = listenName(listen);
    const codec = find(listen, "codec")?.args.codec.value ?? "line";
    const plain = { form: "plain" as const, origin: listen.origin };
    // These are taken apart as they come in.
    const format = codec === "json" || input.value === "syslog" ? (parsers.find(({ of }) => of?.includes(name))?.format ?? plain) : parsedBy(parsers, name, false, plain);
    return [{ name, input: input.value, address: bind.value.address ?? null, port: bind.value.from, codec, format, keep, drop, origin: listen.origin }];
  });
}

function lowerDestination(logs: Logs, lowering: Lowering): Destination | undefined {
  const to = find(logs, "to");
  const entity = to && lowering.entities.get(to.args.cluster.value.name);
  const index = to && find(to, "index");
  if (to === undefined || entity?.kind !== "elasticsearch" || index === undefined) return undefined;
  const cluster = entity as unknown as EntityOf<"elasticsearch">;
  const endpoints = endpointsOf(entity, "http", lowering);
  const auth = find(to, "auth") ?? find(cluster, "auth");
  const trust = find(to, "tls");
  const own = find(cluster, "tls");
  const tls = trust ?? own;
  if (endpoints.length === 0) return undefined;
  return {
    entity: entity.name,
    version: saidVersion(entity) ?? null,
    endpoints,
    index: { parts: index.args.index.value.parts.map(partOf), origin: index.origin },
    auth: auth === undefined ? null : lowerAuth(auth as unknown as Auth, entity.name),
    tls: tls === undefined ? null : clientTls(lowerTls(tls as unknown as Bound<typeof tlsClause>), trust !== undefined),
    origin: to.origin,
  };
}

function partOf(part: Destination["index"]["parts"][number] | { readonly field: readonly string[] }): Destination["index"]["parts"][number] {
  return "field" in part ? { field: [...part.field] } : part;
}

/** How the cluster's certificate is trusted; the certificate that the cluster itself says is its own. */
function clientTls(tls: Tls, saidByClient: boolean): Tls {
  return { ...tls, certificate: saidByClient ? tls.certificate : null, key: saidByClient ? tls.key : null, verify: tls.verify === "client" ? "yes" : tls.verify, ciphers: saidByClient ? tls.ciphers : null };
}

/** Each step that lines take, where one side is on hosts and the other in containers of the local engine. */
function reportUnreachable({ shippers, buffer, pipeline, destination, origin }: Collection, lowering: Lowering): void {
  const isLocal = (entity: string): boolean | undefined => {
    const node = (lowering.nodesByEntity.get(entity) ?? [])[0];
    return node === undefined || isBridged(node, lowering) ? undefined : node.host === null;
  };
  const told = new Set<string>();
  const report = (from: string, entity: string, fromLocal: boolean | undefined, at: Origin): void => {
    const local = isLocal(entity);
    if (local !== undefined && fromLocal === !local && told.size < told.add(entity).size) lowering.report(unreachableReceiver, { at, data: { from, name: entity, local } });
  };
  const first = buffer?.entity ?? pipeline?.entity ?? destination.entity;
  const shipper = shippers.find(({ machine }) => lowering.hosts.has(machine) !== (isLocal(first) === false));
  if (shipper !== undefined) report(`Filebeat on \`${shipper.machine}\``, first, !lowering.hosts.has(shipper.machine), implied(origin, "where it is sent"));
  if (pipeline === null) return;
  const reader = isLocal(pipeline.entity);
  if (buffer !== null) report(`\`${pipeline.entity}\``, buffer.entity, reader, pipeline.origin);
  report(`\`${pipeline.entity}\``, destination.entity, reader, destination.origin);
}

/** Whether the containers of its network are on the hosts' own, too. */
function isBridged({ addresses }: Node, { networks }: Lowering): boolean {
  return networks.some(({ name, driver }) => name === addresses[0]?.network && driver !== "bridge");
}
