import { type Bound, type Entity, find, findAll, imply, implyEntity, says, type Value } from "../bind/bound.js";
import { findNamed } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { implied, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { type Address, type Cidr, contains, firstNetworkFinder, lowestFree, network as networkType, networkAround } from "../vocabulary/values/addresses.js";
import { ambiguousNetwork, impliedNetwork } from "./diagnostics.js";
import { type Draft, type EntityOf, isLocal } from "./draft.js";
import { type Outside, reportOutside, reportOutsideVip } from "./outside-addresses.js";

/** A network of the site with its addresses. */
export interface NetworkDraft {
  readonly name: string;
  readonly cidr: Cidr;
  readonly entity: EntityOf<"network">;
}

/** Every VIP of the draft, with the declaration that says it. */
export function vipsOf(draft: Draft): readonly { readonly holder: Entity; readonly vip: Bound<(typeof kinds)["gateway"]["clauses"]["vip"]> }[] {
  return draft.saying("vip").flatMap((holder) => findAll(holder as unknown as EntityOf<"gateway">, "vip").map((vip) => ({ holder, vip })));
}

/** Implies a network where none is declared, and completes those that are. */
export function completeNetworks(draft: Draft, entry: Origin): void {
  const isEmpty = draft.entities.every(({ kind }) => kind === "site");
  if (draft.ofKind("network").length === 0 && !isEmpty) implyNetwork(draft, entry);
  const written = writtenAddresses(draft);
  for (const network of draft.ofKind("network")) {
    const c = network.declaration.clauses;
    const origin = (because: string): Origin => implied(network.origin, because);
    const cidr = network.args.cidr?.value;
    const added: Bound[] = [];
    // A link between two, or one address alone, has none to spare.
    if (cidr && cidr.length < (cidr.family === "ipv4" ? 31 : 127) && !says(network, "gateway")) {
      // The lowest that the program writes nowhere: a host may well be the router.
      const gateway = lowestFree(cidr, written);
      if (gateway !== undefined) {
        written.add(gateway);
        added.push(imply(c.gateway, "gateway", { address: { address: gateway, family: cidr.family } }, origin("the first free address of a network is its router's")));
      }
    }
    if (!says(network, "driver")) added.push(imply(c.driver, "driver", { driver: "bridge" }, origin("how Docker makes a network")));
    if (!says(network, "multicast")) added.push(imply(c.multicast, "multicast", { whether: "no" }, origin("bridges and clouds drop multicast")));
    draft.extend(network.name, added);
  }
}

/** The addresses that the program writes, and those of the routers. */
function writtenAddresses(draft: Draft): Set<string> {
  const written = new Set<string>();
  for (const host of draft.ofKind("host")) for (const { value } of addressesOf(host as unknown as Entity)) written.add(value.address);
  for (const entity of draft.saying("address")) for (const { value } of addressesOf(entity)) written.add(value.address);
  for (const { vip } of vipsOf(draft)) for (const { value } of vip.args.addresses) written.add(value.address);
  for (const { entity } of networksOf(draft)) written.add(find(entity, "gateway")?.args.address.value.address ?? "");
  return written;
}

/** An address that a report can offer. */
function freeIn(network: NetworkDraft | undefined, draft: Draft): string | undefined {
  if (network === undefined) return undefined;
  const known = offered.get(draft) ?? new Map<string, string | undefined>();
  offered.set(draft, known);
  if (!known.has(network.name)) known.set(network.name, lowestFree(network.cidr, writtenAddresses(draft)));
  return known.get(network.name);
}

// Of thousands that are wrong alike, each is offered the same.
const offered = new WeakMap<Draft, Map<string, string | undefined>>();

/** The /24 (IPv6: /64) around the first VIP, else around the first host, else one of Docker's own range. */
function implyNetwork(draft: Draft, entry: Origin): void {
  const vip = vipsOf(draft)[0]?.vip.args.addresses[0];
  const hostAddress = draft.ofKind("host").flatMap(({ args }) => args.addresses)[0];
  const around = vip ?? hostAddress;
  const cidr: Cidr = around === undefined ? { address: "172.30.0.0", family: "ipv4", length: 24 } : networkAround(around.value);
  const origin = implied(around?.origin ?? entry, around === undefined ? "the network of a site without addresses" : "the network around it");
  const entity = implyEntity(kinds.network, { name: "lan", cidr }, origin);
  draft.put(entity);
  // Without hosts all of the site is in containers of the local engine.
  const reach = draft.ofKind("host").length === 0 ? ", a bridge that its own machine alone reaches" : "";
  const text = `the network \`lan ${networkType.print(cidr)}\` is implied${around === undefined ? "" : ` around \`${around.text}\``}${reach}`;
  draft.report(impliedNetwork, { at: around?.origin ?? entry, data: { text } });
}

/** For the help of a report. */
function described({ name, cidr }: NetworkDraft): string {
  return `${networkType.print(cidr)} (\`${name}\`)`;
}

export function networksOf(draft: Draft): readonly NetworkDraft[] {
  return draft.ofKind("network").flatMap((entity) => (entity.args.cidr ? [{ name: entity.name, cidr: entity.args.cidr.value, entity }] : []));
}

/** The networks of a site, to be asked which holds an address. */
export interface Networks {
  readonly all: readonly NetworkDraft[];
  /** Of several the first, in the order of names. */
  holding(address: string): NetworkDraft | undefined;
}

export function indexNetworks(draft: Draft): Networks {
  const all = networksOf(draft);
  return { all, holding: firstNetworkFinder(all, ({ cidr }) => cidr) };
}

/** The networks of a declaration by its `in`, else those that hold its addresses, else the only one. Adds the `in` that is implied. */
export function completeMembership(draft: Draft): void {
  const networks = indexNetworks(draft);
  const outside: Outside[] = [];
  const joining = new Set(draft.saying("in"));
  for (const entity of draft.joining()) {
    if (joining.has(entity) && says(entity, "in")) checkMembership(entity, addressesOf(entity), networks.all, outside, draft);
    else if (entity.kind === "host" || isLocal(entity)) implyMembership(entity, addressesOf(entity), networks, outside, draft);
  }
  reportOutside(outside, networks.all, draft);
}

function addressesOf(entity: Entity): readonly Value<Address>[] {
  if (entity.kind === "host") {
    const host = entity as unknown as EntityOf<"host">;
    return [...host.args.addresses, ...findAll(host, "interface").flatMap(({ args }) => (args.address ? [args.address] : []))];
  }
  return find(entity as unknown as EntityOf<"service">, "address")?.args.addresses ?? [];
}

function implyMembership(entity: Entity, addresses: ReturnType<typeof addressesOf>, { all: networks, holding }: Networks, outside: Outside[], draft: Draft): void {
  const held = new Map<string, Origin>();
  for (const address of addresses) {
    const network = holding(address.value.address);
    if (network) held.set(network.name, held.get(network.name) ?? address.origin);
    else outside.push({ name: entity.name, address, own: [], others: networks.map(described), free: freeIn(networks[0], draft) });
  }
  if (addresses.length === 0 && networks.length > 1) {
    if (entity.kind !== "host") draft.report(ambiguousNetwork, { at: entity.nameOrigin, data: { name: entity.name, networks: networks.map(({ name }) => name) } });
    return;
  }
  const names = addresses.length > 0 ? [...held.keys()] : networks.map(({ name }) => name);
  if (names.length === 0) return;
  const because = addresses.length > 0 ? "the network that holds its address" : "the only network";
  const declaration = kinds.service.clauses.in;
  draft.extend(entity.name, [imply(declaration, "in", { networks: names.map((name) => ({ name })) }, implied({ span: entity.origin.span }, because))]);
}

function checkMembership(entity: Entity, addresses: ReturnType<typeof addressesOf>, networks: readonly NetworkDraft[], outside: Outside[], draft: Draft): void {
  if (addresses.length === 0) return;
  const names = new Set(find(entity as unknown as EntityOf<"service">, "in")?.args.networks.map(({ value }) => value.name));
  const own = [...names].flatMap((name) => findNamed(networks, name) ?? []).sort((a, b) => compareNames(a.name, b.name));
  if (own.length === 0) return;
  for (const address of addresses) {
    if (own.some(({ cidr }) => contains(cidr, address.value.address))) continue;
    outside.push({ name: entity.name, address, own: own.map(({ cidr }) => networkType.print(cidr)), others: [], free: freeIn(own[0], draft) });
  }
}

/** The network that holds an address; reports a VIP that none holds. */
export function networkOfVip(vip: Value<Address>, { all: networks, holding }: Networks, draft: Draft): NetworkDraft | undefined {
  const found = holding(vip.value.address);
  if (found === undefined && networks.length > 0) reportOutsideVip({ address: vip, others: networks.map(described), free: freeIn(networks[0], draft) }, networks, draft);
  return found;
}
