import { type Bound, type Entity, find, findAll, impliedValue, implyOf, says, type Value } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { eachAgain } from "../source/kept-lists.js";
import { stretchOf } from "../source/stretch.js";
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
  const others = tables === noTables ? [] : sameEntities("before ports", draft.except("service"), tables);
  for (const other of others) draft.put(other);
  const publishing = draft.saying("publish");
  const places = openIn(draft, tables);
  // Ports that are taken, and engines, are of these.
  const kept = tables.table<typeof only, Allocation>("published ports", [locked, ...publishing, ...others]);
  const before = kept.get(only);
  const allocation = (before && allocateAgain(before, places, draft)) ?? allocateAnew(places, locked, draft, before);
  if (!allocation.hasReported) kept.set(only, allocation);
  return allocation.entries;
}

/** The ports of all, which hang together. */
interface Allocation {
  readonly open: readonly Entity[];
  /** Of each that is open what is published of it; undefined where nothing is. */
  readonly published: readonly (Published | undefined)[];
  readonly entries: readonly LockEntry[];
  readonly hasReported: boolean;
  /** Whether each container has the port that is its own, and none was locked. */
  readonly haveOwn: boolean;
}

const only = {};

/** The ports that the containers of a declaration are published on. */
interface Found extends Placing {
  readonly reached: readonly PortRange[];
  /** Of each port that is reached, one for each round. */
  readonly found: readonly number[];
}

/** The same with the declaration, before and after it says them. */
interface Published extends Found {
  readonly of: Entity;
  readonly entity: Entity;
  /** As the draft notes it. */
  readonly said: number;
}

/** The places of the declarations whose ports are to be found. */
function openIn({ entities, placed }: Draft, tables: Tables): readonly number[] {
  if (tables === noTables) return placed().filter((place) => isOpen(entities[place]!));
  const places: number[] = [];
  const are = eachAgain("open ports", [], [...entities], isOpen, { tables });
  for (let place = 0; place < are.length; place++) if (are[place]!) places.push(place);
  return places;
}

function isOpen(entity: Entity): boolean {
  return "publish" in entity.declaration.clauses && isPlaced(entity) && !isPublished(entity);
}

/** What has the ports that it had `before` is as it was. */
function allocateAnew(places: readonly number[], locked: readonly LockEntry[], draft: Draft, before: Allocation | undefined): Allocation {
  const open = places.map((place) => draft.entities[place]!);
  const known = new Map(before?.open.map((entity, at) => [entity, before.published[at]]));
  const roundsOf = createRounds(usedPorts(draft));
  const work: Work = { draft, kept: lockedPorts(locked), entries: [], hasReported: false };
  const published = new Array<Published | undefined>(open.length).fill(undefined);
  // Who comes first by its name has its own.
  for (const at of open.map((_, at) => at).sort((a, b) => compareNames(open[a]!.name, open[b]!.name))) {
    const entity = open[at]!;
    const was = known.get(entity);
    const placing = was ?? placingOf(entity);
    const rounds = placing === undefined ? none : roundsOf(placing);
    if (placing === undefined || rounds.length === 0) continue;
    const reached = was?.reached ?? portsToReach(entity);
    const found = findPorts(reached, rounds, entity, work);
    const isSame = was !== undefined && areSame(was.found, found);
    if (isSame) draft.putAt(places[at]!, was.entity, was.said);
    published[at] = isSame ? was : publish(places[at]!, placing, reached, found, draft);
  }
  return { open, published, entries: work.entries, hasReported: work.hasReported, haveOwn: work.kept.size === 0 && work.entries.length === 0 };
}

/** The ports of before, as far as they hold for what is open now; else undefined. */
function allocateAgain(before: Allocation, places: readonly number[], draft: Draft): Allocation | undefined {
  const open = places.map((place) => draft.entities[place]!);
  const found = foundAgain(before, open, draft);
  const published = found?.map((each, at): Published | undefined => {
    if (each === undefined) return undefined;
    if (!("entity" in each) || each.of !== open[at]) return publish(places[at]!, each, each.reached, each.found, draft);
    draft.putAt(places[at]!, each.entity, each.said);
    return each;
  });
  return published && { ...before, open, published };
}

/**
 * The ports of each that is open: those of before, where it is the same and is reached at the ports that it was. Where all have their own, others may come
 * whose own are free, and each may go. Else undefined.
 */
function foundAgain({ open: before, published, haveOwn }: Allocation, open: readonly Entity[], draft: Draft): readonly (Published | Found | undefined)[] | undefined {
  const { start, wasEnd, end } = stretchOf(before, open);
  const known = new Map(before.slice(start, wasEnd).map((entity, at) => [entity.name, { entity, published: published[start + at] }]));
  const others: Entity[] = [];
  const between = open.slice(start, end).map((entity) => {
    const was = known.get(entity.name);
    if (was !== undefined && (was.entity === entity || isAlike(was.published, entity, was.entity))) return was.published;
    others.push(entity);
    return undefined;
  });
  const found: (Published | Found | undefined)[] = [...published.slice(0, start), ...between, ...published.slice(wasEnd)];
  if (others.length === 0 && wasEnd === end) return found;
  const own = haveOwn ? ownPorts(others, found, draft) : undefined;
  return own && found.map((each, at) => each ?? own.get(open[at]!));
}

/** The ports of these where all of them can have their own beside what is found already; else undefined. */
function ownPorts(others: readonly Entity[], found: readonly (Found | undefined)[], draft: Draft): ReadonlyMap<Entity, Found> | undefined {
  const hostNamed = usedPorts(draft);
  const roundsOf = createRounds(hostNamed);
  const taken = new Set<number>();
  const own = new Map<Entity, Found>();
  for (const entity of others) {
    const placing = placingOf(entity);
    const rounds = placing === undefined ? none : roundsOf(placing);
    if (placing === undefined || rounds.length === 0) continue;
    const reached = portsToReach(entity);
    for (const { from } of reached) {
      if (rounds.length > 1 || !isFree(from, rounds[0]!.hosts)) return undefined;
      for (const host of rounds[0]!.hosts) claim(from, host, entity);
      taken.add(from);
    }
    own.set(entity, { ...placing, reached, found: reached.map(({ from }) => from) });
  }
  const clashes = (each: Found | undefined): boolean => each !== undefined && each.reached.some(({ from }) => taken.has(from) && each.hosts.some(({ value }) => hostNamed(value.name).owners.has(from)));
  return found.some(clashes) ? undefined : own;
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
  const of = draft.entities[place]!;
  const rounds = found.length / Math.max(1, reached.length);
  draft.extend(of.name, reached.map((own, at) => publishAt(own, found.slice(at * rounds, (at + 1) * rounds), of)));
  return { hosts, count, reached, found, of, entity: draft.entities[place]!, said: draft.saidAt(place) };
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
