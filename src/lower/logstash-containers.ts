import type { Container, Engine } from "../ir/container.js";
import type { Collection } from "../ir/logs.js";
import { implied } from "../source/origin.js";
import { certificateMounts } from "./log-containers.js";
import type { Lowering } from "./lowering.js";

/** Gives the containers of logstash what their pipelines need: passwords, the heap, a place for queues. */
export function addLogstash(collections: readonly Collection[], engines: readonly Engine[], lowering: Lowering): void {
  if (collections.length === 0) return;
  const containers = new Map(engines.flatMap((engine) => engine.containers.map((container) => [container.name, container] as const)));
  for (const collection of collections) {
    for (const { node } of collection.pipeline?.nodes ?? []) {
      const container = containers.get(node);
      if (container === undefined) continue;
      addEnvironment(container, collection);
      addMounts(container, collection);
      addOrder(container, collection, lowering, containers);
    }
  }
}

function addEnvironment(container: Container, { buffer, destination, pipeline }: Collection): void {
  const passwords = [...(buffer?.by === "redis" && buffer.auth !== null ? [buffer.auth] : []), ...(destination.auth === null ? [] : [destination.auth])];
  const heap = pipeline?.heap ?? null;
  const wanted: Container["environment"] = [
    ...passwords.map(({ variable, password, origin }) => ({ name: variable, value: password, origin })),
    ...(heap === null ? [] : [{ name: "LS_JAVA_OPTS", value: heapOptions(heap.bytes), origin: heap.origin }]),
  ];
  for (const each of wanted) if (!container.environment.some(({ name }) => name === each.name)) container.environment = [...container.environment, each];
}

/** In the largest unit that is exact. */
function heapOptions(bytes: number): string {
  const units = [["g", 2 ** 30], ["m", 2 ** 20], ["k", 2 ** 10]] as const;
  const unit = units.find(([, size]) => bytes >= size && bytes % size === 0);
  const size = unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
  return `-Xms${size} -Xmx${size}`;
}

function addMounts(container: Container, { pipeline, destination }: Collection): void {
  const data = { kind: "volume" as const, source: `${container.name}-data`, target: "/usr/share/logstash/data", readOnly: false, origin: implied(container.origin, `the queues of \`${container.name}\` on a volume`) };
  for (const mount of [data, ...certificateMounts([pipeline?.beats?.tls ?? null, destination.tls], "server")]) {
    if (!container.mounts.some(({ target }) => target === mount.target)) container.mounts = [...container.mounts, mount];
  }
}

/** It starts after what it writes to and reads from. */
function addOrder(container: Container, { buffer, destination }: Collection, lowering: Lowering, containers: ReadonlyMap<string, Container>): void {
  const engine = lowering.machines.get(container.name)?.engine;
  for (const { entity, origin } of [...(buffer === null ? [] : [buffer]), destination]) {
    for (const { name } of lowering.nodesByEntity.get(entity) ?? []) {
      if (!containers.has(name) || lowering.machines.get(name)?.engine !== engine || container.after.some((each) => each.container === name)) continue;
      container.after = [...container.after, { container: name, condition: "started", origin }];
    }
  }
}
