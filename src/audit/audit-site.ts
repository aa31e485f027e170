import type { Site } from "../ir/site.js";
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
    quorums: model.electorates.map((electorate) => quorumOf(electorate, effects, model)),
    logs: model.pipes.map((pipe) => chainOf(pipe, stoppers(pipe.name, effects), model.around)),
    outside: [...outsideOf(model)],
    primaries: [...primariesOf(model)],
    unseen: [...unseenOf(model)],
    failures: asked.flatMap((effect) => failureOf(effect) ?? []),
  };
}

function entriesOf(model: Model, served: ReadonlySet<Way>, effects: readonly Effect[]): Entry[] {
  const fatal = new Set(effects.flatMap(({ lost }) => [...lost.keys()]));
  const zones = zonesOf(model);
  const { of } = counted(model);
  const byZone = new Set(effects.filter(({ units }) => units[0]!.kind === "zone").flatMap(({ lost }) => [...lost.keys()]));
  const entries = model.ways.flatMap((way): readonly Entry[] => {
    const stages = [...stagesOf(way, model.around)];
    const isServed = served.has(way);
    const failures = !isServed || fatal.has(way) ? 0 : weakest(stages, model);
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
function weakest(stages: readonly Stage[], model: Model): number {
  const { placeOf } = counted(model);
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
function counted({ site, ground }: Model): { readonly of: Entry["survives"]["of"]; readonly placeOf: (member: Member) => string } {
  if (ground.some(({ kind }) => kind === "host")) return { of: "instance", placeOf: ({ name }) => name };
  return { of: site.nodes.some(({ host }) => host !== null) ? "host" : "container", placeOf: ({ host, name }) => host ?? name };
}

function quorumOf(electorate: Electorate, effects: readonly Effect[], model: Model): Quorum {
  const { name, kind, nodes, needs, certain, without, registers, origin } = electorate;
  const { of, placeOf } = counted(model);
  const members: Member[] = nodes.map(memberOf);
  const breaking = effects.filter(({ broken }) => broken.some((each) => each.electorate === electorate)).map(({ units }) => units[0]!);
  const zones = zonesOf(model);
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

function stoppers(name: string, effects: readonly Effect[]): LogChain["stoppedBy"] {
  const found = effects.flatMap(({ units, stopped }) => stopped.filter((each) => each.name === name).map(({ stage }): { readonly unit: Unit; readonly stage: string } => ({ unit: units[0]!, stage })));
  return smallest(found, ({ unit }) => unit).map(({ unit, stage }) => ({ unit: nameOf(unit), stage }));
}
