import type { Report } from "../../diagnostics/define.js";
import type { Vrrp } from "../../ir/vip.js";
import type { Scripts } from "./lower-scripts.js";
import type { NativeLine, Tracked, VrrpSyncGroup } from "./model.js";
import { quoteWord } from "./quote.js";

/** The instances of this machine that fail over together, by the name of their group; a group of one is none. */
export function groupInstances(vrrps: readonly Vrrp[]): ReadonlyMap<string, readonly Vrrp[]> {
  const names = new Set(vrrps.flatMap(({ group }) => group ?? []));
  const groups = [...names].map((name) => [name, vrrps.filter(({ group }) => group === name)] as const);
  return new Map(groups.filter(([, members]) => members.length > 1));
}

/** The group tracks the scripts of its members: keepalived drops a script with a weight from an instance in a group. */
export function lowerGroup(name: string, members: readonly Vrrp[], scripts: Scripts, native: readonly NativeLine[], report: Report): VrrpSyncGroup {
  const origin = members[0]!.origin;
  const tracked: readonly Tracked[] = [...new Set(members.flatMap((vrrp) => scripts.trackedBy(vrrp)))];
  return {
    name: quoteWord(name, origin, report),
    group: members.map((vrrp) => ({ name: quoteWord(vrrp.name, vrrp.origin, report), origin: vrrp.origin })),
    track_script: tracked.length === 0 ? null : tracked,
    native,
    origin,
  };
}
