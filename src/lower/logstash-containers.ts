import type { Container, Engine } from "../ir/container.js";
import type { Collection } from "../ir/logs.js";
import { implied } from "../source/origin.js";
import { type ContainerPlace, certificateMounts, placesOf } from "./log-containers.js";
import type { Lowering } from "./lowering.js";

/** Gives the containers of logstash what their pipelines need: passwords, the heap, a place for queues. */
export function addLogstash(collections: readonly Collection[], engines: readonly Engine[], lowering: Lowering): void {
  if (collections.length === 0) return;
  const places = placesOf(engines);
  for (const collection of collections) {
    for (const { node } of collection.pipeline?.nodes ?? []) {
      const place = places.get(node);
      const container = place?.containers[place.at];
      if (place === undefined || container === undefined) continue;
      const { environment, mounts, after } = container;
      place.containers[place.at] = {
        ...container,
        environment: withMissing(environment, environmentOf(collection), ({ name }) => name),
        mounts: withMissing(mounts, mountsOf(container, collection), ({ target }) => target),
        after: withMissing(after, orderOf(container, collection, lowering, places), (each) => each.container),
      };
    }
  }
}

/** The list with those of others whose key none of it has. */
function withMissing<Item>(items: Item[], others: readonly Item[], keyOf: (item: Item) => string): Item[] {
  const keys = new Set(items.map(keyOf));
  return [...items, ...others.filter((each) => keys.size < keys.add(keyOf(each)).size)];
}

function environmentOf({ buffer, destination, pipeline }: Collection): Container["environment"] {
  const passwords = [...(buffer?.by === "redis" && buffer.auth !== null ? [buffer.auth] : []), ...(destination.auth === null ? [] : [destination.auth])];
  const heap = pipeline?.heap ?? null;
  return [
    ...passwords.map(({ variable, password, origin }) => ({ name: variable, value: password, origin })),
    ...(heap === null ? [] : [{ name: "LS_JAVA_OPTS", value: heapOptions(heap.bytes), origin: heap.origin }]),
  ];
}

/** In the largest unit that is exact. */
function heapOptions(bytes: number): string {
  const units = [["g", 2 ** 30], ["m", 2 ** 20], ["k", 2 ** 10]] as const;
  const unit = units.find(([, size]) => bytes >= size && bytes % size === 0);
  const size = unit === undefined ? String(bytes) : `${bytes / unit[1]}${unit[0]}`;
  return `-Xms${size} -Xmx${size}`;
}

function mountsOf(container: Container, { pipeline, destination }: Collection): Container["mounts"] {
  const data = { kind: "volume" as const, source: `${container.name}-data`, target: "/usr/share/logstash/data", readOnly: false, origin: implied(container.origin, `the queues of \`${container.name}\` on a volume`) };
  return [data, ...certificateMounts([pipeline?.beats?.tls ?? null, destination.tls], "server")];
}

/** It starts after what it writes to and reads from. */
function orderOf(container: Container, { buffer, destination }: Collection, lowering: Lowering, places: ReadonlyMap<string, ContainerPlace>): Container["after"] {
  const engine = lowering.machines.get(container.name)?.engine;
  return [...(buffer === null ? [] : [buffer]), destination].flatMap(({ entity, origin }) =>
    (lowering.nodesByEntity.get(entity) ?? [])
      .filter(({ name }) => places.has(name) && lowering.machines.get(name)?.engine === engine)
      .map(({ name }) => ({ container: name, condition: "started" as const, origin })),
  );
}
