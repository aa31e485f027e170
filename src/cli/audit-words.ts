import type { Audit, Entry, Member, Quorum, Spof, Stage, UnitName, VipMoves } from "../audit/audit.js";
import { groupBy } from "../source/group.js";
import { duration } from "../vocabulary/values/quantities.js";
import { plural } from "./print-diagnostics.js";

/** The most places of a list that are named. */
const most = 4;

/** `goods (app1, app2)`; a container of the declaration's own name, or an endpoint that nobody named, is that name alone. */
export function wordStage({ name, members, checked }: Stage): string {
  const unchecked = checked || members.length < 2 ? "" : ", no check";
  const outside = members.filter((member) => member.outside);
  if (outside.length === 1 && outside[0]!.name.startsWith(`${name}:`)) return `${outside[0]!.name} (outside)`;
  if (outside.length > 0) return `${name} (${listed(outside.map((member) => member.name))}, outside${unchecked})`;
  const [only] = members;
  return members.length === 1 && only!.host === null && only!.name === name ? name : `${name} (${wordMembers(members)}${unchecked})`;
}

/** Where a request comes in, then what it passes. Of addresses that do not move, a client takes one or the other. */
export function wordStages([door, ...supplies]: readonly Stage[]): string {
  const isOpen = door!.vip === null && door!.members.length > 1;
  const first = isOpen ? wordStage(door!).replaceAll(", ", " or ") : wordStage(door!);
  return [first, ...supplies.map(wordStage)].join(" -> ");
}

/** `app1, app2 x2`. */
export function wordMembers(members: readonly Member[]): string {
  const places = [...groupBy(members, ({ host, name }) => host ?? name)].map(([place, { length }]) => (length === 1 ? place : `${place} x${length}`));
  return places.length === 0 ? "none" : listed(places);
}

export function listed(names: readonly string[]): string {
  return names.length <= most ? names.join(", ") : `${names.slice(0, most - 2).join(", ")} … ${names.at(-1)!}`;
}

/** `lb1`, `nginx on lb1`, `the Docker engine of app1`. */
export function wordUnit({ kind, name, host }: UnitName): string {
  switch (kind) {
    case "zone":
      return `the zone ${name}`;
    case "engine":
      return host === null ? "the local Docker engine" : `the Docker engine of ${host}`;
    case "daemon":
      return name.replace("@", " on ");
    case "instance":
      return host === null || host === name ? name : `${name} on ${host}`;
    case "host":
      return name;
  }
}

/** What is wrong, in a sentence. */
export function wordSpof({ units, reason, subject, vip, priorities }: Spof): string {
  const [unit] = units;
  const place = unit!.host ?? unit!.name;
  const ends = `${wordUnits(units)} can end, and ${vip ?? ""} stays there`;
  switch (reason) {
    case "only-one":
      return unit!.host === null ? `${subject} is one container` : `${subject} runs on ${place} alone`;
    case "one-asked":
      return `of ${subject} only ${wordUnits(units)} is asked`;
    case "together":
      return `every instance of ${subject} is in ${wordUnits(units)}`.replace(/ in (?!the )/, " on ");
    case "majority":
      return `${subject} has no majority without ${wordUnits(units)}`;
    case "unnoticed":
      return `${ends}: no check looks at it`;
    case "too-light":
      return `${ends}: its check leaves it ${stand(priorities)}`;
    case "not-preempted":
      return `${ends}: with \`preempt no\` nobody takes an address from one who is there, whatever its priority`;
    case "absent":
      return `without ${wordUnits(units)}, ${vip ?? "the address"} goes where ${subject} does not run`;
    case "registry":
      return `${subject} is found through ${wordUnits(units)} alone: HAProxy forgets it half a minute after that ends`;
    case "replica":
      return `without ${wordUnits(units)}, ${subject} has a primary and no replica`;
  }
}

function wordUnits(units: readonly UnitName[]): string {
  const hosts = new Set(units.map(({ host }) => host));
  const isOneHost = hosts.size === 1 && units.length > 1 && units.every(({ kind }) => kind === "daemon");
  if (isOneHost) return `${units.map(({ name }) => name.split("@")[0]!).join(" or ")} on ${units[0]!.host!}`;
  return listed(units.map(wordUnit)).replaceAll(", ", " or ");
}

function stand([own, next]: Spof["priorities"]): string {
  return own === undefined || next === undefined ? "where it is" : `at ${own.priority}, and ${next.name} has ${next.priority}`;
}

/** `3.5 s`. */
export function wordTime(milliseconds: number): string {
  return `${(Math.ceil(milliseconds / 100) / 10).toFixed(1)} s`;
}

export function wordVip({ order, afterMs, watched, preempt, together }: VipMoves): readonly string[] {
  const [first, next] = order;
  if (next === undefined || afterMs === null) return [`${first!.name} alone holds it: it cannot move`];
  const others = watched.map(({ daemon, by, withinMs }) => {
    const ended = `${daemon.replace("@", " on ")} ends`;
    if (withinMs === null) return `${ended}: it stays, ${by === "nobody" ? "as no check looks at that" : preempt === "no" ? "as a lower priority moves nothing with `preempt no`" : "as its check takes too little"}`;
    return `${ended}: ${wordTime(withinMs)}${by === "script" ? ", if its script notices" : ""}`;
  });
  const back = preempt === "yes" ? [] : preempt === "no" ? [`it does not go back to ${first!.name} by itself`] : [`it goes back to ${first!.name} after ${duration.print(preempt.afterMs)}`];
  const along = together.length === 0 ? [] : [`${together.join(", ")} ${together.length === 1 ? "goes" : "go"} along`];
  return [[`${first!.name} is gone: ${wordTime(afterMs)}`, ...others].join("; "), ...back, ...along];
}

export function wordSurvival({ failures, of, zone, ...others }: Entry["survives"] | Quorum["survives"]): string {
  if (failures === 0) return "nothing";
  const promoted = "promotion" in others && others.promotion ? ", if promoted" : "";
  return `${failures === null ? "all of the site" : plural(failures, of)}${zone ? ", any zone" : ""}${promoted}`;
}

/** Who makes another instance of a database the one that takes writes. */
export function wordPrimary({ name, kind }: Audit["primaries"][number]): string {
  const who = kind === "postgres" ? "Patroni's doing, as long as its own store has a majority" : kind === "redis" ? "for Sentinel or a person to do" : "a matter of its replication";
  return `${name} (${kind}): one instance takes writes; that another does in its place is ${who}`;
}
