import { z } from "zod";
import { address, origin } from "./basics.js";
import { cache } from "./cache.js";
import { consul, registration } from "./consul.js";
import { engine } from "./container.js";
import { expectation } from "./expectation.js";
import { collection } from "./logs.js";
import { daemon, host, machine, network, node } from "./place.js";
import { proxy } from "./traffic.js";
import { vrrp } from "./vip.js";

/** A machine that answers for LVS addresses in DR or TUN mode: they stand on its loopback, of TUN on the device that unwraps its packets. */
export const realServer = z.strictObject({
  machine: z.string(),
  addresses: z.array(z.strictObject({ address, proxy: z.string(), origin })),
  mode: z.enum(["dr", "tun"]),
  origin,
});
export type RealServer = z.infer<typeof realServer>;

/** Where a secret's text comes from when the site is built. */
export const secretSource = z.strictObject({
  name: z.string(),
  from: z.enum(["env", "file", "command"]),
  /** The variable, the path beside the program, or the command line. */
  source: z.string(),
  origin,
});
export type SecretSource = z.infer<typeof secretSource>;

/**
 * The whole topology with every reference resolved, every unit fixed, everything placed and addressed. Lists are sorted
 * by name, numbers in names by value, except where a docstring says that order counts.
 */
export const site = z.strictObject({
  name: z.string(),
  networks: z.array(network),
  hosts: z.array(host),
  machines: z.array(machine),
  nodes: z.array(node),
  daemons: z.array(daemon),
  engines: z.array(engine),
  proxies: z.array(proxy),
  vrrps: z.array(vrrp),
  realServers: z.array(realServer),
  caches: z.array(cache),
  consuls: z.array(consul),
  registrations: z.array(registration),
  logs: z.array(collection),
  secrets: z.array(secretSource),
  /** In the order of the program. */
  expectations: z.array(expectation),
  origin,
});
export type Site = z.infer<typeof site>;
