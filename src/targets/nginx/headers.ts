import type { Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { once } from "../../source/once.js";
import { upgradeVariable } from "./clients.js";
import { line } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { empty, fixed } from "./quote.js";
import type { Scope } from "./scope.js";
import { type Setting, settingOf } from "./settings.js";
import { httpVariables } from "./variables.js";

/**
 * All headers that the server is sent besides the client's own: nginx inherits all lines of `proxy_set_header` or none,
 * so a location that sets one sets them all.
 */
export function requestHeaders<Level>(route: Route, by: "proxy" | "grpc", scheme: Word, originIn: (level: Level) => Origin, scope: Scope): Setting<Level> {
  const named = new Map<string, readonly Word[]>();
  const set = (name: Word, value: Word): void => void named.set(name.toLowerCase(), [name, value]);
  set(fixed("Host"), fixed("$host"));
  if (by === "proxy") {
    set(fixed("Upgrade"), fixed("$http_upgrade"));
    set(fixed("Connection"), upgradeVariable);
  }
  // The client as nginx knows it, not what it says of itself.
  if (route.forward.includes("client")) set(fixed("X-Forwarded-For"), fixed("$remote_addr"));
  if (route.forward.includes("proto")) set(fixed("X-Forwarded-Proto"), scheme);
  if (route.forward.includes("host")) set(fixed("X-Forwarded-Host"), fixed("$host"));
  if (route.forward.includes("port")) set(fixed("X-Forwarded-Port"), fixed("$server_port"));
  for (const { on, name, value, origin } of route.headers) {
    if (on === "request") set(scope.quote.header(name, origin), value === null ? empty : valueOf(value, origin, scope));
  }
  return settingOf(originIn, by === "proxy" ? fixed("proxy_set_header") : fixed("grpc_set_header"), [...named.values()]);
}

/** What is set replaces the server's own header of that name; `by` is null when there is no server. */
export function responseHeaders(route: Route, by: "proxy" | "grpc" | null, scope: Scope): readonly Directive[] {
  return route.headers
    .filter(({ on }) => on === "response")
    .flatMap(({ name, value, origin }) => {
      const quoted = scope.quote.header(name, origin);
      const hidden = by === null ? [] : [by === "proxy" ? line(origin, "proxy_hide_header", quoted) : line(origin, "grpc_hide_header", quoted)];
      return value === null ? hidden : [...hidden, line(origin, "add_header", quoted, valueOf(value, origin, scope), fixed("always"))];
    });
}

/** Whether the headers of a route are sound whatever native blocks define. */
export function namesStandardVariables({ headers }: Route): boolean {
  return headers.every(({ value }) => value === null || !value.includes("$") || [...value.matchAll(/\$\{?(\w+)/g)].every(([, name = ""]) => standardVariables().has(name)));
}

const standardVariables = once(() => httpVariables([]));

function valueOf(value: string, at: Origin, { quote, variables }: Scope): Word {
  return value === "" ? quote.header("", at) : quote.expression(value, variables.http, at);
}
