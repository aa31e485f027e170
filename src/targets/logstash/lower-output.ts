import { reportText } from "../../emit/quoted.js";
import type { Tls } from "../../ir/basics.js";
import type { Collection } from "../../ir/logs.js";
import { indexReference, printIndex } from "./lower-filters.js";
import { setting, variableOf, type Work } from "./lower-inputs.js";
import type { Plugin, Setting } from "./model.js";
import { fixed, inQuotes, joined } from "./quote.js";

/** Where the entries of a collection are kept. */
export function lowerOutput({ destination }: Collection, work: Work): Plugin {
  const { endpoints, index, auth, tls, origin } = destination;
  const { dialect, quote } = work;
  const scheme = tls === null ? "http" : "https";
  const hosts = endpoints.map(({ host, port }) => quote.string(`${scheme}://${host.includes(":") ? `[${host}]` : host}:${port}`, origin));
  const byField = index.parts.some((part) => "field" in part);
  return {
    plugin: fixed("elasticsearch"),
    settings: [
      setting("hosts", hosts),
      setting("index", byField ? inQuotes(joined(fixed("%{"), indexReference, fixed("}"))) : printIndex(index.parts, quote, index.origin), index.origin),
      ...(auth === null ? [] : [setting("user", quote.string(auth.user ?? "elastic", auth.origin), auth.origin), setting("password", variableOf(auth.variable), auth.origin)]),
      ...(tls === null ? [] : lowerClientTls(tls, work)),
      // An index of its own: neither a data stream, nor one that the lifecycle of Logstash's own indices renames.
      ...(dialect.dataStreams ? [setting("data_stream", fixed("false"), index.origin)] : []),
      setting("ilm_enabled", fixed("false"), index.origin),
      setting("manage_template", fixed("false"), index.origin),
    ],
    origin,
  };
}

function lowerClientTls({ authority, certificate, key, verify, ciphers, minimum, origin }: Tls, { dialect, quote, report }: Work): readonly Setting[] {
  if (ciphers !== null) reportText(report, origin, "Logstash", "OpenSSL's names of ciphers");
  const path = (text: string) => quote.string(text, origin);
  const both = certificate !== null && dialect.tlsNames;
  if (certificate !== null && !dialect.tlsNames) reportText(report, origin, "Logstash before 8.11", "a certificate of its own for Elasticsearch");
  return [
    ...(authority === null ? [] : [dialect.tlsNames ? setting("ssl_certificate_authorities", [path(authority)], origin) : setting("cacert", path(authority), origin)]),
    ...(both ? [setting("ssl_certificate", path(certificate), origin), setting("ssl_key", path(key ?? certificate), origin)] : []),
    ...(verify === "no" ? [dialect.tlsNames ? setting("ssl_verification_mode", inQuotes(fixed("none")), origin) : setting("ssl_certificate_verification", fixed("false"), origin)] : []),
    ...(minimum === "1.3" && dialect.tlsNames ? [setting("ssl_supported_protocols", [inQuotes(fixed("TLSv1.3"))], origin)] : []),
  ];
}
