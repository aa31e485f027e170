import { type Bound, type Entity, find, findAll, impliedValue, implyOf, says, type Value } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { areSame, noTables, type Tables } from "../source/tables.js";
import type { Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { type Bind, bind } from "../vocabulary/values/addresses.js";
import type { PortRange } from "../vocabulary/values/numbers.js";
import { clusterPorts } from "./clusters.js";
import { publishedElsewhere } from "./diagnostics.js";
import { areSameHosts, canRunInContainer, countOf, type Draft, type EntityOf, hostValues, isForeign, isPlaced, nameOfInstance, sameEntities } from "./draft.js";
import { claim, type HostPorts, isFree, lowestFree, usedPorts } from "./host-ports.js";
import type { LockEntry } from "./lock.js";
import { portNamed } from "./log-ports.js";

/** The port that each container of a Docker host is published on: its own where that is free, else the lowest free from 20000 on. */
export function allocatePorts(draft: Draft, locked: readonly LockEntry[], tables: Tables): readonly LockEntry[] {
  const others = tables === noTables ? [] : sameEntities("before ports", draft.entities.filter(({ kind }) => kind !== "service"), tables);
  for (const other of others) draft.put(other);
  const publishing = draft.saying("publish");
  const places = openIn(draft, new Set(publishing));
  // Ports that are taken, and engines, are of these.
  const kept = tables.table<typeof only, Allocation>("published ports", [locked, ...publishing, ...others]);
  const before = kept.get(only);
  const allocation = (before && allocateAgain(before, places, draft)) ?? allocateAnew(places, locked, draft, before);
  if (!allocation.hasReported) kept.set(only, allocation);
  return allocation.entries;
}

/** The ports of all, which hang together: who comes first has its own. */
interface Allocation {
  readonly open: readonly Entity[];
  /** Of each that is open what is published of it; undefined where nothing is. */
  readonly published: readonly (Published | undefined)[];
  readonly entries: readonly LockEntry[];
  readonly hasReported: boolean;
}

const only = {};

/** A declaration with the ports that its containers are published on. */
interface Published extends Placing {
  readonly reached: readonly PortRange[];
  /** Of each port that is reached, one for each round. */
  readonly found: readonly number[];
  readonly entity: Entity;
  /** As the draft notes it. */
  readonly said: number;
}

/** The places of the declarations whose ports are to be found, in the order of names. */
function openIn({ entities, placed }: Draft, publishing: ReadonlySet<Entity>): readonly number[] {
  const open = placed().filter((place) => {
    const entity = entities[place]!;
    return "publish" in entity.declaration.clauses && !(publishing.has(entity) && isPublished(entity)) && isPlaced(entity);
  });
  return open.sort((a, b) => compareNames(entities[a]!.name, entities[b]!.name));
}

/** What has the ports that it had `before` is as it was. */
function allocateAnew(places: readonly number[], locked: readonly LockEntry[], draft: Draft, before: Allocation | undefined): Allocation {
  const open = places.map((place) => draft.entities[place]!);
  const known = new Map(before?.open.map((entity, at) => [entity, before.published[at]]));
  const roundsOf = createRounds(usedPorts(draft));
  const work: Work = { draft, kept: lockedPorts(locked), entries: [], hasReported: false };
  const published = open.map((entity, at): Published | undefined => {
    const was = known.get(entity);
    const placing = was ?? placingOf(entity);
    const rounds = placing === undefined ? none : roundsOf(placing);
    if (placing === undefined || rounds.length === 0) return undefined;
    const reached = was?.reached ?? portsToReach(entity);
    const found = findPorts(reached, rounds, entity, work);
    if (was === undefined || !areSame(was.found, found)) return publish(places[at]!, placing, reached, found, draft);
    draft.putAt(places[at]!, was.entity, was.said);
    return was;
  });
  return { open, published, entries: work.entries, hasReported: work.hasReported };
}

/** The same ports as before, where what is open stands where it stood and is reached at the ports that it had; else undefined. */
function allocateAgain({ open: before, published, entries, hasReported }: Allocation, places: readonly number[], draft: Draft): Allocation | undefined {
  const open = places.map((place) => draft.entities[place]!);
  if (open.length !== before.length) return undefined;
  const isAsBefore = (entity: Entity, at: number): boolean => entity === before[at] || isAlike(published[at], entity, before[at]!);
  if (!open.every(isAsBefore)) return undefined;
  const again = open.map((entity, at): Published | undefined => {
    const known = published[at];
    if (known === undefined) return undefined;
    if (entity !== before[at]) return publish(places[at]!, known, known.reached, known.found, draft);
    draft.putAt(places[at]!, known.entity, known.said);
    return known;
  });
  return { open, published: again, entries, hasReported };
}

/** Whether what was found for one declaration is as good for another. */
function isAlike(published: Published | undefined, entity: Entity, before: Entity): boolean {
  const placing = placingOf(entity);
  if (published === undefined || placing === undefined || entity.name !== before.name) return false;
  const reached = portsToReach(entity);
  const isReached = ({ from, to, transport }: PortRange, at: number): boolean => from === reached[at]?.from && to === reached[at].to && transport === reached[at].transport;
  return placing.count === published.count && areSameHosts(placing.hosts, published.hosts) && reached.length === published.reached.length && published.reached.every(isReached);
}

function publish(place: number, { hosts, count }: Placing, reached: readonly PortRange[], found: readonly number[], draft: Draft): Published {
  const entity = draft.entities[place]!;
  const rounds = found.length / Math.max(1, reached.length);
  draft.extend(entity.name, reached.map((own, at) => publishAt(own, found.slice(at * rounds, (at + 1) * rounds), entity)));
  return { hosts, count, reached, found, entity: draft.entities[place]!, said: draft.saidAt(place) };
}

function findPorts(reached: readonly PortRange[], rounds: readonly Round[], entity: Entity, work: Work): readonly number[] {
  const found: number[] = [];
  for (const { from } of reached) for (let place = 0; place < rounds.length; place++) found.push(portFor(from, place, rounds[place]!, entity, work));
  return found;
}

/** What is known and added to while ports are found. */
interface Work {
  readonly draft: Draft;
  /** Ports that were locked. */
  readonly kept: ReadonlyMap<string, number>;
  readonly entries: LockEntry[];
  hasReported: boolean;
}

/** The port on which the containers of a round are published, taken there. */
function portFor(own: number, place: number, { hosts, first }: Round, entity: Entity, work: Work): number {
  const { kept, entries } = work;
  const locked = kept.size === 0 ? undefined : kept.get(keyOfPort(entity, first, own));
  const port = locked !== undefined && isFree(locked, hosts) ? locked : place === 0 && isFree(own, hosts) ? own : lowestFree(hosts);
  if (place === 0 && port !== own) reportElsewhere(entity, own, port, hosts, work);
  for (let at = 0; at < hosts.length; at++) claim(port, hosts[at]!, entity);
  if (port !== own) entries.push({ what: "port", key: keyOfPort(entity, first, own), value: String(port) });
  return port;
}

function keyOfPort(entity: Entity, place: number, own: number): string {
  return `${nameOfInstance(entity, place)} ${own}`;
}

/** The containers of a declaration that are at one place each of their host's: they have one port there. */
interface Round {
  readonly hosts: readonly HostPorts[];
  /** The place of the first host's container among all instances. */
  readonly first: number;
}

/** Where the containers of a declaration are. */
interface Placing {
  readonly hosts: ReturnType<typeof hostValues>;
  readonly count: number;
}

function placingOf(entity: Entity): Placing | undefined {
  return canRunInContainer(entity) && !isForeign(entity) ? { hosts: hostValues(entity), count: countOf(entity) } : undefined;
}

/** The rounds in which a declaration's containers are dealt out to its hosts. Most stand where the one before does. */
function createRounds(hostNamed: (name: string) => HostPorts): (placing: Placing) => readonly Round[] {
  let last: (Placing & { readonly rounds: readonly Round[] }) | undefined;
  return ({ hosts, count }) => {
    if (last === undefined || last.count !== count || !areSameHosts(last.hosts, hosts)) {
      last = { hosts, count, rounds: dealRounds(hosts.map(({ value }) => hostNamed(value.name)), count) };
    }
    return last.rounds;
  };
}

const none: readonly never[] = [];

function dealRounds(hosts: readonly HostPorts[], count: number): readonly Round[] {
  const placesOf = new Map<HostPorts, number[]>();
  for (let place = 0; place < count; place++) {
    const host = hosts[place % hosts.length]!;
    const places = placesOf.get(host);
    if (places) places.push(place);
    else if (host.runsContainers) placesOf.set(host, [place]);
  }
  const most = [...placesOf.values()].reduce((longest, { length }) => Math.max(longest, length), 0);
  return Array.from({ length: most }, (_, round) => {
    const there = [...placesOf].filter(([, places]) => places.length > round);
    return { hosts: there.map(([host]) => host), first: there[0]![1][round]! };
  });
}

/** Publishes one port of a declaration's containers, those of each round on one of these. */
function publishAt({ from, transport }: PortRange, published: readonly number[], entity: Entity): Bound {
  const { publish } = kinds.service.clauses;
  const { "->": lead } = publish.clauses;
  const origin: Origin = { span: entity.origin.span, because: "the port of a Docker host that leads to it" };
  const own = bindAt(from, transport, origin);
  const binds = published.map((port) => (port === from ? own : bindAt(port, transport, origin)));
  return implyOf(publish, "publish", { binds }, origin, [implyOf(lead, "->", { port: own }, origin)]);
}

function bindAt(port: number, transport: PortRange["transport"], origin: Origin): Value<Bind> {
  return impliedValue(bind, { address: undefined, from: port, to: port, transport }, origin);
}

/** Says where a container is found whose own port another has on its host. */
function reportElsewhere(entity: Entity, own: number, published: number, hosts: readonly HostPorts[], work: Work): void {
  const host = hosts.find(({ owners }) => owners.has(own));
  const owner = host?.owners.get(own);
  if (host === undefined || owner === undefined || owner.name === entity.name) return;
  const text = `\`${entity.name}\` is published on port ${published} of \`${host.name}\`, where \`${owner.name}\` has port ${own}`;
  work.hasReported = true;
  work.draft.report(publishedElsewhere, { at: entity.nameOrigin, data: { text }, related: [{ span: owner.nameOrigin.span, text: `port ${own} is its` }] });
}

/** By the node and its own port. The first of two equal entries counts. */
function lockedPorts(locked: readonly LockEntry[]): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  for (const { what, key, value } of locked) if (what === "port" && !ports.has(key)) ports.set(key, Number(value));
  return ports;
}

/** Whether the program itself says what is published. What is published for others, such as those who send logs, is not all. */
function isPublished(entity: Entity): boolean {
  return findAll(entity as unknown as EntityOf<"service">, "publish").some(({ origin }) => origin.because === undefined);
}

/** The ports that others come to: of a cluster the usual ones of its kind too. Those that a `publish` leads to already are left out. */
function portsToReach(entity: Entity): readonly PortRange[] {
  const service = entity as unknown as EntityOf<"service">;
  const ports = findAll(service, "port");
  const publishes = findAll(service, "publish");
  const standard = entity.kind === "logstash" ? undefined : clusterPorts[entity.kind];
  const only = ports.length === 1 && ports[0]!.args.ports.length === 1 ? ports[0]!.args.ports[0]!.value : undefined;
  // As most have it.
  if (only !== undefined && only.from === only.to && standard === undefined && publishes.length === 0) return [only];
  const written: PortRange[] = [];
  for (const { args } of ports) {
    for (const { value } of args.ports) for (let port = value.from; port <= value.to; port++) written.push({ from: port, to: port, transport: value.transport });
  }
  if (standard === undefined && publishes.length === 0 && written.length < 2) return written;
  const names = Object.keys(standard ?? {}).filter((name) => name !== "rest" || says(entity, "patroni"));
  const usual = names.map((name): PortRange => {
    const port = portNamed(entity, name)!;
    return { from: port, to: port, transport: "tcp" };
  });
  const led = publishes.map((publish) => find(publish, "->")?.args.port.value ?? publish.args.binds[0]?.value);
  const seen = new Set(led.map((bind) => bind?.from));
  return [...written, ...usual].filter(({ from }) => !seen.has(from) && seen.add(from));
}
