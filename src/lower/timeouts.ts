import { type Bound, clausesNamed, find } from "../bind/bound.js";
import { usualTimeouts as standard } from "../elaborate/proxies.js";
import type { Timeouts } from "../ir/traffic.js";
import { implied, type Origin } from "../source/origin.js";
import { oncePer } from "../source/once.js";
import { timeouts as declaration } from "../vocabulary/clauses/traffic.js";
import type { Levels } from "./lowering.js";

type Clause = Bound<typeof declaration>;

/** Each wait from the nearest level that says it, else the usual one. */
export function lowerTimeouts(levels: Levels, origin: Origin): Timeouts {
  return saidTimeouts(levels) ?? timeoutsOf([], implied(origin, "the usual timeouts"));
}

/** Undefined where no level says any. */
const saidTimeouts = oncePer((levels: Levels): Timeouts | undefined => {
  const clauses = levels.flatMap((level) => (level === undefined ? [] : clausesNamed(level.clauses, "timeouts"))) as readonly Bound[] as readonly Clause[];
  return clauses[0] && timeoutsOf(clauses, clauses[0].origin);
});

function timeoutsOf(clauses: readonly Clause[], origin: Origin): Timeouts {
  const wait = (name: keyof typeof standard | "check"): number | undefined => {
    for (const clause of clauses) {
      const found = find(clause, name)?.args.wait.value;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return {
    connectMs: wait("connect") ?? standard.connect,
    clientMs: wait("client") ?? standard.client,
    serverMs: wait("server") ?? standard.server,
    queueMs: wait("queue") ?? standard.queue,
    checkMs: wait("check") ?? null,
    requestMs: wait("request") ?? standard.request,
    tunnelMs: wait("tunnel") ?? standard.tunnel,
    idleMs: wait("idle") ?? standard.idle,
    origin,
  };
}
