import { type Entity, find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Endpoint } from "../ir/basics.js";
import type { Consul, ConsulAgent, Registration } from "../ir/consul.js";
import type { Host, Node } from "../ir/place.js";
import type { Discovery } from "../ir/traffic.js";
import { findNamed, groupBy } from "../source/group.js";
import { implied } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { lowerCheck, noCheckAt } from "./checks.js";
import { type Lowering, nativesOf, ofKind, reachedAt, secretOf } from "./lowering.js";
import { containerMachine, type Machines } from "./machines.js";

type Places = Pick<Lowering, "byKind" | "nodesByEntity" | "hosts">;

/** Every Consul cluster with its agents. */
export function lowerConsuls(places: Places): Consul[] {
  return ofKind(places, "consul").map((consul) => {
    const nodes = places.nodesByEntity.get(consul.name) ?? [];
    const servers = nodes.map((node): ConsulAgent => ({
      name: node.name,
      machine: node.machine,
      server: true,
      address: node.address,
      clientAddresses: node.host === null ? ["0.0.0.0"] : ["127.0.0.1", node.address],
      origin: node.origin,
    }));
    const onServers = new Set(servers.map(({ machine }) => machine));
    const clients = (find(consul, "client")?.args.hosts ?? []).flatMap(({ value, origin }): ConsulAgent[] => {
      const host = places.hosts.get(value.name);
      if (host === undefined || onServers.has(host.name)) return [];
      // Containers of the host reach its agent at the host's address.
      const clientAddresses = host.runtime === "docker" ? ["127.0.0.1", host.address] : ["127.0.0.1"];
      return [{ name: host.name, machine: host.name, server: false, address: host.address, clientAddresses, origin }];
    });
    const ports = findAll(consul, "port").flatMap((clause) => clause.args.ports.map(({ value }, index) => [find(clause, "as")?.args.names[index]?.value ?? "http", value.from] as const));
    const encrypt = find(consul, "encrypt");
    return {
      name: consul.name,
      datacenter: find(consul, "datacenter")?.args.name.value ?? "dc1",
      version: find(consul, "version")?.args.version.value ?? null,
      servers,
      clients,
      ui: find(consul, "ui") !== undefined,
      acl: find(consul, "acl") !== undefined,
      encrypt: encrypt === undefined ? null : secretOf(encrypt.args.key.value),
      httpPort: ports.find(([name]) => name === "http")?.[1] ?? 8500,
      dnsPort: ports.find(([name]) => name === "dns")?.[1] ?? 8600,
      native: nativesOf(consul, "consul"),
      origin: consul.origin,
    };
  });
}

const agentsOf = oncePer(({ servers, clients }: Consul) => groupBy([...servers, ...clients], ({ machine }): string | null => machine));

/** The agent that a node asks: the one of its own host, else one of the servers; nodes are spread over them. */
function agentFor(node: Node, consul: Consul, foreign: readonly Endpoint[], hosts: ReadonlyMap<string, Host>): Endpoint | undefined {
  const [own] = agentsOf(consul).get(node.host) ?? [];
  if (own) return { host: node.machine === node.host ? "127.0.0.1" : (hosts.get(own.machine)?.address ?? own.address), port: consul.httpPort };
  if (foreign.length > 0) return foreign[(node.index - 1) % foreign.length];
  const server = consul.servers[(node.index - 1) % Math.max(1, consul.servers.length)];
  return server && { host: server.address, port: consul.httpPort };
}

/** How each service that says `discover` is found, with the agent of every node that reads or writes it. */
export function lowerDiscoveries(lowering: Omit<Lowering, "discoveries">, consuls: readonly Consul[]): Map<string, Discovery> {
  const discoveries = new Map<string, Discovery>();
  for (const service of consuls.length === 0 ? [] : ofKind(lowering, "service")) {
    const discover = find(service, "discover");
    const cluster = discover?.args.cluster.value.name;
    const consul = cluster === undefined ? undefined : findNamed(consuls, cluster);
    if (discover === undefined || consul === undefined) continue;
    const foreign = endpointsOf(lowering.entities.get(consul.name));
    const fronts = lowering.chain.frontsOf(service.name).flatMap(({ front }) => lowering.nodesByEntity.get(front) ?? []);
    const users = [...fronts, ...(lowering.nodesByEntity.get(service.name) ?? [])];
    const key = find(discover, "key")?.args.key.value ?? `upstreams/${service.name}/`;
    discoveries.set(service.name, {
      cluster: consul.name,
      via: find(discover, "via")?.args.via.value ?? "upsync",
      // A prefix without its slash would match the keys of `goods2` too.
      key: `${key.replace(/^\/+|\/+$/g, "").replace(/\/{2,}/g, "/")}/`,
      service: service.name,
      everyMs: find(discover, "every")?.args.interval.value ?? 500,
      timeoutMs: find(discover, "timeout")?.args.wait.value ?? 360_000,
      strict: find(discover, "strict")?.args.whether.value === "yes",
      agents: users.flatMap((node) => {
        const endpoint = agentFor(node, consul, foreign, lowering.hosts);
        return endpoint ? [{ node: node.name, endpoint }] : [];
      }),
      origin: discover.origin,
    });
  }
  return discoveries;
}

function endpointsOf(entity: Entity | undefined): readonly Endpoint[] {
  return entity === undefined ? [] : (find(entity as unknown as EntityOf<"consul">, "at")?.args.endpoints.map(({ value }) => value) ?? []);
}

/** One registrar for each node of a service that registers: a sidecar of a container, a daemon of a host. */
export function lowerRegistrations(lowering: Lowering): Registration[] {
  if (lowering.discoveries.size === 0) return [];
  return ofKind(lowering, "service").flatMap((service) => {
    const discovery = lowering.discoveries.get(service.name);
    if (discovery === undefined) return [];
    const check = lowerCheck(find(service, "check")) ?? noCheckAt(find(service, "check")?.origin ?? service.origin);
    const agents = groupBy(discovery.agents, ({ node }) => node);
    return (lowering.nodesByEntity.get(service.name) ?? []).flatMap((node): Registration[] => {
      const port = node.ports[0];
      const agent = agents.get(node.name)?.[0]?.endpoint;
      if (port === undefined || agent === undefined) return [];
      const inContainer = node.machine === node.name;
      return [
        {
          node: node.name,
          machine: inContainer ? `${node.name}-registrar` : node.machine,
          service: service.name,
          cluster: discovery.cluster,
          agent,
          key: discovery.via === "upsync" ? discovery.key : null,
          address: node.address,
          port: reachedAt(node, port),
          // Inside the container's network it is where the process listens.
          probe: { host: inContainer ? "127.0.0.1" : node.address, port: check.port ?? port.port },
          weight: findAll(service, "weight")[0]?.args.weight.value ?? 1,
          maxFails: 2,
          failTimeoutMs: 10_000,
          check,
          origin: implied(discovery.origin, `the registrar of \`${node.name}\``),
        },
      ];
    });
  });
}

/** The machines of sidecars: their files stand beside those of the node whose network they share. */
export function addSidecars(registrations: readonly Registration[], keepalived: readonly { readonly machine: string; readonly node: string }[], lowering: Lowering): void {
  const add = (name: string, node: Node, machines: Machines): void => {
    if (!machines.has(name)) machines.put(containerMachine(name, node.host, lowering.siteName, node.origin));
  };
  for (const { machine, node } of [...registrations, ...keepalived]) {
    const found = lowering.node(node);
    if (found) add(machine, found, lowering.machines);
  }
}
