import type { Listen, Proxy as IrProxy } from "../../ir/traffic.js";
import { refusal } from "./limits.js";
import type { Match } from "./matches.js";
import { type Quoted, words } from "./quote.js";
import { grouped, type Spec } from "./rules.js";
import type { Scope } from "./scope.js";
import { reportUnsupported } from "./unsupported.js";

/** Routes that are answered at once, one rule for each way to them, in their order. */
export function actionSpecs(scope: Scope, proxy: IrProxy, listen: Listen, matches: readonly Match[]): readonly Spec[] {
  const specs: Spec[] = [];
  for (const match of matches) {
    const { route } = match;
    const action = answerOf(scope, proxy, listen, match);
    if (action !== null) specs.push({ routes: [route], ending: match, late: false, on: "request", origin: route.origin, reason: null, action, also: null });
  }
  return specs;
}

function answerOf(scope: Scope, proxy: IrProxy, listen: Listen, { route: { action, origin } }: Match): Quoted | null {
  switch (action.do) {
    case "proxy":
      return null;
    case "deny":
      return refusal(scope, action.status, origin);
    case "redirect":
      if (![301, 302, 303, 307, 308].includes(action.status)) reportUnsupported(scope.report, origin, `redirects with no status ${action.status}`, "write 301, 302, 303, 307 or 308");
      if (action.to !== "https") return words`redirect location ${scope.quote.literal(action.to, origin)} code ${action.status}`;
      return words`redirect ${toTls(proxy, listen)} code ${action.status}`;
    case "files":
      reportUnsupported(scope.report, origin, "serves no files", "send this path to a web server, or use nginx");
      return null;
    case "lua":
      reportUnsupported(scope.report, origin, "runs no Lua of nginx", "use openresty, or a native block with `lua-load`");
      return null;
  }
}

/** The same place over TLS: where both have their usual ports the name alone changes; else the port of the Host is replaced. */
function toTls(proxy: IrProxy, listen: Listen): Quoted {
  const ports = tlsPorts(proxy);
  const port = ports.includes(443) ? 443 : (ports[0] ?? 443);
  if (port === 443 && listen.binds.every(({ from, to }) => from === 80 && to === 80)) return words`scheme https`;
  const place = words`https://%[req.hdr(host),host_only]`;
  return port === 443 ? words`prefix ${place}` : words`prefix ${place}:${port}`;
}

/** Where a proxy speaks HTTP over TLS. */
export function tlsPorts({ listens }: IrProxy): readonly number[] {
  return listens.flatMap(({ mode, tls, binds }) => (mode === "http" && tls !== null ? binds.map(({ from }) => from) : []));
}

/** The largest bodies. */
export function bodySpecs(routes: readonly Match["route"][]): readonly Spec[] {
  const sizes = grouped(
    routes.filter(({ bodyBytes }) => bodyBytes !== null),
    ({ bodyBytes }) => (bodyBytes === null ? [] : [bodyBytes]),
    (bytes) => String(bytes),
  );
  return sizes.map(({ value: bytes, routes: limited }, at) => ({
    routes: limited,
    ending: null,
    late: false,
    on: "request",
    origin: limited[0]!.origin,
    reason: at === 0 ? words`By Content-Length; of a chunked body only what came with the head counts.` : null,
    action: words`deny deny_status 413`,
    also: words`{ req.body_size gt ${bytes} }`,
  }));
}
