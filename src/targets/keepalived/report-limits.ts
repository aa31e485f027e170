import { defineDiagnostic, type Report } from "../../diagnostics/define.js";
import { passesTls } from "../../ir/passed-tls.js";
import type { Listen, Pool, Proxy, Route } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";

/** Reports what the site asks of an LVS balancer and LVS cannot do: it moves packets, and reads nothing in them. */
export function reportLimits(proxy: Proxy, report: Report): void {
  const say = (at: Origin, what: string): void => report(lvsLimit, { at, data: { what } });
  for (const { origin } of [...proxy.stats, ...proxy.status, ...proxy.health]) say(origin, "show a page");
  for (const { origin, to } of proxy.logs) if (to.where === "file" || to.where === "stdout") say(origin, "write a log of its connections");
  if (proxy.maxconn !== null) say(proxy.origin, "limit its connections");
  for (const { origin } of [...proxy.lua.share, ...proxy.lua.phases]) say(origin, "run Lua");
  for (const listen of proxy.listens) {
    reportListen(listen, say);
    for (const { address, from, origin } of listen.binds) if (address === null) report(lvsAddress, { at: origin, data: { name: proxy.name, port: from } });
  }
  for (const pool of proxy.pools) reportPool(pool, proxy, say);
}

type Say = (at: Origin, what: string) => void;

function reportListen({ tls, acceptProxy, maxconn, routes, origin }: Listen, say: Say): void {
  if (tls !== null) say(tls.origin, "end TLS");
  if (acceptProxy) say(origin, "read the PROXY protocol");
  if (maxconn !== null) say(origin, "limit its connections");
  for (const route of routes) reportRoute(route, routes.length === 1, say);
}

function reportRoute(route: Route, only: boolean, say: Say): void {
  const { origin, action } = route;
  if (!only || !takesAll(route)) say(origin, "choose by domain or path");
  else if (action.do !== "proxy") say(origin, "answer by itself");
  for (const header of route.headers) say(header.origin, "change a header");
  for (const limit of route.limits) say(limit.origin, "limit requests");
  if (route.connections !== null) say(origin, "limit a client's connections");
  for (const step of route.degrade) say(step.origin, "degrade by load");
}

/** Whether everything that arrives takes this route. */
export function takesAll({ domains, match, path }: Route): boolean {
  return domains.length === 0 && match === "prefix" && path === "/";
}

function reportPool(pool: Pool, proxy: Proxy, say: Say): void {
  const { tls, proxyProtocol, sticky, discovery, resolve, origin } = pool;
  if (tls !== null && !passesTls(pool, listensTo(pool, proxy))) say(tls.origin, "speak TLS to its servers");
  if (proxyProtocol !== null) say(origin, "write the PROXY protocol");
  if (sticky?.by === "cookie") say(sticky.origin, "keep a client's server by a cookie");
  if (discovery !== null) say(discovery.origin, "follow a registry");
  if (resolve !== null) say(resolve.origin, "resolve its servers' names");
}

function listensTo({ name }: Pool, { listens }: Proxy): readonly Listen[] {
  return listens.filter(({ pool, routes }) => pool === name || routes.some(({ action }) => action.do === "proxy" && action.pool === name));
}

export const lvsLimit = defineDiagnostic({
  code: "lvs-limit",
  severity: "error",
  summary: "An LVS balancer is asked for what needs more than packets.",
  explanation: `
LVS passes packets on in the kernel: that makes it fast, and blind to everything above addresses and ports. It ends no TLS, knows no domain,
path, header or cookie, and its servers are fixed when the site is built.

    balancer web lvs on lb[1..2] { mode dr; listen 443 tls /etc/ssl/shop.pem -> portal }     # error

Put a gateway between the balancer and the service, or let haproxy balance.
`,
  message: ({ what }: { readonly what: string }) => `LVS cannot ${what}`,
  help: () => "leave it out, let a gateway behind the balancer do it, or use haproxy as the engine",
});

export const lvsAddress = defineDiagnostic({
  code: "lvs-address",
  severity: "error",
  summary: "An LVS balancer listens without an address.",
  explanation: `
LVS knows a virtual server by its address and port. Without an address of its own, a listen is on the VIPs of its balancer.

    balancer web lvs on lb[1..2] { mode dr; listen 80 -> portal }                         # error
    balancer web lvs on lb[1..2] { mode dr; vip 192.168.0.148; listen 80 -> portal }
`,
  message: ({ name }: { readonly name: string; readonly port: number }) => `\`${name}\` listens on no address, and LVS needs one`,
  help: ({ name, port }) => `give \`${name}\` a \`vip\`, or write \`listen ADDRESS:${port}\``,
});
