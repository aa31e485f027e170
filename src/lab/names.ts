import type { Collection } from "../ir/logs.js";
import type { Site } from "../ir/site.js";
import type { Proxy } from "../ir/traffic.js";
import { groupBy } from "../source/group.js";

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface LogFiles {
  readonly machine: string;
  readonly paths: readonly string[];
}

/** The machines that a name of the program means: a machine itself, that of a node, or those of all nodes of a declaration. */
export function machinesByName({ machines, nodes }: Site): ReadonlyMap<string, readonly string[]> {
  const ofEntities = [...groupBy(nodes, ({ entity }) => entity)].map(([entity, own]) => [entity, [...new Set(own.map(({ machine }) => machine))]] as const);
  const ofNodes = nodes.map(({ name, machine }) => [name, [machine]] as const);
  const themselves = machines.filter(({ kind }) => kind !== "local").map(({ name }) => [name, [name]] as const);
  return new Map([...ofNodes, ...ofEntities, ...themselves]);
}

/** What names resolve to for a client: declarations and nodes to their own address, domains to where they are served. */
export function namesOf(site: Site): Readonly<Record<string, string>> {
  const { nodes, hosts } = site;
  const addresses = [...hosts, ...nodes].map(({ name, address }) => [name, address] as const);
  const entities = [...nodes].reverse().map(({ entity, address }) => [entity, address] as const);
  return Object.fromEntries([...entities, ...addresses, ...domainsOf(site)]);
}

/** Where clients find the caches that are proxies for them, by the names of caches and nodes. */
export function proxiesOf({ caches, nodes }: Site): ReadonlyMap<string, Endpoint> {
  const addresses = new Map(nodes.map(({ name, address }) => [name, address]));
  return new Map(
    caches.flatMap((cache): readonly (readonly [string, Endpoint])[] => {
      const [bind] = cache.listens.flatMap(({ mode, tls, binds }) => (mode === "forward" && tls === null ? binds : []));
      if (bind === undefined) return [];
      const own = cache.nodes.map((name) => [name, { host: addresses.get(name)!, port: bind.port }] as const);
      return [...own, [cache.name, { host: bind.address ?? cache.addresses[0] ?? own[0]![1].host, port: bind.port }]];
    }),
  );
}

/** By collection, the files that Filebeat reads for it, with `*` for any characters but slashes. */
export function readFilesOf({ logs }: Site): ReadonlyMap<string, readonly LogFiles[]> {
  const filesOf = ({ shippers }: Collection): readonly LogFiles[] =>
    shippers.flatMap(({ machine, sources }) => {
      const paths = sources.flatMap(({ from }) => (from.where === "files" ? from.paths : []));
      return paths.length === 0 ? [] : [{ machine, paths }];
    });
  return new Map(logs.map((collection) => [collection.name, filesOf(collection)]));
}

/** The domains of routes, each with the address of the outermost layer before them. */
export function domainsOf({ proxies, nodes, hosts }: Site): readonly (readonly [domain: string, address: string])[] {
  const addresses = new Map([...hosts, ...nodes].map(({ name, address }) => [name, address]));
  const fronts = new Map(proxies.flatMap((proxy) => proxy.pools.map(({ entity }) => [entity, proxy] as const)));
  const outermost = (proxy: Proxy, depth = 0): Proxy => {
    const front = fronts.get(proxy.name);
    return front === undefined || depth > proxies.length ? proxy : outermost(front, depth + 1);
  };
  return proxies.flatMap((proxy) => {
    const outer = outermost(proxy);
    const address = outer.addresses[0] ?? addresses.get(outer.nodes[0] ?? "");
    const named = proxy.listens.flatMap(({ routes }) => routes.flatMap((route) => route.domains.filter((domain) => /^[^*.]/.test(domain))));
    return address === undefined ? [] : named.map((domain) => [domain, address] as const);
  });
}
