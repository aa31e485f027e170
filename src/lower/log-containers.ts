import type { Tls } from "../ir/basics.js";
import type { Container, Engine } from "../ir/container.js";
import type { Collection } from "../ir/logs.js";
import type { NativeBlock } from "../ir/native.js";
import type { Node } from "../ir/place.js";
import { once } from "../source/once.js";
import { compareNames } from "../source/order.js";
import { implied, type Origin } from "../source/origin.js";
import type { Lowering } from "./lowering.js";
import { containerMachine } from "./machines.js";

/** The Filebeat in a container of the local engine, as it is found out what it needs. */
export interface LocalFilebeat {
  /** Its machine; from now on it is there. */
  use(): string;
  /** The same, and it follows what containers write to their output. */
  useDocker(): string;
  /** Reads a file of the engine's machine: its path inside the container. */
  readFolder(glob: string): string;
  /** The path by which Filebeat reads a file of a container: in its own container, or on the container's host. */
  pathOf(path: string, node: Node): string;
  readonly used: boolean;
  readonly docker: boolean;
  readonly mounts: Container["mounts"];
}

export function localFilebeat(engines: readonly Engine[], origin: Origin, lowering: Lowering): LocalFilebeat {
  let used = false;
  let docker = false;
  const mounts: Container["mounts"] = [];
  const targets = new Set<string>();
  const places = once(() => placesOf(engines));
  const name = lowering.entities.has("filebeat") ? "filebeat-of-logs" : "filebeat";
  const add = (mount: Container["mounts"][number]): void => {
    if (targets.has(mount.target)) return;
    targets.add(mount.target);
    mounts.push(mount);
  };
  const use = (): string => {
    used = true;
    if (!lowering.machines.has(name)) lowering.machines.put(containerMachine(name, null, lowering.siteName, origin));
    return name;
  };
  return {
    use,
    useDocker() {
      docker = true;
      return use();
    },
    readFolder(glob) {
      const folder = folderOf(glob);
      add({ kind: "bind", source: folder, target: folder, readOnly: true, origin });
      return glob;
    },
    pathOf(path, node) {
      const folder = folderOf(path);
      const rest = path.slice(folder.length);
      const mount = sharedMount(node, folder, places().get(node.name));
      if (node.host === null) {
        const target = `/var/log/${node.name}`;
        add({ ...mount, target, readOnly: true });
        return `${target}${rest}`;
      }
      // Where Docker keeps a named volume of Compose.
      const place = mount.kind === "volume" ? `/var/lib/docker/volumes/${projectOf(lowering)}_${mount.source}/_data` : mount.source.replace(/\/+$/, "");
      return `${place}${rest}`;
    },
    get used() {
      return used;
    },
    get docker() {
      return docker;
    },
    mounts,
  };
}

/** The folder around a path, down to the first part that stands for several. */
function folderOf(glob: string): string {
  const parts = glob.split("/");
  const first = parts.findIndex((part) => /[*?[\]{}]/.test(part));
  return parts.slice(0, first < 0 ? -1 : first).join("/") || "/";
}

/** Where a container stands among those of its engine: one that is given more is another there, as it may be kept from the compilation before. */
export interface ContainerPlace {
  readonly containers: Container[];
  readonly at: number;
}

/** The places of containers by their names. */
export function placesOf(engines: readonly Engine[]): ReadonlyMap<string, ContainerPlace> {
  const places = new Map<string, ContainerPlace>();
  for (const { containers } of engines) for (let at = 0; at < containers.length; at++) places.set(containers[at]!.name, { containers, at });
  return places;
}

/** The mount by which a container keeps a folder; a volume of its own where it has none. */
function sharedMount(node: Node, folder: string, place: ContainerPlace | undefined): Pick<Container["mounts"][number], "kind" | "source" | "origin"> {
  const container = place?.containers[place.at];
  const own = container?.mounts.find(({ target }) => target.replace(/\/+$/, "") === folder);
  if (own !== undefined) return own;
  const origin = implied(node.origin, `a volume by which Filebeat reads the logs of \`${node.name}\``);
  const mount = { kind: "volume" as const, source: `${node.name}-logs`, target: folder, readOnly: false, origin };
  if (place !== undefined && container !== undefined) {
    // As there may be thousands: one form for all.
    const changed = { ...container };
    changed.mounts = [...container.mounts, mount];
    place.containers[place.at] = changed;
  }
  return mount;
}

/** Compose's project of every engine of the site. */
export function projectOf({ siteName }: Pick<Lowering, "siteName">): string {
  return siteName.toLowerCase().replace(/[^a-z0-9_-]/g, "-");
}

/** Filebeat's own container, when one is needed: in the network of what it sends to, so that it takes no address. */
export function addFilebeat(local: LocalFilebeat, collections: readonly Collection[], image: string, engines: Engine[], lowering: Lowering): void {
  if (!local.used) return;
  const name = local.use();
  const own = collections.find(({ shippers }) => shippers.some(({ machine }) => machine === name));
  const engine = engines.find(({ machine }) => machine === "local");
  if (own === undefined || engine === undefined) return;
  const origin = implied(own.origin, "Filebeat, where the containers run");
  const node = neighbor(own, engine, lowering);
  engine.containers.push({
    name,
    node,
    sidecar: true,
    image,
    build: null,
    hostname: null,
    command: ["--environment=container", "--strict.perms=false"],
    entrypoint: null,
    environment: [],
    mounts: [
      { kind: "volume", source: `${name}-data`, target: "/usr/share/filebeat/data", readOnly: false, origin: implied(origin, "its place in each file, so that nothing is sent twice") },
      ...(local.docker ? dockerMounts(origin) : []),
      ...local.mounts,
      ...certificateMounts(collections.filter(({ shippers }) => shippers.some(({ machine }) => machine === name)).flatMap(({ buffer, pipeline, destination }) => (buffer !== null ? [] : pipeline === null ? [destination.tls] : [pipeline.beats?.tls ?? null])), "client"),
    ],
    networks: [],
    publish: [],
    capabilities: [],
    sysctls: [],
    privileged: false,
    dns: [],
    memory: null,
    cpus: null,
    ulimits: [],
    restart: "unless-stopped",
    stopGraceMs: null,
    healthcheck: null,
    after: [{ container: node, condition: "started", origin }],
    native: [asRoot(origin)],
    origin,
  });
  engine.containers.sort((a, b) => compareNames(a.name, b.name));
}

/** The container whose network it shares: the logstash or Elasticsearch that it sends to, else the first of the engine. */
function neighbor({ pipeline, buffer, destination }: Collection, { containers }: Engine, lowering: Lowering): string {
  const receivers = [buffer?.entity, pipeline?.entity, destination.entity].flatMap((entity) => (entity === undefined ? [] : (lowering.nodesByEntity.get(entity) ?? [])));
  const found = receivers.find(({ name }) => containers.some((container) => container.name === name));
  return found?.name ?? containers.find(({ sidecar }) => !sidecar)?.name ?? containers[0]!.name;
}

function dockerMounts(origin: Origin): Container["mounts"] {
  const because = implied(origin, "what containers write to their output, as Docker keeps it");
  return [
    { kind: "bind", source: "/var/lib/docker/containers", target: "/var/lib/docker/containers", readOnly: true, origin: because },
    { kind: "bind", source: "/var/run/docker.sock", target: "/var/run/docker.sock", readOnly: true, origin: because },
  ];
}

/** The files of certificates, at the same place in the container; `client`: what the other side is trusted by. */
export function certificateMounts(all: readonly (Tls | null)[], role: "client" | "server"): Container["mounts"] {
  const mounts = new Map<string, Container["mounts"][number]>();
  for (const tls of all) {
    if (tls === null) continue;
    for (const path of [tls.authority, ...(role === "server" ? [tls.certificate, tls.key] : [])]) {
      if (path !== null) mounts.set(path, { kind: "bind", source: path, target: path, readOnly: true, origin: implied(tls.origin, "the certificate of the machine, for the container") });
    }
  }
  return [...mounts.values()];
}

/** Only root may read Docker's files and ask its engine. */
function asRoot(origin: Origin): NativeBlock {
  const word = (text: string) => ({ text, quoted: false, comma: false, origin });
  return { engine: "compose", statements: [{ words: [word("user"), word("root")], block: null, origin }], origin };
}
