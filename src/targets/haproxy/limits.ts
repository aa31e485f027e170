import type { Limit, Listen, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { headerName } from "./headers.js";
import type { Proxy } from "./model.js";
import { identifier, type Quoted, type Taken, unique, words } from "./quote.js";
import { grouped, type Spec } from "./rules.js";
import type { Scope } from "./scope.js";
import { sectionOf } from "./section.js";
import { reportUnsupported } from "./unsupported.js";

/** What counts the requests of some routes: a table, and the counter of the request that points into it. */
interface Counter {
  readonly routes: readonly Route[];
  readonly origin: Origin;
  readonly purpose: string;
  /** What is counted together: all that says the same has one table. */
  readonly identity: string;
  readonly table: readonly Quoted[];
  /** The sample that is counted. */
  readonly key: Quoted;
  /** Gets the name of the table and the number of the counter. */
  readonly rules: (table: Quoted, track: Quoted, counter: number) => readonly Pick<Spec, "action" | "also" | "reason">[];
}

/** The tables of one declaration: what one clause limits is counted together in all its listens. */
export interface TableList {
  readonly add: (counter: Pick<Counter, "origin" | "purpose" | "identity" | "table">) => Quoted;
  /** The sections that hold them. */
  readonly all: () => readonly Proxy[];
}

export function collectTables(declaration: string, taken: Taken): TableList {
  const sections = new Map<string, Proxy>();
  return {
    add({ origin, purpose, identity, table }) {
      const known = sections.get(identity);
      if (known !== undefined) return known.name;
      const name = unique(identifier(`${declaration}-${purpose}`), taken);
      sections.set(identity, sectionOf({ origin, keyword: "backend", name, stick_table: { origin, params: table, stick_on_src: false } }));
      return name;
    },
    all: () => [...sections.values()],
  };
}

/** HAProxy's own number of counters for one request, `tune.stick-counters`. */
const countersOfRequest = [0, 1, 2];

/**
 * Limits of requests and connections and the load at which a route gives way. Source: HAProxy Configuration Manual, `stick-table`,
 * `http-request track-sc0`, `table_http_req_rate`, `sc_conn_cur`.
 */
export function limitSpecs(scope: Scope, listen: Listen, all: readonly Route[], tables: TableList): readonly Spec[] {
  const routes = all.filter(isCounted);
  const used = new Map<Route, Set<number>>();
  return [...rateCounters(scope, routes), ...connectionCounters(routes), ...loadCounters(scope, routes)].flatMap((counter): readonly Spec[] => {
    const { routes: counted, origin, key, rules } = counter;
    const number = countersOfRequest.find((each) => !counted.some((route) => used.get(route)?.has(each)));
    if (number === undefined) {
      const what = `counts a request in ${countersOfRequest.length} ways at most`;
      reportUnsupported(scope.report, origin, what, "take one of the limits of this route away", [{ span: listen.origin.span }]);
      return [];
    }
    for (const route of counted) used.set(route, (used.get(route) ?? new Set()).add(number));
    const table = tables.add(counter);
    const track = words`track-sc${number} ${key} table ${table}`;
    return rules(table, track, number).map((rule) => ({ late: false, ending: null, on: "request", origin, routes: counted, ...rule }));
  });
}

export function isCounted({ limits, connections, degrade }: Route): boolean {
  return limits.length > 0 || connections !== null || degrade.length > 0;
}

function identityOf(route: Route): readonly unknown[] {
  return [route.domains, route.match, route.path];
}

const periods = { s: { time: words`1s`, expire: words`10s`, text: words`second` }, m: { time: words`1m`, expire: words`2m`, text: words`minute` } };

/** What one clause says for several routes is one count for all of them; two clauses that say the same are two. */
function identityOfLimit({ requests, per, key, burst, origin }: Limit, { index }: Scope): string {
  return JSON.stringify([requests, per, key, burst, index.clauses().placeOf(origin)]);
}

function rateCounters(scope: Scope, routes: readonly Route[]): readonly Counter[] {
  const limits = grouped(
    routes,
    ({ limits: own }) => own,
    (limit) => identityOfLimit(limit, scope),
  );
  return limits.map(({ value: limit, routes: limited }): Counter => {
    if (limit.delay !== null) reportUnsupported(scope.report, limit.origin, "refuses what is above a limit and delays nothing", "leave `delay` out");
    const { time, expire, text } = periods[limit.per];
    const { type, size, key } = keyOf(scope, limit);
    const most = limit.requests + limit.burst;
    return {
      routes: limited,
      origin: limit.origin,
      purpose: `limit-${limit.key.by}`,
      identity: identityOfLimit(limit, scope),
      table: [type, size, words`expire ${expire}`, words`store http_req_rate(${time})`],
      key,
      rules: (table, track) => [
        {
          reason: words`${limit.requests} requests in a sliding ${text} and a burst of ${limit.burst}; what is refused does not count.`,
          action: words`deny deny_status 429`,
          also: words`{ ${key},table_http_req_rate(${table}) ge ${most} }`,
        },
        { reason: null, action: track, also: null },
      ],
    };
  });
}

function keyOf(scope: Scope, { key, origin }: Limit): { readonly type: Quoted; readonly size: Quoted; readonly key: Quoted } {
  const size = words`size 100k`;
  switch (key.by) {
    case "ip":
      // Addresses of both families fit into this one.
      return { type: words`type ipv6`, size, key: words`src` };
    case "path":
      return { type: words`type string len 128`, size, key: words`path` };
    case "header":
      return { type: words`type string len 128`, size, key: words`req.hdr(${headerName(scope, key.name, origin)})` };
    case "all":
      return { type: words`type integer`, size: words`size 1`, key: words`int(0)` };
  }
}

function connectionCounters(routes: readonly Route[]): readonly Counter[] {
  const limits = grouped(
    routes,
    ({ connections }) => (connections === null ? [] : [connections]),
    (connections) => String(connections),
  );
  return limits.map(({ value: connections, routes: limited }) => ({
    routes: limited,
    origin: limited[0]!.origin,
    purpose: "connections",
    identity: JSON.stringify(["connections", connections, limited.map(identityOf)]),
    table: [words`type ipv6`, words`size 100k`, words`expire 1m`, words`store conn_cur`],
    key: words`src`,
    rules: (_table, track, counter) => [
      { reason: null, action: track, also: null },
      { reason: null, action: words`deny deny_status 429`, also: words`{ sc_conn_cur(${counter}) gt ${connections} }` },
    ],
  }));
}

function loadCounters(scope: Scope, routes: readonly Route[]): readonly Counter[] {
  return routes.flatMap((route) =>
    route.degrade.flatMap(({ above, then, origin }): Counter[] => {
      if (then.do !== "status") {
        reportUnsupported(scope.report, origin, then.do === "cache" ? "serves nothing from a cache under load" : "serves no files", "answer with `status 503`, or use nginx");
        return [];
      }
      const { time, expire } = periods[above.per];
      return [
        {
          routes: [route],
          origin,
          purpose: "load",
          identity: JSON.stringify(["load", scope.index.clauses().placeOf(origin), identityOf(route)]),
          table: [words`type integer`, words`size 1`, words`expire ${expire}`, words`store http_req_rate(${time})`],
          key: words`int(0)`,
          rules: (_table, track, counter) => [
            { reason: null, action: track, also: null },
            { reason: null, action: refusal(scope, then.status, origin), also: words`{ sc_http_req_rate(${counter}) gt ${above.requests} }` },
          ],
        },
      ];
    }),
  );
}

const statusesOfDeny = [200, 400, 401, 403, 404, 405, 407, 408, 410, 413, 421, 422, 425, 429, 500, 501, 502, 503, 504];

/** HAProxy has pages for some statuses; the others are answered without a body. */
export function refusal({ report }: Scope, status: number, at: Origin): Quoted {
  if (status < 200 || status > 599) reportUnsupported(report, at, `answers with no status ${status}`, "write a status from 200 to 599");
  return statusesOfDeny.includes(status) ? words`deny deny_status ${status}` : words`return status ${status}`;
}
