import type { Tls } from "../../ir/basics.js";
import type { Pool } from "../../ir/traffic.js";
import type { Origin } from "../../source/origin.js";
import { entry, line, spaced } from "./directive.js";
import type { Directive, Word } from "./model.js";
import { fixed, isIpv4, isIpv6 } from "./quote.js";
import { cannot, type Scope } from "./scope.js";
import { type Setting, setting } from "./settings.js";

/** What is particular to one certificate. */
export function certificateLines(tls: Tls, scope: Scope): readonly Directive[] {
  const { origin, certificate, key, authority, verify } = tls;
  const { quote } = scope;
  if (certificate === null) cannot(scope, origin, "listen with TLS without a certificate", "write `tls CERTIFICATE key KEY`");
  const chain = quote.path(certificate ?? "/", origin);
  const lines = [line(origin, "ssl_certificate", chain), line(origin, "ssl_certificate_key", key === null ? chain : quote.path(key, origin))];
  if (verify === "client") {
    if (authority === null) cannot(scope, origin, "verify clients without the authority that signed for them", "write `ca PATH`");
    return [...lines, line(origin, "ssl_client_certificate", quote.path(authority ?? "/", origin)), line(origin, "ssl_verify_client", fixed("on"))];
  }
  return authority === null ? lines : [...lines, line(origin, "ssl_trusted_certificate", quote.path(authority, origin))];
}

// Source: Mozilla, "Server Side TLS" 5.7, intermediate compatibility: forward secrecy and authenticated encryption alone.
const intermediate = fixed(
  "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305",
);

/** What most listens say alike. */
export function tlsSettings<Level>(tls: Tls, originIn: (level: Level) => Origin, scope: Scope): readonly Setting<Level>[] {
  const ciphers = tls.ciphers === null ? (tls.minimum === "1.2" ? intermediate : null) : scope.quote.literal(tls.ciphers, tls.origin);
  return [
    setting(originIn, "ssl_protocols", ...protocolsFrom(tls.minimum)),
    ...(ciphers === null ? [] : [setting(originIn, "ssl_ciphers", ciphers)]),
  ];
}

/** Once for all listens of `http {}` or `stream {}`. Tickets stay off: their key would outlive every session. */
export function sessionLines(origin: Origin, cache: Word): readonly Directive[] {
  return [
    line(origin, "ssl_prefer_server_ciphers", fixed("off")),
    line(origin, "ssl_session_cache", cache),
    line(origin, "ssl_session_timeout", fixed("1d")),
    line(origin, "ssl_session_tickets", fixed("off")),
  ];
}

function protocolsFrom(minimum: Tls["minimum"]): readonly Word[] {
  const all = [fixed("TLSv1"), fixed("TLSv1.1"), fixed("TLSv1.2"), fixed("TLSv1.3")];
  return all.slice(["1.0", "1.1", "1.2", "1.3"].indexOf(minimum));
}

// Debian's bundle, which the official image has as well.
const systemAuthorities = fixed("/etc/ssl/certs/ca-certificates.crt");

/** TLS towards the servers. Without `tls` it is verified against the authorities that the machine trusts. */
export function serverTls(family: "proxy" | "grpc", pool: Pool, scope: Scope): readonly Directive[] {
  const { quote } = scope;
  const origin = pool.tls?.origin ?? pool.origin;
  const name = (last: string): Word => (family === "proxy" ? quote.literal(`proxy_ssl_${last}`, origin) : quote.literal(`grpc_ssl_${last}`, origin));
  const ssl = (last: string, ...words: readonly Word[]): Directive => entry(origin, name(last), spaced(...words));
  // A certificate is of a name: that of the servers, where they have one; nginx takes the upstream's, which is the service's.
  const names = [...new Set(pool.servers.map(({ address }) => address))];
  const tls = pool.tls;
  return [
    ssl("server_name", fixed("on")),
    ...(names.length === 1 && !isIpv4(names[0]!) && !isIpv6(names[0]!) ? [ssl("name", quote.domain(names[0]!, origin))] : []),
    ...(tls === null ? [] : [ssl("protocols", ...protocolsFrom(tls.minimum))]),
    ...(tls?.ciphers == null ? [] : [ssl("ciphers", quote.literal(tls.ciphers, origin))]),
    ...(tls?.certificate == null ? [] : [ssl("certificate", quote.path(tls.certificate, origin)), ssl("certificate_key", quote.path(tls.key ?? tls.certificate, origin))]),
    ...(tls?.verify === "no" ? [] : [ssl("verify", fixed("on")), ssl("verify_depth", fixed("3")), ssl("trusted_certificate", tls?.authority == null ? systemAuthorities : quote.path(tls.authority, origin))]),
  ];
}
