import { type Bound, find } from "../bind/bound.js";
import { usualTimeouts as standard } from "../elaborate/proxies.js";
import type { Timeouts } from "../ir/traffic.js";
import { implied, type Origin } from "../source/origin.js";
import { timeouts as declaration } from "../vocabulary/clauses/traffic.js";

type Clause = Bound<typeof declaration>;

/** Each wait from the nearest level that says it, else the usual one. */
export function lowerTimeouts(levels: readonly (Bound | undefined)[], origin: Origin): Timeouts {
  const clauses = levels.flatMap((level) => level?.clauses.filter(({ word }) => word === "timeouts") ?? []) as unknown as readonly Clause[];
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
    origin: clauses[0]?.origin ?? implied(origin, "the usual timeouts"),
  };
}
