import type { Pool, Proxy } from "../../ir/traffic.js";
import { eachAgain, type Keeping, sameItems, zipAgain } from "../../source/kept-lists.js";
import { oncePer } from "../../source/once.js";
import type { Word } from "./model.js";
import { nameOf, Names } from "./names.js";
import { named } from "./quote.js";

/** A pool with the name of its `upstream`. */
export interface Upstream {
  readonly pool: Pool;
  readonly name: string;
  /** The name as it goes into the file. */
  readonly word: Word;
}

/** Those of a proxy. */
export interface Upstreams {
  /** In the order of its pools. */
  readonly all: readonly Upstream[];
  /** The names of its pools, in their order: the same list as before where none changed. */
  readonly names: readonly string[];
}

/** Of each proxy the upstreams of its pools, each with a name of its own. */
export function upstreamsOf(proxies: readonly Proxy[], called: string, keeping: Keeping): ReadonlyMap<Proxy, Upstreams> {
  const names = new Names();
  return new Map(
    proxies.map(({ name: proxy, pools }, at) => {
      const all = `${called} pools of ${proxy}`;
      const wanted = eachAgain(`${all} as names`, [], pools, ({ name }) => nameOf(name), keeping);
      const taken = names.takeEach(all, wanted, keeping);
      return [
        proxies[at]!,
        {
          all: zipAgain(all, [], [pools, taken], (place) => ({ pool: pools[place]!, name: taken[place]!, word: named(taken[place]!) }), keeping),
          names: sameItems(`${all} by name`, eachAgain(`${all} by name`, [], pools, ({ name }) => name, keeping), keeping.tables),
        },
      ];
    }),
  );
}

/** At which place each pool is, by its name. */
export function placesOf({ names }: Upstreams): ReadonlyMap<string, number> {
  return placesIn(names);
}

const placesIn = oncePer((names: readonly string[]) => {
  const places = new Map<string, number>();
  for (let at = 0; at < names.length; at++) places.set(names[at]!, at);
  return places;
});
