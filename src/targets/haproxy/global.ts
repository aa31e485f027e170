import type { Common } from "./backends.js";
import type { Logs } from "./logs.js";
import type { Defaults, Global, Line, Proxy } from "./model.js";
import { reportDisagreement } from "./native.js";
import type { Plan } from "./plan.js";
import { words } from "./quote.js";
import type { Scope } from "./scope.js";
import type { TimeoutsPlan } from "./timeouts.js";
import type { Keys } from "./tls.js";

export function lowerGlobal(scope: Scope, plan: Plan, logs: Logs, keys: Keys, native: readonly Line[], secret: boolean): Global {
  const { container } = scope;
  return {
    log: logs.global,
    chroot: !container,
    // The image starts as this user already, which cannot read a file of mode 0600: with a password in it the container starts as root.
    user: !container || secret,
    stats_socket: container ? words`/var/lib/haproxy/admin.sock` : words`/run/haproxy/admin.sock`,
    maxconn: sharedMaxconn(scope),
    ssl_default_bind: plan.listens.some(({ listen }) => listen.tls !== null),
    ssl_default_server: plan.telling.some(({ pool, passesTls }) => pool.tls !== null && !passesTls),
    ssl_load_extra_del_ext: keys.deletesExtension,
    native,
  };
}

function sharedMaxconn(scope: Scope): Global["maxconn"] {
  const said = scope.proxies.flatMap(({ maxconn, origin }) => (maxconn === null ? [] : [{ origin, value: maxconn, text: words`maxconn ${maxconn}` }]));
  const [first, ...others] = said;
  if (first === undefined) return null;
  for (const other of others.filter(({ value }) => value !== first.value)) reportDisagreement(scope, "maxconn", other, first);
  return { origin: first.origin, value: first.value };
}

export function lowerDefaults(scope: Scope, timeouts: TimeoutsPlan, common: Common, generated: readonly Proxy[], native: readonly Line[]): Defaults {
  const http = generated.some(({ mode }) => mode === "http");
  // The package has the pages; the official image has them at another place, and the same in the program.
  return { mode: http ? "http" : "tcp", ...common, timeout: timeouts.defaults, errorfile: http && !scope.container, native };
}
