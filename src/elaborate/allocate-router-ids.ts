import { type Bound, find, findAll, imply, says } from "../bind/bound.js";
import { compareNames } from "../source/order.js";
import { implied, type Label } from "../source/origin.js";
import { kinds } from "../vocabulary/index.js";
import { contains, toNumber } from "../vocabulary/values/addresses.js";
import { duplicateRouterId } from "./diagnostics.js";
import type { Draft, EntityOf } from "./draft.js";
import type { LockEntry } from "./lock.js";
import { networksOf } from "./networks.js";

/** The last octet of the VIP if it is free in its network, else the lowest free id. */
export function allocateRouterIds(draft: Draft, locked: readonly LockEntry[]): readonly LockEntry[] {
  const entries: LockEntry[] = [];
  const used = new Map<string, Map<number, Label>>();
  const vips = [...draft.entities.values()].flatMap((holder) => findAll(holder as unknown as EntityOf<"gateway">, "vip").map((vip) => ({ holder, vip })));
  const networkName = (vip: (typeof vips)[number]["vip"]): string => networksOf(draft).find(({ cidr }) => contains(cidr, vip.args.addresses[0]!.value.address))?.name ?? "";
  const idsOf = (network: string): Map<number, Label> => used.get(network) ?? used.set(network, new Map()).get(network)!;
  for (const { vip } of vips) {
    const written = find(vip, "vrid")?.args.id;
    if (written === undefined) continue;
    const ids = idsOf(networkName(vip));
    const first = ids.get(written.value);
    const label: Label = { span: written.origin.span, text: `${vip.args.addresses[0]!.text} has it` };
    if (first) draft.report(duplicateRouterId, { at: written.origin, data: { id: written.value, network: networkName(vip), free: lowestId(ids) }, related: [first] });
    else ids.set(written.value, label);
  }
  const open = vips.filter(({ vip }) => !says(vip, "vrid"));
  const keyOf = ({ vip }: (typeof vips)[number]): string => vip.args.addresses[0]!.value.address;
  open.sort((a, b) => compareNames(keyOf(a), keyOf(b)));
  const given = new Map<Bound, number>();
  for (const each of open) {
    const entry = locked.find(({ what, key }) => what === "vrid" && key === keyOf(each));
    const ids = idsOf(networkName(each.vip));
    if (entry === undefined || ids.has(Number(entry.value))) continue;
    ids.set(Number(entry.value), { span: entry.span!, text: "locked here" });
    given.set(each.vip as unknown as Bound, Number(entry.value));
  }
  for (const each of open) {
    const ids = idsOf(networkName(each.vip));
    const octet = Number(toNumber(keyOf(each)) % 256n);
    const id = given.get(each.vip as unknown as Bound) ?? (octet > 0 && !ids.has(octet) ? octet : lowestId(ids));
    ids.set(id, { span: each.vip.origin.span });
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

function lowestId(used: ReadonlyMap<number, unknown>): number {
  for (let id = 1; id <= 255; id++) if (!used.has(id)) return id;
  return 255;
}
