import { type Entity, find } from "../bind/bound.js";
import { type EntityOf, hasInstances } from "../elaborate/draft.js";
import { standardImage } from "../elaborate/images.js";
import type { Registration } from "../ir/consul.js";
import type { Container, Engine } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import type { Vrrp } from "../ir/vip.js";
import { findNamed, groupBy } from "../source/group.js";
import { implied, type Origin } from "../source/origin.js";
import { isLayer, isProxy } from "../vocabulary/layers.js";
import { clusterContainer, type Own } from "./cluster-containers.js";
import { type Said, saidOf } from "./container-clauses.js";
import { countsAgain, groupsAgain } from "../source/kept-groups.js";
import { eachAgain, flatMapAgain } from "../source/kept-lists.js";
import { type Lowering, nativesOf, none, ofKind } from "./lowering.js";
import type { Sheet } from "./sheets.js";

/** What the containers of a site are made from. */
export interface Parts {
  readonly proxies: readonly Proxy[];
  readonly vrrps: readonly Vrrp[];
  readonly registrations: readonly Registration[];
}

/** The same with what each container is asked about, found once. */
interface Indexed extends Parts {
  readonly registrationsOf: ReadonlyMap<string, readonly Registration[]>;
  /** The place of each among all. */
  readonly placeOf: ReadonlyMap<Registration, number>;
  /** Why a keepalived runs beside a node, by the keepalived's machine. */
  readonly keepalivedAt: ReadonlyMap<string, Origin>;
}

/** Every Docker engine: the local one, and that of each host which runs containers. */
export function lowerEngines(parts: Parts, lowering: Lowering, origin: Origin): Engine[] {
  const { registrations } = parts;
  const placeOf = new Map(registrations.map((registration, place) => [registration, place]));
  const indexed: Indexed = { ...parts, registrationsOf: groupBy(registrations, ({ node }) => node), placeOf, keepalivedAt: keepalivedByMachine(parts, lowering) };
  const { byMachine, joins } = containersByMachine(indexed, lowering);
  const siteEntity = ofKind(lowering, "site")[0];
  return [...byMachine.keys()].sort().map((machine) => {
    const host = lowering.entities.get(machine);
    return {
      machine,
      project: lowering.siteName.toLowerCase().replace(/[^a-z0-9_-]/g, "-"),
      networks: lowering.networks.map(({ name }) => name).filter((name) => joins.has(joinOf(machine, name))),
      containers: byMachine.get(machine)!,
      native: [...(siteEntity ? nativesOf(siteEntity, "compose") : []), ...(host ? nativesOf(host, "compose") : [])],
      origin: host?.origin ?? origin,
    };
  });
}

/** It holds a VIP, or directs by LVS, which needs none. */
function keepalivedByMachine({ vrrps, proxies }: Parts, lowering: Lowering): ReadonlyMap<string, Origin> {
  const byMachine = new Map<string, Origin>();
  for (const { members, origin } of vrrps) for (const { machine } of members) if (!byMachine.has(machine)) byMachine.set(machine, origin);
  for (const proxy of proxies) for (const { machine } of directorsOf(proxy, lowering)) if (!byMachine.has(machine)) byMachine.set(machine, proxy.origin);
  return byMachine;
}

/** The keepalived beside each container of a balancer by LVS: the kernel that directs is that of its network. */
export function directorsOf({ engine, machines, nodes }: Proxy, lowering: Lowering): readonly { readonly machine: string; readonly node: string }[] {
  if (engine !== "lvs") return [];
  return machines.flatMap((machine, at) => (lowering.machines.get(machine)?.kind === "container" ? [{ machine: `${nodes[at]!}-keepalived`, node: nodes[at]! }] : []));
}

/** The containers by their machines, and which networks these join. */
interface Contained {
  readonly byMachine: ReadonlyMap<string, Container[]>;
  readonly joins: ReadonlyMap<string, unknown>;
}

/** The containers of a declaration: of each the node that it is, and the machine that runs it. */
interface Standing {
  readonly containers: readonly Container[];
  readonly nodes: readonly Node[];
  readonly machines: readonly string[];
  /** The networks that they join, as `joinOf` has them. */
  readonly joins: readonly string[];
}

const nothing: Standing = { containers: none, nodes: none, machines: none, joins: none };

function containersByMachine(parts: Indexed, lowering: Lowering): Contained {
  const { networks, hosts, sheets, tables } = lowering;
  // Those of other kinds, and what `after` says, are made from other declarations, too.
  const keeps = ({ entity, after }: Sheet): boolean => entity.kind === "service" && after.length === 0;
  const own = eachAgain("containers", [networks, hosts], sheets.list, (sheet) => standingOf(sheet, parts, lowering), lowering, keeps);
  const standings = parts.registrationsOf.size + parts.keepalivedAt.size === 0 ? own : own.map((each) => withSidecars(each, parts, lowering));
  const all = <Item>(what: string, of: (standing: Standing) => readonly Item[]): readonly Item[] => flatMapAgain(what, standings, of, tables);
  const machines = all("machines of containers", (standing) => standing.machines);
  return {
    byMachine: groupsAgain("containers", machines, all("all containers", (standing) => standing.containers), tables),
    joins: countsAgain("joins", all("joins of containers", (standing) => standing.joins), (join) => join, tables),
  };
}

function joinOf(machine: string, network: string): string {
  return `${machine} ${network}`;
}

function standingOf(sheet: Sheet, parts: Indexed, lowering: Lowering): Standing {
  const { entity } = sheet;
  // A secret may have the name of one that has nodes.
  const placed = hasInstances(entity) ? (lowering.nodesByEntity.get(entity.name) ?? none) : none;
  const nodes = placed.filter(({ machine, name }) => machine === name);
  if (nodes.length === 0) return nothing;
  const said = saidOf(sheet);
  const machines = nodes.map(({ host }) => host ?? "local");
  const met = new Map<string, number>();
  const containers = nodes.map((node, at) => {
    // The first of a host has the first of the ports that are published there.
    const place = met.get(machines[at]!) ?? 0;
    met.set(machines[at]!, place + 1);
    return containerOf(node, place, entity, said, parts, lowering);
  });
  const joins = containers.flatMap(({ networks }, at) => networks.map(({ network }) => joinOf(machines[at]!, network)));
  return { containers, nodes, machines, joins };
}

/** Each container with what runs beside it. */
function withSidecars({ containers, nodes, machines, joins }: Standing, parts: Indexed, lowering: Lowering): Standing {
  const all = containers.map((container, at) => [container, ...registrarOf(nodes[at]!, parts, lowering), ...keepalivedOf(nodes[at]!, parts)]);
  return { containers: all.flat(), nodes, machines: all.flatMap((each, at) => each.map(() => machines[at]!)), joins };
}

function containerOf(node: Node, place: number, entity: Entity, said: Said, parts: Indexed, lowering: Lowering): Container {
  const own = ownPart(node, entity, parts, lowering);
  return {
    build: said.build ?? (said.image === null ? { context: `./build/${entity.name}`, args: [], origin: implied(node.origin, "the image that infc's Dockerfile makes") } : null),
    hostname: own.hostname ?? null,
    command: said.command ?? own.command ?? null,
    entrypoint: null,
    environment: own.environment === undefined ? said.environment : [...own.environment, ...said.environment],
    mounts: mountsOf(said, own),
    networks: node.addresses.length === 0 ? none : node.addresses.map(({ network, address, origin }) => ({ network, address, aliases: node.name === entity.name ? [] : [entity.name], origin })),
    publish: publishOf(node, place, said),
    capabilities: said.capabilities,
    // Those of layers alone have any.
    sysctls: isLayer(entity) ? [...(lowering.machines.get(node.name)?.sysctls ?? [])] : none,
    privileged: said.privileged,
    dns: said.dns,
    memory: said.memory,
    cpus: said.cpus,
    ulimits: own.ulimits ?? none,
    restart: said.restart,
    stopGraceMs: null,
    healthcheck: own.healthcheck ?? null,
    after: afterOf(node, said, own, lowering),
    native: said.native,
    name: node.name,
    node: node.name,
    sidecar: false,
    image: said.image,
    origin: node.origin,
  };
}

/** A container beside a node, with what is its own. */
function sidecarOf(node: Node, name: string, origin: Origin, own: Pick<Container, "image" | "build" | "entrypoint" | "capabilities" | "stopGraceMs" | "after">): Container {
  return {
    build: own.build, hostname: null, command: null, entrypoint: own.entrypoint, environment: none, mounts: none, networks: none, publish: none, capabilities: own.capabilities, sysctls: none,
    privileged: false, dns: none, memory: null, cpus: null, ulimits: none, restart: "unless-stopped", stopGraceMs: own.stopGraceMs, healthcheck: null,
    after: [{ container: node.name, condition: "started", origin }, ...own.after], native: none, name, node: node.name, sidecar: true, image: own.image, origin,
  };
}

const ofService: Own = {};

/** What a kind of container has of its own. */
function ownPart(node: Node, entity: Entity, parts: Indexed, lowering: Lowering): Own {
  const proxy = isProxy(entity) ? findNamed(parts.proxies, entity.name) : undefined;
  if (proxy === undefined) return entity.kind === "service" ? ofService : clusterContainer(node, entity, lowering);
  const discoveries = proxy.pools.flatMap(({ discovery }) => (discovery ? [discovery] : []));
  const consuls = discoveries.flatMap(({ cluster, origin }) => (lowering.nodesByEntity.get(cluster) ?? []).map(({ name }) => ({ container: name, condition: "started" as const, origin })));
  const backends = proxy.pools.flatMap(({ entity: name, origin }) => (lowering.nodesByEntity.get(name) ?? []).map((each) => ({ container: each.name, condition: "started" as const, origin })));
  // Each starts without the others and finds them later; the order only spares the first lines of their logs.
  const registered = unique(backends).flatMap(({ container }) => parts.registrationsOf.get(container) ?? []).sort((a, b) => parts.placeOf.get(a)! - parts.placeOf.get(b)!);
  const registrars = registered.map(({ machine, origin }) => ({ container: machine, condition: "started" as const, origin }));
  const after = unique([...consuls, ...backends, ...registrars]);
  return proxy.engine === "lvs" ? { command: ["/bin/sh", "-c", "trap exit TERM; sleep infinity & wait"], after } : { after };
}

function unique<Item extends { readonly container: string }>(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter(({ container }) => !seen.has(container) && seen.add(container));
}

/** What must be there before it: what `after` says and what it uses, each as far as the same engine runs it. */
function afterOf(node: Node, { after: clauses }: Said, own: Own, lowering: Lowering): Container["after"] {
  if (clauses.length === 0 && own.after === undefined) return none;
  const engine = lowering.machines.get(node.name)!.engine;
  const isBeside = (name: string): boolean => lowering.machines.get(name)?.engine === engine && lowering.machines.get(name)?.kind === "container";
  const said = clauses.flatMap(({ args, origin }) =>
    args.references.flatMap(({ value }) => {
      const nodes = lowering.nodesByEntity.get(value.name) ?? [lowering.node(value.name)].flatMap((each) => each ?? []);
      const beside = nodes.filter(({ name }) => isBeside(name));
      // Where the engine runs none of them, Compose says so: it cannot wait for others.
      return (beside.length > 0 ? beside : nodes).map((each) => ({ container: each.name, condition: args.condition?.value ?? ("started" as const), origin }));
    }),
  );
  const used = (own.after ?? []).filter(({ container }) => container !== node.name && isBeside(container));
  return unique([...said, ...used]);
}

/** What the program mounts stands in the place of a volume of its own there: Docker takes one mount for each place. */
function mountsOf({ mounts }: Said, own: Own): Container["mounts"] {
  if (own.mounts === undefined || own.mounts.length === 0) return mounts;
  const place = ({ target }: Container["mounts"][number]): string => target.replace(/(?<=.)\/+$/, "");
  return [...own.mounts.filter((mount) => !mounts.some((each) => place(each) === place(mount))), ...mounts];
}

/** Published ports: what `publish` says for a container at this place on its host, whichever that is. */
function publishOf(node: Node, place: number, said: Said): Container["publish"] {
  // A machine that is its own host runs no engine.
  if (said.publishes.length === 0 || node.host === node.name) return none;
  if (said.there !== place) {
    said.published = publishedAt(place, said.publishes);
    said.there = place;
  }
  return said.published;
}

function publishedAt(place: number, publishes: Said["publishes"]): Container["publish"] {
  let published: Container["publish"] = none;
  for (const publish of publishes) {
    const bind = publish.args.binds[place]?.value;
    if (bind === undefined) continue;
    const inside = find(publish, "->")?.args.port.value.from ?? bind.from;
    for (let port = bind.from; port <= bind.to; port++) {
      const one = { address: bind.address ?? null, published: port, port: inside + port - bind.from, transport: bind.transport, origin: publish.origin };
      if (published === none) published = [one];
      else published.push(one);
    }
  }
  return published;
}

function registrarOf(node: Node, { registrationsOf }: Indexed, lowering: Lowering): readonly Container[] {
  const registration = registrationsOf.get(node.name)?.find(({ machine }) => machine === `${node.name}-registrar`);
  if (registration === undefined) return none;
  const { origin } = registration;
  const named = lowering.entities.get(registration.cluster);
  const consul = named?.kind === "consul" ? (named as unknown as EntityOf<"consul">) : undefined;
  const engine = lowering.machines.get(node.name)!.engine;
  const servers = (lowering.nodesByEntity.get(registration.cluster) ?? []).filter(({ name }) => lowering.machines.get(name)?.engine === engine);
  return [
    sidecarOf(node, registration.machine, origin, {
      image: (consul && find(consul, "image")?.args.image.value) ?? standardImage("consul", consul && find(consul, "version")?.args.version.value),
      build: null,
      entrypoint: ["/bin/sh", "/usr/local/lib/infc/registrar"],
      capabilities: [],
      // It takes its key away before it ends.
      stopGraceMs: 15_000,
      after: servers.map(({ name }) => ({ container: name, condition: "started" as const, origin })),
    }),
  ];
}

function keepalivedOf(node: Node, { keepalivedAt }: Indexed): readonly Container[] {
  const name = `${node.name}-keepalived`;
  const cause = keepalivedAt.get(name);
  if (cause === undefined) return none;
  const origin = implied(cause, `keepalived beside \`${node.name}\``);
  const capabilities = ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"].map((capability) => ({ name: capability, origin }));
  return [sidecarOf(node, name, origin, { image: null, build: { context: "./build/keepalived", args: [], origin }, entrypoint: null, capabilities, stopGraceMs: null, after: [] })];
}
