import type { Pool, Route } from "../ir/traffic.js";
import { stretchOf } from "../source/stretch.js";

/** What leads to a pool of what stands behind. */
export interface Leading {
  readonly pool: Pool | undefined;
}

/** The routes of a listen where each leads to what stands behind, and the pools of its proxy after them: each has the name of its declaration, and is its only one. */
export interface Led<Draft extends Leading> {
  readonly drafts: readonly Draft[];
  readonly routes: Route[];
  readonly pools: readonly Pool[];
}

/** So many are exchanged. */
const few = 200;

/**
 * The same for other drafts, each of which leads to another pool than the one in its place did, or to the same; undefined where they do not. `pools` are those
 * of the proxy before these. All drafts that lead to one pool are made together, so none of them is left.
 */
export function exchangeLed<Draft extends Leading>(led: Led<Draft>, drafts: readonly Draft[], pools: readonly Pool[], route: (draft: Draft, pool: string) => Route): Led<Draft> | undefined {
  const { start, end } = stretchOf(led.drafts, drafts);
  if (drafts.length !== led.drafts.length || end - start > few) return undefined;
  const exchanged = new Map<Pool, Pool>();
  for (let at = start; at < end; at++) {
    const [was, is] = [led.drafts[at]!.pool, drafts[at]!.pool];
    if (was === undefined || is === undefined || is.name !== is.entity || (exchanged.get(was) ?? is) !== is) return undefined;
    exchanged.set(was, is);
  }
  const after = led.pools.slice();
  for (const [was, is] of exchanged) after[led.pools.indexOf(was)] = is;
  if (!areStillOnly(exchanged, after) || stretchOf(after.slice(0, pools.length), pools).start < pools.length) return undefined;
  const between = drafts.slice(start, end).map((draft) => route(draft, draft.pool!.name));
  return { drafts, routes: led.routes.slice(0, start).concat(between, led.routes.slice(end)), pools: after };
}

/** Whether each of the pools that came is still the only one of its name. */
function areStillOnly(exchanged: ReadonlyMap<Pool, Pool>, after: readonly Pool[]): boolean {
  const renamed = [...exchanged].filter(([was, is]) => was.name !== is.name);
  if (renamed.length === 0) return true;
  const names = new Set(renamed.map(([, is]) => is.name));
  let count = 0;
  for (let at = 0; at < after.length; at++) if (names.has(after[at]!.name)) count++;
  return count === renamed.length && names.size === count;
}
