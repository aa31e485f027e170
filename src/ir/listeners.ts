import type { Origin } from "../source/origin.js";
import type { Proxy } from "./traffic.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";

/** Something that listens on a machine, or for which its Docker engine does. */
export interface Listener {
  readonly machine: string;
  /** The declaration or node. */
  readonly owner: string;
  /** Listeners of one machine and process can have the wildcard and one address on one port: the process tells them apart. */
  readonly process: string;
  readonly isPublished: boolean;
  /** null: all addresses. */
  readonly address: string | null;
  readonly port: number;
  readonly transport: string;
  readonly origin: Origin;
}

/** All that listens in a site, each port of a range by itself. */
export function listenersOf(site: Site, index: SiteIndex): readonly Listener[] {
  const listeners: Listener[] = [];
  const add = (listener: Omit<Listener, "process" | "isPublished"> & Partial<Listener>): void => {
    const { machine, owner, address, port, transport, origin } = listener;
    listeners.push({ machine, owner, process: listener.process ?? owner, isPublished: listener.isPublished ?? false, address: address === "0.0.0.0" ? null : address, port, transport, origin });
  };
  for (const proxy of site.proxies) for (const listener of listenersOfProxy(proxy)) add(listener);
  for (const { name, machines, listens, answers } of site.caches) {
    for (const machine of machines) {
      for (const { address, port, origin } of listens.flatMap(({ binds }) => binds)) add({ machine, owner: name, process: "squid", address, port, transport: "tcp", origin });
      if (answers !== null) add({ machine, owner: name, address: null, port: answers.port, transport: "udp", origin: answers.origin });
    }
  }
  for (const node of site.nodes) {
    if (["gateway", "balancer", "cache"].includes(node.kind) || node.machine === node.name) continue;
    for (const { name, port, transport, origin } of node.ports) {
      // Of these nobody knows whether the node has them: RabbitMQ without its plugin and Consul by default do not.
      if (origin.because !== undefined && (name === "stomp" || name === "grpc")) continue;
      add({ machine: node.machine, owner: node.name, address: null, port, transport, origin });
    }
  }
  for (const { name, clients, httpPort, dnsPort } of site.consuls) {
    const gossip = index.nodesOf(name)[0]?.ports.find((port) => port.name === "serf")?.port ?? 8301;
    for (const { machine, clientAddresses, origin } of clients) {
      for (const address of clientAddresses) for (const port of [httpPort, dnsPort]) add({ machine, owner: name, process: "consul", address, port, transport: "tcp", origin });
      add({ machine, owner: name, process: "consul", address: null, port: gossip, transport: "tcp", origin });
    }
  }
  for (const listener of listenersOfLogs(site, index)) add(listener);
  // What a container publishes, its engine's machine listens for.
  for (const { machine, containers } of site.engines) {
    for (const { name, publish } of containers) {
      for (const { address, published, transport, origin } of publish) add({ machine, owner: name, isPublished: true, address, port: published, transport, origin });
    }
  }
  return listeners;
}

function listenersOfProxy({ name, engine, machines, listens, stats, status, health }: Proxy): readonly Omit<Listener, "isPublished">[] {
  // LVS works below the ports: what it forwards, no process of the director listens for.
  if (engine === "lvs") return [];
  return machines.flatMap((machine) => [
    ...listens.flatMap(({ mode, binds }) =>
      binds.flatMap(({ address, from, to, transport, origin }) =>
        // What nginx serves by HTTP and what it passes on by TCP know nothing of each other.
        Array.from({ length: to - from + 1 }, (_, place) => ({ machine, owner: name, process: engine === "haproxy" ? engine : `${engine} ${mode}`, address, port: from + place, transport, origin })),
      ),
    ),
    ...[...stats, ...status, ...health].map(({ bind, origin }) => ({ machine, owner: name, process: engine === "haproxy" ? engine : `${engine} http`, address: bind.address, port: bind.port, transport: "tcp", origin })),
  ]);
}

/** What the pipelines of each logstash take lines on; in a container beside the port where it tells its state. */
function listenersOfLogs({ logs }: Site, index: SiteIndex): readonly Omit<Listener, "process" | "isPublished">[] {
  const listeners: Omit<Listener, "process" | "isPublished">[] = [];
  const known = new Set<string>();
  for (const { pipeline } of logs) {
    for (const { node, machine } of pipeline?.nodes ?? []) {
      const { ports } = index.node(node);
      const add = (port: number, address: string | null, transport: string, origin: Origin): void => {
        // Two inputs of one logstash on one port are told with its pipelines, and its port for Filebeat is one of the node's.
        if (ports.some((own) => own.name === "beats" && own.port === port) || known.size === known.add(`${machine} ${port} ${transport}`).size) return;
        listeners.push({ machine, owner: node, address, port, transport, origin });
      };
      const { beats, listens } = pipeline!;
      for (const { port, address, input, origin } of listens) for (const transport of input === "syslog" ? ["tcp", "udp"] : [input]) add(port, address, transport, origin);
      if (beats !== null) add(beats.port, null, "tcp", beats.origin);
      const api = machine === node && known.size < known.add(machine).size ? ports.find(({ name }) => name === "api") : undefined;
      if (api !== undefined) listeners.push({ machine, owner: node, address: null, port: api.port, transport: "tcp", origin: api.origin });
    }
  }
  return listeners;
}
