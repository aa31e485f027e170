import type { Proxy, Route } from "../../ir/traffic.js";
import type { Beside } from "./degrade.js";
import { line, section } from "./directive.js";
import { extend } from "./extend.js";
import type { Way } from "./fronts.js";
import { namesStandardVariables, responseHeaders } from "./headers.js";
import { eachPair } from "./kept.js";
import { routeLimits } from "./limits.js";
import { answerSettings } from "./location-settings.js";
import type { Directive, Word } from "./model.js";
import { placed, type Placed } from "./native.js";
import { passingOf } from "./passing.js";
import { fixed, joined } from "./quote.js";
import { cannot, need, type Scope } from "./scope.js";
import type { Hoisted, Setting } from "./settings.js";
import type { Upstream } from "./upstreams.js";

/** A route as a location, before it is known what all locations have in common. */
export interface Location {
  readonly route: Route;
  /** How requests are passed on, and where to; null when nginx answers itself. */
  readonly by: "proxy" | "grpc" | null;
  readonly upstream: Upstream | null;
  readonly heading: readonly Word[];
  /** What it says itself, whatever the others say. */
  readonly own: readonly Directive[];
  readonly settings: readonly Setting<Location>[];
  /** Locations that belong to it: where a slash is added, where a degraded answer comes from. */
  readonly besides: readonly Beside[];
  readonly native: Placed;
}

/** Of each route its location; `upstreams` are those that they lead to, null where nginx answers itself. */
export function locationsOf(front: Way, routes: readonly Route[], upstreams: readonly (Upstream | null)[], scope: Scope): readonly Location[] {
  return eachPair(scope, `locations ${front.called}`, [front.scheme], routes, upstreams, (route, upstream) => locationOf(front, route, upstream, scope), isPlain);
}

/** Whether the location follows from the route, its pool and the scheme: it declares no zone, needs no module and names no variable of a native block. */
function isPlain(route: Route): boolean {
  const { action, limits, connections, degrade, native } = route;
  return action.do === "proxy" && connections === null && limits.length + degrade.length + native.length === 0 && namesStandardVariables(route);
}

function locationOf(front: Way, route: Route, upstream: Upstream | null, scope: Scope): Location {
  const heading = headingOf(route, scope);
  const native = placed(route.native, "location", scope);
  if (route.action.do === "proxy") {
    if (upstream === null) throw new Error(`the proxy \`${front.proxy.name}\` has no pool \`${route.action.pool}\``);
    return passed(front, route, upstream, heading, native, scope);
  }
  const { own, settings = [], besides = [], at = heading } = answerOf(front, route, route.action, heading, scope);
  return { route, by: null, upstream: null, heading: at, own, settings, besides, native };
}

function passed(front: Way, route: Route, upstream: Upstream, heading: readonly Word[], native: Placed, scope: Scope): Location {
  const { proxy, listen } = front;
  const { by, settings, lines, guards, besides } = passingOf(front, route, upstream, scope);
  const isPlain = guards.length === 0 && route.limits.length === 0 && route.connections === null;
  return { route, by, upstream, heading, own: isPlain ? lines : [...routeLimits(proxy, listen, route, scope), ...guards, ...lines], settings, besides, native };
}

type Answering = Exclude<Route["action"], { readonly do: "proxy" }>;

/** What nginx answers itself; `at` is the heading, where that is another one than the route's. */
interface Answer extends Pick<Location, "own">, Partial<Pick<Location, "settings" | "besides">> {
  readonly at?: readonly Word[];
}

function answerOf({ proxy, listen }: Way, route: Route, action: Answering, heading: readonly Word[], scope: Scope): Answer {
  const { origin } = route;
  const answer = (...lines: readonly Directive[]): readonly Directive[] => [...routeLimits(proxy, listen, route, scope), ...responseHeaders(route, null, scope), ...lines];
  switch (action.do) {
    case "deny":
    case "redirect": {
      checkUnlimited(route, scope);
      const words = action.do === "deny" ? [fixed(`${action.status}`)] : redirection(proxy, action, route, scope);
      return { own: [...responseHeaders(route, null, scope), line(origin, "return", ...words)] };
    }
    case "lua":
      need(scope, "lua", origin);
      return { settings: answerSettings(route, scope), own: answer(line(origin, "content_by_lua_file", scope.quote.path(action.file, origin))) };
    case "files": {
      const { heading: at, directory, besides } = filesOf(route, action.path, heading, scope);
      return { at, besides, own: answer(directory) };
    }
  }
}

/** The finished location, after what belongs to it. `outer` are the native blocks around it. */
export function printLocation(location: Location, hoisted: Hoisted<Location>, outer: readonly Placed[], scope: Scope): readonly Directive[] {
  const { route, heading, own, settings, besides, native } = location;
  const rest = hoisted.rest(settings, location);
  const block = extend(rest.length === 0 ? own : [...own, ...rest], "location", native.size === 0 ? outer : [...outer, native], scope.report);
  const itself = section(route.origin, "location", heading, block);
  if (besides.length === 0) return [itself];
  return [...besides.map((beside) => ({ ...beside.location, block: [...beside.location.block!, ...hoisted.rest(beside.settings, location)] })), itself];
}

const everything = [fixed("/")];

/** `=` exactly, `~` by a regular expression, else by the longest prefix. nginx reads a mark at the start of any other word, so a path begins with `/`. */
function headingOf({ match, path, origin }: Route, { quote }: Scope): readonly Word[] {
  if (path === "/" && match === "prefix") return everything;
  if (match === "regex") return [fixed("~"), quote.literal(path, origin)];
  const word = path.startsWith("/") ? quote.literal(path, origin) : quote.path(path, origin);
  return match === "exact" ? [fixed("="), word] : [word];
}

/** nginx answers with `return` before it looks at limits. */
function checkUnlimited({ action, limits, connections, origin }: Route, scope: Scope): void {
  if (limits.length > 0 || connections !== null) cannot(scope, origin, `limit what it answers itself with \`${action.do}\``, "leave out `limit`");
}

function redirection(proxy: Proxy, { to, status }: { readonly to: string; readonly status: number }, { origin }: Route, scope: Scope): readonly Word[] {
  if (![301, 302, 303, 307, 308].includes(status)) cannot(scope, origin, `redirect with ${status}`, "write 301, 302, 303, 307 or 308");
  if (to !== "https") return [fixed(`${status}`), scope.quote.expression(to, scope.variables.http, origin)];
  const ports = proxy.listens.filter(({ mode, tls }) => mode === "http" && tls !== null).flatMap(({ binds }) => binds.map(({ from }) => from));
  const port = ports.length === 0 || ports.includes(443) ? fixed("") : fixed(`:${ports[0]!}`);
  return [fixed(`${status}`), joined(fixed("https://$host"), port, fixed("$request_uri"))];
}

/** Files below a folder. With `alias` both the location and the folder end in a slash: else `/static../x` would leave the folder. */
function filesOf(route: Route, path: string, heading: readonly Word[], scope: Scope): { readonly heading: readonly Word[]; readonly directory: Directive; readonly besides: readonly Beside[] } {
  const { origin, match } = route;
  const folder = scope.quote.path(path.replace(/(.)\/+$/, "$1"), origin);
  if (match === "regex" || route.path === "/") return { heading, directory: line(origin, "root", folder), besides: [] };
  if (match === "exact") return { heading, directory: line(origin, "alias", folder), besides: [] };
  const directory = line(origin, "alias", path === "/" ? folder : joined(folder, fixed("/")));
  if (route.path.endsWith("/")) return { heading, directory, besides: [] };
  const [prefix] = heading;
  const redirect = line(origin, "return", fixed("301"), joined(prefix!, fixed("/$is_args$args")));
  return { heading: [joined(prefix!, fixed("/"))], directory, besides: [{ location: section(origin, "location", [fixed("="), prefix!], [redirect]), settings: [] }] };
}
