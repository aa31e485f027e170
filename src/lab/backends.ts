import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";

/** A port at which an instance answers with its name, in place of a program that the lab does not have. */
export interface Backend {
  readonly instance: string;
  readonly port: number;
  readonly transport: "tcp" | "udp";
  /** It speaks TLS, with a throw-away certificate. */
  readonly tls: boolean;
}

/** Kinds whose daemons have targets of their own, which boot them. */
const booted = new Set(["gateway", "balancer", "cache", "consul", "logstash"]);

/** By machine, the instances that nothing in the lab runs, at all ports at which they are reached. */
export function backendsOf(site: Site): ReadonlyMap<string, readonly Backend[]> {
  const containers = new Map(site.engines.flatMap(({ containers: own }) => own.filter(({ sidecar }) => !sidecar).map((each) => [each.name, each] as const)));
  const secure = new Set(site.proxies.flatMap(({ pools }) => pools.filter(({ tls }) => tls !== null).map(({ entity }) => entity)));
  const backends = site.nodes
    .filter(({ kind }) => !booted.has(kind))
    .flatMap((node) => portsOf(node, containers.get(node.machine)).map(({ port, transport }) => ({ machine: node.machine, backend: { instance: node.name, port, transport, tls: secure.has(node.entity) } })));
  return new Map([...groupBy(backends, ({ machine }) => machine)].map(([machine, own]) => [machine, own.map(({ backend }) => backend)]));
}

/** Inside, and where its host publishes it: a container of a host has its host's network in a lab. */
function portsOf(node: Node, container: Container | undefined): readonly { readonly port: number; readonly transport: "tcp" | "udp" }[] {
  const published = node.host === null ? [] : (container?.publish ?? []).map(({ published: port, transport }) => ({ port, transport }));
  const ports = [...node.ports.map(({ port, transport }) => ({ port, transport })), ...published];
  return [...new Map(ports.map((each) => [`${each.port}/${each.transport}`, each])).values()];
}
