import type { Program } from "../bind/bind-program.js";
import { find, findAll } from "../bind/bound.js";
import { collectDiagnostics } from "../diagnostics/define.js";
import type { Outcome } from "../diagnostics/diagnostic.js";
import type { Host, Node } from "../ir/place.js";
import type { SecretSource, Site } from "../ir/site.js";
import { once, oncePer } from "../source/once.js";
import { compareNames } from "../source/order.js";
import { implied, type Origin } from "../source/origin.js";
import { noTables, type Tables } from "../source/tables.js";
import { lowerCaches } from "./cache.js";
import { directorsOf, lowerEngines } from "./containers.js";
import { addSysctls, binderOf, lowerDaemons, lowerRealServers, squidBinder } from "./daemons.js";
import { addSidecars, lowerConsuls, lowerDiscoveries, lowerRegistrations } from "./discovery.js";
import { reportClusters } from "./cluster-faults.js";
import { reportElastic } from "./elastic-faults.js";
import { addMapCount } from "./elasticsearch.js";
import { lowerExpectations } from "./expectations.js";
import { reportLimits } from "./limits.js";
import { lowerCollections } from "./logs.js";
import { filterAgain } from "../source/kept-groups.js";
import { flatAgain } from "../source/kept-lists.js";
import { sortAgain } from "../source/kept-order.js";
import { declaredIn, type Lowering, ofKind } from "./lowering.js";
import { lowerMachines } from "./machines.js";
import { lowerHosts, lowerNetworks, lowerNodes } from "./places.js";
import type { Named } from "./named.js";
import { lowerProxies } from "./proxies.js";
import type { Sheet } from "./sheets.js";
import { lowerVips } from "./vips.js";

/**
 * The site of an elaborated program: references resolved, units fixed, everything placed. With tables, what is made of a declaration is the same object as
 * in the compilation before where nothing changed that it was made from.
 */
export function lower(program: Program, tables: Tables = noTables): Outcome<Site> {
  const { report, diagnostics } = collectDiagnostics();
  const { chain, ...declared } = declaredIn(program, tables);
  const places = { ...declared, report, diagnostics, tables };
  const siteEntity = ofKind(places, "site")[0];
  const origin: Origin = siteEntity?.origin ?? implied({ span: { source: program.entry, start: 0, end: 0 } }, "the site");
  const siteName = siteEntity?.name ?? "site";

  const networks = tables.same("networks", lowerNetworks(places));
  const hosts = hostsByName(tables.same("hosts", lowerHosts(places, networks)));
  const placed = lowerNodes(places, hosts, networks);
  const nodes = sortAgain("nodes", flatAgain("nodes", placed.list, tables), (a, b) => compareNames(a.name, b.name), tables);
  const byName = once(() => new Map(nodes.map((each) => [each.name, each])));
  const located = { ...places, networks, hosts, node: (name: string) => byName().get(name), nodesByEntity: nodesByEntity(declared.sheets.list, placed) };
  const consuls = lowerConsuls(located);
  const base = {
    ...located,
    chain,
    siteName,
    formats: new Map(siteEntity ? findAll(siteEntity, "format").map(({ args }) => [args.format.value, { text: args.text.value, origin: args.text.origin }]) : []),
    machines: lowerMachines(hosts.values(), placed.list, siteName, origin, tables),
    backs: new Map(),
  };
  const lowering: Lowering = { ...base, discoveries: lowerDiscoveries(base, consuls) };

  const proxies = lowerProxies(lowering);
  const caches = lowerCaches(lowering);
  const vrrps = lowerVips(lowering);
  const registrations = lowerRegistrations(lowering);
  const sidecars = vrrps.flatMap(({ members }) => members.filter(({ machine }) => !lowering.machines.has(machine)));
  addSidecars(registrations, [...sidecars, ...proxies.flatMap((proxy) => directorsOf(proxy, lowering))], lowering);
  addSysctls([...proxies.map(binderOf), ...caches.map(squidBinder)], vrrps, lowering.machines);
  addMapCount(lowering);
  const realServers = lowerRealServers(proxies, lowering);
  const engines = lowerEngines({ proxies, vrrps, registrations }, lowering, origin);
  const logs = lowerCollections({ proxies, engines }, lowering, origin);
  reportElastic(lowering);
  reportClusters(proxies, lowering);
  reportLimits(lowering);
  const parts = { proxies, caches, vrrps, realServers, consuls, registrations, engines, logs };
  return {
    value: {
      name: siteName,
      networks,
      hosts: [...hosts.values()],
      machines: lowering.machines.sorted(),
      nodes,
      daemons: lowerDaemons(parts, lowering),
      ...parts,
      secrets: secretsOf(places),
      expectations: lowerExpectations(filterAgain("expected", program.entities, ({ kind }) => kind === "expect", tables), lowering),
      origin,
    },
    diagnostics,
  };
}

const hostsByName = oncePer((hosts: readonly Host[]): ReadonlyMap<string, Host> => new Map(hosts.map((host) => [host.name, host])));

/** The nodes of the declarations that have any. */
function nodesByEntity(sheets: readonly Sheet[], placed: Named<readonly Node[]>): Lowering["nodesByEntity"] {
  const get = (name: string): readonly Node[] | undefined => {
    const own = placed.get(name);
    return own === undefined || own.length === 0 ? undefined : own;
  };
  return { get, has: (name) => get(name) !== undefined, keys: () => sheets.map(({ entity }) => entity.name).filter((name) => get(name) !== undefined).values() };
}

function secretsOf(declared: Pick<Lowering, "byKind">): SecretSource[] {
  return ofKind(declared, "secret").map((secret) => {
    const from = find(secret, "from");
    return { name: secret.name, from: from?.args.where.value ?? "env", source: from?.args.source.value ?? secret.name.toUpperCase(), origin: secret.origin };
  });
}
