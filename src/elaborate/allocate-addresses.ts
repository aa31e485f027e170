import { type Entity, find, findAll, imply, says, type Value } from "../bind/bound.js";
import { findNamed, groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { implied, type Label, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { type Address, boundsOf, contains, fromNumber } from "../vocabulary/values/addresses.js";
import { addressCount, duplicateAddress, networkFull, staleLock } from "./diagnostics.js";
import { dealAddresses } from "./deal-addresses.js";
import { type Draft, type EntityOf, instancesOf, isLocal } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { type NetworkDraft, networksOf } from "./networks.js";

/** Who has an address, and where that was said. */
interface Owner {
  /** As a message says it. */
  readonly name: string;
  readonly label: Label;
  /** Of a network's router, which may well be a host of the site. */
  readonly isRouter?: boolean;
}

const vipLabel = "a VIP";

/** A node in a network that it needs an address of. */
interface Slot {
  readonly entity: Entity;
  readonly node: string;
  readonly network: NetworkDraft;
}

/** Each node in a container of the local engine gets the lowest free address of every network that it joins. */
export function allocateAddresses(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const networks = networksOf(draft);
  const taken = takenAddresses(networks, draft);
  const slots = openSlots(networks, draft);
  const sorted = [...slots].sort((a, b) => compareNames(a.node, b.node));
  const given = new Map<Slot, string>();
  keepLocked(sorted, locked, taken, given, draft);
  const entries: LockEntry[] = [];
  for (const slot of sorted) {
    const { entity, node, network } = slot;
    const address = given.get(slot) ?? lowestFree(network, taken);
    if (address === undefined) {
      draft.report(networkFull, { at: entity.nameOrigin, data: { network: network.name, cidr: `${network.cidr.address}/${network.cidr.length}`, node } });
      continue;
    }
    taken.set(address, { name: node, label: { span: entity.nameOrigin.span } });
    given.set(slot, address);
    entries.push({ what: "address", key: node, value: address });
  }
  for (const [entity, own] of groupBy(slots, (slot) => slot.entity)) {
    const addresses = own.flatMap((slot) => (given.has(slot) ? [{ address: given.get(slot)!, family: slot.network.cidr.family }] : []));
    const origin = implied({ span: entity.origin.span }, "the lowest free address");
    if (addresses.length === own.length) draft.extend(entity.name, [imply(kinds.service.clauses.address, "address", { addresses }, origin)]);
  }
  return entries;
}

/** What needs an address: network by network, its nodes in order. Reports a written `address` of another length. */
function openSlots(networks: readonly NetworkDraft[], draft: Draft): readonly Slot[] {
  const slots: Slot[] = [];
  for (const entity of draft.joining()) {
    const joined = isLocal(entity) ? joinedBy(entity, networks) : [];
    if (joined.length === 0) continue;
    const local = instancesOf(entity);
    const written = find(entity as unknown as EntityOf<"service">, "address")?.args.addresses;
    if (written) checkCount(entity, written, joined, local.length, draft);
    else if (!says(entity, "address")) for (const network of joined) for (const { name } of local) slots.push({ entity, node: name, network });
  }
  return slots;
}

/** Each node has one address of each network; one that is outside of all of them is reported as that. */
function checkCount(entity: Entity, written: readonly Value<Address>[], networks: readonly NetworkDraft[], nodes: number, draft: Draft): void {
  const deals = dealAddresses(written, networks, ({ cidr }) => cidr);
  const wrong = deals.find(({ addresses }) => addresses.length !== nodes);
  const inside = deals.reduce((sum, { addresses }) => sum + addresses.length, 0);
  if (wrong === undefined || inside < written.length) return;
  const { network, addresses } = wrong;
  const data = { name: entity.name, nodes, addresses: addresses.length, network: networks.length > 1 ? network.name : undefined };
  draft.report(addressCount, { at: (addresses[nodes] ?? addresses[0] ?? written[0])?.origin ?? entity.nameOrigin, data });
}

/** What the lock says stays, as long as it is possible. */
function keepLocked(slots: readonly Slot[], locked: readonly LockEntry[], taken: Map<string, Owner>, given: Map<Slot, string>, draft: Draft): void {
  const byNode = groupBy(locked.filter(({ what }) => what === "address"), ({ key }) => key);
  for (const slot of slots) {
    const entry = byNode.get(slot.node)?.find(({ value }) => contains(slot.network.cidr, value));
    if (entry === undefined) continue;
    const other = taken.get(entry.value);
    if (other) draft.report(staleLock, { at: entry.span!, data: { what: slot.node, value: entry.value, other: `the address of \`${other.name}\`` }, related: [other.label] });
    else {
      taken.set(entry.value, { name: slot.node, label: { span: entry.span!, text: "locked here" } });
      given.set(slot, entry.value);
    }
  }
}

function joinedBy(entity: Entity, networks: readonly NetworkDraft[]): readonly NetworkDraft[] {
  const joined = find(entity as unknown as EntityOf<"service">, "in")?.args.networks ?? [];
  return joined.flatMap(({ value }) => findNamed(networks, value.name) ?? []);
}

/** Every address that the program writes; reports the second of two equal ones. */
function takenAddresses(networks: readonly NetworkDraft[], draft: Draft): Map<string, Owner> {
  const taken = new Map<string, Owner>();
  const take = (address: string, name: string, origin: Origin, what: string, canRoute = false): void => {
    const first = taken.get(address);
    if (first === undefined || (first.isRouter && canRoute)) {
      taken.set(address, { name, label: { span: origin.span, text: what } });
    } else if (first.name !== name || what === vipLabel) {
      const network = networks.find(({ cidr }) => contains(cidr, address));
      draft.report(duplicateAddress, { at: origin, data: { address, first: first.name, second: name, free: network && lowestFree(network, taken) }, related: [first.label] });
    }
  };
  for (const network of networks) {
    const gateway = find(network.entity, "gateway")?.args.address;
    if (gateway) taken.set(gateway.value.address, { name: `\`${network.name}\``, label: { span: gateway.origin.span, text: "the router of the network" }, isRouter: true });
  }
  for (const host of draft.ofKind("host")) {
    for (const { value, origin } of host.args.addresses) take(value.address, `\`${host.name}\``, origin, "the address of this host", true);
    for (const { args } of findAll(host, "interface")) if (args.address) take(args.address.value.address, `\`${host.name}\``, args.address.origin, "the address of this host", true);
  }
  for (const entity of draft.saying("vip", "address")) {
    for (const vip of findAll(entity as unknown as EntityOf<"gateway">, "vip")) {
      for (const { value, origin } of vip.args.addresses) take(value.address, `the VIP of \`${entity.name}\``, origin, vipLabel, isRouterOfItsServers(entity));
    }
    const written = find(entity as unknown as EntityOf<"service">, "address")?.args.addresses ?? [];
    if (written.length === 0) continue;
    const nodeOf = nodesByAddress(entity, written, networks);
    for (const address of written) take(address.value.address, `\`${nodeOf.get(address) ?? entity.name}\``, address.origin, "said here");
  }
  return taken;
}

function nodesByAddress(entity: Entity, written: readonly Value<Address>[], networks: readonly NetworkDraft[]): ReadonlyMap<Value<Address>, string> {
  const nodes = isLocal(entity) ? instancesOf(entity) : [];
  const deals = dealAddresses(written, joinedBy(entity, networks), ({ cidr }) => cidr);
  return new Map(deals.flatMap(({ addresses }) => addresses.flatMap((address, place) => (place < nodes.length ? [[address, nodes[place]!.name] as const] : []))));
}

/** Whether it is a director of LVS that its servers answer by way of: then its VIP is their network's router. */
function isRouterOfItsServers(entity: Entity): boolean {
  const balancer = entity as unknown as EntityOf<"balancer">;
  return entity.kind === "balancer" && says(balancer, "on") && find(balancer, "mode")?.args.mode.value === "nat";
}

function lowestFree({ cidr }: NetworkDraft, taken: ReadonlyMap<string, unknown>): string | undefined {
  const [first, last] = boundsOf(cidr);
  // The first and the last address of an IPv4 network are the network and its broadcast.
  const end = cidr.family === "ipv4" && cidr.length < 31 ? last - 1n : last;
  let start = first + (cidr.length < 31 ? 1n : 0n);
  const hint = cursors.get(taken)?.get(cidr);
  if (hint !== undefined && hint > start) start = hint;
  for (let number = start; number <= end; number++) {
    const address = fromNumber(number, cidr.family);
    if (taken.has(address)) continue;
    if (!cursors.has(taken)) cursors.set(taken, new Map());
    cursors.get(taken)!.set(cidr, number);
    return address;
  }
  return undefined;
}

// Addresses are only ever taken, so a search goes on where the last one ended: thousands of nodes stay linear.
const cursors = new WeakMap<ReadonlyMap<string, unknown>, Map<unknown, bigint>>();
