import { type Bound, type Entity, find, findAll, type Value } from "../bind/bound.js";
import { container, dns, heap, memory } from "../vocabulary/clauses/everywhere.js";
import { someAgain } from "../source/kept-lists.js";
import type { Tables } from "../source/tables.js";
import type { Declaration } from "../vocabulary/declaration.js";
import { kinds } from "../vocabulary/index.js";
import { isProxy } from "../vocabulary/layers.js";
import { freeRange } from "../vocabulary/values/address-space.js";
import { type Bind, network as networkType, networkAround } from "../vocabulary/values/addresses.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { clusterKinds } from "./clusters.js";
import { type Draft, type EntityOf, hasInstances, hostsOf, instancesOf, isForeign, isLocal, runsContainers } from "./draft.js";
import { networksOf, vipsOf } from "./networks.js";
import { clauseWithoutContainer, networkWithoutRange, nodeNameTaken, noInstanceThere, publishRange, reservedName } from "./placing-diagnostics.js";

/** Reports what is said of places and instances that there are not, and of ports that lead to none. Once membership is complete. */
export function checkPlacing(draft: Draft, tables: Tables): void {
  checkRanges(draft);
  checkReserved(draft);
  // Without a declaration that is named as nodes are there is none to clash with.
  if (someAgain("named as nodes are", draft.entities, ({ name }) => /-\d+$/.test(name), tables)) for (const entity of draft.entities) checkNames(entity, draft);
  for (const entity of draft.saying("backup", "weight", "primary")) checkInstances(entity, draft);
  for (const entity of draft.saying("publish")) if (!isForeign(entity)) checkPublish(entity, draft);
  for (const entity of draft.uncontained()) checkContainers(entity, draft);
}

function checkReserved(draft: Draft): void {
  const entity = draft.get("local");
  if (entity !== undefined && !isForeign(entity) && (entity.kind === "host" || hasInstances(entity))) draft.report(reservedName, { at: entity.nameOrigin, data: { name: entity.name } });
}

/** Declarations and their nodes share one namespace. */
function checkNames(entity: Entity, draft: Draft): void {
  for (const { name } of instancesOf(entity)) {
    const other = name === entity.name ? undefined : draft.get(name);
    if (other === undefined) continue;
    draft.report(nodeNameTaken, { at: other.nameOrigin, data: { name, kind: other.kind, owner: entity.name }, related: [{ span: entity.nameOrigin.span, text: `its nodes are \`${entity.name}-1\` and so on` }] });
  }
}

/** A network without a range has no address for a container, nor a prefix for a VIP. */
function checkRanges(draft: Draft): void {
  const networks = draft.ofKind("network");
  const without = networks.filter(({ args }) => args.cidr === undefined);
  if (without.length === 0) return;
  const ranges = networksOf(draft).map(({ cidr }) => cidr);
  const free = freeRange({ address: "172.30.0.0", family: "ipv4", length: 24 }, ranges);
  const reported = new Set<string>();
  const report = (network: EntityOf<"network"> | undefined, user: string, at: Entity["origin"], range = free): void => {
    if (network === undefined || reported.size === reported.add(network.name).size) return;
    draft.report(networkWithoutRange, { at, data: { network: network.name, user, free: range }, related: [{ span: network.nameOrigin.span, text: "it says no range" }] });
  };
  const byName = new Map(without.map((network) => [network.name, network]));
  const only = without.length === networks.length ? without[0] : undefined;
  for (const entity of draft.entities) {
    if (!isLocal(entity)) continue;
    const joined = find(entity as unknown as EntityOf<"service">, "in")?.args.networks;
    for (const { value, origin } of joined ?? []) report(byName.get(value.name), `\`${entity.name}\` needs an address`, origin);
    if (joined === undefined) report(only, `\`${entity.name}\` needs an address`, entity.nameOrigin);
  }
  for (const { vip } of only === undefined ? [] : vipsOf(draft)) {
    const [address] = vip.args.addresses;
    if (address) report(only, `the VIP \`${address.text}\` needs the prefix`, address.origin, networkType.print(networkAround(address.value)));
  }
}

/** Whether what `backup`, `weight … on` and `primary` name are hosts or nodes of the declaration. */
function checkInstances(entity: Entity, draft: Draft): void {
  const named = namedIn(entity);
  if (named.length === 0) return;
  const instances = instancesOf(entity);
  if (instances.length === 0) return;
  const known = new Set(instances.flatMap(({ name, host }) => [name, ...(host === undefined ? [] : [host])]));
  for (const { value, origin, label } of named) {
    if (known.has(value.name)) continue;
    const places = [...new Set(instances.map(({ name, host }) => host ?? name))];
    draft.report(noInstanceThere, { at: origin, label, data: { name: value.name, owner: entity.name, known: places } });
  }
}

function namedIn(entity: Entity): readonly Value<Reference>[] {
  const service = entity as unknown as EntityOf<"service">;
  const { backup } = service.declaration.clauses;
  const named: Value<Reference>[] = [];
  for (const { declaration, args } of findAll(service, "backup")) {
    // Of a gateway or balancer it is about what stands behind.
    if (declaration === backup && "hosts" in declaration.args) named.push(...args.hosts);
  }
  for (const weight of findAll(service, "weight")) named.push(...(find(weight, "on")?.args.hosts ?? []));
  const primary = entity.kind === "mysql" ? find(entity as unknown as EntityOf<"mysql">, "primary")?.args.node : undefined;
  if (primary !== undefined) named.push(primary);
  return named;
}

function checkPublish(entity: Entity, draft: Draft): void {
  for (const publish of findAll(entity as unknown as EntityOf<"service">, "publish")) {
    const arrow = find(publish, "->")?.args.port;
    const [first] = publish.args.binds;
    if (arrow === undefined || first === undefined) continue;
    const sizeOf = ({ from, to }: Bind): number => to - from + 1;
    const wrong = publish.args.binds.find(({ value }) => sizeOf(value) !== sizeOf(arrow.value));
    if (wrong === undefined) continue;
    const last = arrow.value.from + sizeOf(wrong.value) - 1;
    const instead = sizeOf(arrow.value) === 1 && last < 65_536 ? `${wrong.text} -> ${arrow.value.from}-${last}` : undefined;
    draft.report(publishRange, { at: wrong.origin, data: { from: wrong.text, to: arrow.text, outside: sizeOf(wrong.value), inside: sizeOf(arrow.value), instead } });
  }
}

const { user, vhost, cookie } = kinds.rabbitmq.clauses;

/** Clusters whose version decides nothing but the tag of their image, so that an image is said of containers alone. */
const onlyTagged = new Set(["mysql", "postgres", "zookeeper", "etcd", "varnish", "twemproxy", "tomcat", "httpd"]);

/** What only containers have, besides directives of Compose; a cache's `memory` and a logstash's `env` are others. A RabbitMQ's first user is made by its image. */
const ofContainers: ReadonlySet<Declaration> = new Set<Declaration>([...Object.values(container), dns, memory, heap, user, vhost, cookie, kinds.mysql.clauses.auth, kinds.service.clauses.user]);
/** Whose first password is made by its image; that of others is asked for by checks and by what reads them. */
const databases = new Set(["mysql", "postgres"]);
const hostDaemons = ["gateway", "balancer", "cache", "consul"];
const placedKinds: ReadonlySet<string> = new Set(["service", ...hostDaemons, ...clusterKinds]);

function checkContainers(entity: Entity, draft: Draft): void {
  if (!placedKinds.has(entity.kind) || !hasInstances(entity) || runsContainers(entity, draft) || isForeign(entity)) return;
  // The tag of a cluster's image is its version everywhere.
  const saysVersion = entity.kind !== "service" && !isProxy(entity) && !onlyTagged.has(entity.kind);
  // A profile says the same of those that are in containers, and a default is of none.
  const isOfContainers = ({ declaration, word }: Bound): boolean => (ofContainers.has(declaration) && (word !== "auth" || databases.has(entity.kind))) || declaration.native === "compose";
  const isIdle = (clause: Bound): boolean => isOfContainers(clause) && clause.origin.because === undefined && clause.origin.via === undefined && !(clause.word === "image" && saysVersion);
  const idle = entity.clauses.filter(isIdle);
  if (idle[0] === undefined) return;
  const hosts = [...new Set(hostsOf(entity))];
  const related = hosts.slice(0, 1).flatMap((name) => draft.get(name) ?? []).map(({ nameOrigin, name }) => ({ span: nameOrigin.span, text: `\`${name}\` runs no containers` }));
  const canRun = !hostDaemons.includes(entity.kind);
  draft.report(clauseWithoutContainer, { at: idle[0].origin, data: { name: entity.name, words: [...new Set(idle.map(({ word }) => word))], hosts, canRun }, related: canRun ? related : [] });
}
