import type { Listen, Proxy } from "../../ir/traffic.js";
import { entry, explained, line, section } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { empty, fixed, joined } from "./quote.js";
import type { Scope } from "./scope.js";

export const upgradeVariable = fixed("$connection_upgrade");

/** Whose word on the client's address counts. A PROXY header comes with every connection, so without `trust` all count. */
export function realAddress(proxy: Proxy, listen: Pick<Listen, "acceptProxy" | "origin">, scope: Scope): readonly Directive[] {
  const from = proxy.trust.map(({ cidr, origin }) => line(origin, "set_real_ip_from", scope.quote.network(cidr, origin)));
  if (listen.acceptProxy) {
    const all = [line(listen.origin, "set_real_ip_from", fixed("0.0.0.0/0")), line(listen.origin, "set_real_ip_from", fixed("::/0"))];
    return [...(from.length === 0 ? all : from), line(listen.origin, "real_ip_header", fixed("proxy_protocol"))];
  }
  const origin = proxy.trust[0]?.origin;
  return origin === undefined ? [] : [...from, line(origin, "real_ip_header", fixed("X-Forwarded-For")), line(origin, "real_ip_recursive", fixed("on"))];
}

/** The scheme by which the client came: what is trusted may say it, else it is the connection's own. */
export function schemeOf(proxy: Proxy, listen: Pick<Listen, "acceptProxy">, scope: Scope): Word {
  if (proxy.trust.length === 0) return fixed("$scheme");
  const at = listen.acceptProxy ? -1 : trustLists(scope.proxies).findIndex((each) => trustKey(each) === trustKey(proxy));
  return at < 0 ? fixed("$scheme") : joined(fixed("$forwarded_proto"), suffix(at));
}

/** One proxy for each list of what is trusted. */
function trustLists(proxies: readonly Proxy[]): readonly Proxy[] {
  return [...new Map(proxies.filter(({ trust }) => trust.length > 0).map((proxy) => [trustKey(proxy), proxy])).values()];
}

export function trustKey({ trust }: Proxy): string {
  return trust.map(({ cidr }) => cidr).join(" ");
}

function suffix(at: number): Word {
  return at === 0 ? fixed("") : fixed(`_${at + 1}`);
}

/** The variables that requests to the servers are told of the client with; each only where a request uses it. */
export function clientMaps(upgrades: boolean, schemes: boolean, scope: Scope): readonly Directive[] {
  const { origin } = scope.daemon;
  const upgrade = section(origin, "map", [fixed("$http_upgrade"), upgradeVariable], [line(origin, "default", fixed("upgrade")), entry(origin, empty, empty)]);
  return [
    ...(upgrades ? [explained(upgrade, fixed("A websocket asks for its upgrade; every other connection to a server is kept."))] : []),
    ...(schemes ? trustLists(scope.proxies).flatMap((proxy, at) => schemeMap(proxy, suffix(at), scope)) : []),
  ];
}

function schemeMap({ trust }: Proxy, last: Word, { quote }: Scope): readonly Directive[] {
  const { origin } = trust[0]!;
  const known = trust.map((each) => entry(each.origin, quote.network(each.cidr, each.origin), fixed("1")));
  const peers = section(origin, "geo", [fixed("$realip_remote_addr"), joined(fixed("$is_trusted"), last)], [line(origin, "default", fixed("0")), ...known]);
  const asked = joined(fixed("$is_trusted"), last, fixed(":$http_x_forwarded_proto"));
  const schemes = [line(origin, "default", fixed("$scheme")), entry(origin, fixed("1:http"), fixed("http")), entry(origin, fixed("1:https"), fixed("https"))];
  return [explained(peers, fixed("Only what is trusted may say by which scheme the client came.")), section(origin, "map", [asked, joined(fixed("$forwarded_proto"), last)], schemes)];
}
