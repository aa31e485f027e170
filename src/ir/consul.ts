import { z } from "zod";
import { address, endpoint, origin, port, secret } from "./basics.js";
import { nativeBlock } from "./native.js";
import { check } from "./traffic.js";

/** One Consul agent: a server, or a client on a host that reads or writes the registry. */
export const consulAgent = z.strictObject({
  /** The node of a server; of a client `<cluster>-agent@<host>`'s host. Consul's own node name. */
  name: z.string(),
  machine: z.string(),
  server: z.boolean(),
  /** The address that the others reach it at. */
  address,
  /** Where its API listens. */
  clientAddresses: z.array(address),
  origin,
});
export type ConsulAgent = z.infer<typeof consulAgent>;

/** A Consul cluster: servers that elect a leader, and client agents. */
export const consul = z.strictObject({
  name: z.string(),
  datacenter: z.string(),
  version: z.string().nullable(),
  servers: z.array(consulAgent),
  clients: z.array(consulAgent),
  ui: z.boolean(),
  acl: z.boolean(),
  /** Gossip key. */
  encrypt: secret.nullable(),
  httpPort: port,
  dnsPort: port,
  native: z.array(nativeBlock),
  origin,
});
export type Consul = z.infer<typeof consul>;

/** One instance that puts itself into the registry once its check passes, and takes itself out when it fails or stops. */
export const registration = z.strictObject({
  /** The node that is registered, and the machine that the registrar runs on. */
  node: z.string(),
  machine: z.string(),
  service: z.string(),
  /** Consul cluster and the agent that is asked. */
  cluster: z.string(),
  agent: endpoint,
  /** The key without the instance: `upstreams/goods/`; the same that the gateway reads. Null: only Consul's catalog. */
  key: z.string().nullable(),
  /** Where the instance is reached; the key's last part is `ADDRESS:PORT`. */
  address,
  port,
  /** Where the check asks: from where the registrar runs. */
  probe: endpoint,
  weight: z.int(),
  maxFails: z.int(),
  failTimeoutMs: z.int(),
  check,
  origin,
});
export type Registration = z.infer<typeof registration>;
