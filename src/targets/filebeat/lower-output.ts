import { type DiagnosticDefinition, defineDiagnostic } from "../../diagnostics/define.js";
import { reportText } from "../../emit/quoted.js";
import type { Context } from "../../emit/target.js";
import { withOrigin, type YamlMapping } from "../../emit/yaml.js";
import type { Endpoint, Tls } from "../../ir/basics.js";
import type { Collection, IndexPart } from "../../ir/logs.js";
import type { Origin } from "../../source/origin.js";
import type { Dialect } from "./dialect.js";
import { collectionField } from "./lower-fields.js";
import type { FilebeatFile, Leaf, Selected, Ssl } from "./model.js";
import { fixed, joined, type Quote, type Text } from "./quote.js";

/** The part of the file that says where entries go. */
export type Output = Pick<
  FilebeatFile,
  "setup.ilm.enabled" | "setup.template.enabled" | "setup.template.name" | "setup.template.pattern" | "output.elasticsearch" | "output.logstash" | "output.redis" | "output.kafka"
>;

/** The name of the one output: `logstash`. */
export type OutputName = "elasticsearch" | "logstash" | "redis" | "kafka";

export function outputOf({ buffer, pipeline }: Collection): OutputName {
  if (buffer !== null) return buffer.by;
  return pipeline === null ? "elasticsearch" : "logstash";
}

/**
 * The one output of a Filebeat. It serves several collections when their entries go to the same place, where they part by
 * index, key or topic; a collection that goes elsewhere is reported and left out.
 */
export function lowerOutput(all: readonly Collection[], dialect: Dialect, context: Context, quote: Quote): Output {
  const [first] = all;
  const collections = all.filter((each) => each === first || goesWith(first!, each, context));
  const none: Output = {
    "setup.ilm.enabled": undefined,
    "setup.template.enabled": undefined,
    "setup.template.name": undefined,
    "setup.template.pattern": undefined,
    "output.elasticsearch": undefined,
    "output.logstash": undefined,
    "output.redis": undefined,
    "output.kafka": undefined,
  };
  const work = { collections, dialect, context, quote };
  switch (outputOf(first!)) {
    case "elasticsearch":
      return { ...none, ...toElasticsearch(first!, work) };
    case "logstash":
      return { ...none, ...toLogstash(first!, work) };
    case "redis":
      return { ...none, ...toRedis(first!, work) };
    case "kafka":
      return { ...none, ...toKafka(first!, work) };
  }
}

interface Work {
  readonly collections: readonly Collection[];
  readonly dialect: Dialect;
  readonly context: Context;
  readonly quote: Quote;
}

function goesWith(first: Collection, other: Collection, { report }: Context): boolean {
  if (JSON.stringify(wayOf(first)) === JSON.stringify(wayOf(other))) return true;
  report(severalOutputs, { at: other.origin, data: { name: other.name, first: first.name }, related: [{ span: first.origin.span, text: "the other collection" }] });
  return false;
}

/** All that two collections must have alike to share an output. */
function wayOf({ buffer, pipeline, destination }: Collection): unknown {
  const trust = (tls: Tls | null): unknown => tls && [tls.authority, tls.verify, tls.minimum, tls.certificate, tls.key];
  if (buffer?.by === "redis") return ["redis", buffer.endpoint, buffer.database, buffer.auth?.password];
  if (buffer?.by === "kafka") return ["kafka", buffer.endpoints];
  if (pipeline !== null) return ["logstash", pipeline.beats?.receivers, trust(pipeline.beats?.tls ?? null)];
  return ["elasticsearch", destination.endpoints, destination.auth?.user, destination.auth?.password, trust(destination.tls)];
}

function toElasticsearch({ destination }: Collection, { collections, dialect, context, quote }: Work): Partial<Output> {
  const { auth, endpoints, tls, origin } = destination;
  const indices = collections.map((collection): Choice => {
    const { index } = collection.destination;
    return { collection, value: printIndex(index.parts, quote, index.origin), origin: index.origin };
  });
  const at = collections[0]!.destination.index.origin;
  // One pattern has to hold all indices, so that several have no template of their own; and the template of version 8
  // makes data streams, which daily indices are not.
  const template = dialect.dataStreams || collections.length > 1 ? undefined : templateOf(collections[0]!, quote);
  return {
    "setup.ilm.enabled": dialect.lifecycle ? withOrigin<false>(at, false) : undefined,
    "setup.template.enabled": template === undefined ? withOrigin<false>(at, false) : undefined,
    "setup.template.name": template && withOrigin(at, template.name),
    "setup.template.pattern": template && withOrigin(at, template.pattern),
    "output.elasticsearch": withOrigin(origin, {
      hosts: endpoints.map((each) => joined(fixed(tls === null ? "http://" : "https://"), hostOf(each, quote, origin))),
      username: auth === null ? undefined : quote.value(auth.user ?? "elastic", auth.origin),
      password: auth === null ? undefined : quote.value(context.reveal(auth.password), auth.origin),
      index: single(indices),
      indices: indices.length === 1 ? undefined : selected("index", indices, quote),
      ssl: tls === null ? undefined : sslOf(tls, context, quote),
    }),
  };
}

function toLogstash({ pipeline, origin }: Collection, { context, quote }: Work): Partial<Output> {
  const beats = pipeline?.beats;
  const receivers = beats?.receivers ?? [];
  return {
    "output.logstash": withOrigin(beats?.origin ?? origin, {
      hosts: receivers.map((each) => hostOf(each, quote, beats!.origin)),
      loadbalance: receivers.length > 1 || undefined,
      ssl: beats?.tls == null ? undefined : sslOf(beats.tls, context, quote, "client"),
    }),
  };
}

function toRedis({ buffer }: Collection, { collections, context, quote }: Work): Partial<Output> {
  if (buffer?.by !== "redis") return {};
  const { endpoint, database, auth, origin } = buffer;
  const keys = collections.flatMap((collection): readonly Choice[] => {
    const own = collection.buffer;
    return own?.by === "redis" ? [{ collection, value: quote.name(own.key, own.origin), origin: own.origin }] : [];
  });
  return {
    "output.redis": withOrigin(origin, {
      hosts: [hostOf(endpoint, quote, origin)],
      password: auth === null ? undefined : quote.value(context.reveal(auth.password), auth.origin),
      db: database === 0 ? undefined : database,
      key: single(keys),
      keys: keys.length === 1 ? undefined : selected("key", keys, quote),
    }),
  };
}

function toKafka({ buffer }: Collection, { collections, quote }: Work): Partial<Output> {
  if (buffer?.by !== "kafka") return {};
  const { endpoints, origin } = buffer;
  const topics = collections.flatMap((collection): readonly Choice[] => {
    const own = collection.buffer;
    return own?.by === "kafka" ? [{ collection, value: quote.name(own.topic, own.origin), origin: own.origin }] : [];
  });
  return {
    "output.kafka": withOrigin(origin, {
      hosts: endpoints.map((each) => hostOf(each, quote, origin)),
      topic: single(topics),
      topics: topics.length === 1 ? undefined : selected("topic", topics, quote),
    }),
  };
}

/** Of several collections: each entry goes where its own collection goes. */
function selected<Key extends string>(key: Key, choices: readonly Choice[], quote: Quote): readonly Selected<Key>[] {
  return choices.map(({ collection, value, origin }) => {
    const when: YamlMapping = { equals: { [collectionField]: quote.value(collection.name, collection.origin) } };
    return withOrigin(origin, { [key]: value, when }) as unknown as Selected<Key>;
  });
}

/** The index, key or topic of a collection. */
interface Choice {
  readonly collection: Collection;
  readonly value: Text;
  readonly origin: Origin;
}

/** The value itself where there is one, and its origin. */
function single(choices: readonly Choice[]): Leaf | undefined {
  return choices.length === 1 ? withOrigin(choices[0]!.origin, choices[0]!.value) : undefined;
}

function hostOf({ host, port }: Endpoint, quote: Quote, origin: Origin): Text {
  return joined(quote.line(host.includes(":") ? `[${host}]` : host, origin), fixed(`:${port}`));
}

/** The name of an index in Filebeat's words; it makes letters small itself. */
function printIndex(parts: readonly IndexPart[], quote: Quote, origin: Origin): Text {
  return joined(
    ...parts.map((part) => {
      if ("text" in part) return quote.name(part.text, origin);
      return "date" in part ? fixed(`%{+${part.date}}`) : joined(fixed("%{["), quote.name(part.field.join("."), origin), fixed("]}"));
    }),
  );
}

/** A template for what all indices of a collection begin with. */
function templateOf({ name, destination: { index } }: Collection, quote: Quote): { readonly name: Text; readonly pattern: Text } | undefined {
  const [head] = index.parts;
  if (head === undefined || !("text" in head)) return undefined;
  return { name: quote.line(name.toLowerCase(), index.origin), pattern: joined(quote.line(head.text, index.origin), fixed(index.parts.length > 1 ? "*" : "")) };
}

const protocols = ["1.0", "1.1", "1.2", "1.3"] as const;

/** How the other side is trusted; `role` client: the certificate of `tls` is the other side's own. */
function sslOf(tls: Tls, { report }: Context, quote: Quote, role: "both" | "client" = "both"): Ssl {
  const { authority, certificate, key, minimum, ciphers, verify, origin } = tls;
  if (ciphers !== null && role === "both") reportText(report, origin, "Filebeat", "OpenSSL's names of ciphers");
  const own = role === "both" ? certificate : null;
  return withOrigin(origin, {
    certificate_authorities: authority === null ? undefined : [quote.line(authority, origin)],
    certificate: own === null ? undefined : quote.line(own, origin),
    key: own === null ? undefined : quote.line(key ?? own, origin),
    verification_mode: verify === "no" ? fixed("none") : undefined,
    supported_protocols: minimum === "1.2" ? undefined : protocols.slice(protocols.indexOf(minimum)).map((version) => fixed(`TLSv${version}`)),
  });
}

export const severalOutputs = defineDiagnostic({
  code: "several-outputs",
  severity: "error",
  summary: "Two collections on one machine send their entries to different places.",
  explanation: `
Filebeat has one output. Two collections that read files of one machine share it, as long as both go straight to the same Elasticsearch,
through the same logstash, or through the same redis or kafka; there they part again, by index, key or topic.

    logs access from edge to search
    logs system from /var/log/syslog on lb1 through logstash to search     # error, when \`edge\` runs on lb1
`,
  message: (data: { readonly name: string; readonly first: string }) => `\`${data.name}\` and \`${data.first}\` send the lines of one machine to different places`,
  help: ({ first, name }) => `send \`${name}\` the way of \`${first}\`; logstash can part them`,
});

export const outputDiagnostics: readonly DiagnosticDefinition<never>[] = [severalOutputs];
