import { type Entity, find, findAll, imply, says } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { implied, type Label, type Origin } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { boundsOf, contains, fromNumber } from "../vocabulary/values/addresses.js";
import { addressCount, duplicateAddress, networkFull, staleLock } from "./diagnostics.js";
import { type Draft, type EntityOf, instancesOf, isForeign } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { type NetworkDraft, networksOf } from "./networks.js";

/** Who has an address, and where that was said. */
interface Owner {
  /** As a message says it. */
  readonly name: string;
  readonly label: Label;
}

const vipLabel = "a VIP";

/** Each node in a container of the local engine gets the lowest free address of its network. */
export function allocateAddresses(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const entries: LockEntry[] = [];
  const taken = takenAddresses(draft);
  const needs = [...draft.entities.values()].filter((entity) => !isForeign(entity)).flatMap((entity) => {
    const local = instancesOf(entity).filter(({ host }) => host === undefined);
    const network = local.length === 0 ? undefined : networkOf(entity, draft);
    return network ? [{ entity, local, network }] : [];
  });
  const open = needs.filter(({ entity, local }) => {
    const written = find(entity as unknown as EntityOf<"service">, "address")?.args.addresses;
    if (written && written.length !== local.length) {
      draft.report(addressCount, { at: written[0]?.origin ?? entity.nameOrigin, data: { name: entity.name, nodes: local.length, addresses: written.length } });
    }
    return written === undefined && !says(entity, "address");
  });
  const nodes = open.flatMap(({ entity, local, network }) => local.map((instance) => ({ entity, instance, network })));
  nodes.sort((a, b) => compareNames(a.instance.name, b.instance.name));
  const given = new Map<string, string>();
  const addresses = new Map(locked.filter(({ what }) => what === "address").map((entry) => [entry.key, entry]));
  for (const { instance, network } of nodes) {
    const entry = addresses.get(instance.name);
    if (entry === undefined || !contains(network.cidr, entry.value)) continue;
    const other = taken.get(entry.value);
    if (other) draft.report(staleLock, { at: entry.span!, data: { what: instance.name, value: entry.value, other: `the address of \`${other.name}\`` }, related: [other.label] });
    else {
      taken.set(entry.value, { name: instance.name, label: { span: entry.span!, text: "locked here" } });
      given.set(instance.name, entry.value);
    }
  }
  for (const { entity, instance, network } of nodes) {
    const address = given.get(instance.name) ?? lowestFree(network, taken);
    if (address === undefined) {
      draft.report(networkFull, { at: entity.nameOrigin, data: { network: network.name, cidr: `${network.cidr.address}/${network.cidr.length}`, node: instance.name } });
      continue;
    }
    taken.set(address, { name: instance.name, label: { span: entity.nameOrigin.span } });
    given.set(instance.name, address);
    entries.push({ what: "address", key: instance.name, value: address });
  }
  for (const { entity, local, network } of open) {
    const addresses = local.flatMap(({ name }) => (given.has(name) ? [{ address: given.get(name)!, family: network.cidr.family }] : []));
    const origin = implied({ span: entity.origin.span }, "the lowest free address");
    if (addresses.length === local.length) draft.extend(entity.name, [imply(kinds.service.clauses.address, "address", { addresses }, origin)]);
  }
  return entries;
}

function networkOf(entity: Entity, draft: Draft): NetworkDraft | undefined {
  const name = find(entity as unknown as EntityOf<"service">, "in")?.args.networks[0]?.value.name;
  return networksOf(draft).find((network) => network.name === name);
}

/** Every address that the program writes; reports the second of two equal ones. */
function takenAddresses(draft: Draft): Map<string, Owner> {
  const taken = new Map<string, Owner>();
  const take = (address: string, name: string, origin: Origin, what: string): void => {
    const first = taken.get(address);
    if (first === undefined) {
      taken.set(address, { name, label: { span: origin.span, text: what } });
    } else if (first.name !== name || what === vipLabel) {
      const network = networksOf(draft).find(({ cidr }) => contains(cidr, address));
      draft.report(duplicateAddress, { at: origin, data: { address, first: first.name, second: name, free: network && lowestFree(network, taken) }, related: [first.label] });
    }
  };
  for (const network of networksOf(draft)) {
    const gateway = find(network.entity, "gateway")?.args.address;
    if (gateway) taken.set(gateway.value.address, { name: `\`${network.name}\``, label: { span: gateway.origin.span, text: "the router of the network" } });
  }
  for (const host of draft.ofKind("host")) {
    for (const { value, origin } of host.args.addresses) take(value.address, `\`${host.name}\``, origin, "the address of this host");
    for (const { args } of findAll(host, "interface")) if (args.address) take(args.address.value.address, `\`${host.name}\``, args.address.origin, "the address of this host");
  }
  for (const entity of draft.entities.values()) {
    for (const vip of findAll(entity as unknown as EntityOf<"gateway">, "vip")) {
      for (const { value, origin } of vip.args.addresses) take(value.address, `the VIP of \`${entity.name}\``, origin, vipLabel);
    }
    const nodes = instancesOf(entity).filter(({ host }) => host === undefined);
    find(entity as unknown as EntityOf<"service">, "address")?.args.addresses.forEach(({ value, origin }, index) => take(value.address, `\`${nodes[index]?.name ?? entity.name}\``, origin, "said here"));
  }
  return taken;
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
