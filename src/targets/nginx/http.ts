import type { Proxy } from "../../ir/traffic.js";
import { clientMaps, realAddress, trustKey } from "./clients.js";
import { explained, group, line, none } from "./directive.js";
import { blocks, completeHeaders, extend, ownHeaders, simpleOnes } from "./extend.js";
import { type Front, type ListenPlan, type Plans, planServers } from "./fronts.js";
import { each, same, some } from "./kept.js";
import type { Location } from "./location.js";
import { logsOf } from "./logs.js";
import { luaOfHttp } from "./lua.js";
import type { Directive } from "./model.js";
import { nameHashes } from "./name-hashes.js";
import type { Placed } from "./native.js";
import { pagesOf } from "./pages.js";
import { fixed } from "./quote.js";
import type { Scope } from "./scope.js";
import { type Around, printServers } from "./servers.js";
import { type Hoisted, hoist, type Shared, sharedBy } from "./settings.js";
import { sessionLines } from "./tls.js";
import { printUpstreams } from "./upstream.js";

/** `http {}`; null when nothing is served by HTTP. */
export function httpOf(natives: ReadonlyMap<Proxy, Placed>, scope: Scope): readonly Directive[] | null {
  const plans = planServers(scope);
  const { fronts, listens, refusing, locations } = plans;
  const pages = pagesOf(scope.proxies, scope);
  const native = [...natives.values()].flatMap((each) => each.get("http") ?? []);
  const lua = luaOfHttp(scope);
  const used = new Set(fronts.flatMap(({ sockets }) => sockets.map(({ name }) => name)));
  const pageServers = pages.servers(used);
  if (listens.length === 0 && pageServers.length === 0 && native.length === 0 && lua.length === 0) return null;

  const served = [...new Set(fronts.map(({ proxy }) => proxy))];
  const trustIsCommon = new Set(served.map(trustKey)).size === 1;
  const settings = sharedBy(locations, each(scope, "settings", [], locations, ({ settings }) => settings));
  const around: Around = {
    ofServers: hoist([...refusing.map((front) => sharedIn(front, 1)), ...listens.map(({ front, sites }) => sharedIn(front, sites.length))]),
    ofLocations: hoist(settings),
    natives,
    logs: logsOf("http", served.length === 0 ? scope.proxies : served, scope),
    pages,
    trustIsCommon,
  };
  const upstreams = none.concat(...served.map((proxy) => upstreamsOf(proxy, listens, scope)));
  const servers = printServers(plans, around, scope);
  const trusting = trustIsCommon && served[0] !== undefined ? realAddress(served[0], { acceptProxy: false, origin: served[0].origin }, scope) : [];
  const head = [...basics(around, plans, scope), ...group(trusting), ...group(lua), ...proxying(locations, settings, around.ofLocations, scope), ...counting(scope)];
  const said: Placed = new Map([["http", native]]);
  const simple = extend(head, "http", [simpleOnes(said)], scope.report);
  const all = extend(simple.concat(upstreams, servers, pageServers), "http", [blocks(said)], scope.report);
  if (!setHeaders(locations, scope)) return all;
  const headers = same(scope, "headers of all", ownHeaders(simple));
  return each(scope, "with headers", [headers], all, (directive) => completeHeaders(directive, headers));
}

function sharedIn(front: Front, count: number): Shared<Front> {
  return { settings: front.settings, level: front, count };
}

/** Whether anything may set a header of an answer. */
function setHeaders(locations: readonly Location[], scope: Scope): boolean {
  if (scope.proxies.some(({ native, listens }) => native.length > 0 || listens.some((listen) => listen.native.length > 0))) return true;
  return some(scope, "headers", locations, ({ route: { headers, native } }) => headers.length > 0 || native.length > 0);
}

function basics({ logs, ofServers }: Around, { fronts, listens }: Plans, scope: Scope): readonly Directive[] {
  const { origin } = scope.daemon;
  const secure = fronts.find(({ listen }) => listen.tls !== null)?.listen.tls;
  const types = "text/css text/plain text/javascript application/javascript application/json application/xml image/svg+xml".split(" ");
  return [
    line(origin, "include", fixed("mime.types")),
    line(origin, "default_type", fixed("application/octet-stream")),
    ...group([...logs.formats, ...logs.common]),
    ...group([
      line(origin, "sendfile", fixed("on")),
      line(origin, "tcp_nopush", fixed("on")),
      line(origin, "server_tokens", fixed("off")),
      explained(line(origin, "absolute_redirect", fixed("off")), fixed("Clients may come by another scheme or port than the one that nginx sees.")),
      ...nameHashes(listens, scope),
      ...ofServers.common,
      ...(secure == null ? [] : sessionLines(secure.origin, fixed("shared:SSL:10m"))),
    ]),
    ...group([
      line(origin, "gzip", fixed("on")),
      line(origin, "gzip_vary", fixed("on")),
      line(origin, "gzip_proxied", fixed("any")),
      line(origin, "gzip_min_length", fixed("1k")),
      line(origin, "gzip_types", ...types.map((type) => scope.quote.literal(type, origin))),
    ]),
  ];
}

/** What requests to the servers have in common. */
function proxying(locations: readonly Location[], shared: readonly Shared<Location>[], hoisted: Hoisted<Location>, scope: Scope): readonly Directive[] {
  const { origin } = scope.daemon;
  const hasProxied = locations.some(({ by }) => by === "proxy");
  const usesScheme = shared.some(({ settings }) => settings.some(({ lines }) => lines.some((words) => words.some((word) => word.startsWith("$forwarded_proto")))));
  const maps = clientMaps(hasProxied, usesScheme, scope);
  const version = hasProxied ? [line(origin, "proxy_http_version", fixed("1.1"))] : [];
  return [...maps, ...group([...version, ...hoisted.common])];
}

function counting({ declared, daemon }: Scope): readonly Directive[] {
  const limited = declared.http.some(({ name }) => name === "limit_req_zone");
  return group([...declared.http, ...(limited ? [line(daemon.origin, "limit_req_status", fixed("429"))] : [])]);
}

/** Each upstream of a proxy that is used once, in the order of its pools. */
function upstreamsOf(proxy: Proxy, listens: readonly ListenPlan[], scope: Scope): readonly Directive[] {
  const own = listens.filter(({ front }) => front.proxy === proxy);
  const isUsed = own.length === 1 ? own[0]!.leadsTo : scope.upstreamsOf(proxy).all.map((_, place) => own.some(({ leadsTo }) => leadsTo[place]));
  return printUpstreams("http", scope.upstreamsOf(proxy).all.filter((_, place) => isUsed[place]), proxy, scope);
}
