import type { Report } from "../../diagnostics/define.js";
import type { Cache, CacheListen } from "../../ir/cache.js";
import type { Tls } from "../../ir/basics.js";
import type { Origin } from "../../source/origin.js";
import { boundsOf } from "./cover.js";
import { needsOpenssl } from "./lower-conditions.js";
import type { Port } from "./model.js";
import { quoteWord, type Text, words } from "./quote.js";

/** The name of the ports of a cache that listen in one mode, for acls that ask where a request came in. */
export function portName(cache: Cache, mode: CacheListen["mode"]): string {
  return `${cache.name}_${mode}`;
}

/** http_port and https_port lines. `named` gives a port its name where an acl asks for it. */
export function lowerPorts(cache: Cache, named: (mode: CacheListen["mode"]) => Text | null, report: Report): readonly Port[] {
  return cache.listens.flatMap(({ binds, mode, tls, origin }) => {
    if (tls !== null && mode === "transparent") {
      report(needsOpenssl, { at: tls.origin, data: { what: "TLS that the network turned aside" } });
      return [];
    }
    const name = named(mode);
    const options = words`${modeOptions(cache, mode, report)}${name === null ? words`` : words` name=${name}`}${tls === null ? words`` : listenTls(tls, report)}`;
    return binds.map(({ address, port, origin: at }): Port => {
      const bind = address === null ? words`${port}` : words`${quoteAddress(address, at, report)}:${port}`;
      return { directive: tls === null ? "http_port" : "https_port", bind, options, intercept: mode === "transparent", origin };
    });
  });
}

/** Squid serves its own icons and error pages by a port for clients that know it, and has none when all are intercepted. */
export function forwardPort(caches: readonly Cache[]): Port | null {
  const listens = caches.flatMap((cache) => cache.listens);
  const first = listens.find(({ mode }) => mode === "transparent");
  if (first === undefined || listens.some(({ mode }) => mode !== "transparent")) return null;
  const used = listens.flatMap(({ binds }) => binds.map(({ port }) => port));
  let free = 3128;
  while (used.includes(free)) free++;
  return { directive: "http_port", bind: words`${free}`, options: words``, intercept: false, origin: first.origin };
}

function modeOptions(cache: Cache, mode: CacheListen["mode"], report: Report): Text {
  if (mode === "forward") return words``;
  if (mode === "transparent") return words` intercept`;
  const [site, origin] = defaultSite(cache);
  return words` accel defaultsite=${quoteWord(site, origin, report)}`;
}

/** The site of requests that name none: the first domain of an origin, else the name of the first. */
function defaultSite(cache: Cache): readonly [string, Origin] {
  const [first] = cache.origins;
  const domain = cache.origins.flatMap(({ domains }) => domains)[0]?.replace(/^\*?\./, "");
  return [domain ?? first?.name ?? cache.name, first?.origin ?? cache.origin];
}

function listenTls({ certificate, key, minimum, ciphers, verify, origin }: Tls, report: Report): Text {
  if (ciphers !== null) report(needsOpenssl, { at: origin, data: { what: "ciphers in OpenSSL's form" } });
  if (verify === "client") report(needsOpenssl, { at: origin, data: { what: "certificates of clients" } });
  const pem = quoteWord(certificate ?? "", origin, report);
  const own = key === null ? words`` : words` tls-key=${quoteWord(key, origin, report)}`;
  return words` tls-cert=${pem}${own}${tlsVersions(minimum)}`;
}

/** With GnuTLS the version alone is refused: it is read as the end of a list that `NORMAL` begins. */
function tlsVersions(minimum: Tls["minimum"]): Text {
  const fixed = { "1.0": words`1.0`, "1.1": words`1.1`, "1.2": words`1.2`, "1.3": words`1.3` };
  return minimum === "1.0" ? words`` : words` tls-options=NORMAL tls-min-version=${fixed[minimum]}`;
}

/** An address, in brackets when it is of IPv6. */
export function quoteAddress(address: string, at: Origin, report: Report): Text {
  const text = quoteWord(address, at, report);
  return boundsOf(address)?.[0] === 6 ? words`[${text}]` : text;
}
