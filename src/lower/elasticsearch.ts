import { type Bound, find } from "../bind/bound.js";
import { type EntityOf, isForeign } from "../elaborate/draft.js";
import { saidVersion } from "../elaborate/images.js";
import type { Endpoint, Tls } from "../ir/basics.js";
import type { Container } from "../ir/container.js";
import type { Node } from "../ir/place.js";
import { implied, type Origin } from "../source/origin.js";
import { tls as tlsClause } from "../vocabulary/clauses/everywhere.js";
import type { Own } from "./cluster-containers.js";
import { type Member, megabytes } from "./cluster-settings.js";
import { mapCount } from "./elastic-diagnostics.js";
import { type Lowering, ofKind, reachedAt, secretOf } from "./lowering.js";
import { addSysctl } from "./machines.js";
import { lowerTls } from "./tls.js";

type Variables = Container["environment"];
type Elasticsearch = EntityOf<"elasticsearch">;

/** Elasticsearch reads certificates below its own folder alone. */
const certificates = "/usr/share/elasticsearch/config/certs";

/** What the image of Elasticsearch is told of its cluster. */
export function elasticsearch({ node, peers, origin }: Member, entity: Elasticsearch): Own {
  const value = (name: string, text: string): Variables[number] => ({ name, value: text, origin });
  const heap = find(entity, "heap")?.args.size.value;
  const auth = find(entity, "auth");
  const tls = certificateOf(entity);
  // In a container of a host it would tell the others the container's own address.
  const publish = peers.length > 1 && node.host !== null ? [value("network.publish_host", node.address)] : [];
  // Said either way: unless it is, the image makes certificates for itself and speaks HTTPS.
  const security = value("xpack.security.enabled", String(auth !== undefined));
  const size = megabytes(heap ?? 2 ** 30);
  return {
    environment: [
      value("cluster.name", find(entity, "cluster")?.args.name.value ?? entity.name),
      value("node.name", node.name),
      ...electionOf(peers, isBefore7(entity), value),
      ...publish,
      security,
      ...(auth === undefined ? [] : [{ name: "ELASTIC_PASSWORD", value: secretOf(auth.args.password.value), origin: auth.origin }]),
      ...(tls === undefined ? [] : tlsVariables(tls, peers.length > 1)),
      value("ES_JAVA_OPTS", `-Xms${size}m -Xmx${size}m`),
    ],
    ...(tls === undefined ? {} : { mounts: tlsMounts(tls) }),
    ulimits: [{ name: "nofile", value: 65_535, origin }],
  };
}

/** Whose certificate its containers show; undefined where it says none. */
export function certificateOf(entity: Elasticsearch): (Tls & { readonly certificate: string; readonly key: string }) | undefined {
  const clause = find(entity, "tls");
  const tls = clause && lowerTls(clause as unknown as Bound<typeof tlsClause>);
  return tls === undefined || tls.certificate === null || tls.key === null ? undefined : { ...tls, certificate: tls.certificate, key: tls.key };
}

function isBefore7(entity: Elasticsearch): boolean {
  const version = saidVersion(entity as never);
  return version !== undefined && Number.parseInt(version, 10) < 7;
}

/** How its nodes find one another, and which of them elect the first master. */
function electionOf(peers: readonly Node[], before7: boolean, value: (name: string, text: string) => Variables[number]): Variables {
  if (peers.length === 1) return [value("discovery.type", "single-node")];
  const transport = (each: Node): string => {
    const port = each.ports.find(({ name }) => name === "transport");
    return port === undefined || reachedAt(each, port) === 9300 ? each.address : `${each.address}:${reachedAt(each, port)}`;
  };
  const seeds = peers.map(transport).join(",");
  if (!before7) return [value("discovery.seed_hosts", seeds), value("cluster.initial_master_nodes", peers.map(({ name }) => name).join(","))];
  // Version 6 does not count its nodes itself: with fewer than the majority, two parts would each have a master.
  return [value("discovery.zen.ping.unicast.hosts", seeds), value("discovery.zen.minimum_master_nodes", String(Math.floor(peers.length / 2) + 1))];
}

function tlsVariables(tls: Tls, isCluster: boolean): Variables {
  const { origin, authority } = tls;
  const layer = (name: string): Variables => {
    const value = (setting: string, text: string): Variables[number] => ({ name: `xpack.security.${name}.ssl.${setting}`, value: text, origin });
    return [
      value("enabled", "true"),
      value("certificate", `${certificates}/node.pem`),
      value("key", `${certificates}/node.key`),
      ...(authority === null ? [] : [value("certificate_authorities", `${certificates}/ca.pem`)]),
      // One certificate serves all nodes, and names none of them.
      ...(name === "transport" ? [value("verification_mode", "certificate")] : []),
    ];
  };
  return [...(isCluster ? layer("transport") : []), ...layer("http")];
}

function tlsMounts({ certificate, key, authority, origin }: Tls): Container["mounts"] {
  const mount = (source: string | null, name: string): Container["mounts"] => (source === null ? [] : [{ kind: "bind", source, target: `${certificates}/${name}`, readOnly: true, origin }]);
  return [...mount(certificate, "node.pem"), ...mount(key, "node.key"), ...mount(authority, "ca.pem")];
}

/** What the image of Kibana is told of the Elasticsearch that it shows. */
export function kibana({ origin }: Member, entity: EntityOf<"kibana">, lowering: Lowering): Own {
  const of = find(entity, "of");
  const shown = of && (lowering.entities.get(of.args.cluster.value.name) as Elasticsearch | undefined);
  if (of === undefined || shown === undefined) return {};
  const nodes = lowering.nodesByEntity.get(shown.name) ?? [];
  const clause = find(shown, "tls");
  const tls = clause && lowerTls(clause as unknown as Bound<typeof tlsClause>);
  const urls = endpointsOf(shown, nodes).map(({ host, port }) => `"${tls === undefined ? "http" : "https"}://${host.includes(":") ? `[${host}]` : host}:${port}"`);
  const auth = find(entity, "auth");
  const authority = tls?.authority ?? null;
  const path = "/usr/share/kibana/config/certs/ca.pem";
  return {
    environment: [
      { name: "ELASTICSEARCH_HOSTS", value: `[${urls.join(",")}]`, origin },
      ...(auth === undefined ? [] : [{ name: "ELASTICSEARCH_USERNAME", value: auth.args.user?.value ?? kibanaUser(shown), origin: auth.origin }, { name: "ELASTICSEARCH_PASSWORD", value: secretOf(auth.args.password.value), origin: auth.origin }]),
      ...(tls === undefined || authority === null ? [] : [{ name: "ELASTICSEARCH_SSL_CERTIFICATEAUTHORITIES", value: path, origin: tls.origin }]),
      ...(tls?.verify === "no" ? [{ name: "ELASTICSEARCH_SSL_VERIFICATIONMODE", value: "none", origin: tls.origin }] : []),
    ],
    ...(tls === undefined || authority === null ? {} : { mounts: [{ kind: "bind" as const, source: authority, target: path, readOnly: true, origin: tls.origin }] }),
    after: nodes.map(({ name }) => ({ container: name, condition: "started" as const, origin: of.origin })),
  };
}

/** Kibana's own user: `kibana` until 7.8. */
function kibanaUser(entity: Elasticsearch): string {
  const [major = 8, minor = 0] = saidVersion(entity as never)?.split(".").map(Number) ?? [];
  return major < 7 || (major === 7 && minor < 8) ? "kibana" : "kibana_system";
}

function endpointsOf(entity: Elasticsearch, nodes: readonly Node[]): readonly Endpoint[] {
  if (isForeign(entity as never)) return find(entity, "at")?.args.endpoints.map(({ value }) => value) ?? [];
  return nodes.map((node) => ({ host: node.address, port: node.ports[0] ? reachedAt(node, node.ports[0]) : 9200 }));
}

/**
 * What Elasticsearch needs of the kernel under its containers: it maps its indices into memory, and several nodes do not start where
 * they cannot. The packages of hosts set it themselves.
 */
export function addMapCount(lowering: Lowering): void {
  for (const entity of ofKind(lowering, "elasticsearch")) {
    const nodes = (lowering.nodesByEntity.get(entity.name) ?? []).filter(({ name, machine }) => machine === name);
    const origin: Origin = implied(entity.origin, `\`${entity.name}\` maps its indices into memory`);
    for (const host of new Set(nodes.map((node) => node.host))) {
      if (host !== null) addSysctl(lowering.machines, host, { key: "vm.max_map_count", value: "262144", origin });
      else if (nodes.length > 1) lowering.report(mapCount, { at: entity.nameOrigin, data: { name: entity.name } });
    }
  }
}
