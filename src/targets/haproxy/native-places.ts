import { misplacedDirective, type NativeDirective } from "../../emit/native.js";
import type { Listen, Route } from "../../ir/traffic.js";
import { addTo, groupBy } from "../../source/group.js";
import { filterAgain } from "../../source/kept-groups.js";
import { once } from "../../source/once.js";
import { directives } from "./directives.js";
import { placeBlocks } from "./native.js";
import { type Plan, type PlannedListen, type PlannedPool, type PlannedProxy, usersOf } from "./plan.js";
import { nameIn, type Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

/** Where the directives of all native blocks belong. */
export interface NativePlaces {
  /** By declaration. */
  readonly global: readonly (readonly NativeDirective[])[];
  readonly defaults: readonly (readonly NativeDirective[])[];
  /** By the name of the generated section. */
  readonly bySection: ReadonlyMap<string, readonly NativeDirective[]>;
  /** Whole sections, and raw text. */
  readonly top: readonly NativeDirective[];
}

export function placeNatives(scope: Scope, plan: Plan): NativePlaces {
  const bySection = new Map<string, NativeDirective[]>();
  const add = (sections: readonly string[], directive: NativeDirective): void => {
    for (const section of sections) addTo(bySection, section, directive);
  };
  const own = plan.proxies.map((planned) => ({ planned, directives: placeBlocks(scope, planned.proxy.native, "main") }));
  for (const { planned, directives: given } of own) {
    if (given.length > 0) {
      const listens = planned.listens.map(({ name }) => name);
      const pools = planned.pools.map((pool) => sectionOfPool(planned, pool));
      for (const directive of given) placeOne(scope, directive, listens, pools, add);
    }
    const used = once(() => groupBy(planned.pools.flatMap((pool) => usersOf(planned, pool).map((listen) => ({ listen, pool }))), ({ listen }) => listen));
    const sent = once(() => groupBy(planned.listens.flatMap(sendersOf), ({ pool }) => pool));
    for (const listen of planned.listens) placeInListen(scope, planned, listen, { pools: () => (used().get(listen) ?? []).map(({ pool }) => sectionOfPool(planned, pool)), senders: (pool) => sent().get(pool) ?? [] }, add);
    for (const pool of planned.telling) {
      if (pool.pool.native.length === 0) continue;
      for (const directive of placeBlocks(scope, pool.pool.native, "backend")) placeOne(scope, directive, [], [sectionOfPool(planned, pool)], add);
    }
  }
  const pick = (name: string): readonly (readonly NativeDirective[])[] =>
    own.map(({ directives: given }) => [
      ...given.filter(({ section }) => section === name),
      ...given.flatMap((directive) => (isHeading(directive, name) ? (directive.block?.directives ?? []) : [])),
    ]);
  const top = own.flatMap(({ directives: given }) => given.filter((directive) => directive.section === "main" && !isHeading(directive, "global") && !isHeading(directive, "defaults")));
  return { global: pick("global"), defaults: pick("defaults"), bySection, top };
}

/** The heading of the generated section of that name: `defaults` with a name is another one. */
function isHeading({ section, name, words }: NativeDirective, wanted: string): boolean {
  return section === "main" && name === wanted && words.length === 0;
}

type Add = (sections: readonly string[], directive: NativeDirective) => void;

function placeOne({ report }: Scope, directive: NativeDirective, listens: readonly string[], pools: readonly string[], add: Add): void {
  const { section, name, origin } = directive;
  if (section === "frontend") add(listens, directive);
  else if (section === "backend" || section === "listen") add(pools, directive);
  else if (!["main", "global", "defaults"].includes(section)) {
    report(misplacedDirective, { at: origin, data: { engine: directives.engine, directive: name, sections: [section], seen: "main" } });
  }
}

/** A route that sends to a pool; or a listen that sends all. */
interface Sender {
  readonly pool: PlannedPool;
  readonly by: Listen | Route;
}

function sendersOf({ listen, poolOf }: PlannedListen): readonly Sender[] {
  const senders: Sender[] = listen.pool === null ? [] : [{ pool: poolOf(listen.pool), by: listen }];
  for (const route of listen.routes) if (route.action.do === "proxy") senders.push({ pool: poolOf(route.action.pool), by: route });
  return senders;
}

function sectionOfPool(planned: PlannedProxy, pool: PlannedPool): string {
  return pool.inline ? usersOf(planned, pool)[0]!.name : pool.name;
}

/** What a proxy's listens and pools are to each other. */
interface Ways {
  /** The sections that the listen sends to. */
  readonly pools: () => readonly string[];
  readonly senders: (pool: PlannedPool) => readonly Sender[];
}

function placeInListen(scope: Scope, planned: PlannedProxy, { listen, name, poolOf }: PlannedListen, { pools, senders }: Ways, add: Add): void {
  for (const directive of placeBlocks(scope, listen.native, "frontend")) placeOne(scope, directive, [name], pools(), add);
  for (const route of filterAgain(nameIn(scope, `native routes ${planned.proxy.name} ${listen.name}`), listen.routes, ({ native }) => native.length > 0, scope.keeping.tables)) {
    const pool = route.action.do === "proxy" ? poolOf(route.action.pool) : null;
    const others = pool === null ? [] : senders(pool).filter(({ by }) => by !== route);
    const [block] = route.native.filter(({ engine }) => engine === "haproxy");
    if (block !== undefined && others.length > 0) {
      const related = others.slice(0, 1).map(({ by }) => ({ span: by.origin.span, text: "this sends to the same section" }));
      const what = "cannot keep a native block to one of the routes that share a section of servers";
      reportUnsupported(scope.report, block.origin, what, "write it where it holds for all of them: in the service", related);
    }
    const servers = pool === null ? [] : [sectionOfPool(planned, pool)];
    for (const directive of placeBlocks(scope, route.native, pool === null ? "frontend" : "backend")) placeOne(scope, directive, [name], servers, add);
  }
}

