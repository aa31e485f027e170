import { type Site, site as schema } from "../../src/ir/site.js";
import { originOf } from "./origin.js";

/*
 * Small builders of sound IR, one import for all of them. Each takes what a test is about and fills in the rest with what
 * the language's defaults would give; whatever is passed last replaces it. Names say the rest: node `goods-2` is the
 * second node of `goods`.
 */
export * from "./cluster.js";
export * from "./emit.js";
export * from "./logs.js";
export * from "./native.js";
export * from "./origin.js";
export * from "./place.js";
export * from "./traffic.js";

/** A site of these parts, checked against the schema: a test cannot be about a site that no program gives. */
export function siteOf(parts: Partial<Site> = {}): Site {
  return schema.parse({
    name: "site",
    networks: [],
    hosts: [],
    machines: [],
    nodes: [],
    daemons: [],
    engines: [],
    proxies: [],
    vrrps: [],
    realServers: [],
    caches: [],
    consuls: [],
    registrations: [],
    logs: [],
    secrets: [],
    expectations: [],
    origin: originOf(),
    ...parts,
  } satisfies Site);
}
