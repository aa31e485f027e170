import type { Listen, Proxy, Route } from "../../ir/traffic.js";
import { eachAgain } from "../../source/kept-lists.js";
import type { Origin } from "../../source/origin.js";
import type { Timeout, TimeoutEvent } from "./model.js";
import { inListen, type Plan, type PlannedListen, type PlannedPool } from "./plan.js";
import type { Scope } from "./scope.js";
import { time } from "./time.js";
import { reportUnsupported } from "./unsupported.js";

export interface TimeoutsPlan {
  readonly defaults: readonly Timeout[];
  /** The times there. */
  readonly shared: readonly unknown[];
  /** What a section says besides the defaults. */
  readonly ofListen: (listen: Listen) => readonly Timeout[];
  readonly ofPool: (pool: PlannedPool) => readonly Timeout[];
}

/** The times that one section wants; null: none, undefined: it has no such event. */
type Times = Readonly<Record<TimeoutEvent, number | null | undefined>>;

interface Wanted {
  readonly times: Times;
  readonly origin: Origin;
}

type Shared = Readonly<Partial<Record<TimeoutEvent, { readonly ms: number; readonly origin: Origin }>>>;

/** What counts where sections differ or none asks; without the first three HAProxy warns, and waits for ever. */
const standard: Readonly<Partial<Record<TimeoutEvent, number>>> = { connect: 5000, client: 60_000, server: 60_000 };
const order: readonly TimeoutEvent[] = ["connect", "client", "server", "queue", "check", "http-request", "http-keep-alive", "tunnel"];

/** Writes what all sections agree on once, in `defaults`. */
export function planTimeouts(scope: Scope, { proxies }: Plan): TimeoutsPlan {
  const all: Wanted[] = [];
  for (const { proxy, listens, telling } of proxies) {
    for (const { listen } of listens) all.push(ofClients(listen));
    all.push(...ofPages(proxy));
    for (const pool of telling) all.push(ofServers(pool));
  }
  const shared = sharedTimes(scope, all);
  const write = (event: TimeoutEvent, ms: number, origin: Origin): Timeout => ({ event, origin, time: time(ms, event, origin, scope.report) });
  const own = (wanted: Wanted): readonly Timeout[] => {
    return !isDifferent(wanted, shared) ? none : order.flatMap((event) => (isOther(wanted, event, shared) ? [write(event, wanted.times[event]!, wanted.origin)] : []));
  };
  return { defaults: order.flatMap((event) => (shared[event] === undefined ? [] : [write(event, shared[event].ms, shared[event].origin)])), shared: order.map((event) => shared[event]?.ms), ofListen: (listen) => own(ofClients(listen)), ofPool: (pool) => own(ofServers(pool)) };
}

const none: readonly never[] = [];

function isDifferent(wanted: Wanted, shared: Shared): boolean {
  for (let at = 0; at < order.length; at++) if (isOther(wanted, order[at]!, shared)) return true;
  return false;
}

function isOther({ times }: Wanted, event: TimeoutEvent, shared: Shared): boolean {
  const ms = times[event] ?? null;
  return ms !== null && ms !== shared[event]?.ms;
}

function sharedTimes(scope: Scope, all: readonly Wanted[]): Shared {
  const shared: Partial<Record<TimeoutEvent, { readonly ms: number; readonly origin: Origin }>> = {};
  for (const event of order) {
    const first = all.find(({ times }) => times[event] !== undefined);
    const agreed = first !== undefined && all.every(({ times }) => times[event] === undefined || times[event] === first.times[event]);
    const ms = (agreed && event !== "check" ? first.times[event] : standard[event]) ?? null;
    if (ms !== null) shared[event] = { ms, origin: agreed ? first.origin : scope.daemon.origin };
  }
  return shared;
}

const noTimes: Times = { connect: undefined, client: undefined, server: undefined, queue: undefined, check: undefined, "http-request": undefined, "http-keep-alive": undefined, tunnel: undefined };

function ofClients(listen: Listen): Wanted {
  const { mode, timeouts } = listen;
  const client = timeouts.clientMs;
  const times = mode === "http" ? { ...noTimes, client, "http-request": timeouts.requestMs, "http-keep-alive": noneIfZero(timeouts.idleMs) } : { ...noTimes, client };
  return { origin: timeouts.origin, times };
}

/** The pages speak HTTP, and have no times of their own. */
function ofPages({ stats, health, listens }: Proxy): readonly Wanted[] {
  const listen = listens.find(({ mode }) => mode === "http") ?? listens[0];
  if (listen === undefined || stats.length + health.length === 0) return [];
  const { times, origin } = ofClients({ ...listen, mode: "http" });
  return [{ times: { ...times, client: undefined }, origin }];
}

function ofServers({ pool: { timeouts, check }, mode }: PlannedPool): Wanted {
  const { connectMs, clientMs, serverMs, queueMs, tunnelMs, origin } = timeouts;
  const checkMs = timeouts.checkMs ?? (check === null || check.timeoutMs === check.everyMs ? null : check.timeoutMs);
  // As a stream this one takes the place of client and server once data flows: its default must not undo what somebody wrote there.
  const written = clientMs !== standard.client || serverMs !== standard.server;
  const times: Times = {
    connect: connectMs,
    client: undefined,
    server: serverMs,
    queue: queueMs,
    check: check === null || check.form === "none" || checkMs === null ? undefined : checkMs,
    "http-request": undefined,
    "http-keep-alive": undefined,
    tunnel: mode === "tcp" && written && tunnelMs === 3_600_000 ? null : noneIfZero(tunnelMs),
  };
  return { origin, times };
}

function noneIfZero(ms: number): number | null {
  return ms === 0 ? null : ms;
}

/** Reports what routes say of their own that HAProxy has for a whole listen only; what is about servers is their pool's. */
export function checkRouteTimeouts(scope: Scope, planned: PlannedListen, routes: readonly Route[]): void {
  const { clientMs, requestMs, idleMs } = planned.listen.timeouts;
  const isOther = ({ timeouts }: Route): boolean => timeouts.clientMs !== clientMs || timeouts.requestMs !== requestMs || timeouts.idleMs !== idleMs;
  const others = eachAgain(inListen(scope, planned, "times"), [clientMs, requestMs, idleMs], routes, isOther, scope.keeping);
  for (let at = 0; at < routes.length; at++) if (others[at]) reportTimeouts(scope, planned.listen, routes[at]!);
}

function reportTimeouts(scope: Scope, listen: Listen, { timeouts }: Route): void {
  for (const [field, name] of [["clientMs", "client"], ["requestMs", "request"], ["idleMs", "idle"]] as const) {
    if (timeouts[field] === listen.timeouts[field]) continue;
    reportUnsupported(scope.report, timeouts.origin, `has one time \`${name}\` for a whole listen, not one for each route`, `write \`timeouts ${name}\` outside of the route`);
  }
}
