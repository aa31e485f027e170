import type { Pool } from "../../ir/traffic.js";
import { eachAgain } from "../../source/kept-lists.js";
import { headerName } from "./headers.js";
import type { Logs } from "./logs.js";
import type { Proxy } from "./model.js";
import type { PlannedPool, PlannedProxy } from "./plan.js";
import { identifier, type Quoted, words } from "./quote.js";
import type { ResolverList } from "./resolvers.js";
import { nameIn, type Scope } from "./scope.js";
import { noNative } from "./section.js";
import { isNamed, lowerServers, serverOptions } from "./servers.js";
import { time } from "./time.js";
import type { TimeoutsPlan } from "./timeouts.js";
import { reportUnsupported } from "./unsupported.js";

/** What `defaults` say for all sections of servers. */
export interface Common {
  readonly retries: number;
  readonly redispatch: boolean;
}

interface Parts {
  readonly logs: Logs;
  readonly timeouts: TimeoutsPlan;
  readonly resolvers: ResolverList;
  readonly common: Common;
}

interface ServerParts extends Parts {
  readonly log: Proxy["log"];
}

/** Tries that all pools agree on, else HAProxy's own; to another server where all ask for it. */
export function commonTries(pools: readonly PlannedPool[]): Common {
  const values = new Set(pools.map(({ pool }) => pool.retries));
  const [only = 3] = values;
  return { retries: values.size === 1 ? only : 3, redispatch: pools.length > 0 && pools.every(({ pool }) => pool.redispatch) };
}

/** The sides of the servers of a proxy. */
export function lowerPools(scope: Scope, { proxy, pools }: PlannedProxy, parts: Parts): readonly Proxy[] {
  const { tables } = scope.keeping;
  const { common, timeouts } = parts;
  const name = nameIn(scope, `servers ${proxy.name}`);
  const log = tables.same(name, parts.logs.sectionsOf(proxy, "http", "servers").log);
  const own = { ...parts, log };
  return eachAgain(name, [log, common.retries, common.redispatch, ...timeouts.shared], pools, (pool) => lowerPool(scope, pool, own), scope.keeping, standsAlone);
}

/** Whether its section has nothing of resolvers, nor of secrets. */
function standsAlone({ pool: { check, discovery, servers } }: PlannedPool): boolean {
  return discovery === null && (check === null || check.auth === null) && !servers.some(isNamed);
}

/** The side of the servers: a `backend`, or the half of a `listen` that is not about clients. */
function lowerPool(scope: Scope, planned: PlannedPool, parts: ServerParts): Proxy {
  const { pool, mode, name, description } = planned;
  const option = serverOptions(planned, parts.common.redispatch);
  const timeout = parts.timeouts.ofPool(planned);
  const balance = lowerBalance(scope, pool, mode);
  const { cookie, stick_table } = lowerSticky(scope, planned);
  const { check, default_server, server, server_template } = lowerServers(scope, planned, parts.resolvers);
  // Written out: there may be ten thousand, and a spread of parts makes each an object of its own kind.
  return {
    origin: pool.origin,
    keyword: "backend",
    name,
    description,
    mode,
    bind: none,
    maxconn: null,
    log: parts.log,
    log_format: null,
    option,
    timeout,
    stick_table,
    monitor_uri: null,
    stats: null,
    acl: none,
    tcp_request: none,
    http_request: none,
    http_response: none,
    use_backend: none,
    default_backend: null,
    balance,
    cookie,
    tries: pool.retries === parts.common.retries ? null : { retries: pool.retries },
    check,
    default_server,
    server,
    server_template,
    native: noNative,
  };
}

const none: readonly never[] = [];

/** One section of both halves. */
export function joinHalves(clients: Proxy, servers: Proxy): Proxy {
  const { stick_table, balance, cookie, tries, check, default_server, server, server_template } = servers;
  return {
    ...clients,
    ...{ stick_table, balance, cookie, tries, check, default_server, server, server_template },
    keyword: "listen",
    option: [...clients.option, ...servers.option],
    timeout: [...clients.timeout, ...servers.timeout],
  };
}

/** What comes closest to LVS's own methods. */
const nearestMethods: Readonly<Partial<Record<Pool["balance"]["method"], string>>> = {
  rr: "roundrobin",
  wrr: "roundrobin",
  lc: "leastconn",
  wlc: "leastconn",
  sed: "leastconn",
  nq: "leastconn",
  sh: "source",
  fo: "first",
  ovf: "first",
};

const roundrobin = words`roundrobin`;

/** Source: HAProxy Configuration Manual, `balance` and `hash-type`. */
function lowerBalance(scope: Scope, { balance: { method, key, origin } }: Pool, mode: Proxy["mode"]): Proxy["balance"] {
  switch (method) {
    case "roundrobin":
      return { origin, algorithm: roundrobin, consistent: false };
    case "leastconn":
      return { origin, algorithm: words`leastconn`, consistent: false };
    case "first":
      return { origin, algorithm: words`first`, consistent: false };
    case "random":
      return { origin, algorithm: words`random`, consistent: false };
    case "source":
      return { origin, algorithm: words`source`, consistent: true };
    case "hash":
      return { origin, algorithm: hashOf(scope, key ?? "ip", origin, mode), consistent: true };
    default: {
      const nearest = nearestMethods[method];
      const help = nearest === undefined ? "write `balance roundrobin`, or use lvs" : `write \`balance ${nearest}\``;
      reportUnsupported(scope.report, origin, `has no method \`${method}\` to choose a server`, help);
      return { origin, algorithm: roundrobin, consistent: false };
    }
  }
}

function hashOf(scope: Scope, key: string, at: Pool["origin"], mode: Proxy["mode"]): Quoted {
  const [kind, name = ""] = key.split(/\s+/, 2);
  if (kind === "ip") return words`source`;
  if (mode === "tcp") reportUnsupported(scope.report, at, `sees no \`${key}\` in a stream`, "write `balance source`, or listen with `http`");
  switch (kind) {
    case "uri":
      return words`uri whole`;
    case "path":
      return words`uri path-only`;
    case "header":
      return words`hdr(${headerName(scope, name, at)})`;
    case "cookie":
      return words`hash req.cook(${headerName(scope, name, at)})`;
    default:
      reportUnsupported(scope.report, at, `cannot choose a server by \`${key}\``, "write `balance hash uri`, `path`, `ip`, `header NAME` or `cookie NAME`");
      return words`source`;
  }
}

const notSticky = { cookie: null, stick_table: null };

/** By a cookie, by a table of addresses; LVS's `persist` is the same as the latter. Source: `cookie`, `stick-table`, `stick on`. */
function lowerSticky(scope: Scope, { pool, mode, isSecure }: PlannedPool): Pick<Proxy, "cookie" | "stick_table"> {
  const { sticky, persistMs, origin } = pool;
  if (sticky === null && persistMs === null) return notSticky;
  const table = (size: number, ms: number, at: Pool["origin"]): Proxy["stick_table"] => {
    if (size < 1) reportUnsupported(scope.report, at, "remembers at least one client", "write `max 200000`");
    return { origin: at, params: [words`type ipv6`, words`size ${size}`, words`expire ${time(ms, "ttl", at, scope.report)}`], stick_on_src: true };
  };
  if (sticky === null) return { cookie: null, stick_table: table(200_000, persistMs!, origin) };
  if (sticky.by === "source") return { cookie: null, stick_table: table(sticky.max, sticky.ttlMs, sticky.origin) };
  if (mode === "tcp") reportUnsupported(scope.report, sticky.origin, "sees no cookies in a stream", "write `sticky source`, or listen with `http`");
  const name = headerName(scope, sticky.name, sticky.origin);
  const found = pool.discovery !== null;
  const manner = sticky.mode === "prefix" ? words`prefix nocache` : words`insert indirect nocache httponly`;
  const params = [name, manner, ...(isSecure && sticky.mode === "insert" ? [words`secure`] : []), ...(found ? [words`dynamic`] : [])];
  // Of servers that are found nobody can write down the values: they are made of the address and this.
  return { cookie: { origin: sticky.origin, params, key: found ? identifier(pool.name) : null }, stick_table: null };
}
