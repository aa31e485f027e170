import { type Bound, find, findAll, imply, says } from "../bind/bound.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import { implied, type Label } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { contains, networkFinder, toNumber } from "../vocabulary/values/addresses.js";
import { duplicateRouterId, noFreeRouterId } from "./diagnostics.js";
import { type Draft, type EntityOf, instancesOf } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { type NetworkDraft, networksOf, vipsOf } from "./networks.js";

type VipOf = ReturnType<typeof vipsOf>[number];

/** The last octet of the VIP if it is free where the VIP is, else the lowest free id. */
export function allocateRouterIds(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const entries: LockEntry[] = [];
  const vips = vipsOf(draft);
  const ids = createRouterIds(draft);
  for (const each of vips) {
    const written = find(each.vip, "vrid")?.args.id;
    if (written === undefined) continue;
    const clash = ids.holderOf(written.value, each);
    // That one address is said twice is told already.
    if (clash?.label.text === holderLabel(each)) continue;
    if (clash) {
      const free = ids.lowestFree(each);
      const isWritten = written.origin.span.source.text.slice(written.origin.span.start, written.origin.span.end) === String(written.value);
      const fix = isWritten && free !== undefined ? [{ span: written.origin.span, text: String(free) }] : undefined;
      draft.report(duplicateRouterId, { at: written.origin, data: { id: written.value, where: clash.where, free }, related: [clash.label], fix });
      // Offered once: a third one is told of another.
      if (free !== undefined) ids.take(free, each, { span: written.origin.span });
    } else ids.take(written.value, each, { span: written.origin.span, text: holderLabel(each) });
  }
  const open = vips.filter(({ vip }) => !says(vip, "vrid"));
  open.sort((a, b) => compareNames(keyOf(a), keyOf(b)));
  const given = new Map<Bound, number>();
  const kept = groupBy(locked.filter(({ what }) => what === "vrid"), ({ key }) => key);
  for (const each of open) {
    const [entry] = kept.get(keyOf(each)) ?? [];
    if (entry === undefined || ids.holderOf(Number(entry.value), each)) continue;
    ids.take(Number(entry.value), each, { span: entry.span!, text: "locked here" });
    given.set(each.vip as unknown as Bound, Number(entry.value));
  }
  for (const each of open) {
    const octet = Number(toNumber(keyOf(each)) % 256n);
    const known = given.get(each.vip as unknown as Bound);
    const id = known ?? (octet > 0 && ids.holderOf(octet, each) === undefined ? octet : ids.lowestFree(each));
    if (id === undefined) {
      draft.report(noFreeRouterId, { at: each.vip.origin, data: { address: keyOf(each) } });
      continue;
    }
    if (known === undefined) ids.take(id, each, { span: each.vip.origin.span });
    given.set(each.vip as unknown as Bound, id);
    entries.push({ what: "vrid", key: keyOf(each), value: String(id) });
  }
  for (const holder of new Set(open.map((each) => each.holder))) {
    const clauses = draft.get(holder.name)!.clauses.map((clause) => {
      const id = given.get(clause);
      if (id === undefined) return clause;
      const declaration = kinds.gateway.clauses.vip.clauses.vrid;
      const vrid = imply(declaration, "vrid", { id }, implied(clause.origin, "the last octet of the address, or the lowest free id"));
      return { ...clause, clauses: [...clause.clauses, vrid] };
    });
    draft.put({ ...holder, clauses });
  }
  return entries;
}

function holderLabel(each: VipOf): string {
  return `${keyOf(each)} has it`;
}

function keyOf({ vip }: VipOf): string {
  return vip.args.addresses[0]!.value.address;
}

interface RouterIds {
  /** Who has an id where the VIP is; `where` as a message says it. */
  holderOf(id: number, vip: VipOf): { readonly label: Label; readonly where: string } | undefined;
  take(id: number, vip: VipOf, label: Label): void;
  lowestFree(vip: VipOf): number | undefined;
}

/** An id is one instance's in a network, and on each interface: several networks of one wire have their ids in common. */
function createRouterIds(draft: Draft): RouterIds {
  const used = new Map<string, Map<number, Label>>();
  const networkOf = networkFinder(networksOf(draft), ({ cidr }) => cidr);
  const places = new Map<VipOf, readonly Place[]>();
  const placesOf = (each: VipOf): readonly Place[] => {
    const known = places.get(each) ?? placesOfVip(each, networkOf(keyOf(each)), draft);
    places.set(each, known);
    return known;
  };
  const holderOf: RouterIds["holderOf"] = (id, each) => {
    for (const { key, where } of placesOf(each)) {
      const label = used.get(key)?.get(id);
      if (label !== undefined) return { label, where };
    }
    return undefined;
  };
  return {
    holderOf,
    take(id, each, label) {
      for (const { key } of placesOf(each)) used.set(key, (used.get(key) ?? new Map<number, Label>()).set(id, label));
    },
    lowestFree(each) {
      for (let id = 1; id <= 255; id++) if (holderOf(id, each) === undefined) return id;
      return undefined;
    },
  };
}

/** Where a router id is one instance's. */
interface Place {
  readonly key: string;
  /** As a message says it. */
  readonly where: string;
}

/** The network of a VIP, and the interfaces that it can stand on. IPv4 and IPv6 have ids of their own. */
function placesOfVip({ holder, vip }: VipOf, network: NetworkDraft | undefined, draft: Draft): readonly Place[] {
  const dev = find(vip, "dev")?.args.interface.value;
  const { family } = vip.args.addresses[0]!.value;
  const hosts = [...new Set(instancesOf(holder).flatMap(({ host }) => host ?? []))];
  const interfaces = hosts.flatMap((name): readonly Place[] => {
    const host = draft.get(name) as EntityOf<"host"> | undefined;
    if (host?.kind !== "host") return [];
    const own = dev ?? interfaceIn(host, network);
    return [{ key: `${family} ${name} ${own}`, where: `on \`${own}\` of \`${name}\`` }];
  });
  const name = network?.name ?? "";
  return [{ key: name, where: `of \`${name}\`` }, ...interfaces];
}

/** The interface of a host that is on a network, else its first. */
function interfaceIn(host: EntityOf<"host">, network: NetworkDraft | undefined): string {
  const interfaces = findAll(host, "interface");
  const found = interfaces.find(({ args }, index) => {
    const address = args.address ?? host.args.addresses[index];
    return network !== undefined && address !== undefined && contains(network.cidr, address.value.address);
  });
  return (found ?? interfaces[0])?.args.interface.value ?? "eth0";
}
