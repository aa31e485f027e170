import { type Bound, find, findAll } from "../bind/bound.js";
import type { EntityOf } from "../elaborate/draft.js";
import type { Idle } from "./idle-clauses.js";
import { triesOf } from "./idle-of-servers.js";

/** What a cache says of clients or of listens that it does not have. */
export function idleOfCache(cache: EntityOf<"cache">): readonly Idle[] {
  const listens = findAll(cache, "listen");
  const serves = find(cache, "forward") !== undefined || find(cache, "transparent") !== undefined || listens.some((listen) => find(listen, "forward") !== undefined || find(listen, "transparent") !== undefined);
  const isAccelerator = find(cache, "accelerate") !== undefined && !serves;
  const tunnels = isAccelerator ? findAll(cache, "tunnel") : [];
  return [
    ...(tunnels as unknown as readonly Bound[]).map((clause) => ({ clause, because: "it only stands in front of origins, and tunnels are asked for by clients that know it as their proxy", instead: "take it away, or say `forward`" })),
    ...findAll(cache, "check").flatMap((check) => triesOf(check as unknown as Bound)),
  ];
}
