import { type Entity, find, findAll, says, type Value } from "../bind/bound.js";
import { clusterPorts } from "../elaborate/clusters.js";
import { dealAddresses } from "../elaborate/deal-addresses.js";
import { type EntityOf, type Instance, instancesOf, isForeign, runsInContainer } from "../elaborate/draft.js";
import type { Host, HostInterface, Machine, Network, Node, NodePort } from "../ir/place.js";
import { implied, type Origin } from "../source/origin.js";
import { isLayer } from "../vocabulary/layers.js";
import { type Address, cidrOf, contains, network as cidrType } from "../vocabulary/values/addresses.js";
import { ofKind } from "./lowering.js";
import type { Report } from "../diagnostics/define.js";
import { portCount, twiceOnHost } from "./diagnostics.js";

type Entities = { readonly entities: ReadonlyMap<string, Entity> };

export function lowerNetworks(site: Entities): Network[] {
  return ofKind(site, "network").flatMap((network) => {
    const cidr = network.args.cidr?.value;
    if (cidr === undefined) return [];
    return [
      {
        name: network.name,
        cidr: cidrType.print(cidr),
        family: cidr.family,
        length: cidr.length,
        gateway: find(network, "gateway")?.args.address.value.address ?? null,
        driver: find(network, "driver")?.args.driver.value ?? "bridge",
        parent: find(network, "parent")?.args.interface.value ?? null,
        multicast: find(network, "multicast")?.args.whether.value === "yes",
        dns: find(network, "dns")?.args.servers.map(({ value }) => value.address) ?? [],
        domain: find(network, "domain")?.args.domain.value ?? null,
        clauses: network.clauses.map(({ word, origin }) => ({ word, origin })),
        origin: network.origin,
      },
    ];
  });
}

/** The network of the site that holds an address. */
export function networkOf(address: string, networks: readonly Network[]): Network | undefined {
  return networks.find(({ cidr }) => contains(cidrType.read(cidr, false) as Exclude<ReturnType<typeof cidrType.read>, { problem: string }>, address));
}

export function lowerHosts(site: Entities, networks: readonly Network[]): Host[] {
  return ofKind(site, "host").map((host) => {
    const own = host.args.addresses;
    const named = findAll(host, "interface").map((clause, index): HostInterface => {
      const address = clause.args.address ?? own[index];
      const network = address === undefined ? undefined : networkOf(address.value.address, networks);
      return {
        name: clause.args.interface.value,
        address: address?.value.address ?? null,
        length: address?.value.length ?? network?.length ?? null,
        network: clause.args.network?.value.name ?? network?.name ?? null,
        addressOrigin: address?.origin ?? null,
        origin: clause.origin,
      };
    });
    const interfaces = [...named, ...otherAddresses(named, own, networks)];
    const domain = networks.find(({ domain }) => domain !== null)?.domain;
    return {
      name: host.name,
      address: interfaces.find(({ address }) => address !== null)?.address ?? (domain ? `${host.name}.${domain}` : host.name),
      interfaces,
      runtime: find(host, "runtime")?.args.runtime.value ?? "systemd",
      user: find(host, "user")?.args.user.value ?? null,
      zone: find(host, "zone")?.args.zone.value ?? null,
      origin: host.origin,
    };
  });
}

/** The addresses that no interface is said for are on the first: a host with two families has both there. */
function otherAddresses(interfaces: readonly HostInterface[], own: EntityOf<"host">["args"]["addresses"], networks: readonly Network[]): HostInterface[] {
  const [first] = interfaces;
  if (first === undefined) return [];
  return own
    .filter(({ value }) => !interfaces.some(({ address }) => address === value.address))
    .map(({ value, origin }) => {
      const network = networkOf(value.address, networks);
      return { name: first.name, address: value.address, length: value.length ?? network?.length ?? null, network: network?.name ?? null, addressOrigin: origin, origin };
    });
}

/** Every node of every declaration. */
export function lowerNodes(site: Entities & { readonly report: Report }, hosts: ReadonlyMap<string, Host>, networks: readonly Network[]): Node[] {
  return [...site.entities.values()].filter((entity) => !isForeign(entity)).flatMap((entity) => lowerNodesOf(entity, site, hosts, networks));
}

function lowerNodesOf(entity: Entity, site: Entities & { readonly report: Report }, hosts: ReadonlyMap<string, Host>, networks: readonly Network[]): readonly Node[] {
  const instances = instancesOf(entity);
  const service = entity as unknown as EntityOf<"service">;
  const addresses = find(service, "address")?.args.addresses ?? [];
  const names = find(service, "in")?.args.networks.map(({ value }) => value.name) ?? [];
  const joined = networks.filter(({ name }) => names.includes(name)).sort((a, b) => names.indexOf(a.name) - names.indexOf(b.name));
  const deals = dealAddresses(addresses, joined, ({ cidr }) => cidrOf(cidr));
  const named = portsOf(entity);
  let local = 0;
  const crowded = instances.find((each) => !runsInContainer(entity, each.host, { get: (name) => site.entities.get(name) }) && instances.filter(({ host }) => host === each.host).length > Math.max(1, named.length));
  if (isLayer(entity)) {
    const twice = hostOfTwo(instances);
    const hosts = find(service, "on")?.args.hosts.filter(({ value }) => value.name === twice) ?? [];
    // Nodes of a VIP on one host cannot stand in for each other, which is told with the VIP.
    if (twice !== undefined && !says(entity, "vip")) site.report(twiceOnHost, { at: (hosts[1] ?? find(service, "on") ?? entity).origin, data: { name: entity.name, host: twice } });
  } else if (crowded && named.length > 0) {
    const sharing = instances.filter(({ host }) => host === crowded.host).length;
    site.report(portCount, { at: named[0]!.origin, data: { name: entity.name, host: crowded.host ?? "", nodes: sharing, ports: named.length } });
  }
  return instances.map(({ name, index, host }): Node => {
    const inContainer = runsInContainer(entity, host, { get: (each) => site.entities.get(each) });
    const place = host === undefined ? local++ : 0;
    const own = host === undefined ? deals.flatMap((deal) => addressAt(deal.network.name, deal.addresses[place])) : [];
    const beside = instances.filter((each) => each.host === host && each.index < index).length;
    const sharing = instances.filter((each) => each.host === host).length;
    return {
      name,
      entity: entity.name,
      kind: entity.kind,
      index,
      machine: inContainer || host === undefined ? name : host,
      host: host ?? null,
      address: own[0]?.address ?? (host === undefined ? name : (hosts.get(host)?.address ?? host)),
      addresses: own,
      ports: inContainer || sharing === 1 ? publishedPorts(named, service, host, beside) : dealtPorts(named, beside),
      origin: entity.origin,
    };
  });
}

/** The first host that two instances share. */
function hostOfTwo(instances: readonly Instance[]): string | undefined {
  const seen = new Set<string>();
  return instances.find(({ host }) => host !== undefined && seen.size === seen.add(host).size)?.host;
}

function addressAt(network: string, address: Value<Address> | undefined): Node["addresses"] {
  return address ? [{ network, address: address.value.address, origin: address.origin }] : [];
}

/** The ports of a declaration by name: of a cluster its usual ones, with what `port` changes. */
export function portsOf(entity: Entity): readonly NodePort[] {
  const port = (name: string, number: number, transport: "tcp" | "udp", origin: Origin): NodePort => ({ name, port: number, transport, published: null, publishedOn: null, origin });
  const standard = clusterPorts[entity.kind];
  const clauses = findAll(entity as unknown as EntityOf<"rabbitmq">, "port");
  const written = clauses.flatMap((clause) => {
    const names = find(clause, "as")?.args.names.map(({ value }) => value) ?? [];
    return clause.args.ports.flatMap(({ value, origin }, index) => numbersOf(value).map((number) => port((number === value.from ? names[index] : undefined) ?? (standard ? Object.keys(standard)[index]! : String(number)), number, value.transport, origin)));
  });
  // A layer is reached by the ports that it listens on.
  const listens = isLayer(entity) ? findAll(entity as unknown as EntityOf<"gateway">, "listen") : [];
  const listened = listens.flatMap((listen) => {
    const name = entity.kind === "cache" ? undefined : find(listen, "as")?.args.name.value;
    return listen.args.binds.flatMap(({ value, origin }) => numbersOf(value).map((number) => port(name ?? String(number), number, value.transport, origin)));
  });
  if (standard === undefined) return [...written, ...listened];
  const overridden = new Map(written.map((each) => [each.name, each]));
  // Patroni alone answers who the primary is.
  const usual = Object.entries(standard).filter(([name]) => name !== "rest" || says(entity, "patroni")).map(([name, number]) => overridden.get(name) ?? port(name, number, name === "dns" ? "udp" : "tcp", implied({ span: entity.origin.span }, `the ${name} port of \`${entity.kind}\``)));
  return [...usual, ...written.filter(({ name }) => !(name in standard))];
}

/** Every port of a range. */
function numbersOf({ from, to }: { readonly from: number; readonly to: number }): readonly number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}

/** Of a container: where its engine's host publishes each port; on each host the first instance takes the first port that is said. */
function publishedPorts(ports: readonly NodePort[], service: EntityOf<"service">, host: string | undefined, place: number): NodePort[] {
  const publishes = findAll(service, "publish");
  return ports.map((each) => {
    for (const publish of publishes) {
      const inside = find(publish, "->")?.args.port.value.from;
      const bind = publish.args.binds[place]?.value;
      if (bind === undefined) continue;
      const offset = each.port - (inside ?? bind.from);
      if (offset >= 0 && offset <= bind.to - bind.from && (host !== undefined || place < publish.args.binds.length)) {
        return { ...each, published: bind.from + offset, publishedOn: bind.address ?? null };
      }
    }
    return each;
  });
}

/** Nodes that share a host without containers each have a port of their own, under the first one's name. */
function dealtPorts(ports: readonly NodePort[], place: number): NodePort[] {
  const own = ports[place] ?? ports[0];
  return own === undefined ? [] : [{ ...own, name: ports[0]!.name }];
}

/** The machines under the nodes: hosts, containers, and the folder of the local Docker engine. */
export function lowerMachines(hosts: readonly Host[], nodes: readonly Node[], siteName: string, origin: Origin): Map<string, Machine> {
  const machines = new Map<string, Machine>();
  for (const host of hosts) machines.set(host.name, { name: host.name, kind: "host", root: `hosts/${host.name}`, engine: null, sysctls: [], origin: host.origin });
  if (nodes.some(({ host }) => host === null)) machines.set("local", { name: "local", kind: "local", root: "", engine: null, sysctls: [], origin });
  for (const { name, machine, host, origin } of nodes) if (machine === name) machines.set(name, containerMachine(name, host, siteName, origin));
  return machines;
}

/** The machine of a container, on a host or the local engine. */
export function containerMachine(name: string, host: string | null, siteName: string, origin: Origin): Machine {
  const root = host === null ? name : `hosts/${host}/opt/${siteName}/${name}`;
  return { name, kind: "container", root, engine: host ?? "local", sysctls: [], origin };
}
