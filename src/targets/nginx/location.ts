import type { Listen, Pool, Proxy, Route } from "../../ir/traffic.js";
import type { Beside } from "./degrade.js";
import { line, section } from "./directive.js";
import { extend } from "./extend.js";
import { responseHeaders } from "./headers.js";
import { routeLimits } from "./limits.js";
import type { Directive, Word } from "./model.js";
import { placed, type Placed } from "./native.js";
import { passingOf } from "./passing.js";
import { fixed, joined } from "./quote.js";
import { cannot, need, type Scope } from "./scope.js";
import { type Hoisted, type Setting, setting } from "./settings.js";
import { size, wait } from "./units.js";
import { findNamed } from "../../source/group.js";

/** A route as a location, before it is known what all locations have in common. */
export interface Location {
  readonly route: Route;
  /** How requests are passed on, and where to; null when nginx answers itself. */
  readonly passing: { readonly by: "proxy" | "grpc"; readonly pool: Pool } | null;
  readonly heading: readonly Word[];
  /** What it says itself, whatever the others say. */
  readonly own: readonly Directive[];
  readonly settings: readonly Setting[];
  /** Locations that belong to it: where a slash is added, where a degraded answer comes from. */
  readonly besides: readonly Beside[];
  readonly native: Placed;
}

export function locationOf(proxy: Proxy, listen: Listen, route: Route, scope: Scope): Location {
  const { action, origin } = route;
  const plain = { route, passing: null, heading: headingOf(route, scope), settings: [], besides: [], native: placed(route.native, "location", scope) };
  const answer = (...lines: readonly Directive[]): readonly Directive[] => [...routeLimits(proxy, listen, route, scope), ...responseHeaders(route, null, scope), ...lines];
  switch (action.do) {
    case "deny":
    case "redirect": {
      checkUnlimited(route, scope);
      const words = action.do === "deny" ? [fixed(`${action.status}`)] : redirection(proxy, action, route, scope);
      return { ...plain, own: [...responseHeaders(route, null, scope), line(origin, "return", ...words)] };
    }
    case "lua":
      need(scope, "lua", origin);
      return { ...plain, settings: bodySettings(route, scope), own: answer(line(origin, "content_by_lua_file", scope.quote.path(action.file, origin))) };
    case "files": {
      const { heading, directory, besides } = filesOf(route, action.path, plain.heading, scope);
      return { ...plain, heading, besides, own: answer(directory) };
    }
    case "proxy": {
      const pool = findNamed(proxy.pools, action.pool);
      if (pool === undefined) throw new Error(`the proxy \`${proxy.name}\` has no pool \`${action.pool}\``);
      const { by, settings, lines, guards, besides } = passingOf(proxy, listen, route, pool, scope);
      const own = [...routeLimits(proxy, listen, route, scope), ...guards, ...lines];
      return { ...plain, passing: { by, pool }, settings: [...bodySettings(route, scope), ...settings], own, besides };
    }
  }
}

/** The finished location with what belongs to it. `outer` are the native blocks around it. */
export function printLocation({ route, heading, own, settings, besides, native }: Location, hoisted: Hoisted, outer: readonly Placed[], scope: Scope): readonly Directive[] {
  const others = besides.map((beside) => ({ ...beside.location, block: [...beside.location.block!, ...hoisted.rest(beside.settings)] }));
  return [...others, section(route.origin, "location", heading, extend([...own, ...hoisted.rest(settings)], "location", [...outer, native], scope.report))];
}

/** `=` exactly, `~` by a regular expression, else by the longest prefix. nginx reads a mark at the start of any other word, so a path begins with `/`. */
function headingOf({ match, path, origin }: Route, { quote }: Scope): readonly Word[] {
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

function bodySettings({ bodyBytes, timeouts, origin }: Route, scope: Scope): readonly Setting[] {
  if (bodyBytes === 0) cannot(scope, origin, "refuse every body", "write `body 1B` or more");
  const client = wait(timeouts.clientMs, "a client", timeouts.origin, scope.report);
  return [
    setting(origin, "client_max_body_size", bodyBytes === null ? fixed("0") : size(bodyBytes)),
    setting(timeouts.origin, "client_body_timeout", client),
    setting(timeouts.origin, "send_timeout", client),
  ];
}
