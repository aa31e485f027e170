import { firstPlace } from "../source/bisect.js";
import { flatMapAgain, someAgain } from "../source/kept-lists.js";
import { sortAgain } from "../source/kept-order.js";
import type { Origin } from "../source/origin.js";
import { noTables, type Tables } from "../source/tables.js";
import type { Outfit } from "./container.js";
import type { Site } from "./site.js";
import type { SiteIndex } from "./site-index.js";
import type { Proxy } from "./traffic.js";

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

/** All that listens in a site, each port of a range by itself. Of containers that did not change since the compilation before it is the same. */
export function listenersOf(site: Site, index: SiteIndex, tables: Tables = noTables): readonly Listener[] {
  const listeners = ownListeners(site, index);
  if (tables !== noTables) return listeners.concat(...publishedBy(index, tables).map((published) => published.listeners));
  for (const { engine, publishing } of index.engineParts()) for (const container of publishing) addPublished(container, engine.machine, listeners);
  return listeners;
}

/** Whether a port of a machine may have two listeners. Who keeps nothing finds that out by looking at each. */
export function mayShare(site: Site, index: SiteIndex, tables: Tables): boolean {
  if (tables === noTables) return true;
  const byMachine = new Map(publishedBy(index, tables).map(({ machine, listeners }) => [machine, sortAgain(`by port on ${machine}`, listeners, (a, b) => slotOf(a) - slotOf(b), tables)]));
  if (byMachine.size < index.engineParts().length) return true;
  for (const [machine, sorted] of byMachine) if (someAgain(`shared on ${machine}`, sorted, (listener, before) => before !== undefined && slotOf(listener) === slotOf(before), tables)) return true;
  const taken = new Set<string>();
  return ownListeners(site, index).some((listener) => {
    const key = `${listener.machine} ${slotOf(listener)}`;
    const sorted = byMachine.get(listener.machine) ?? [];
    const next = sorted[firstPlace(sorted.length, (place) => slotOf(sorted[place]!) >= slotOf(listener))];
    return taken.size === taken.add(key).size || (next !== undefined && slotOf(next) === slotOf(listener));
  });
}

/** A number for the port that is another for another port of a machine. */
export function slotOf({ transport, port }: Listener): number {
  return transport === "udp" ? port + 65_536 : port;
}

/** What listens by itself. */
function ownListeners(site: Site, index: SiteIndex): Listener[] {
  const listeners: Listener[] = [];
  for (const proxy of site.proxies) addProxy(proxy, listeners);
  addCaches(site, listeners);
  addNodes(index, listeners);
  addConsuls(site, index, listeners);
  addLogs(site, index, listeners);
  return listeners;
}

/** What the machine of each engine listens for, as its containers publish it. */
function publishedBy(index: SiteIndex, tables: Tables): readonly { readonly machine: string; readonly listeners: readonly Listener[] }[] {
  return index.engineParts().map(({ engine: { machine }, publishing }) => {
    return { machine, listeners: flatMapAgain(`published on ${machine}`, publishing, (container) => publishedOf(container, machine), tables) };
  });
}

function publishedOf(container: Outfit, machine: string): readonly Listener[] {
  const own: Listener[] = [];
  addPublished(container, machine, own);
  return own;
}

function addPublished({ name, publish }: Outfit, machine: string, listeners: Listener[]): void {
  for (const { address, published, transport, origin } of publish) listeners.push({ machine, owner: name, process: name, isPublished: true, address: anywhere(address), port: published, transport, origin });
}

/** Null for the address that stands for all. */
function anywhere(address: string | null): string | null {
  return address === "0.0.0.0" ? null : address;
}

function addProxy({ name: owner, engine, machines, listens, stats, status, health }: Proxy, listeners: Listener[]): void {
  // LVS works below the ports: what it forwards, no process of the director listens for.
  if (engine === "lvs") return;
  for (const machine of machines) {
    for (const { mode, binds } of listens) {
      // What nginx serves by HTTP and what it passes on by TCP know nothing of each other.
      const process = engine === "haproxy" ? engine : `${engine} ${mode}`;
      for (const { address, from, to, transport, origin } of binds) {
        for (let port = from; port <= to; port++) listeners.push({ machine, owner, process, isPublished: false, address: anywhere(address), port, transport, origin });
      }
    }
    const process = engine === "haproxy" ? engine : `${engine} http`;
    for (const pages of [stats, status, health]) {
      for (const { bind, origin } of pages) listeners.push({ machine, owner, process, isPublished: false, address: anywhere(bind.address), port: bind.port, transport: "tcp", origin });
    }
  }
}

function addCaches({ caches }: Site, listeners: Listener[]): void {
  for (const { name: owner, machines, listens, answers } of caches) {
    for (const machine of machines) {
      for (const { binds } of listens) {
        for (const { address, port, origin } of binds) listeners.push({ machine, owner, process: "squid", isPublished: false, address: anywhere(address), port, transport: "tcp", origin });
      }
      if (answers !== null) listeners.push({ machine, owner, process: owner, isPublished: false, address: null, port: answers.port, transport: "udp", origin: answers.origin });
    }
  }
}

const layers = new Set(["gateway", "balancer", "cache"]);

/** The processes of hosts; what listens in a container of its own meets nobody there. */
function addNodes(index: SiteIndex, listeners: Listener[]): void {
  for (const { name: owner, kind, machine, ports } of index.nodeParts().processes) {
    if (layers.has(kind)) continue;
    for (const { name, port, transport, origin } of ports) {
      // Of these nobody knows whether the node has them: RabbitMQ without its plugin and Consul by default do not.
      if (origin.because !== undefined && (name === "stomp" || name === "grpc")) continue;
      listeners.push({ machine, owner, process: owner, isPublished: false, address: null, port, transport, origin });
    }
  }
}

function addConsuls({ consuls }: Site, index: SiteIndex, listeners: Listener[]): void {
  for (const { name: owner, clients, httpPort, dnsPort } of consuls) {
    const gossip = index.nodesOf(owner)[0]?.ports.find((port) => port.name === "serf")?.port ?? 8301;
    for (const { machine, clientAddresses, origin } of clients) {
      const add = (address: string | null, port: number): void => void listeners.push({ machine, owner, process: "consul", isPublished: false, address: anywhere(address), port, transport: "tcp", origin });
      for (const address of clientAddresses) for (const port of [httpPort, dnsPort]) add(address, port);
      add(null, gossip);
    }
  }
}

/** What the pipelines of each logstash take lines on; in a container beside the port where it tells its state. */
function addLogs({ logs }: Site, index: SiteIndex, listeners: Listener[]): void {
  const known = new Set<string>();
  for (const { pipeline } of logs) {
    for (const { node, machine } of pipeline?.nodes ?? []) {
      const { ports } = index.node(node);
      const put = (port: number, address: string | null, transport: string, origin: Origin): void => void listeners.push({ machine, owner: node, process: node, isPublished: false, address: anywhere(address), port, transport, origin });
      const add = (port: number, address: string | null, transport: string, origin: Origin): void => {
        // Two inputs of one logstash on one port are told with its pipelines, and its port for Filebeat is one of the node's.
        if (ports.some((own) => own.name === "beats" && own.port === port) || known.size === known.add(`${machine} ${port} ${transport}`).size) return;
        put(port, address, transport, origin);
      };
      const { beats, listens } = pipeline!;
      for (const { port, address, input, origin } of listens) for (const transport of input === "syslog" ? ["tcp", "udp"] : [input]) add(port, address, transport, origin);
      if (beats !== null) add(beats.port, null, "tcp", beats.origin);
      const api = machine === node && known.size < known.add(machine).size ? ports.find(({ name }) => name === "api") : undefined;
      if (api !== undefined) put(api.port, null, "tcp", api.origin);
    }
  }
}
