import { type Bound, type Entity, find, findAll, imply } from "../bind/bound.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { clusterPorts } from "./clusters.js";
import { type Draft, type EntityOf, instancesOf, isForeign, runsInContainer } from "./draft.js";
import { stagesOf } from "./log-stages.js";

type Logs = EntityOf<"logs">;
type Listen = Bound<(typeof kinds)["logs"]["clauses"]["through"]["clauses"]["listen"]>;

/** A port of a cluster by its name: what `port` says, else the usual one. */
export function portNamed(entity: Entity, name: string): number | undefined {
  const standard = clusterPorts[entity.kind] ?? {};
  const said = findAll(entity as unknown as EntityOf<"logstash">, "port").flatMap((clause) => {
    return clause.args.ports.map(({ value }, index) => [find(clause, "as")?.args.names[index]?.value ?? Object.keys(standard)[index], value.from] as const);
  });
  return said.find(([each]) => each === name)?.[1] ?? standard[name];
}

interface Port {
  readonly number: number;
  readonly transport: "tcp" | "udp";
  readonly origin: Origin;
}

/** The ports of containers that what collects has to reach from elsewhere: of a Docker host all, of the local engine those that are for others. */
export function publishReceivers(logs: Logs, draft: Draft): void {
  const through = find(logs, "through");
  const found = through && stagesOf(through, (name) => draft.get(name)?.kind);
  const stages = found === undefined || "problem" in found ? undefined : found;
  const to = find(logs, "to")?.args.cluster;
  const listens = through === undefined ? [] : findAll(through, "listen").flatMap(portsOfListen);
  if (stages !== undefined) publish(stages.logstash, listens.filter(({ isBeats }) => !isBeats), listens, draft);
  if (stages?.buffer !== undefined) publish(stages.buffer, [], named(stages.buffer, through!.origin, draft), draft);
  if (to !== undefined) publish(to.value.name, [], named(to.value.name, to.origin, draft), draft);
}

function portsOfListen({ args, origin }: Listen): readonly (Port & { readonly isBeats: boolean })[] {
  const transports = args.input.value === "syslog" ? (["tcp", "udp"] as const) : [args.input.value === "udp" ? ("udp" as const) : ("tcp" as const)];
  return transports.map((transport) => ({ number: args.bind.value.from, transport, origin, isBeats: args.input.value === "beats" }));
}

/** The port that a cluster takes traffic on. */
function named(name: string, origin: Origin, draft: Draft): readonly Port[] {
  const entity = draft.get(name);
  const first = entity && Object.keys(clusterPorts[entity.kind] ?? {})[0];
  const number = first === undefined ? undefined : portNamed(entity!, first);
  return number === undefined ? [] : [{ number, transport: "tcp", origin }];
}

/** Publishes ports of a declaration's containers that it does not publish itself; `local` on the local engine, `placed` on hosts. */
function publish(name: string, local: readonly Port[], placed: readonly Port[], draft: Draft): void {
  const entity = draft.get(name) as EntityOf<"logstash"> | undefined;
  if (entity === undefined || isForeign(entity) || !("publish" in entity.declaration.clauses)) return;
  const hosts = instancesOf(entity).filter(({ host }) => runsInContainer(entity, host, draft)).map(({ host }) => host);
  // Two containers of one host cannot have one port; the program says which have which.
  if (hosts.length === 0 || (hosts[0] !== undefined && new Set(hosts).size < hosts.length)) return;
  const said = findAll(entity, "publish").map((clause) => find(clause, "->")?.args.port.value ?? clause.args.binds[0]?.value);
  const wanted = hosts[0] === undefined ? local : placed;
  const added = wanted.filter(({ number, transport }) => !said.some((bind) => bind !== undefined && bind.from <= number && number <= bind.to && bind.transport === transport));
  const clause = kinds.logstash.clauses.publish;
  const bindOf = ({ number, transport }: Port) => ({ address: undefined, from: number, to: number, transport });
  draft.extend(
    name,
    added.map((port) => {
      const origin = implied(port.origin, "the port of the engine's host that leads to it");
      return imply(clause, "publish", { binds: [bindOf(port)] }, origin, [imply(clause.clauses["->"], "->", { port: bindOf(port) }, origin)]);
    }),
  );
}
