import type { Listen, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import type { Timeout, TimeoutEvent } from "./model.js";
import type { Plan, PlannedPool } from "./plan.js";
import type { Scope } from "./scope.js";
import { time } from "./time.js";
import { reportUnsupported } from "./unsupported.js";

export interface TimeoutsPlan {
  readonly defaults: readonly Timeout[];
  /** What a section says besides the defaults. */
  readonly ofListen: (listen: Listen) => readonly Timeout[];
  readonly ofPool: (pool: PlannedPool) => readonly Timeout[];
}

/** What one section wants, of the events that it has; null: none. */
interface Wanted {
  readonly times: Readonly<Partial<Record<TimeoutEvent, number | null>>>;
  readonly origin: Origin;
}

/** What counts where sections differ or none asks; without the first three HAProxy warns, and waits for ever. */
const standard: Wanted["times"] = { connect: 5000, client: 60_000, server: 60_000 };
const order: readonly TimeoutEvent[] = ["connect", "client", "server", "queue", "check", "http-request", "http-keep-alive", "tunnel"];

/** Writes what all sections agree on once, in `defaults`. */
export function planTimeouts(scope: Scope, plan: Plan): TimeoutsPlan {
  const all = plan.proxies.flatMap(({ proxy, listens, pools }) => [...listens.map(({ listen }) => ofClients(listen)), ...ofPages(proxy), ...pools.map(ofServers)]);
  const shared = order.flatMap((event) => sharedTime(scope, event, all) ?? []);
  const write = (event: TimeoutEvent, ms: number, origin: Origin): Timeout => ({ event, origin, time: time(ms, event, origin, scope.report) });
  const differing = ({ times, origin }: Wanted): readonly Timeout[] =>
    order.flatMap((event) => {
      const ms = times[event] ?? null;
      return ms === null || shared.some((each) => each.event === event && each.ms === ms) ? [] : [write(event, ms, origin)];
    });
  return {
    defaults: shared.map(({ event, ms, origin }) => write(event, ms, origin)),
    ofListen: (listen) => differing(ofClients(listen)),
    ofPool: (pool) => differing(ofServers(pool)),
  };
}

function sharedTime(scope: Scope, event: TimeoutEvent, all: readonly Wanted[]): { readonly event: TimeoutEvent; readonly ms: number; readonly origin: Origin } | null {
  const asking = all.filter(({ times }) => event in times);
  const [first] = asking;
  const agreed = first !== undefined && asking.every(({ times }) => times[event] === first.times[event]);
  const ms = (agreed && event !== "check" ? first.times[event] : standard[event]) ?? null;
  return ms === null ? null : { event, ms, origin: agreed ? first.origin : scope.daemon.origin };
}

function ofClients({ mode, timeouts }: Listen): Wanted {
  const http = { "http-request": timeouts.requestMs, "http-keep-alive": noneIfZero(timeouts.idleMs) };
  return { origin: timeouts.origin, times: { client: timeouts.clientMs, ...(mode === "http" ? http : {}) } };
}

/** The pages speak HTTP, and have no times of their own. */
function ofPages({ stats, health, listens }: Proxy): readonly Wanted[] {
  const listen = listens.find(({ mode }) => mode === "http") ?? listens[0];
  if (listen === undefined || stats.length + health.length === 0) return [];
  const { client: _, ...times } = ofClients({ ...listen, mode: "http" }).times;
  return [{ times, origin: listen.timeouts.origin }];
}

function ofServers({ pool: { timeouts, check }, mode }: PlannedPool): Wanted {
  const { connectMs, clientMs, serverMs, queueMs, tunnelMs, origin } = timeouts;
  const checkMs = timeouts.checkMs ?? (check === null || check.timeoutMs === check.everyMs ? null : check.timeoutMs);
  // As a stream this one takes the place of client and server once data flows: its default must not undo what somebody wrote there.
  const written = clientMs !== standard.client || serverMs !== standard.server;
  const tunnel = mode === "tcp" && written && tunnelMs === 3_600_000 ? null : noneIfZero(tunnelMs);
  const checking = check === null || check.form === "none" || checkMs === null ? {} : { check: checkMs };
  return { origin, times: { connect: connectMs, server: serverMs, queue: queueMs, tunnel, ...checking } };
}

function noneIfZero(ms: number): number | null {
  return ms === 0 ? null : ms;
}

/** Reports what a route says of its own that HAProxy has for a whole listen only; what is about servers is their pool's. */
export function checkRouteTimeouts(scope: Scope, listen: Listen, { timeouts }: Route): void {
  for (const [field, name] of [["clientMs", "client"], ["requestMs", "request"], ["idleMs", "idle"]] as const) {
    if (timeouts[field] === listen.timeouts[field]) continue;
    reportUnsupported(scope.report, timeouts.origin, `has one time \`${name}\` for a whole listen, not one for each route`, `write \`timeouts ${name}\` outside of the route`);
  }
}
