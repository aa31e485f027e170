import type { Listen } from "../../ir/traffic.js";
import { line } from "./directive.js";
import { isSince } from "./installation.js";
import type { Directive, Word } from "./model.js";
import { bracketed, fixed, isIpv4, isIpv6 } from "./quote.js";
import { cannot, type Scope } from "./scope.js";

type Bind = Listen["binds"][number];

/** One address and port as `listen` writes it. All addresses are those of IPv4, and of IPv6 where the site has such networks. */
export function socketsOf({ address, from, to, origin }: Bind, scope: Scope): readonly Word[] {
  const ports = from === to ? `${from}` : `${from}-${to}`;
  if (address === null) return [scope.quote.literal(ports, origin), ...(scope.hasIpv6 ? [scope.quote.literal(`[::]:${ports}`, origin)] : [])];
  return [isIpv4(address) || isIpv6(address) ? scope.quote.literal(`${bracketed(address)}:${ports}`, origin) : scope.quote.endpoint(address, ports, origin)];
}

/** One address and port that a listen opens. */
export interface Socket {
  readonly name: Word;
  readonly bind: Bind;
}

export function socketsOfListen(listen: Listen, scope: Scope): readonly Socket[] {
  return listen.binds.flatMap((bind) => socketsOf(bind, scope).map((name) => ({ name, bind })));
}

export function checkTransport({ binds }: Listen, scope: Scope): void {
  for (const { transport, origin } of binds) if (transport === "udp") cannot(scope, origin, "serve HTTP by UDP", "leave out `/udp`");
}

/** The `listen` lines of a server of HTTP, with HTTP/2 in the form that this nginx has. */
export function httpListens(listen: Listen, sockets: readonly Socket[], isDefault: boolean, http2: boolean, scope: Scope): readonly Directive[] {
  const inListen = http2 && !isSince(scope.installation, "1.25.1");
  const lines = sockets.map(({ name, bind }) => {
    const marks = [
      ...(isDefault ? [fixed("default_server")] : []),
      ...(listen.tls === null ? [] : [fixed("ssl")]),
      ...(inListen ? [fixed("http2")] : []),
      ...(listen.acceptProxy ? [fixed("proxy_protocol")] : []),
    ];
    return line(bind.origin, "listen", name, ...marks);
  });
  return http2 && !inListen ? [...lines, line(listen.tls?.origin ?? listen.origin, "http2", fixed("on"))] : lines;
}

/** The `listen` lines of a server of TCP or UDP. */
export function streamListens(listen: Listen, scope: Scope): readonly Directive[] {
  return socketsOfListen(listen, scope).map(({ name, bind }) => {
    const marks = [
      ...(listen.tls === null ? [] : [fixed("ssl")]),
      // Without `reuseport` the packets of one client reach several workers, each with a session of its own.
      ...(bind.transport === "udp" ? [fixed("udp"), fixed("reuseport")] : []),
      ...(listen.acceptProxy ? [fixed("proxy_protocol")] : []),
    ];
    return line(bind.origin, "listen", name, ...marks);
  });
}
