import type { Limit, Listen, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { line } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { zoneNameOf } from "./names.js";
import { fixed, joined, named } from "./quote.js";
import { cannot, type Protocol, type Scope } from "./scope.js";

/** `limit_req` and `limit_conn` of a location; their zones are declared in `http {}`. */
export function routeLimits(proxy: Proxy, listen: Listen, route: Route, scope: Scope): readonly Directive[] {
  const requests = route.limits.map((limit) => {
    const name = requestZone(proxy, route, limit, scope);
    return line(limit.origin, "limit_req", joined(fixed("zone="), name), ...burstOf(limit));
  });
  if (route.connections === null) return requests;
  const own = line(route.origin, "limit_conn", connectionZone(proxy, route, scope), fixed(`${route.connections}`));
  // nginx gives a location all lines of the server or none.
  return [...requests, ...connectionCaps("http", proxy, listen, scope), own, line(route.origin, "limit_conn_status", fixed("429"))];
}

/** Most connections at a time of a whole listen, and of the whole proxy. HTTP counts those with a request under way. */
export function connectionCaps(protocol: Protocol, proxy: Proxy, listen: Listen, scope: Scope): readonly Directive[] {
  const cap = (count: number, at: Origin, ...of: readonly string[]): Directive => {
    const name = zone(scope, [...of, "maxconn", ...(protocol === "stream" ? ["stream"] : [])], ["maxconn", protocol, ...of], (own) =>
      scope.declared[protocol].push(line(at, "limit_conn_zone", fixed("all"), joined(fixed("zone="), own, fixed(":64k")))),
    );
    return line(at, "limit_conn", name, fixed(`${count}`));
  };
  if (proxy.maxconn !== null && new Set(proxy.listens.map(({ mode }) => mode)).size > 1) {
    cannot(scope, proxy.origin, "count connections of HTTP and of TCP together", "say `maxconn` in each `listen`");
  }
  return [
    ...(proxy.maxconn === null ? [] : [cap(proxy.maxconn, proxy.origin, proxy.name)]),
    ...(listen.maxconn === null ? [] : [cap(listen.maxconn, listen.origin, proxy.name, listen.name)]),
  ];
}

function burstOf({ burst, delay }: Limit): readonly Word[] {
  if (burst === 0) return [];
  return [fixed(`burst=${burst}`), delay === null ? fixed("nodelay") : fixed(`delay=${delay}`)];
}

function requestZone(proxy: Proxy, route: Route, limit: Limit, scope: Scope): Word {
  const key = keyOf(limit, scope);
  const rate = fixed(`rate=${limit.requests}r/${limit.per}`);
  return zone(scope, [proxy.name, route.path], [...identityOf(proxy, route), key, rate], (name) =>
    scope.declared.http.push(line(limit.origin, "limit_req_zone", key, joined(fixed("zone="), name, fixed(":"), sizeFor(limit)), rate)),
  );
}

function connectionZone(proxy: Proxy, route: Route, scope: Scope): Word {
  return zone(scope, [proxy.name, route.path, "connections"], [...identityOf(proxy, route), "connections"], (name) =>
    scope.declared.http.push(line(route.origin, "limit_conn_zone", fixed("$binary_remote_addr"), joined(fixed("zone="), name, fixed(":10m")))),
  );
}

/** The zone that counts what `identity` says; `declare` is called for a new one. */
export function zone(scope: Scope, wanted: readonly string[], identity: readonly unknown[], declare: (name: Word) => void): Word {
  const key = JSON.stringify(identity);
  const known = scope.zoneOf.get(key);
  if (known !== undefined) return known;
  const name = named(scope.zones.take(zoneNameOf(...wanted), "_"));
  scope.zoneOf.set(key, name);
  declare(name);
  return name;
}

export function identityOf(proxy: Proxy, route: Route): readonly unknown[] {
  return [proxy.name, route.domains, route.match, route.path];
}

function keyOf({ key, origin }: Limit, scope: Scope): Word {
  if (key.by === "ip") return fixed("$binary_remote_addr");
  if (key.by === "path") return fixed("$uri");
  // Constant: all requests are counted together.
  return key.by === "all" ? fixed("all") : variableOf("http", key.name, "count by a header whose name is no word of letters, digits, `-` and `_`", origin, scope);
}

/** `$http_x_user`: the variable of a header or a cookie. */
export function variableOf(family: "http" | "cookie", name: string, what: string, at: Origin, scope: Scope): Word {
  const last = family === "http" ? name.toLowerCase().replace(/-/g, "_") : name;
  if (/^\w{1,100}$/.test(last)) return joined(fixed(`$${family}_`), named(last));
  cannot(scope, at, what);
  return fixed("$uri");
}

/** One megabyte holds about 16,000 addresses; a single count needs nginx's smallest zone. */
function sizeFor({ key }: Limit): Word {
  return key.by === "all" ? fixed("64k") : fixed("10m");
}

