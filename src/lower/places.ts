import { type Bound, type Entity, find, findAll, says, type Value } from "../bind/bound.js";
import { clusterPorts } from "../elaborate/clusters.js";
import { dealAddresses } from "../elaborate/deal-addresses.js";
import { type EntityOf, hasInstances } from "../elaborate/draft.js";
import type { Host, HostInterface, Network, Node, NodePort } from "../ir/place.js";
import { findNamed } from "../source/group.js";
import { implied, type Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import type { kinds } from "../vocabulary/index.js";
import { isLayer } from "../vocabulary/layers.js";
import { type Address, cidrOf, firstNetworkFinder, network as cidrType } from "../vocabulary/values/addresses.js";
import { eachAgain } from "../source/kept-lists.js";
import { type Lowering, none, ofKind } from "./lowering.js";
import type { Report } from "../diagnostics/define.js";
import { portCount, twiceOnHost } from "./diagnostics.js";
import type { Named } from "./named.js";
import { createSeating, type Seat } from "./seats.js";
import type { Sheet } from "./sheets.js";

type PortOfCluster = Bound<(typeof kinds)["rabbitmq"]["clauses"]["port"]>;
type Declared = Pick<Lowering, "byKind">;

export function lowerNetworks(site: Declared): Network[] {
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

/** The network of the site that holds an address; of several the first. */
export function networkOf(address: string, networks: readonly Network[]): Network | undefined {
  return finderOf(networks)(address);
}

const finderOf = oncePer((networks: readonly Network[]) => firstNetworkFinder(networks, rangeOf));
const rangeOf = oncePer(({ cidr }: Network) => cidrOf(cidr));

export function lowerHosts(site: Declared, networks: readonly Network[]): Host[] {
  const domain = networks.find((network) => network.domain !== null)?.domain;
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

/** The nodes of each declaration, in their order. */
export function lowerNodes(places: Pick<Lowering, "sheets" | "report" | "diagnostics" | "tables">, hosts: ReadonlyMap<string, Host>, networks: readonly Network[]): Named<readonly Node[]> {
  const { sheets, report } = places;
  const seatsOf = createSeating(hosts);
  const hasNone = (sheet: Sheet): boolean => sheet.at !== undefined || !hasInstances(sheet.entity);
  return sheets.with(eachAgain("nodes", [hosts, networks], sheets.list, (sheet) => (hasNone(sheet) ? none : nodesOf(sheet, seatsOf(sheet), report, networks)), places));
}

function nodesOf({ entity, on, ports, publishes }: Sheet, seats: readonly Seat[], report: Report, networks: readonly Network[]): readonly Node[] {
  const named = portsOf(entity, ports);
  reportCrowded(seats, named, entity, report);
  const isUnplaced = on === undefined || on.args.hosts.length === 0;
  const deals = isUnplaced ? dealsOf(entity as unknown as EntityOf<"service">, networks) : none;
  const isOne = seats.length === 1 && (entity as unknown as EntityOf<"service">).args.times === undefined;
  let portsThere: NodePort[] = named;
  let there = -1;
  return seats.map(({ host, inContainer, sharing, place }, at) => {
    const name = isOne ? entity.name : `${entity.name}-${at + 1}`;
    const own = deals.length === 0 ? none : deals.flatMap((deal) => addressAt(deal.network.name, deal.addresses[place]));
    if (publishes.length > 0 && place !== there) {
      portsThere = portsAt(named, publishes, place);
      there = place;
    }
    return {
      name,
      entity: entity.name,
      kind: entity.kind,
      index: at + 1,
      machine: inContainer || host === undefined ? name : host.name,
      host: host?.name ?? null,
      address: own[0]?.address ?? (host === undefined ? name : host.address),
      addresses: own,
      ports: inContainer || sharing === 1 ? portsThere : dealtPorts(named, place),
      origin: entity.origin,
    };
  });
}

/** The addresses that the declaration has in each network that it joins, in its order. */
function dealsOf(service: EntityOf<"service">, networks: readonly Network[]) {
  const addresses = find(service, "address")?.args.addresses ?? [];
  const names = new Set(find(service, "in")?.args.networks.map(({ value }) => value.name));
  const joined = [...names].flatMap((name) => findNamed(networks, name) ?? []);
  return dealAddresses(addresses, joined, rangeOf);
}

/** Reports more nodes on a host than it can have side by side. */
function reportCrowded(seats: readonly Seat[], named: readonly NodePort[], entity: Entity, report: Report): void {
  if (isLayer(entity)) {
    const on = find(entity as unknown as EntityOf<"service">, "on");
    const twice = seats.find(({ host, place }) => host !== undefined && place > 0)?.host?.name;
    const hosts = on?.args.hosts.filter(({ value }) => value.name === twice) ?? [];
    // Nodes of a VIP on one host cannot stand in for each other, which is told with the VIP.
    if (twice !== undefined && !says(entity, "vip")) report(twiceOnHost, { at: (hosts[1] ?? on ?? entity).origin, data: { name: entity.name, host: twice } });
    return;
  }
  const crowded = named.length === 0 ? undefined : seats.find(({ inContainer, sharing }) => !inContainer && sharing > named.length);
  if (crowded !== undefined) report(portCount, { at: named[0]!.origin, data: { name: entity.name, host: crowded.host?.name ?? "", nodes: crowded.sharing, ports: named.length } });
}

function addressAt(network: string, address: Value<Address> | undefined): Node["addresses"] {
  return address ? [{ network, address: address.value.address, origin: address.origin }] : [];
}

/** The ports of a declaration by name: of a cluster its usual ones, with what `port` changes. */
export function portsOf(entity: Entity, ports: Sheet["ports"]): NodePort[] {
  const standard = clusterPorts[entity.kind];
  const written = ports.length === 1 ? writtenPorts(ports[0]!, standard) : ports.flatMap((clause) => writtenPorts(clause, standard));
  // A layer is reached by the ports that it listens on.
  for (const listen of isLayer(entity) ? findAll(entity as unknown as EntityOf<"gateway">, "listen") : none) {
    const name = entity.kind === "cache" ? undefined : find(listen, "as")?.args.name.value;
    for (const { value, origin } of listen.args.binds) for (let number = value.from; number <= value.to; number++) written.push(portAt(name ?? String(number), number, value.transport, origin));
  }
  if (standard === undefined) return written;
  const overridden = new Map(written.map((each) => [each.name, each]));
  // Patroni alone answers who the primary is.
  const usual = Object.entries(standard).filter(([name]) => name !== "rest" || says(entity, "patroni")).map(([name, number]) => overridden.get(name) ?? portAt(name, number, name === "dns" ? "udp" : "tcp", implied({ span: entity.origin.span }, `the ${name} port of \`${entity.kind}\``)));
  return [...usual, ...written.filter(({ name }) => !(name in standard))];
}

type Standard = (typeof clusterPorts)[string] | undefined;

function writtenPorts(clause: Sheet["ports"][number], standard: Standard): NodePort[] {
  const { ports } = clause.args;
  const names = find(clause as unknown as PortOfCluster, "as")?.args.names ?? none;
  const [first] = ports;
  if (ports.length === 1 && first !== undefined && first.value.from === first.value.to) {
    return [portAt(names[0]?.value ?? (standard ? Object.keys(standard)[0]! : String(first.value.from)), first.value.from, first.value.transport, first.origin)];
  }
  return ports.flatMap(({ value, origin }, index) => {
    const written: NodePort[] = [];
    for (let number = value.from; number <= value.to; number++) {
      const said = number === value.from ? names[index]?.value : undefined;
      written.push(portAt(said ?? (standard ? Object.keys(standard)[index]! : String(number)), number, value.transport, origin));
    }
    return written;
  });
}

function portAt(name: string, port: number, transport: "tcp" | "udp", origin: Origin): NodePort {
  return { name, port, transport, published: null, publishedOn: null, origin };
}

/**
 * The ports of containers with what leads to them at a place on their engine's host: on each host the first instance takes the first port that is said.
 * Of several `publish` that lead to one port, the first counts.
 */
function portsAt(ports: readonly NodePort[], publishes: Sheet["publishes"], place: number): NodePort[] {
  if (ports.length === 1 && publishes.length === 1) return [publishedBy(publishes[0]!, ports[0]!, place)];
  const leading = new Map<number, Pick<NodePort, "published" | "publishedOn">>();
  for (const publish of publishes) {
    const bind = publish.args.binds[place]?.value;
    if (bind === undefined) continue;
    const inside = find(publish, "->")?.args.port.value.from ?? bind.from;
    for (let published = bind.from; published <= bind.to; published++) {
      const port = inside + published - bind.from;
      if (!leading.has(port)) leading.set(port, { published, publishedOn: bind.address ?? null });
    }
  }
  return ports.map((each) => {
    const found = leading.get(each.port);
    if (found === undefined) return each;
    return { name: each.name, port: each.port, transport: each.transport, published: found.published, publishedOn: found.publishedOn, origin: each.origin };
  });
}

/** A port with what one `publish` says of it at a place. */
function publishedBy(publish: Sheet["publishes"][number], port: NodePort, place: number): NodePort {
  const bind = publish.args.binds[place]?.value;
  if (bind === undefined) return port;
  const published = bind.from + port.port - (find(publish, "->")?.args.port.value.from ?? bind.from);
  if (published < bind.from || published > bind.to) return port;
  return { name: port.name, port: port.port, transport: port.transport, published, publishedOn: bind.address ?? null, origin: port.origin };
}

/** Nodes that share a host without containers each have a port of their own, under the first one's name. */
function dealtPorts(ports: readonly NodePort[], place: number): NodePort[] {
  const own = ports[place] ?? ports[0];
  return own === undefined ? [] : [{ ...own, name: ports[0]!.name }];
}
