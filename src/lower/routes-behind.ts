import { type Bound, find, type Value } from "../bind/bound.js";
import { invalidValue } from "../bind/diagnostics.js";
import type { Link } from "../elaborate/chain.js";
import type { EntityOf } from "../elaborate/draft.js";
import { routesTo } from "../elaborate/services.js";
import type { Pool, Route } from "../ir/traffic.js";
import { groupBy } from "../source/group.js";
import type { Origin } from "../source/origin.js";
import { noTables, type Table, type Tables } from "../source/tables.js";
import type { routeEntry } from "../vocabulary/clauses/traffic.js";
import type { Reference } from "../vocabulary/values/texts.js";
import { filterAgain } from "../source/kept-groups.js";
import { eachAgain, flatAgain } from "../source/kept-lists.js";
import { type Levels, type Lowering, none } from "./lowering.js";
import { type Aim, lowerPool } from "./pools.js";

type Gateway = EntityOf<"gateway">;
export type Entry = Bound<typeof routeEntry>;

/** A route before it is lowered: from an entry of a `route`, or from a `behind`. */
export interface RouteDraft {
  readonly domains: string[];
  /** The domains as one text. */
  readonly host: string;
  readonly match: Route["match"];
  readonly path: string;
  readonly target: Aim | undefined;
  /** What stands behind, of a `behind`. */
  readonly pool: Pool | undefined;
  /** What was made of that last. */
  route: Route | undefined;
  readonly action: Route["action"] | undefined;
  readonly entry: Entry | undefined;
  /** What stands there, for a report of two. */
  readonly shown: string;
  readonly origin: Origin;
}

/** What is behind a proxy at a listen: all that stands around is in a frame. */
export interface Around {
  readonly levels: Levels;
  /** What no other listen of the site is called. */
  readonly called: string;
  /** The pools of all listens that say nothing of their own. */
  readonly pools: Table<Link, Pool> | undefined;
}

export function reportPath(path: Value<string>, isRegex: boolean, { report }: Lowering): void {
  const problem = problemOfPath(path.value, isRegex);
  if (problem !== undefined) report(invalidValue, { at: path.origin, label: path.label, data: { text: path.text, problem, instead: undefined, near: undefined, example: undefined } });
}

/** Why no request can have the path, or no engine can read the regular expression. */
function problemOfPath(path: string, isRegex: boolean): string | undefined {
  if (!isRegex) return path.startsWith("/") ? undefined : "not a path that begins with `/`; a regular expression has `~` before it";
  // Groups such as `(?i)`, and a `+` that keeps what it has, are those of PCRE.
  if (path.includes("(?")) return undefined;
  try {
    new RegExp(path.replace(/\\.|([*+?}])\+/g, (found, repeats: string | undefined) => repeats ?? found));
    return undefined;
  } catch {
    return "not a regular expression: its brackets do not match, or it repeats nothing";
  }
}

const rootPath = [{ value: "/" }];

/**
 * What is said by `behind`: by services and clusters with their paths, by other layers for all paths. With the levels around it, each has its pool, made in
 * the order in which it was declared, as large sites lie in memory in that order.
 */
export function behindOf(entity: Gateway, around: Around | undefined, lowering: Lowering): readonly RouteDraft[] {
  const { chain, discoveries, networks, hosts } = lowering;
  const keeping = around === undefined ? { ...lowering, tables: noTables } : lowering;
  const called = around?.called ?? "";
  const links = inOrder(chain.backsOf(entity.name), called, keeping.tables);
  const draftsOfLink = (link: Link, at: number): readonly RouteDraft[] => {
    const { behind, word } = link;
    // One clause may name it twice.
    return behind === undefined || word === undefined || behind === links[at - 1]?.behind ? none : draftsBehind(link, behind, word, entity, around, lowering);
  };
  // How it is discovered hangs on others.
  const frame = [entity, networks, hosts, [...discoveries.keys()].join()];
  const own = eachAgain(`behind ${called}`, frame, links, draftsOfLink, keeping, ({ back }) => !discoveries.has(back));
  return flatAgain(`behind ${called}`, own, keeping.tables);
}

/** The links of a `behind` follow one another, but what an arrow leads to comes where the arrow stands. */
function inOrder(links: readonly Link[], called: string, tables: Tables): readonly Link[] {
  const arrows = filterAgain(`arrows ${called}`, links, ({ behind }) => behind === undefined, tables);
  return arrows.length === 0 ? links : [...groupBy(links, ({ back }) => back).values()].flat();
}

function draftsBehind(link: Link, clause: NonNullable<Link["behind"]>, proxy: Value<Reference>, entity: Gateway, around: Around | undefined, lowering: Lowering): readonly RouteDraft[] {
  const name = link.back;
  const said = find(clause, "at")?.args.paths;
  if (said === undefined && routesTo(entity, name)) return none;
  const { origin } = clause;
  const domains = domainsOf(clause);
  const host = hostOf(domains);
  const pool = around && poolBehind(link, proxy, entity, around, lowering);
  for (const path of said ?? none) reportPath(path, false, lowering);
  return (said ?? rootPath).map(({ value }): RouteDraft => ({ domains, host, match: "prefix", path: value, target: undefined, pool, route: undefined, action: undefined, entry: undefined, shown: name, origin }));
}

function poolBehind(link: Link, proxy: Value<Reference>, entity: Gateway, { levels, pools }: Around, lowering: Lowering): Pool | undefined {
  const { diagnostics, discoveries } = lowering;
  const shared = discoveries.has(link.back) ? undefined : pools;
  const kept = shared?.get(link);
  if (kept !== undefined) return kept;
  const before = diagnostics.length;
  const pool = lowerPool({ name: link.back, port: undefined, role: undefined, at: proxy.origin }, { origin: link.origin, levels, proxy: entity }, lowering);
  if (pool !== undefined && diagnostics.length === before) shared?.set(link, pool);
  return pool;
}

function domainsOf(clause: NonNullable<Link["behind"]>): string[] {
  const domains = find(clause, "domain")?.args.domains ?? none;
  return domains.length === 1 ? [domains[0]!.value] : domains.map(({ value }) => value);
}

export function hostOf(domains: readonly string[]): string {
  return domains.length === 1 ? domains[0]! : domains.join(" ");
}
