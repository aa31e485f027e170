import { type Bound, type Entity, find, findAll } from "../bind/bound.js";
import { type EntityOf, instancesOf, runsInContainer } from "../elaborate/draft.js";
import { standardImage } from "../elaborate/images.js";
import type { Registration } from "../ir/consul.js";
import type { Container, Engine } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Proxy } from "../ir/traffic.js";
import type { Vrrp } from "../ir/vip.js";
import { findNamed, groupBy } from "../source/group.js";
import { implied, type Origin } from "../source/origin.js";
import { clusterContainer, type Own } from "./cluster-containers.js";
import { type Lowering, nativesOf, ofKind, secretOf } from "./lowering.js";

/** What the containers of a site are made from. */
export interface Parts {
  readonly proxies: readonly Proxy[];
  readonly vrrps: readonly Vrrp[];
  readonly registrations: readonly Registration[];
}

/** Every Docker engine: the local one, and that of each host which runs containers. */
export function lowerEngines(parts: Parts, lowering: Lowering, origin: Origin): Engine[] {
  const containers = [...lowering.entities.values()].flatMap((entity) => containersOf(entity, parts, lowering));
  const byMachine = groupBy(containers, ({ name }) => lowering.machines.get(name)!.engine!);
  const siteEntity = ofKind(lowering, "site")[0];
  return [...byMachine.keys()].sort().map((machine) => {
    const own = byMachine.get(machine)!;
    const host = lowering.entities.get(machine);
    return {
      machine,
      project: lowering.siteName.toLowerCase().replace(/[^a-z0-9_-]/g, "-"),
      networks: lowering.networks.map(({ name }) => name).filter((name) => own.some(({ networks }) => networks.some((each) => each.network === name))),
      containers: own,
      native: [...(siteEntity ? nativesOf(siteEntity, "compose") : []), ...(host ? nativesOf(host, "compose") : [])],
      origin: host?.origin ?? origin,
    };
  });
}

function containersOf(entity: Entity, parts: Parts, lowering: Lowering): readonly Container[] {
  return (lowering.nodesByEntity.get(entity.name) ?? []).flatMap((node) => {
    if (node.machine !== node.name) return [];
    const main = containerOf(node, entity, parts, lowering);
    return [main, ...registrarOf(node, parts, lowering), ...keepalivedOf(node, parts)];
  });
}

const empty = {
  build: null, hostname: null, command: null, entrypoint: null, environment: [], mounts: [], networks: [], publish: [], capabilities: [], sysctls: [],
  privileged: false, dns: [], memory: null, cpus: null, ulimits: [], restart: "unless-stopped", stopGraceMs: null, healthcheck: null, after: [], native: [],
} as const;

function containerOf(node: Node, entity: Entity, parts: Parts, lowering: Lowering): Container {
  const service = entity as unknown as EntityOf<"service">;
  const own = ownPart(node, entity, parts, lowering);
  const build = find(service, "build");
  const run = find(service, "run");
  const image = find(service, "image")?.args.image.value ?? null;
  const memory = find(service, "memory") as Bound | undefined;
  const generated = image === null && build === undefined;
  // Written out whole: engines of JavaScript read thousands of objects of one form at once, and each spread one by itself.
  return {
    build: build
      ? { context: build.args.folder.value, args: findAll(build, "arg").map(({ args }) => ({ name: args.variable.value, value: args.value.value })), origin: build.origin }
      : generated
        ? { context: `./build/${entity.name}`, args: [], origin: implied(node.origin, "the image that infc's Dockerfile makes") }
        : null,
    hostname: own.hostname ?? null,
    command: run ? ["/bin/sh", "-c", run.args.command.value] : (own.command ?? null),
    entrypoint: null,
    environment: [
      ...(own.environment ?? []),
      ...findAll(service, "env").map(({ args, origin }) => ({ name: args.variable.value, value: args.value.value.secret === undefined ? (args.value.value.literal ?? "") : secretOf(args.value.value), origin })),
    ],
    mounts: mountsOf(service, own),
    networks: node.addresses.map(({ network, address, origin }) => ({ network, address, aliases: node.name === entity.name ? [] : [entity.name], origin })),
    publish: publishOf(node, entity, lowering),
    capabilities: find(service, "cap")?.args.capabilities.map(({ value, origin }) => ({ name: value, origin })) ?? [],
    sysctls: [...(lowering.machines.get(node.name)?.sysctls ?? [])],
    privileged: find(service, "privileged") !== undefined,
    dns: find(service, "dns")?.args.servers.map(({ value }) => value.address) ?? [],
    memory: memory && entity.kind !== "cache" ? ((memory.args as { readonly size?: { readonly value: number } }).size?.value ?? null) : null,
    cpus: find(service, "cpus")?.args.cpus.value ?? null,
    ulimits: [...(own.ulimits ?? [])],
    restart: find(service, "once") ? "no" : (find(service, "restart")?.args.when.value ?? "unless-stopped"),
    stopGraceMs: null,
    healthcheck: own.healthcheck ?? null,
    after: afterOf(node, service, own, lowering),
    native: nativesOf(entity, "compose"),
    name: node.name,
    node: node.name,
    sidecar: false,
    image,
    origin: node.origin,
  };
}

/** What a kind of container has of its own. */
function ownPart(node: Node, entity: Entity, parts: Parts, lowering: Lowering): Own {
  const proxy = findNamed(parts.proxies, entity.name);
  if (proxy === undefined) return clusterContainer(node, entity, lowering);
  const director = proxy.engine === "lvs" ? { command: ["/bin/sh", "-c", "trap exit TERM; sleep infinity & wait"] } : {};
  const discoveries = proxy.pools.flatMap(({ discovery }) => (discovery ? [discovery] : []));
  const consuls = discoveries.flatMap(({ cluster, origin }) => (lowering.nodesByEntity.get(cluster) ?? []).map(({ name }) => ({ container: name, condition: "started" as const, origin })));
  const backends = proxy.pools.flatMap(({ entity: name, origin }) => (lowering.nodesByEntity.get(name) ?? []).map((each) => ({ container: each.name, condition: "started" as const, origin })));
  // Each starts without the others and finds them later; the order only spares the first lines of their logs.
  const registrars = parts.registrations.filter(({ node: each }) => backends.some(({ container }) => container === each)).map(({ machine, origin }) => ({ container: machine, condition: "started" as const, origin }));
  return { ...director, after: unique([...consuls, ...backends, ...registrars]) };
}

function unique<Item extends { readonly container: string }>(items: readonly Item[]): Item[] {
  const seen = new Set<string>();
  return items.filter(({ container }) => !seen.has(container) && seen.add(container));
}

/** What must be there before it: what `after` says and what it uses, each as far as the same engine runs it. */
function afterOf(node: Node, service: EntityOf<"service">, own: Own, lowering: Lowering): Container["after"] {
  const engine = lowering.machines.get(node.name)!.engine;
  const isBeside = (name: string): boolean => lowering.machines.get(name)?.engine === engine && lowering.machines.get(name)?.kind === "container";
  const said = findAll(service, "after").flatMap(({ args, origin }) =>
    args.references.flatMap(({ value }) => {
      const nodes = lowering.nodesByEntity.get(value.name) ?? [lowering.nodes.get(value.name)].flatMap((each) => each ?? []);
      const beside = nodes.filter(({ name }) => isBeside(name));
      // Where the engine runs none of them, Compose says so: it cannot wait for others.
      return (beside.length > 0 ? beside : nodes).map((each) => ({ container: each.name, condition: args.condition?.value ?? ("started" as const), origin }));
    }),
  );
  const used = (own.after ?? []).filter(({ container }) => container !== node.name && isBeside(container));
  return unique([...said, ...used]);
}

/** What the program mounts stands in the place of a volume of its own there: Docker takes one mount for each place. */
function mountsOf(service: EntityOf<"service">, own: Own): Container["mounts"] {
  const written = findAll(service, "mount").flatMap((mount) => mountOf(mount));
  const place = ({ target }: Container["mounts"][number]): string => target.replace(/(?<=.)\/+$/, "");
  return [...(own.mounts ?? []).filter((mount) => !written.some((each) => place(each) === place(mount))), ...written];
}

function mountOf(mount: Bound<(typeof import("../vocabulary/clauses/everywhere.js"))["container"]["mount"]>): Container["mounts"] {
  const source = mount.args.source.value;
  const arrow = find(mount, "->");
  const isPath = /^[./~]/.test(source);
  const target = arrow?.args.target.value ?? source;
  return [{ kind: isPath ? "bind" : "volume", source, target, readOnly: arrow?.args.mode?.value !== "rw" && (isPath || arrow?.args.mode?.value === "ro"), origin: mount.origin }];
}

/** Published ports: what `publish` says; of the outermost proxy without a VIP what node 1 listens on. */
function publishOf(node: Node, entity: Entity, lowering: Lowering): Container["publish"] {
  const service = entity as unknown as EntityOf<"service">;
  const place = instancesOf(entity).filter(({ host, index }) => (host ?? null) === node.host && index < node.index).length;
  return findAll(service, "publish").flatMap((publish) => {
    const bind = publish.args.binds[place]?.value;
    const inside = find(publish, "->")?.args.port.value;
    if (bind === undefined || !runsInContainer(entity, node.host ?? undefined, { get: (name) => lowering.entities.get(name) })) return [];
    return Array.from({ length: bind.to - bind.from + 1 }, (_, offset) => ({
      address: bind.address ?? null,
      published: bind.from + offset,
      port: (inside?.from ?? bind.from) + offset,
      transport: bind.transport,
      origin: publish.origin,
    }));
  });
}

function registrarOf(node: Node, { registrations }: Parts, lowering: Lowering): readonly Container[] {
  const registration = registrations.find((each) => each.node === node.name && each.machine === `${node.name}-registrar`);
  if (registration === undefined) return [];
  const { origin } = registration;
  const consul = ofKind(lowering, "consul").find(({ name }) => name === registration.cluster);
  const engine = lowering.machines.get(node.name)!.engine;
  const servers = (lowering.nodesByEntity.get(registration.cluster) ?? []).filter(({ name }) => lowering.machines.get(name)?.engine === engine);
  return [
    {
      ...empty,
      capabilities: [], sysctls: [], dns: [], ulimits: [], environment: [], mounts: [], networks: [], publish: [], native: [],
      name: registration.machine,
      node: node.name,
      sidecar: true,
      image: (consul && find(consul, "image")?.args.image.value) ?? standardImage("consul", consul && find(consul, "version")?.args.version.value),
      entrypoint: ["/bin/sh", "/usr/local/lib/infc/registrar"],
      // It takes its key away before it ends.
      stopGraceMs: 15_000,
      after: [{ container: node.name, condition: "started", origin }, ...servers.map(({ name }) => ({ container: name, condition: "started" as const, origin }))],
      origin,
    },
  ];
}

function keepalivedOf(node: Node, { vrrps }: Parts): readonly Container[] {
  const name = `${node.name}-keepalived`;
  const vrrp = vrrps.find(({ members }) => members.some(({ machine }) => machine === name));
  if (vrrp === undefined) return [];
  const origin = implied(vrrp.origin, `keepalived beside \`${node.name}\``);
  return [
    {
      ...empty,
      sysctls: [], dns: [], ulimits: [], environment: [], mounts: [], networks: [], publish: [], native: [],
      name,
      node: node.name,
      sidecar: true,
      image: null,
      build: { context: "./build/keepalived", args: [], origin },
      capabilities: ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"].map((capability) => ({ name: capability, origin })),
      after: [{ container: node.name, condition: "started", origin }],
      origin,
    },
  ];
}
