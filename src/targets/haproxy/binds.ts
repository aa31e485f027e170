import type { Listen, Page, Proxy as IrProxy } from "../../ir/traffic.js";
import type { Bind } from "./model.js";
import { type Quoted, words } from "./quote.js";
import type { Scope } from "./scope.js";
import { bindTls } from "./tls.js";

/** The `bind` lines of a listen, with what they say of TLS and the PROXY protocol. Source: HAProxy Configuration Manual, `bind` and section 5.1. */
export function bindsOf(scope: Scope, { trust }: IrProxy, listen: Listen): readonly Bind[] {
  // With known senders a rule takes it from these alone, and whoever else connects cannot forge an address.
  const accept = listen.acceptProxy && trust.length === 0 ? [words`accept-proxy`] : [];
  const params = [...bindTls(scope, listen.tls, listen.mode), ...accept];
  return listen.binds
    .filter(({ transport }) => transport === "tcp")
    .flatMap(({ address, from, to, origin }) => {
      const ports = from === to ? words`${from}` : words`${from}-${to}`;
      return placesOf(scope, address, ports, origin).map((place) => ({ ...place, origin, params: [...place.params, ...params] }));
    });
}

export function bindsOfPage(scope: Scope, { bind, origin }: Page): readonly Bind[] {
  return placesOf(scope, bind.address, words`${bind.port}`, origin).map((place) => ({ ...place, origin }));
}

function placesOf({ quote, ipv6 }: Scope, address: string | null, ports: Quoted, origin: Bind["origin"]): readonly Omit<Bind, "origin">[] {
  if (address !== null) {
    const host = quote.word(address.includes(":") ? `[${address}]` : address, origin);
    return [{ address: words`${host}:${ports}`, params: [] }];
  }
  const all = { address: words`*:${ports}`, params: [] };
  // Two sockets: with one for both, IPv4 clients would be logged and forwarded as ::ffff:192.0.2.1.
  return ipv6 ? [all, { address: words`:::${ports}`, params: [words`v6only`] }] : [all];
}
