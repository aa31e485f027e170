import { type Bound, type Entity, find, findAll, impliedValue, implyOf, says, type Value } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { eachAgain } from "../source/kept-lists.js";
import { oncePer } from "../source/once.js";
import { exchanged, stretchOf } from "../source/stretch.js";
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
  const open = places.map(draft.at);
  // Ports that are taken, and engines, are of these.
  const slot = tables.slot<Allocation>("published ports", [locked, ...publishing, ...others]);
  const before = slot.get();
  const allocation = (before && allocateAgain(before, open, draft, tables)) ?? allocateAnew(open, locked, draft, before);
  if (!allocation.hasReported) slot.set(allocation);
  draft.putEach("published ports", places, allocation.published);
  return allocation.entries;
}

/** The ports of all, which hang together. */
interface Allocation {
  readonly open: readonly Entity[];
  /** Of each that is open what was found; undefined where it has nothing to publish. */
  readonly found: readonly (Found | undefined)[];
  /** The same declarations, which say what is published of them. */
  readonly published: readonly Entity[];
  readonly entries: readonly LockEntry[];
  readonly hasReported: boolean;
  /** Whether each container has the port that is its own, and none was locked. */
  readonly haveOwn: boolean;
}

/** The ports that the containers of a declaration are published on. */
interface Found extends Placing {
  readonly reached: readonly PortRange[];
  /** Of each port that is reached, one for each round. */
  readonly ports: readonly number[];
}

/** The places of the declarations whose ports are to be found. */
function openIn({ entities, placed }: Draft, tables: Tables): readonly number[] {
  if (tables === noTables) return placed().filter((place) => isOpen(entities[place]!));
  return placesOfAll(eachAgain("open ports", [], entities, isOpen, { tables }));
}

const placesOfAll = oncePer((are: readonly boolean[]): readonly number[] => are.flatMap((is, place) => (is ? [place] : [])));

function isOpen(entity: Entity): boolean {
  return "publish" in entity.declaration.clauses && isPlaced(entity) && !isPublished(entity);
}

/** What has the ports that it had `before` is as it was. */
function allocateAnew(open: readonly Entity[], locked: readonly LockEntry[], draft: Draft, before: Allocation | undefined): Allocation {
  const known = new Map(before?.open.map((entity, at) => [entity, at]));
  const roundsOf = createRounds(usedPorts(draft));
  const work: Work = { draft, kept: lockedPorts(locked), entries: [], hasReported: false };
  const found = new Array<Found | undefined>(open.length).fill(undefined);
  const published = open.slice();
  // Who comes first by its name has its own.
  for (const at of open.map((_, at) => at).sort((a, b) => compareNames(open[a]!.name, open[b]!.name))) {
    const entity = open[at]!;
    const place = known.get(entity);
    const was = place === undefined ? undefined : before!.found[place];
    const placing = was ?? placingOf(entity);
    const rounds = placing === undefined ? none : roundsOf(placing);
    if (placing === undefined || rounds.length === 0) continue;
    const reached = was?.reached ?? portsToReach(entity);
    const ports = findPorts(reached, rounds, entity, work);
    const isSame = was !== undefined && areSame(was.ports, ports);
    found[at] = isSame ? was : { hosts: placing.hosts, count: placing.count, reached, ports };
    published[at] = isSame ? before!.published[place!]! : withPorts(entity, found[at]);
  }
  return { open, found, published, entries: work.entries, hasReported: work.hasReported, haveOwn: work.kept.size === 0 && work.entries.length === 0 };
}

/**
 * The ports of before, as far as they hold for what is open now: those of each that is the same, or is reached at the ports that it was. Where all have their
 * own, others may come whose own are free, and each may go. Else undefined.
 */
function allocateAgain(before: Allocation, open: readonly Entity[], draft: Draft, tables: Tables): Allocation | undefined {
  const { start, wasEnd, end } = stretchOf(before.open, open);
  const known = new Map(before.open.slice(start, wasEnd).map((entity, at) => [entity.name, start + at]));
  const found = exchanged(before.found, start, wasEnd, new Array<undefined>(end - start).fill(undefined));
  const published = exchanged(before.published, start, wasEnd, open.slice(start, end));
  const others: number[] = [];
  for (let at = start; at < end; at++) {
    const place = known.get(open[at]!.name);
    const was = place === undefined ? undefined : before.found[place];
    const isSame = place !== undefined && before.open[place] === open[at];
    if (isSame || isAlike(was, open[at]!)) {
      found[at] = was;
      published[at] = isSame ? before.published[place]! : withPorts(open[at]!, was);
    } else others.push(at);
  }
  if (others.length > 0 || wasEnd !== end) {
    const own = before.haveOwn ? ownPorts(others.map((at) => open[at]!), found, draft, tables) : undefined;
    if (own === undefined) return undefined;
    others.forEach((at, index) => {
      found[at] = own[index];
      published[at] = withPorts(open[at]!, own[index]);
    });
  }
  return { ...before, open, found, published };
}

/** The ports of these where all of them can have their own beside what is found already; else undefined. */
function ownPorts(others: readonly Entity[], found: readonly (Found | undefined)[], draft: Draft, tables: Tables): readonly (Found | undefined)[] | undefined {
  const hostNamed = usedPorts(draft);
  const roundsOf = createRounds(hostNamed);
  const taken = new Set<number>();
  const own: (Found | undefined)[] = [];
  for (const entity of others) {
    const placing = placingOf(entity);
    const rounds = placing === undefined ? none : roundsOf(placing);
    if (placing === undefined || rounds.length === 0) {
      own.push(undefined);
      continue;
    }
    const reached = portsToReach(entity);
    for (const { from } of reached) {
      if (rounds.length > 1 || !isFree(from, rounds[0]!.hosts)) return undefined;
      for (const host of rounds[0]!.hosts) claim(from, host, entity);
      taken.add(from);
    }
    own.push({ ...placing, reached, ports: reached.map(({ from }) => from) });
  }
  const ports = eachAgain("ports reached", [], found, onlyPort, { tables });
  const clashes = ({ reached, hosts }: Found): boolean => reached.some(({ from }) => taken.has(from) && hosts.some(({ value }) => hostNamed(value.name).owners.has(from)));
  for (let at = 0; at < ports.length; at++) if ((ports[at] === several || taken.has(ports[at]!)) && clashes(found[at]!)) return undefined;
  return own;
}

/** In place of a port. */
const [noPort, several] = [-1, -2];

function onlyPort(found: Found | undefined): number {
  if (found === undefined || found.reached.length === 0) return noPort;
  return found.reached.length === 1 ? found.reached[0]!.from : several;
}

/** Whether what was found for a declaration of the same name is as good for this one. */
function isAlike(found: Found | undefined, entity: Entity): boolean {
  const placing = placingOf(entity);
  if (found === undefined || placing === undefined) return false;
  const reached = portsToReach(entity);
  const isReached = ({ from, to, transport }: PortRange, at: number): boolean => from === reached[at]?.from && to === reached[at].to && transport === reached[at].transport;
  return placing.count === found.count && areSameHosts(placing.hosts, found.hosts) && reached.length === found.reached.length && found.reached.every(isReached);
}

/** The declaration, which says its ports. */
function withPorts(entity: Entity, found: Found | undefined): Entity {
  if (found === undefined || found.reached.length === 0) return entity;
  const { reached, ports } = found;
  const rounds = ports.length / reached.length;
  return { ...entity, clauses: entity.clauses.concat(reached.map((own, at) => publishAt(own, ports.slice(at * rounds, (at + 1) * rounds), entity))) };
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
