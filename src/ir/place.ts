import { z } from "zod";
import { address, origin, port, transport } from "./basics.js";

export const network = z.strictObject({
  name: z.string(),
  /** `192.168.0.0/24`. */
  cidr: z.string(),
  family: z.enum(["ipv4", "ipv6"]),
  /** Length of the prefix. */
  length: z.int(),
  gateway: address.nullable(),
  driver: z.enum(["bridge", "macvlan", "ipvlan"]),
  parent: z.string().nullable(),
  /** Whether VRRP's multicast reaches its members. */
  multicast: z.boolean(),
  dns: z.array(address),
  domain: z.string().nullable(),
  /** Where its clauses stand, or what implied them, by their words: `gateway`, `driver`. */
  clauses: z.array(z.strictObject({ word: z.string(), origin })),
  origin,
});
export type Network = z.infer<typeof network>;

export const hostInterface = z.strictObject({
  name: z.string(),
  address: address.nullable(),
  /** Length of the network's prefix, when the network is known. */
  length: z.int().nullable(),
  network: z.string().nullable(),
  /** Where its address stands; null when it has none. */
  addressOrigin: origin.nullable(),
  origin,
});
export type HostInterface = z.infer<typeof hostInterface>;

export const host = z.strictObject({
  name: z.string(),
  /** The address others reach it at: of its first interface, or its name when it has none. */
  address: z.string(),
  interfaces: z.array(hostInterface),
  runtime: z.enum(["systemd", "docker"]),
  user: z.string().nullable(),
  zone: z.string().nullable(),
  origin,
});
export type Host = z.infer<typeof host>;

/**
 * A thing with files of its own: a host, a container, or the folder that the local Docker engine reads (`local`, root "").
 * A file `/etc/x` of the machine lands at `<root>/etc/x` in the output folder.
 */
export const machine = z.strictObject({
  name: z.string(),
  kind: z.enum(["host", "container", "local"]),
  /** POSIX, below the output folder, no slash at either end: `hosts/lb1`, `gateway-1`, `hosts/app1/opt/shop/goods-1`. */
  root: z.string(),
  /** Of a container: the machine whose Docker engine runs it, a host or `local`. */
  engine: z.string().nullable(),
  /** Kernel settings that it needs, each with its reason. A container's go to the compose file. */
  sysctls: z.array(z.strictObject({ key: z.string(), value: z.string(), origin })),
  origin,
});
export type Machine = z.infer<typeof machine>;

/** A port of a node by its name, and where others reach it. */
export const nodePort = z.strictObject({
  name: z.string(),
  /** Where the process listens. */
  port,
  transport,
  /** The host's port that leads to it, for a container; null when none does. */
  published: port.nullable(),
  /** The address of the host on which it is published; null for all. */
  publishedOn: address.nullable(),
  origin,
});
export type NodePort = z.infer<typeof nodePort>;

/** One instance of a service, gateway, cluster …: a container, or a process on a host. */
export const node = z.strictObject({
  name: z.string(),
  /** The declaration that it is an instance of, and its kind. */
  entity: z.string(),
  kind: z.string(),
  /** From 1. */
  index: z.int().min(1),
  /** The machine that holds its files: the container of the same name, or the host. */
  machine: z.string(),
  /** The host under it, when it is placed. */
  host: z.string().nullable(),
  /** Its own address, or the host's; a name where the host has no address. */
  address: z.string(),
  /** Its addresses by network, of a container. */
  addresses: z.array(z.strictObject({ network: z.string(), address, origin })),
  ports: z.array(nodePort),
  origin,
});
export type Node = z.infer<typeof node>;

/** A process with a configuration: what one target writes for one machine. */
export const daemon = z.strictObject({
  /** The target: `nginx`, `keepalived` … */
  target: z.string(),
  machine: z.string(),
  /** The nodes that it serves, in order of names; of keepalived the nodes whose addresses it holds. */
  nodes: z.array(z.string()),
  /** The names of the declarations whose parts it runs. */
  entities: z.array(z.string()),
  /** The version of the daemon that the site states, or null: then infc writes what every version from Debian 12 on reads. */
  version: z.string().nullable(),
  origin,
});
export type Daemon = z.infer<typeof daemon>;
