import type { Report } from "../../diagnostics/define.js";
import { reportText } from "../../emit/quoted.js";
import type { Tls } from "../../ir/basics.js";
import type { Buffer, Collection, LogListen, Pipeline } from "../../ir/logs.js";
import type { Dialect } from "./dialect.js";
import type { Plugin, Setting, Value } from "./model.js";
import { fixed, inQuotes, joined, type Quote, type Text } from "./quote.js";

/** What the parts of a pipeline are made with. */
export interface Work {
  readonly dialect: Dialect;
  readonly quote: Quote;
  readonly report: Report;
}

export function setting(name: string, value: Value, origin?: Setting["origin"]): Setting {
  return origin === undefined ? { name: fixed(name), value } : { name: fixed(name), value, origin };
}

/** Where a pipeline gets its entries; `shared`: another pipeline takes what Filebeat sends, and passes on what is for this one. */
export function lowerInputs(collection: Collection, pipeline: Pipeline, shared: boolean, work: Work): readonly Plugin[] {
  const { buffer, name, origin } = collection;
  const { beats } = pipeline;
  const { quote } = work;
  return [
    ...(buffer !== null ? [lowerBuffer(buffer, collection, work)] : []),
    ...(buffer !== null || beats === null ? [] : shared ? [{ plugin: fixed("pipeline"), settings: [setting("address", quote.string(name, origin))], origin: beats.origin }] : [lowerBeats(beats, work)]),
    ...pipeline.listens.map((listen) => lowerListen(collection, listen, work)),
  ];
}

export function lowerBeats({ port, tls, origin }: NonNullable<Pipeline["beats"]>, work: Work): Plugin {
  const plugin = { plugin: fixed("beats"), settings: [setting("port", port), ...(tls === null ? [] : lowerServerTls(tls, work))], origin };
  return tls === null ? plugin : { ...plugin, comment: "The key has to be in the form of PKCS #8." };
}

const protocols = ["1.0", "1.1", "1.2", "1.3"] as const;

function lowerServerTls({ certificate, key, authority, minimum, ciphers, verify, origin }: Tls, { dialect, quote, report }: Work): readonly Setting[] {
  if (ciphers !== null) reportText(report, origin, "Logstash", "OpenSSL's names of ciphers");
  const path = (text: string | null): Text => quote.string(text ?? "", origin);
  const versions = protocols.slice(protocols.indexOf(minimum)).map((version) => inQuotes(fixed(`TLSv${version}`)));
  const client = verify === "client";
  return [
    dialect.tlsNames ? setting("ssl_enabled", fixed("true"), origin) : setting("ssl", fixed("true"), origin),
    setting("ssl_certificate", path(certificate), origin),
    setting("ssl_key", path(key ?? certificate), origin),
    ...(minimum === "1.2" ? [] : [dialect.tlsNames ? setting("ssl_supported_protocols", versions, origin) : setting("tls_min_version", fixed(minimum), origin)]),
    ...(client && authority !== null ? [setting("ssl_certificate_authorities", [path(authority)], origin)] : []),
    ...(client ? [dialect.tlsNames ? setting("ssl_client_authentication", inQuotes(fixed("required")), origin) : setting("ssl_verify_mode", inQuotes(fixed("force_peer")), origin)] : []),
  ];
}

function lowerBuffer(buffer: Buffer, { name, origin: from }: Collection, { quote }: Work): Plugin {
  const { origin } = buffer;
  if (buffer.by === "redis") {
    const { endpoint, database, auth, key } = buffer;
    const settings = [
      setting("host", quote.string(endpoint.host, origin)),
      setting("port", endpoint.port),
      ...(auth === null ? [] : [setting("password", variableOf(auth.variable), auth.origin)]),
      ...(database === 0 ? [] : [setting("db", database)]),
      setting("data_type", inQuotes(fixed("list"))),
      setting("key", quote.string(key, origin)),
    ];
    return { plugin: fixed("redis"), settings, origin };
  }
  const servers = buffer.endpoints.map(({ host, port }) => `${host.includes(":") ? `[${host}]` : host}:${port}`).join(",");
  const settings = [
    setting("bootstrap_servers", quote.string(servers, origin)),
    setting("topics", [quote.string(buffer.topic, origin)]),
    setting("group_id", quote.string(buffer.group, origin)),
    setting("client_id", quote.string(name, from)),
    // What was sent before the group first came is read too.
    setting("auto_offset_reset", inQuotes(fixed("earliest"))),
    setting("codec", inQuotes(fixed("json"))),
  ];
  return { plugin: fixed("kafka"), settings, origin };
}

/** `${NAME}`, which Logstash takes from its environment. */
export function variableOf(name: string): Text {
  return inQuotes(fixed(`\${${name.replace(/[^A-Za-z0-9_]/g, "_")}}`));
}

function lowerListen(collection: Collection, { name, input, address, port, codec, origin }: LogListen, { quote }: Work): Plugin {
  const label = (field: string, value: string) => ({ key: inQuotes(fixed(field)), value: quote.plain(value, origin) });
  // A line of JSON each over a stream, a packet each otherwise.
  const json = input === "tcp" ? "json_lines" : "json";
  return {
    plugin: fixed(input),
    settings: [
      ...(address === null ? [] : [setting("host", quote.string(address, origin))]),
      setting("port", port),
      ...(codec === "json" && input !== "syslog" ? [setting("codec", fixed(json))] : []),
      setting("add_field", { hash: [label("[labels][collection]", collection.name), label("[labels][source]", name)] }),
    ],
    origin,
  };
}

/** `[labels][source]`, by which entries are told apart. */
export const sourceReference = fixed("[labels][source]");

/** The entries of these sources: all of them are alike in what follows. */
export function fromSources(names: readonly Text[]): Text {
  // Logstash takes a list of one item for a field.
  if (names.length === 1) return joined(sourceReference, fixed(" == "), names[0]!);
  return joined(sourceReference, fixed(" in ["), ...names.flatMap((name, index) => (index === 0 ? [name] : [fixed(", "), name])), fixed("]"));
}
