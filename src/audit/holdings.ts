import type { Node } from "../ir/place.js";
import type { Site } from "../ir/site.js";
import type { Vrrp } from "../ir/vip.js";
import { groupBy } from "../source/group.js";
import type { Unit, Units } from "./units.js";

/** What a check of a VIP looks at on one member. */
export interface Watch {
  /** What it adds to the priority when it fails, or above 0 while it does not; 0: a failed check gives the address up. */
  readonly weight: number;
  readonly looksAt: readonly Unit[];
  readonly by: "check" | "script";
  /** From a failure until keepalived knows, at most. */
  readonly withinMs: number;
}

/** One machine that can hold a VIP. */
export interface Contender {
  /** The host, or the node in a container. */
  readonly name: string;
  readonly host: string | null;
  readonly node: Unit;
  readonly keepalived: Unit;
  readonly address: string;
  readonly priority: number;
  /** Its own checks, and those of the VIPs that move with it. */
  readonly watches: readonly Watch[];
}

/** A VRRP instance with what decides who holds it. */
export interface Holding {
  readonly vrrp: Vrrp;
  readonly contenders: readonly Contender[];
  /** The instances that move with it, by their declarations' VIPs. */
  readonly together: readonly Vrrp[];
}

/** What a target's process is called. */
const targetOfProcess: Readonly<Record<string, string>> = { nginx: "nginx", haproxy: "haproxy", squid: "squid", consul: "consul" };

export function holdingsOf({ vrrps, nodes }: Site, units: Units): readonly Holding[] {
  const groups = groupBy(vrrps.filter(({ group }) => group !== null), ({ group }) => group);
  const byPlace = groupBy(nodes, ({ host, name }) => host ?? name);
  return vrrps.map((vrrp) => {
    const together = (groups.get(vrrp.group) ?? []).filter((each) => each !== vrrp);
    const contenders = vrrp.members.map((member): Contender => {
      const node = units.node(member.node);
      const all = [vrrp, ...together].flatMap((each) => watchesOf(each, member, byPlace.get(node.host ?? node.name) ?? [], units));
      return { name: node.host ?? node.name, host: node.host, node, keepalived: units.daemon("keepalived", member.machine) ?? node, address: member.address, priority: member.priority, watches: all };
    });
    return { vrrp, contenders, together };
  });
}

function watchesOf({ checks }: Vrrp, { machine, node }: Vrrp["members"][number], beside: readonly Node[], units: Units): readonly Watch[] {
  return checks.flatMap(({ process, port, check }): readonly Watch[] => {
    if (check.form === "none") return [];
    const base = { weight: check.weight ?? 0, withinMs: check.fall * check.everyMs };
    // Nobody knows what a script of the operator's looks at: that it looks at what stands behind the address is the kinder guess.
    if (check.form === "script") return [{ looksAt: [units.node(node)], by: "script", ...base }];
    const name = process ?? (check.form === "process" ? check.subject : null);
    const daemon = name === null ? undefined : units.daemon(targetOfProcess[name] ?? "", machine);
    const listening = listenerAt(check.port ?? port, node, beside);
    const found = [...(daemon === undefined ? [] : [daemon]), ...(listening === undefined ? [] : [units.node(listening)])];
    return [{ looksAt: found.length > 0 ? found : [units.node(node)], by: "check", ...base }];
  });
}

/** Who listens on a port that a check looks at: what stands behind the address, else the only one beside it. */
function listenerAt(port: number | null, node: string, beside: readonly Node[]): string | undefined {
  const listening = beside.filter(({ ports }) => ports.some((each) => each.port === port || each.published === port)).map(({ name }) => name);
  return listening.includes(node) ? node : listening.length === 1 ? listening[0] : undefined;
}
