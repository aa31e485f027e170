import { find } from "../bind/bound.js";
import { saidVersion } from "../elaborate/images.js";
import type { Cache } from "../ir/cache.js";
import type { Consul, Registration } from "../ir/consul.js";
import type { Engine } from "../ir/container.js";
import type { Collection } from "../ir/logs.js";
import type { Daemon } from "../ir/place.js";
import type { RealServer } from "../ir/site.js";
import type { Proxy } from "../ir/traffic.js";
import type { Vrrp } from "../ir/vip.js";
import { compareNames } from "../source/order.js";
import { implied, type Origin } from "../source/origin.js";
import { type Lowering, ofKind } from "./lowering.js";
import { versionOf } from "./logs.js";
import { addSysctl, type Machines } from "./machines.js";
import { clusteredNodes } from "./rabbitmq.js";

interface Parts {
  readonly proxies: readonly Proxy[];
  readonly caches: readonly Cache[];
  readonly vrrps: readonly Vrrp[];
  readonly realServers: readonly RealServer[];
  readonly consuls: readonly Consul[];
  readonly registrations: readonly Registration[];
  readonly engines: readonly Engine[];
  readonly logs: readonly Collection[];
}

const targetOf: Readonly<Record<Proxy["engine"], string>> = { nginx: "nginx", openresty: "nginx", tengine: "nginx", haproxy: "haproxy", lvs: "keepalived" };

/** A daemon while it is found out whom it serves. */
interface Running extends Pick<Daemon, "target" | "machine" | "origin"> {
  readonly nodes: Set<string>;
  readonly entities: Set<string>;
  version: string | null;
}

/** One daemon for each machine and target: two declarations that name one engine on a machine share its process. */
export function lowerDaemons(parts: Parts, lowering: Lowering): Daemon[] {
  const daemons = new Map<string, Running>();
  const add = (target: string, machine: string, node: string | undefined, entity: string, version: string | null, origin: Origin): void => {
    const key = `${target} ${machine}`;
    let daemon = daemons.get(key);
    if (daemon === undefined) daemons.set(key, (daemon = { target, machine, nodes: new Set(), entities: new Set(), version: null, origin }));
    if (node !== undefined) daemon.nodes.add(node);
    daemon.entities.add(entity);
    daemon.version ??= version;
  };
  for (const proxy of parts.proxies) {
    proxy.machines.forEach((machine, index) => {
      const own = proxy.engine === "lvs" && lowering.machines.get(machine)?.kind === "container" ? `${proxy.nodes[index]}-keepalived` : machine;
      add(targetOf[proxy.engine], own, proxy.nodes[index], proxy.name, proxy.engine === "lvs" ? null : proxy.version, proxy.origin);
    });
  }
  for (const { name, nodes, machines, version, origin } of parts.caches) machines.forEach((machine, index) => add("squid", machine, nodes[index], name, version, origin));
  for (const { members, entity, origin } of parts.vrrps) for (const { machine, node } of members) add("keepalived", machine, node, entity, null, origin);
  for (const { machine, addresses, origin } of parts.realServers) for (const { proxy } of addresses) add("lvs", machine, undefined, proxy, null, origin);
  for (const consul of parts.consuls) {
    for (const agent of [...consul.servers, ...consul.clients]) add("consul", agent.machine, agent.server ? agent.name : undefined, consul.name, consul.version, agent.origin);
  }
  for (const { machine, node, service, origin } of parts.registrations) add("registrar", machine, node, service, null, origin);
  for (const { name, shippers, pipeline, origin } of parts.logs) {
    for (const { machine } of shippers) add("filebeat", machine, undefined, name, versionOf(name, lowering), origin);
    for (const { node, machine } of pipeline?.nodes ?? []) add("logstash", machine, node, name, pipeline === null ? null : versionOf(pipeline.entity, lowering), origin);
  }
  for (const entity of ofKind(lowering, "rabbitmq")) {
    for (const { name, machine } of clusteredNodes(entity as never, lowering)) add("rabbitmq", machine, name, entity.name, saidVersion(entity as never) ?? null, find(entity, "cookie")!.origin);
  }
  for (const host of lowering.hosts.keys()) {
    const machine = lowering.machines.get(host);
    if (machine?.kind === "host" && machine.sysctls.length > 0) add("sysctl", machine.name, undefined, machine.name, null, machine.origin);
  }
  for (const { machine, project, origin } of parts.engines) add("compose", machine, undefined, project, null, origin);
  return [...daemons.values()]
    .sort((a, b) => compareNames(a.machine, b.machine) || compareNames(a.target, b.target))
    .map(({ target, machine, nodes, entities, version, origin }) => ({ target, machine, nodes: [...nodes].sort(compareNames), entities: [...entities].sort(compareNames), version, origin }));
}

/** The machines that answer for an LVS address themselves: one entry for each mode. */
export function lowerRealServers(proxies: readonly Proxy[], lowering: Lowering): RealServer[] {
  const entries = new Map<string, { readonly server: RealServer; readonly standing: Set<string> }>();
  for (const proxy of proxies) {
    if (proxy.engine !== "lvs" || proxy.mode === null || proxy.mode === "nat") continue;
    const addresses = arrivalsOf(proxy);
    const told = new Set<string>();
    for (const { name, origin } of proxy.pools.flatMap(({ servers }) => servers)) {
      const node = lowering.node(name);
      // A container of a host is behind the host's ports: there the host has the address.
      const machine = node && (node.host ?? node.machine);
      if (machine === undefined || told.has(machine)) continue;
      told.add(machine);
      const key = `${machine} ${proxy.mode}`;
      let known = entries.get(key);
      if (known === undefined) {
        known = { server: { machine, addresses: [], mode: proxy.mode, origin: implied(origin, `a real server of \`${proxy.name}\``) }, standing: new Set() };
        entries.set(key, known);
      }
      for (const address of addresses) {
        if (known.standing.has(address)) continue;
        known.standing.add(address);
        known.server.addresses.push({ address, proxy: proxy.name, origin: proxy.origin });
      }
    }
  }
  return [...entries.values()].map(({ server }) => server).sort((a, b) => compareNames(a.machine, b.machine) || compareNames(a.mode, b.mode));
}

/** Where packets for it arrive: at its own VIPs, and at those of others that it listens on. */
function arrivalsOf({ addresses, listens }: Proxy): ReadonlySet<string> {
  const bound = listens.flatMap(({ binds }) => binds.flatMap(({ address }) => address ?? []));
  return new Set([...addresses, ...bound]);
}

/** What binds addresses of its machines; of LVS, what packets arrive at. */
export type Binder = Pick<Proxy, "name" | "machines" | "addresses" | "mode" | "origin"> & { readonly engine: string; readonly bound: readonly (string | null)[] };

/** The kernel settings that the machines need. */
export function addSysctls(binders: readonly Binder[], vrrps: readonly Vrrp[], machines: Machines): void {
  const add = (name: string, key: string, value: string, origin: Origin): void => addSysctl(machines, name, { key, value, origin });
  const holders = new Map(vrrps.flatMap((vrrp) => vrrp.addresses.map(({ address }) => [address, vrrp] as const)));
  for (const { name, machines: own, addresses, bound, engine, mode, origin } of binders) {
    const arrivals = new Set([...addresses, ...bound.flatMap((address) => address ?? [])]);
    for (const address of arrivals) {
      const family = address.includes(":") ? "ipv6" : "ipv4";
      const vrrp = holders.get(address);
      for (const machine of own) {
        if (engine !== "lvs" && vrrp !== undefined && (vrrp.entity === name || vrrp.members.some((member) => member.machine === machine))) {
          add(machine, `net.${family}.ip_nonlocal_bind`, "1", implied(vrrp.origin, `\`${name}\` binds the VIP on the nodes that do not hold it, too`));
        }
        if (engine === "lvs" && mode === "nat") {
          const key = family === "ipv6" ? "net.ipv6.conf.all.forwarding" : "net.ipv4.ip_forward";
          add(machine, key, "1", implied(origin, `\`${name}\` is the router of its servers`));
        }
      }
    }
  }
}

/** A proxy binds the addresses of its listens and its pages. */
export function binderOf({ name, machines, addresses, mode, origin, engine, listens, stats, status, health }: Proxy): Binder {
  const bound = [...listens.flatMap(({ binds }) => binds.map(({ address }) => address)), ...[...stats, ...status, ...health].map(({ bind }) => bind.address)];
  return { name, machines, addresses, mode, origin, engine, bound };
}

export function squidBinder({ name, machines, addresses, origin, listens }: Cache): Binder {
  return { name, machines, addresses, mode: null, origin, engine: "squid", bound: listens.flatMap(({ binds }) => binds.map(({ address }) => address)) };
}
