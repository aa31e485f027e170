import { findNamed } from "../source/group.js";
import type { Site } from "./site.js";
import type { Listen, Pool, Proxy } from "./traffic.js";

/** Where clients come to LVS: one address and port, or a range of ports, and the servers behind it. */
export interface Arrival {
  readonly director: Proxy;
  readonly bind: Listen["binds"][number];
  readonly address: string;
  /** undefined: a route that answers by itself, which LVS cannot do. */
  readonly pool: Pool | undefined;
}

export function arrivalsOf({ proxies }: Site): readonly Arrival[] {
  return proxies.filter(({ engine }) => engine === "lvs").flatMap((director) =>
    director.listens.flatMap(({ binds, pool, routes }) => {
      const action = routes[0]?.action;
      const name = pool ?? (action?.do === "proxy" ? action.pool : undefined);
      return binds.flatMap((bind) => (bind.address === null ? [] : [{ director, bind, address: bind.address, pool: name === undefined ? undefined : findNamed(director.pools, name) }]));
    }),
  );
}
