import { z } from "zod";
import { address, milliseconds, origin, secret } from "./basics.js";
import { nativeBlock } from "./native.js";
import { check } from "./traffic.js";

/** One VRRP instance: addresses that move together among machines. */
export const vrrp = z.strictObject({
  /** Unique in the site; letters, digits, `-`, `_`, `.`. */
  name: z.string(),
  /** The declaration that holds it. */
  entity: z.string(),
  addresses: z.array(
    z.strictObject({
      address,
      length: z.int(),
      /** The network that holds it. */
      network: z.string().nullable(),
      /** The interface that it is said to stand on. */
      interface: z.string().nullable(),
      label: z.string().nullable(),
      origin,
    }),
  ),
  routerId: z.int().min(1).max(255),
  /** 2, or 3 where the adverts are no whole seconds or the addresses are IPv6. */
  version: z.union([z.literal(2), z.literal(3)]),
  auth: secret.nullable(),
  advertiseMs: milliseconds,
  /** Whether a better node takes the address back: at once, never, or after so long. */
  preempt: z.union([z.literal("yes"), z.literal("no"), z.strictObject({ afterMs: milliseconds })]),
  transport: z.enum(["unicast", "multicast"]),
  /** VRRP's virtual MAC: the name of the interface, or null. */
  vmac: z.string().nullable(),
  /** In the order of preference. */
  members: z.array(
    z.strictObject({
      /** The machine that keepalived's files belong to, and the node whose network it works in. */
      machine: z.string(),
      node: z.string(),
      interface: z.string(),
      /** Its own address on that interface. */
      address,
      priority: z.int().min(1).max(255),
      origin,
    }),
  ),
  /** What must be well for a member to hold the address. */
  checks: z.array(
    z.strictObject({
      name: z.string(),
      /** The process by name, the address and port that must accept, or a script of the operator's. */
      process: z.string().nullable(),
      port: z.int().nullable(),
      check,
      origin,
    }),
  ),
  notify: z.array(
    z.strictObject({
      on: z.enum(["any", "master", "backup", "fault", "stop"]),
      script: z.string(),
      origin,
    }),
  ),
  mail: z.array(z.strictObject({ to: z.string(), from: z.string(), via: z.string(), origin })),
  /** Instances with the same group fail over together; null: alone. */
  group: z.string().nullable(),
  syncSessions: z.boolean(),
  native: z.array(nativeBlock),
  /** Where its clauses stand, or what implied them, by their words: `auth`, `vrid`. */
  clauses: z.array(z.strictObject({ word: z.string(), origin })),
  origin,
});
export type Vrrp = z.infer<typeof vrrp>;
