import type { Proxy, Route } from "../../ir/traffic.js";
import { line, section } from "./directive.js";
import { identityOf, zone } from "./limits.js";
import type { Location } from "./location.js";
import type { Directive } from "./model.js";
import { fixed, joined } from "./quote.js";
import { cannot, type Scope } from "./scope.js";
import type { Setting } from "./settings.js";
import { seconds } from "./units.js";

/** What a location gets besides, so that above a rate it answers otherwise. */
export interface Degraded {
  readonly guards: readonly Directive[];
  readonly inside: readonly Directive[];
  readonly besides: readonly Beside[];
}

/** A location that belongs to another one, with the settings that it shares with it. */
export interface Beside {
  readonly location: Directive;
  readonly settings: readonly Setting<Location>[];
}

const none: Degraded = { guards: [], inside: [], besides: [] };

type Step = Route["degrade"][number];

/**
 * Above a rate: `limit_req` over all requests of the route refuses the excess, and a refused request is answered from a
 * cache, with a file or with a status. nginx counts a request against its limits once, wherever it is sent on to, so
 * there is one step and no other limit beside it.
 */
export function degradeOf(proxy: Proxy, route: Route, by: "proxy" | "grpc", passing: readonly Directive[], settings: readonly Setting<Location>[], scope: Scope): Degraded {
  const [step, second] = route.degrade;
  if (step === undefined) return none;
  if (second !== undefined) cannot(scope, second.origin, "degrade in more than one step", "keep the step that matters most");
  if (route.limits.length > 0 || route.connections !== null) cannot(scope, step.origin, "tell what `limit` refused from what `degrade` takes", "leave out one of the two");
  const guard = countAll(proxy, route, step, scope);
  const { then, origin } = step;
  if (then.do === "status") {
    if (then.status < 400 || then.status > 599) cannot(scope, origin, `refuse with ${then.status}`, "write a status from 400 to 599");
    return { ...none, guards: [guard, line(origin, "limit_req_status", fixed(`${then.status}`))] };
  }
  const name = joined(fixed("@"), zone(scope, [proxy.name, route.path, "degraded"], [...identityOf(proxy, route), "degraded"], () => {}));
  const guards = [guard, line(origin, "error_page", fixed("429"), fixed("="), name)];
  if (then.do === "file") {
    const file = [line(origin, "root", fixed("/")), line(origin, "try_files", scope.quote.path(then.path, origin), fixed("=503"))];
    return { ...none, guards, besides: [{ location: section(origin, "location", [name], file), settings: [] }] };
  }
  if (by === "grpc") cannot(scope, origin, "cache what a gRPC server answers", "write `-> status 503`");
  const cached = cacheLines(proxy, route, step, then.ttlMs, scope);
  return { guards, inside: cached.storing, besides: [{ location: section(origin, "location", [name], [...passing, ...cached.serving]), settings }] };
}

/** A second's worth may come at once: without it two requests within a few milliseconds would count as too many. */
function countAll(proxy: Proxy, route: Route, { above, origin }: Step, scope: Scope): Directive {
  const rate = fixed(`rate=${above.requests}r/${above.per}`);
  const name = zone(scope, [proxy.name, route.path, "load"], [...identityOf(proxy, route), "load", rate], (own) =>
    scope.declared.http.push(line(origin, "limit_req_zone", fixed("all"), joined(fixed("zone="), own, fixed(":64k")), rate)),
  );
  const burst = above.per === "s" ? above.requests : Math.max(1, Math.round(above.requests / 60));
  return line(origin, "limit_req", joined(fixed("zone="), name), fixed(`burst=${burst}`), fixed("nodelay"));
}

/** Below the rate every answer is fresh, and kept for the time above it. */
function cacheLines(proxy: Proxy, route: Route, { origin }: Step, ttlMs: number, scope: Scope): { readonly storing: readonly Directive[]; readonly serving: readonly Directive[] } {
  const ttl = seconds(ttlMs, "how long an answer stays in a cache", origin, scope.report);
  const name = zone(scope, [proxy.name, route.path, "cache"], [...identityOf(proxy, route), "cache", ttl], (own) =>
    scope.declared.http.push(
      // A folder right below /var/cache: nginx makes one level of folders itself.
      line(
        origin,
        "proxy_cache_path",
        joined(fixed("/var/cache/nginx-"), own),
        fixed("levels=1:2"),
        joined(fixed("keys_zone="), own, fixed(":10m")),
        fixed("max_size=1g"),
        fixed("inactive=1h"),
        fixed("use_temp_path=off"),
      ),
    ),
  );
  const shared = [
    line(origin, "proxy_cache", name),
    line(origin, "proxy_cache_key", fixed("$scheme$host$request_uri")),
    line(origin, "proxy_cache_valid", ttl),
    // What is meant for one user is no answer for another.
    line(origin, "proxy_no_cache", fixed("$http_authorization")),
  ];
  return {
    storing: [...shared, line(origin, "proxy_cache_bypass", fixed("1"))],
    serving: [
      ...shared,
      line(origin, "proxy_cache_bypass", fixed("$http_authorization")),
      line(origin, "proxy_cache_lock", fixed("on")),
      line(origin, "proxy_cache_use_stale", fixed("error"), fixed("timeout"), fixed("updating"), fixed("http_500"), fixed("http_502"), fixed("http_503"), fixed("http_504")),
      line(origin, "proxy_cache_background_update", fixed("on")),
    ],
  };
}
