import type { Site } from "../ir/site.js";
import { groupBy } from "../source/group.js";
import { compareNames } from "../source/order.js";
import type { Audit, Entry, LogChain, Member, Quorum, Stage } from "./audit.js";
import type { Supply } from "./layers.js";
import { chainOf } from "./log-chains.js";
import { type Model, modelOf } from "./model.js";
import { outsideOf, primariesOf, unseenOf } from "./notes.js";
import { type Electorate, withoutRegistry } from "./quorums.js";
import { smallest, spofsOf } from "./spofs.js";
import { memberOf, stagesOf, survivesOf } from "./stages.js";
import type { Unit } from "./units.js";
import { vipMoves } from "./vip-moves.js";
import { type Effect, effectOf, failureOf, nameOf, servedWays, walkFailures } from "./walk.js";
import type { Way } from "./ways.js";
import { type Unknown, unitsNamed } from "./without.js";

/** What a site survives. `without`: names of what fails together, as `--without` takes them; else each thing by itself. */
export function auditSite(site: Site, without: readonly string[] = []): Audit | Unknown {
  const model = modelOf(site);
  const chosen = unitsNamed(without, model);
  if ("unknown" in chosen) return chosen;
  const served = servedWays(model);
  const effects = walkFailures(model, served);
  const asked = without.length === 0 ? effects : [effectOf(chosen.units, model, served)];
  return {
    site: site.name,
    ground: model.ground.map(nameOf),
    entries: entriesOf(model, served, effects),
    spofs: [...spofsOf(effects, model)],
    vips: [...vipMoves(model)],
    quorums: quorumsOf(model, effects),
    logs: logsOf(model, effects),
    outside: [...outsideOf(model)],
    primaries: [...primariesOf(model)],
    unseen: [...unseenOf(model)],
    failures: asked.flatMap((effect) => failureOf(effect) ?? []),
  };
}

function entriesOf(model: Model, served: ReadonlySet<Way>, effects: readonly Effect[]): Entry[] {
  const fatal = new Set(effects.flatMap(({ lost }) => [...lost.keys()]));
  const zones = zonesOf(model);
  const count = counted(model);
  const { of } = count;
  const byZone = new Set(effects.filter(({ units }) => units[0]!.kind === "zone").flatMap(({ lost }) => [...lost.keys()]));
  const entries = model.ways.flatMap((way): readonly Entry[] => {
    const stages = [...stagesOf(way, model.around)];
    const isServed = served.has(way);
    const failures = !isServed || fatal.has(way) ? 0 : weakest(stages, count, model);
    const zone = zones < 2 ? null : isServed && !byZone.has(way);
    const { door } = way;
    return way.requests.map(({ id, domains, path, origin }) => ({
      id, door: door.name, transport: door.transport, domains: [...domains], path, stages, served: isServed,
      survives: { failures: failures === Infinity ? null : failures, of, zone, promotion: failures > 0 && way.supplies.some(needsPromotion) }, origin,
    }));
  });
  return entries.sort((a, b) => compareNames(a.id, b.id));
}

function needsPromotion({ writes, role, suppliers }: Supply): boolean {
  return writes === "one" && role === "primary" && suppliers.length > 1;
}

/** What a cluster without its majority still does is no more than a part of it: beyond the first failure that does not count. */
function weakest(stages: readonly Stage[], { placeOf }: Counted, model: Model): number {
  return Math.min(
    ...stages.map(({ name, members, needs }) => {
      const majority = model.around.electorates.get(name)?.needs ?? 1;
      return Math.min(survivesOf(members, needs, placeOf), Math.max(1, survivesOf(members, majority, placeOf)));
    }),
  );
}

function zonesOf({ site }: Model): number {
  return new Set(site.hosts.flatMap(({ zone }) => zone ?? [])).size;
}

/** What is counted when it is said how many failures are survived. */
interface Counted {
  readonly of: Entry["survives"]["of"];
  readonly placeOf: (member: Member) => string;
}

function counted({ site, ground }: Model): Counted {
  if (ground.some(({ kind }) => kind === "host")) return { of: "instance", placeOf: ({ name }) => name };
  return { of: site.nodes.some(({ host }) => host !== null) ? "host" : "container", placeOf: ({ host, name }) => host ?? name };
}

function quorumsOf(model: Model, effects: readonly Effect[]): Quorum[] {
  const count = counted(model);
  const zones = zonesOf(model);
  const breaking = groupBy(effects.flatMap(({ units, broken }) => broken.map(({ electorate }) => ({ electorate, unit: units[0]! }))), ({ electorate }) => electorate);
  return model.electorates.map((electorate) => quorumOf(electorate, (breaking.get(electorate) ?? []).map(({ unit }) => unit), zones, count));
}

/** `breaking`: what alone takes its majority away. */
function quorumOf(electorate: Electorate, breaking: readonly Unit[], zones: number, { of, placeOf }: Counted): Quorum {
  const { name, kind, nodes, needs, certain, without, registers, origin } = electorate;
  const members: Member[] = nodes.map(memberOf);
  const failures = breaking.length > 0 ? 0 : survivesOf(members, needs, placeOf);
  return {
    name, kind, members, needs,
    survives: { failures, of, zone: zones < 2 ? null : !breaking.some((unit) => unit.kind === "zone") },
    brokenBy: smallest(breaking, (unit) => unit).map(nameOf),
    certain,
    without,
    registers: registers.map((use) => ({ service: use.service, without: withoutRegistry(use) })),
    origin,
  };
}

function logsOf({ pipes, around }: Model, effects: readonly Effect[]): LogChain[] {
  const stopping = groupBy(effects.flatMap(({ units, stopped }) => stopped.map(({ name, stage }): Stopping => ({ name, unit: units[0]!, stage }))), ({ name }) => name);
  return pipes.map((pipe) => chainOf(pipe, smallest(stopping.get(pipe.name) ?? [], ({ unit }) => unit).map(({ unit, stage }) => ({ unit: nameOf(unit), stage })), around));
}

/** A unit without which the logs of a collection stop, and where. */
interface Stopping {
  readonly name: string;
  readonly unit: Unit;
  readonly stage: string;
}
