import type { Bound, Entity } from "../bind/bound.js";
import { groupBy, placesBy } from "../source/group.js";
import { once } from "../source/once.js";
import { eachAgain, flatAgain, type Keeping } from "../source/kept-lists.js";
import type { Origin } from "../source/origin.js";
import { noTables, type Tables } from "../source/tables.js";
import type { kinds } from "../vocabulary/index.js";
import type { Reference } from "../vocabulary/values/texts.js";
import type { Value } from "../bind/bound.js";
import { circularBehind } from "./diagnostics.js";
import type { Draft, EntityOf } from "./draft.js";

/** One step of a request: from what stands in front to what stands behind it. */
export interface Link {
  readonly front: string;
  readonly back: string;
  /** The `behind` or the `->` that says it. */
  readonly origin: Origin;
  /** The `behind`, and its word that names what stands in front; undefined of an arrow. */
  readonly behind: Behind | undefined;
  readonly word: Value<Reference> | undefined;
}

type Behind = Bound<(typeof kinds)["service"]["clauses"]["behind"]>;

/** Who stands in front of whom. */
export interface Chain {
  readonly links: readonly Link[];
  readonly shape: Shape;
  frontsOf(name: string): readonly Link[];
  backsOf(name: string): readonly Link[];
}

const actions = new Set(["redirect", "deny", "files", "lua"]);

/** Whether a `->` is answered at once (`-> redirect https`) and names nothing. */
export function isAction(arrow: Bound): boolean {
  const target = (arrow.args as { readonly target?: Value<Reference> }).target;
  return arrow.word === "->" && target !== undefined && !target.quoted && actions.has(target.text);
}

/** The chain of these declarations; `stage` says how far they are. */
export function chainOf(stage: string, entities: readonly Entity[], tables: Tables): Chain {
  const links = flatAgain(`${stage} links`, eachAgain(`${stage} links`, [], entities, linksOf, { tables }), tables);
  if (tables === noTables) return chainOfLinks(links);
  const fronts = eachAgain(`${stage} fronts`, [], links, ({ front }) => front, { tables });
  const backs = eachAgain(`${stage} backs`, [], links, ({ back }) => back, { tables });
  const known = tables.table<readonly string[], Shape>(`${stage} shape of links`, [fronts, backs]);
  const shape = known.get(fronts) ?? shapeOf(fronts, backs);
  known.set(fronts, shape);
  return chainOfLinks(links, shape);
}

/** Adds what a clause of the declaration `name` says of who stands in front of whom. */
export function addLinks(links: Link[], clause: Bound, name: string): void {
  const { word } = clause;
  if (word === "behind") {
    const behind = clause as unknown as Behind;
    const { proxies } = behind.args;
    for (let place = 0; place < proxies.length; place++) links.push({ front: proxies[place]!.value.name, back: name, origin: clause.origin, behind, word: proxies[place] });
  } else if (word === "listen" || word === "route" || word === "accelerate") addArrows(links, clause, name);
}

/** What a declaration says of who stands in front of whom. */
export function linksOf({ clauses, name }: Entity): readonly Link[] {
  const links: Link[] = [];
  for (let place = 0; place < clauses.length; place++) addLinks(links, clauses[place]!, name);
  return links;
}

/** The places of links among all: it hangs on the names alone. */
export interface Shape {
  /** What stands in front of something, in the order of links. */
  fronts(): Iterable<string>;
  frontsOf(name: string): readonly number[];
  backsOf(name: string): readonly number[];
  /** The same without those behind which there is nothing more. */
  betweenFronts(name: string): readonly number[];
}

/** The shape of links of which these stand in front, and these behind. */
function shapeOf(fronts: readonly string[], backs: readonly string[]): Shape {
  const byFront = placesBy(fronts);
  // Proxies are asked what stands in front of them in every site, services in few.
  const between = once(() => {
    const places: number[] = [];
    for (let at = 0; at < backs.length; at++) if (byFront.has(backs[at]!)) places.push(at);
    return places;
  });
  const betweenByFront = once(() => groupBy(between(), (at) => fronts[at]!));
  const betweenByBack = once(() => groupBy(between(), (at) => backs[at]!));
  return {
    fronts: () => byFront.keys(),
    frontsOf: (name) => (byFront.has(name) ? betweenByBack() : placesBy(backs)).get(name) ?? nowhere,
    backsOf: (name) => byFront.get(name) ?? nowhere,
    betweenFronts: (name) => betweenByFront().get(name) ?? nowhere,
  };
}

const nowhere: readonly number[] = [];
const none: readonly Link[] = [];

/** The chain of these links, in the order of their declarations. */
export function chainOfLinks(links: readonly Link[], shape: Shape = shapeOf(links.map(({ front }) => front), links.map(({ back }) => back))): Chain {
  const at = (places: readonly number[]): readonly Link[] => (places.length === 0 ? none : places.map((place) => links[place]!));
  return { links, shape, frontsOf: (name) => at(shape.frontsOf(name)), backsOf: (name) => at(shape.backsOf(name)) };
}

/** The `->` of a listen, its routes and their entries, and the reference of a cache's `accelerate`. */
function addArrows(links: Link[], clause: Bound, front: string): void {
  if (clause.word === "->" || clause.word === "accelerate") {
    const { target } = clause.args as { readonly target?: Value<Reference | string> };
    if (target && typeof target.value === "object" && !isAction(clause)) links.push({ front, back: target.value.name, origin: clause.origin, behind: undefined, word: undefined });
  }
  for (const each of clause.clauses) if (each.word === "" || each.word === "->" || each.word === "route") addArrows(links, each, front);
}

/** Reports each circle once, at the step that closes it. */
export function reportCircles(chain: Chain, draft: Draft, { tables, diagnostics }: Required<Keeping>): void {
  const known = tables.table<Shape, true>("shape without circles", [chain.shape]);
  const before = diagnostics.length;
  if (known.get(chain.shape) === undefined) followAll(chain, draft);
  if (diagnostics.length === before) known.set(chain.shape, true);
}

function followAll({ links, shape }: Chain, draft: Draft): void {
  const done = new Set<string>();
  const visit = (name: string, path: readonly string[]): void => {
    for (const place of shape.betweenFronts(name)) {
      const { back, origin } = links[place]!;
      const at = path.indexOf(back);
      if (at >= 0) draft.report(circularBehind, { at: origin, data: { names: [...path.slice(at), back] } });
      else if (!done.has(back)) visit(back, [...path, back]);
    }
    done.add(name);
  };
  for (const front of shape.fronts()) if (!done.has(front)) visit(front, [front]);
}

/** The layers in front of `name` that have none in front of themselves. */
export function outermost(name: string, chain: Chain): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const visit = (each: string): void => {
    if (seen.has(each)) return;
    seen.add(each);
    const fronts = chain.frontsOf(each);
    if (fronts.length === 0 && each !== name) found.add(each);
    for (const { front } of fronts) visit(front);
  };
  visit(name);
  return [...found];
}

/** The engine of a gateway or balancer. */
export function engineOf(proxy: EntityOf<"gateway"> | EntityOf<"balancer">): string {
  return proxy.args.engine?.value ?? (proxy.kind === "gateway" ? "nginx" : "haproxy");
}
