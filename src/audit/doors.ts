import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { SiteIndex } from "../ir/site-index.js";
import type { Origin } from "../source/origin.js";
import { groupBy } from "../source/group.js";
import type { Holding } from "./holdings.js";
import type { Arrival, Supplier } from "./layers.js";

/** Where clients come to. */
export interface Door {
  /** `192.168.0.146:80`, `node1:3128`, `*:8080`. */
  readonly name: string;
  readonly transport: "tcp" | "udp";
  /** The declaration that answers there. */
  readonly owner: string;
  readonly engine: string;
  /** The VRRP instance whose address it is, and the address. */
  readonly held: { readonly holding: Holding; readonly address: string } | undefined;
  /** Those that can answer; of an address that moves, each on its own machine. */
  readonly nodes: readonly Node[];
  /** What becomes of requests; undefined for a service that clients reach themselves. */
  readonly arrival: Arrival | undefined;
  readonly origin: Origin;
}

type Bind = Arrival["binds"][number];

/** Every door of a site. `inner`: arrivals that another layer sends to. `reached`: nodes and ports that one does, `goods-1 8080`. */
export function doorsOf(site: Site, index: SiteIndex, arrivals: readonly Arrival[], holdings: readonly Holding[], inner: ReadonlySet<Arrival>, suppliers: readonly Supplier[]): readonly Door[] {
  const byAddress = new Map(holdings.flatMap((holding) => holding.vrrp.addresses.map(({ address }) => [address, holding] as const)));
  const containers = new Map(site.engines.flatMap((engine) => engine.containers.filter(({ sidecar }) => !sidecar).map((container) => [container.name, container] as const)));
  const bridges = new Set(site.networks.filter(({ driver }) => driver === "bridge").map(({ name }) => name));
  const layers = new Set([...site.proxies, ...site.caches].map(({ name }) => name));
  const work: Work = { byAddress, containers, bridges };
  return [
    ...arrivals.filter((arrival) => !inner.has(arrival)).flatMap((arrival) => arrival.binds.flatMap((bind) => doorsOfBind(bind, arrival, work))),
    ...holdings.filter(({ vrrp }) => !layers.has(vrrp.entity)).flatMap((holding) => doorsOfService(holding, index)),
    ...publishedServices(site, layers, suppliers, work),
  ];
}

interface Work {
  readonly byAddress: ReadonlyMap<string, Holding>;
  readonly containers: ReadonlyMap<string, Container>;
  /** Networks that no client is on. */
  readonly bridges: ReadonlySet<string>;
}

function doorsOfBind(written: Bind, arrival: Arrival, work: Work): readonly Door[] {
  const { layer, origin } = arrival;
  const bind = written.address === "0.0.0.0" || written.address === "::" ? { ...written, address: null } : written;
  const base = { transport: bind.transport, owner: layer.name, engine: layer.engine, arrival, origin };
  const vips = bind.address === null ? layer.vips : [bind.address];
  const held = vips.flatMap((address): readonly Door[] => {
    const holding = work.byAddress.get(address);
    return holding === undefined ? [] : [{ name: socket(address, bind), held: { holding, address }, nodes: layer.nodes, ...base }];
  });
  const nodes = layer.nodes.filter((node) => bind.address === null || node.address === bind.address || node.addresses.some(({ address }) => address === bind.address));
  const open = nodes.flatMap((node) => socketsOf(node, bind, work).map((name) => ({ node, name })));
  if (open.length === 0 || (held.length > 0 && bind.address !== null)) return held;
  // Of a declaration with an address that moves, the addresses of its hosts are nothing that clients know; published ports are.
  const own = held.length > 0 ? open.filter(({ node }) => work.containers.has(node.name)) : open;
  return own.length === 0 ? held : [...held, { name: joined(own.map(({ name }) => name)), held: undefined, nodes: own.map(({ node }) => node), ...base }];
}

/** Where clients reach a node at a port of its own. */
function socketsOf(node: Node, bind: Bind, { containers, bridges }: Work): readonly string[] {
  const container = containers.get(node.name);
  if (container === undefined) return [socket(node.host ?? node.address, bind)];
  const published = container.publish.filter(({ port, transport }) => port >= bind.from && port <= bind.to && transport === bind.transport);
  const direct = node.addresses.filter(({ network }) => !bridges.has(network)).map(({ address }) => socket(address, bind));
  return [...published.map((each) => publishedAt(node, each)), ...direct];
}

function publishedAt({ host }: Node, { address, published, transport }: Container["publish"][number]): string {
  return socket(address ?? host ?? "*", { address: null, from: published, to: published, transport });
}

function socket(host: string, { from, to, transport }: Bind): string {
  return `${host.includes(":") ? `[${host}]` : host}:${from === to ? from : `${from}-${to}`}${transport === "udp" ? "/udp" : ""}`;
}

/** A service that holds an address on its own hosts. */
function doorsOfService(holding: Holding, { nodesOf }: SiteIndex): readonly Door[] {
  const { vrrp } = holding;
  const own = nodesOf(vrrp.entity);
  // Of a container of a host the address leads to what is published.
  const reached = own.flatMap(({ ports }) => ports.map(({ port, published, transport }) => ({ port: published ?? port, transport })));
  const ports = new Map(reached.map((each) => [`${each.port} ${each.transport}`, each]));
  return vrrp.addresses.flatMap(({ address }) =>
    [...ports.values()].map(({ port, transport }): Door => {
      const name = socket(address, { address: null, from: port, to: port, transport });
      return { name, transport, owner: vrrp.entity, engine: own[0]!.kind, held: { holding, address }, nodes: own, arrival: undefined, origin: vrrp.origin };
    }),
  );
}

/** What the program publishes, but for what a layer in front comes to, and what takes logs. */
function publishedServices({ nodes }: Site, layers: ReadonlySet<string>, suppliers: readonly Supplier[], { containers }: Work): readonly Door[] {
  const reached = new Set(suppliers.flatMap(({ to }) => (to.kind === "node" ? [to.node.name] : [])));
  const open = nodes.flatMap((node) => {
    const container = containers.get(node.name);
    if (container === undefined || layers.has(node.entity) || node.kind === "logstash") return [];
    // On a host, what is in front comes to the published port; in the local engine to the container itself.
    if (node.host !== null && reached.has(node.name)) return [];
    return container.publish.filter(({ origin }) => origin.because === undefined).map((publish) => ({ node, publish }));
  });
  return [...groupBy(open, ({ node, publish }) => `${node.entity} ${publish.port} ${publish.transport}`).values()].map((group): Door => {
    const { node, publish } = group[0]!;
    const name = joined(group.map((each) => publishedAt(each.node, each.publish)));
    return { name, transport: publish.transport, owner: node.entity, engine: node.kind, held: undefined, nodes: group.map((each) => each.node), arrival: undefined, origin: publish.origin };
  });
}

/** Several places of which a client takes any. */
function joined(names: readonly string[]): string {
  const [first = "", second] = names;
  if (second === undefined) return first;
  return names.length === 2 ? `${first} or ${second}` : `${first} … ${names.at(-1)!}`;
}
