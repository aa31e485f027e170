import type { Listen, Proxy } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { connectionCaps } from "./limits.js";
import { realAddress } from "./clients.js";
import { add, explained, line, section, spaced } from "./directive.js";
import { blocks, extend, simpleOnes } from "./extend.js";
import type { Front, ListenPlan, Plans } from "./fronts.js";
import { each, same } from "./kept.js";
import { checkTransport, httpListens } from "./listens.js";
import { type Location, printLocation } from "./location.js";
import type { Logs } from "./logs.js";
import { luaOfServer } from "./lua.js";
import type { Directive, Word } from "./model.js";
import { placed, type Placed } from "./native.js";
import type { Pages } from "./pages.js";
import { fixed } from "./quote.js";
import { requireVersion, type Scope } from "./scope.js";
import type { ServedSite } from "./served-sites.js";
import type { Hoisted } from "./settings.js";
import { certificateLines } from "./tls.js";

/** What is said around the servers. */
export interface Around {
  readonly ofServers: Hoisted<Front>;
  readonly ofLocations: Hoisted<Location>;
  readonly natives: ReadonlyMap<Proxy, Placed>;
  readonly logs: Logs;
  readonly pages: Pages;
  /** Whether `http {}` says whose word on the client's address counts. */
  readonly trustIsCommon: boolean;
}

/** All that a server is made of besides its domains and its locations: what all of one listen say. */
interface Frame {
  /** Before its name. */
  readonly listens: readonly Directive[];
  /** The same for the server of every domain that no other one names. */
  readonly defaultListens: readonly Directive[];
  /** After its name. */
  readonly lines: readonly Directive[];
  readonly pages: readonly Directive[];
  /** The native blocks around a location, those that say anything of servers or locations. */
  readonly native: readonly Placed[];
  readonly origin: Origin;
}

/** Those that refuse what nobody named, then those of each listen. */
export function printServers({ refusing, listens }: Plans, around: Around, scope: Scope): readonly Directive[] {
  const refused = refusing.map((front) => refusingServer(front, around, scope));
  return refused.concat(...listens.map((plan) => serversOf(plan, around, scope)));
}

function serversOf({ front, sites }: ListenPlan, around: Around, scope: Scope): readonly Directive[] {
  const frame = same(scope, `frame ${front.called}`, frameOf(front, around, scope));
  const said = same(scope, `hoisted ${front.called}`, around.ofLocations.said);
  return each(scope, `servers ${front.called}`, [frame, said], sites, (site) => serverOf(site, frame, around.ofLocations, scope));
}

function frameOf(front: Front, around: Around, scope: Scope): Frame {
  const { proxy, listen, sockets, http2 } = front;
  checkTransport(listen, scope);
  return {
    listens: httpListens(listen, sockets, false, http2, scope),
    defaultListens: httpListens(listen, sockets, true, http2, scope),
    lines: [...headLines(front, true, around, scope), ...connectionCaps("http", proxy, listen, scope), ...around.logs.of(proxy), ...luaOfServer(proxy, scope)],
    pages: around.pages.on(sockets.map(({ name }) => name)),
    native: [around.natives.get(proxy)!, placed(listen.native, "server", scope)].filter((level) => level.has("server") || level.has("location")),
    origin: listen.origin,
  };
}

function serverOf({ domains, locations }: ServedSite, { listens, defaultListens, lines, pages, native, origin: around }: Frame, hoisted: Hoisted<Location>, scope: Scope): Directive {
  const origin = originOf(domains[0], locations, around);
  const head = (domains.length === 0 ? defaultListens : listens).slice();
  head.push(line(origin, "server_name", namesOf(domains, origin, locations, around, scope)));
  add(head, lines);
  const body = native.length === 0 ? head : [...extend(head, "server", native.map(simpleOnes), scope.report)];
  add(body, pages);
  for (let at = 0; at < locations.length; at++) add(body, printLocation(locations[at]!, hoisted, native, scope));
  if (!isTaken(locations, native)) body.push(section(around, "location", [fixed("/")], [line(around, "return", fixed("404"))]));
  return section(origin, "server", [], native.length === 0 ? body : extend(body, "server", native.map(blocks), scope.report));
}

function namesOf(domains: readonly string[], origin: Origin, locations: readonly Location[], around: Origin, scope: Scope): Word {
  if (domains.length === 0) return fixed("_");
  if (domains.length === 1) return scope.quote.domain(domains[0]!, origin);
  return spaced(...domains.map((domain) => scope.quote.domain(domain, originOf(domain, locations, around))));
}

/** Whether a route takes what no other takes: without this, nginx would serve the files that it was installed with. */
function isTaken(locations: readonly Location[], native: readonly Placed[]): boolean {
  for (let at = 0; at < locations.length; at++) {
    const { route } = locations[at]!;
    if (route.match === "prefix" && route.path === "/") return true;
  }
  return native.some((level) => level.get("server")?.some(({ name, words }) => name === "location" && words === "/"));
}

/** What a server says after its name for where it listens. */
function headLines(front: Front, answers: boolean, { trustIsCommon, ofServers }: Around, scope: Scope): readonly Directive[] {
  const { proxy, listen, settings } = front;
  return [...tlsLines(listen, answers, scope), ...(trustIsCommon && !listen.acceptProxy ? [] : realAddress(proxy, listen, scope)), ...ofServers.rest(settings, front)];
}

/** The first route of a domain, else what is around. */
function originOf(domain: string | undefined, locations: readonly Location[], around: Origin): Origin {
  if (domain === undefined) return around;
  return locations.find(({ route }) => route.domains.includes(domain))?.route.origin ?? around;
}

function tlsLines({ tls, origin }: Listen, answers: boolean, scope: Scope): readonly Directive[] {
  if (tls === null) return [];
  if (answers) return certificateLines(tls, scope);
  requireVersion(scope, origin, "1.19.4", "refuse TLS for a domain that no route has");
  return [explained(line(origin, "ssl_reject_handshake", fixed("on")), fixed("No certificate for a domain that is none of this site's."))];
}

function refusingServer(front: Front, around: Around, scope: Scope): Directive {
  const { listen, sockets, http2 } = front;
  const pages = around.pages.on(sockets.map(({ name }) => name));
  const head = [...httpListens(listen, sockets, true, http2, scope), line(listen.origin, "server_name", fixed("_")), ...headLines(front, pages.length > 0, around, scope)];
  return section(listen.origin, "server", [], [...head, ...refusal(listen, pages)]);
}

function refusal({ origin, tls }: Listen, pages: readonly Directive[]): readonly Directive[] {
  if (tls !== null && pages.length === 0) return [];
  const closed = explained(line(origin, "return", fixed("444")), fixed("Closes the connection: the request is for no domain of this site."));
  return pages.length === 0 ? [closed] : [...pages, section(origin, "location", [fixed("/")], [closed])];
}
