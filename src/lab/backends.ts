import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import { groupBy } from "../source/group.js";
import { freePorts } from "./ports.js";

/** A port at which an instance answers with its name, in place of a program that the lab does not have. */
export interface Backend {
  readonly instance: string;
  readonly port: number;
  readonly transport: "tcp" | "udp";
  /** It speaks TLS, with a throw-away certificate. */
  readonly tls: boolean;
  /** The port inside to which it only passes on, as the engine does for a container that runs; null where it answers. */
  readonly to: number | null;
}

/** Kinds whose daemons have targets of their own, which boot them. */
const booted = new Set(["gateway", "balancer", "cache", "consul", "logstash"]);

/** By machine, the instances that nothing in the lab runs, at all ports at which they are reached; `isReal` tells of a container that runs. */
export function backendsOf(site: Site, index: SiteIndex, isReal: (container: string) => boolean): ReadonlyMap<string, readonly Backend[]> {
  const containers = new Map(site.engines.flatMap(({ containers: own }) => own.filter(({ sidecar }) => !sidecar).map((each) => [each.name, each] as const)));
  const secure = new Set(site.proxies.flatMap(({ pools }) => pools.filter(({ tls }) => tls !== null).map(({ entity }) => entity)));
  const isFree = freePorts(site, index);
  const backends = site.nodes
    .filter(({ kind }) => !booted.has(kind))
    .flatMap((node) => {
      const published = publishedPorts(node, containers.get(node.machine));
      const inside = node.ports.filter(({ port }) => isFree(node, port)).map(({ port, transport }) => ({ port, transport, to: null }));
      const wanted = isReal(node.name) ? published.filter(({ port, to }) => port !== to) : uniquePorts([...inside, ...published].map((each) => ({ ...each, to: null })));
      return wanted.map((each) => ({ machine: node.machine, backend: { instance: node.name, tls: secure.has(node.entity), ...each } }));
    });
  return new Map([...groupBy(backends, ({ machine }) => machine)].map(([machine, own]) => [machine, own.map(({ backend }) => backend)]));
}

type Port = Pick<Backend, "port" | "transport" | "to">;

/** Where its host publishes it: a container of a host has its host's network in a lab. */
function publishedPorts(node: Node, container: Container | undefined): readonly Port[] {
  return node.host === null ? [] : (container?.publish ?? []).map(({ published, port, transport }) => ({ port: published, transport, to: port }));
}

function uniquePorts(ports: readonly Port[]): readonly Port[] {
  return [...new Map(ports.map((each) => [`${each.port}/${each.transport}`, each])).values()];
}
