import { z } from "zod";
import { address, bytes, milliseconds, origin, port, secret, transport } from "./basics.js";
import { nativeBlock } from "./native.js";

export const healthcheck = z.strictObject({
  /** Exec form, without `CMD`. */
  test: z.array(z.string()),
  everyMs: milliseconds,
  timeoutMs: milliseconds,
  retries: z.int(),
  startMs: milliseconds,
  origin,
});

/** One container of a Docker engine; its generated files are mounted by what was emitted for its machine. */
export const container = z.strictObject({
  /** Also the compose service and the name of its machine. */
  name: z.string(),
  /** The node that it is, or for a sidecar the node whose network it shares. */
  node: z.string(),
  sidecar: z.boolean(),
  image: z.string().nullable(),
  /** A folder below the compose file with a Dockerfile; a generated one is the machine-independent folder `build/<name>`. */
  build: z.strictObject({ context: z.string(), args: z.array(z.strictObject({ name: z.string(), value: z.string() })), origin }).nullable(),
  hostname: z.string().nullable(),
  command: z.array(z.string()).nullable(),
  entrypoint: z.array(z.string()).nullable(),
  environment: z.array(z.strictObject({ name: z.string(), value: z.union([z.string(), secret]), origin })),
  /** Named volumes and paths of the engine's machine. Generated files come on top of these. */
  mounts: z.array(z.strictObject({ kind: z.enum(["volume", "bind"]), source: z.string(), target: z.string(), readOnly: z.boolean(), origin })),
  networks: z.array(z.strictObject({ network: z.string(), address: address.nullable(), aliases: z.array(z.string()), origin })),
  publish: z.array(z.strictObject({ address: address.nullable(), published: port, port, transport, origin })),
  capabilities: z.array(z.strictObject({ name: z.string(), origin })),
  sysctls: z.array(z.strictObject({ key: z.string(), value: z.string(), origin })),
  privileged: z.boolean(),
  dns: z.array(address),
  memory: bytes.nullable(),
  cpus: z.number().nullable(),
  ulimits: z.array(z.strictObject({ name: z.string(), value: z.int(), origin })),
  restart: z.enum(["no", "always", "on-failure", "unless-stopped"]),
  stopGraceMs: milliseconds.nullable(),
  healthcheck: healthcheck.nullable(),
  after: z.array(z.strictObject({ container: z.string(), condition: z.enum(["started", "healthy", "done"]), origin })),
  /** Native blocks of its declaration; those for Compose add keys to its service. */
  native: z.array(nativeBlock),
  origin,
});
export type Container = z.infer<typeof container>;

/** A container but for its image, which changes with every release and which next to nobody asks for. */
export type Outfit = Omit<Container, "image">;

/** A Docker engine and all that it runs: one compose file. */
export const engine = z.strictObject({
  /** `local`, or the host. */
  machine: z.string(),
  /** Compose's project name. */
  project: z.string(),
  /** The networks of the site that its containers join, by name. */
  networks: z.array(z.string()),
  containers: z.array(container),
  native: z.array(nativeBlock),
  origin,
});
export type Engine = z.infer<typeof engine>;

/** An engine but for the images of its containers. */
export interface OutfittedEngine extends Omit<Engine, "containers"> {
  readonly containers: readonly Outfit[];
}
