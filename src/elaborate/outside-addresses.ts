import type { Value } from "../bind/bound.js";
import type { Label } from "../source/origin.js";
import { beginTogether } from "../source/source.js";
import { type Address, type Cidr, network as networkType, networkAround, overlaps } from "../vocabulary/values/addresses.js";
import { addressOutsideNetworks, vipOutsideNetworks } from "./diagnostics.js";
import type { Draft } from "./draft.js";

/** An address that no network of its owner holds. */
export interface Outside {
  readonly name: string;
  readonly address: Value<Address>;
  /** The networks that its owner says it is on; none when it says none. */
  readonly own: readonly string[];
  /** The networks of the site, as a report names them. */
  readonly others: readonly string[];
  /** An address that could stand there. */
  readonly free: string | undefined;
}

/** Of the addresses that are outside alike, how many are shown after the first. */
const mostShown = 3;

/** Reports addresses that no network holds, those of one range together: mostly it is the network that is wrong. */
export function reportOutside(found: readonly Outside[], networks: readonly { readonly cidr: Cidr }[], draft: Draft): void {
  const groups = new Map<string, { readonly first: Outside; readonly related: Label[] }>();
  for (const each of found) {
    const key = `${rangeOf(each.address.value)} ${each.own.join(" ")}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { first: each, related: [] });
    else if (isElsewhere(each, group) && group.related.length < mostShown) group.related.push({ span: each.address.origin.span, text: `nor does one hold \`${each.address.text}\`` });
  }
  for (const { first, related } of groups.values()) {
    const { name, address, own, others, free } = first;
    reportedRanges(draft).add(rangeOf(address.value));
    draft.report(addressOutsideNetworks, { at: address.origin, label: address.label, data: { name, address: address.text, networks: own, others, free, range: offer(address.value, networks) }, related });
  }
}

/** Reports a VIP that no network holds, unless it is with addresses that none holds either. */
export function reportOutsideVip({ address, others, free }: Pick<Outside, "address" | "others" | "free">, networks: readonly { readonly cidr: Cidr }[], draft: Draft): void {
  const reported = reportedRanges(draft);
  const range = rangeOf(address.value);
  if (reported.has(range)) return;
  reported.add(range);
  draft.report(vipOutsideNetworks, { at: address.origin, label: address.label, data: { address: address.text, networks: others, free, range: offer(address.value, networks) } });
}

/** The words of a range are at one place. */
function isElsewhere({ address }: Outside, { first, related }: { readonly first: Outside; readonly related: readonly Label[] }): boolean {
  const { span } = address.origin;
  return [first.address.origin, ...related].every((each) => !beginTogether(each.span, span));
}

function rangeOf(address: Address): string {
  return networkType.print(networkAround(address));
}

/** A network to declare for an address, where none that is declared stands in its way. */
function offer(address: Address, networks: readonly { readonly cidr: Cidr }[]): string | undefined {
  const around = networkAround(address);
  return networks.some(({ cidr }) => overlaps(cidr, around)) ? undefined : networkType.print(around);
}

function reportedRanges(draft: Draft): Set<string> {
  const known = ranges.get(draft) ?? new Set<string>();
  ranges.set(draft, known);
  return known;
}

const ranges = new WeakMap<Draft, Set<string>>();
