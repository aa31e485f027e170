import { z } from "zod";
import { address, bytes, endpoint, milliseconds, origin, port, secret, tls } from "./basics.js";
import { nativeBlock } from "./native.js";

/** What a line is told by: a regular expression, or a text that it holds. */
export const linePattern = z.strictObject({ form: z.enum(["regex", "text"]), text: z.string(), origin });
export type LinePattern = z.infer<typeof linePattern>;

/** True of an entry whose field `field` (names joined by dots) has one of the values. */
export const fieldTest = z.strictObject({ field: z.string(), values: z.array(z.string()).min(1), origin });
export type FieldTest = z.infer<typeof fieldTest>;

/** Which entries: those whose line matches one of the patterns, where there are any, and that meet all of the tests. */
export const entryFilter = z.strictObject({ patterns: z.array(linePattern), tests: z.array(fieldTest), origin });
export type EntryFilter = z.infer<typeof entryFilter>;

/** Where the time of an entry stands once its line is taken apart, and the forms in which it is written. */
export const timeField = z.strictObject({ field: z.string(), forms: z.array(z.string()).min(1), origin });
export type TimeField = z.infer<typeof timeField>;

/** What a line looks like. `plain`: nothing is known of it. */
export const lineFormat = z.discriminatedUnion("form", [
  z.strictObject({ form: z.literal("plain"), origin }),
  /** nginx's `log_format`, its text. */
  z.strictObject({ form: z.literal("nginx-access"), text: z.string(), origin }),
  z.strictObject({ form: z.literal("nginx-error"), origin }),
  /** HAProxy's `option httplog` and `option tcplog`, after the head that syslog gives a line in a file. */
  z.strictObject({ form: z.literal("haproxy"), origin }),
  /** squid's own format, `squid`. */
  z.strictObject({ form: z.literal("squid"), origin }),
  z.strictObject({ form: z.literal("syslog"), origin }),
  z.strictObject({ form: z.literal("json"), time: timeField.nullable(), origin }),
  /** Patterns of grok; the first that matches counts. */
  z.strictObject({ form: z.literal("grok"), patterns: z.array(z.string()).min(1), time: timeField.nullable(), origin }),
]);
export type LineFormat = z.infer<typeof lineFormat>;

export const multiline = z.strictObject({
  /** What the pattern finds: the first line of an entry, every other one, or the last. */
  part: z.enum(["start", "continue", "end"]),
  pattern: linePattern,
  /** The most lines of an entry; null: 500. */
  lines: z.int().min(1).nullable(),
  /** After how long without a line an entry is over; null: 5 seconds. */
  timeoutMs: milliseconds.nullable(),
  origin,
});
export type Multiline = z.infer<typeof multiline>;

/** Lines that one Filebeat reads and that are alike. */
export const logSource = z.strictObject({
  /** Unique in its collection but for other machines, where it stands for the same kind of lines: `edge-access`. Entries bear it. */
  name: z.string(),
  /** The declaration that writes them; null for files that nobody declares. */
  entity: z.string().nullable(),
  /** What the lines are, in the Elastic Common Schema's `event.dataset`: `nginx.access`; null where nothing is known. */
  dataset: z.string().nullable(),
  from: z.discriminatedUnion("where", [
    /** Files of the machine that Filebeat runs on; `*` stands for any characters but slashes. */
    z.strictObject({ where: z.literal("files"), paths: z.array(z.string()).min(1) }),
    /** What containers of the machine's Docker engine write to their output. `containers` null: all of the project but Filebeat's own and those of the logstash that they go through. */
    z.strictObject({ where: z.literal("docker"), project: z.string(), containers: z.array(z.string()).nullable(), stream: z.enum(["all", "stdout", "stderr"]) }),
  ]),
  format: lineFormat,
  multiline: multiline.nullable(),
  encoding: z.strictObject({ name: z.string(), origin }).nullable(),
  fields: z.array(z.strictObject({ field: z.string(), value: z.string(), origin })),
  tags: z.array(z.strictObject({ tag: z.string(), origin })),
  /** Empty: all of them. */
  keep: z.array(entryFilter),
  drop: z.array(entryFilter),
  origin,
});
export type LogSource = z.infer<typeof logSource>;

/** The Filebeat of one machine, as far as it serves one collection. */
export const shipper = z.strictObject({ machine: z.string(), sources: z.array(logSource).min(1), origin });
export type Shipper = z.infer<typeof shipper>;

/** Who asks, and the password. */
export const credentials = z.strictObject({
  user: z.string().nullable(),
  password: secret,
  /** The environment variable by which logstash knows the password: `SEARCH_PASSWORD`. */
  variable: z.string(),
  origin,
});
export type Credentials = z.infer<typeof credentials>;

/** Where lines wait until logstash reads them. */
export const buffer = z.discriminatedUnion("by", [
  /** A list under `key`. One server takes it: the primary. */
  z.strictObject({ by: z.literal("redis"), entity: z.string(), endpoint, database: z.int().min(0), key: z.string(), auth: credentials.nullable(), origin }),
  /** The nodes of logstash share the topic's partitions, as one group. */
  z.strictObject({ by: z.literal("kafka"), entity: z.string(), version: z.string().nullable(), endpoints: z.array(endpoint).min(1), topic: z.string(), group: z.string(), origin }),
]);
export type Buffer = z.infer<typeof buffer>;

/** A port on which logstash takes lines from others than Filebeat. */
export const logListen = z.strictObject({
  /** Entries bear it, as they bear that of a source. */
  name: z.string(),
  input: z.enum(["tcp", "udp", "syslog"]),
  /** null: all addresses. */
  address: address.nullable(),
  port,
  codec: z.enum(["line", "json"]),
  format: lineFormat,
  /** Empty: all of them. */
  keep: z.array(entryFilter),
  drop: z.array(entryFilter),
  origin,
});
export type LogListen = z.infer<typeof logListen>;

/** The logstash that a collection goes through. Collections that name the same one share its nodes, each with a pipeline of its own. */
export const pipeline = z.strictObject({
  /** The declaration. */
  entity: z.string(),
  /** Empty where it exists already, at `receivers`: then nothing is generated for it. */
  nodes: z.array(z.strictObject({ node: z.string(), machine: z.string() })),
  /** Where Filebeat sends lines, and how logstash takes them; null when they wait in a buffer or nothing is read from files. */
  beats: z
    .strictObject({
      port,
      /** One of each node. */
      receivers: z.array(endpoint).min(1),
      /** Its certificate and key are those of logstash, its authority is what Filebeat trusts. */
      tls: tls.nullable(),
      origin,
    })
    .nullable(),
  listens: z.array(logListen),
  /** The heap of its process; null: what the package says. */
  heap: z.strictObject({ bytes, origin }).nullable(),
  /** Where it tells its state. */
  apiPort: port,
  /** Native blocks of the declaration. */
  native: z.array(nativeBlock),
  origin,
});
export type Pipeline = z.infer<typeof pipeline>;

/** The name of an index, of which parts differ by entry. */
export const indexPart = z.union([
  z.strictObject({ text: z.string() }),
  /** The entry's time in this form: `yyyy.MM.dd`. */
  z.strictObject({ date: z.string() }),
  /** The value of a field, by the names on its path. */
  z.strictObject({ field: z.array(z.string()).min(1) }),
]);
export type IndexPart = z.infer<typeof indexPart>;

/** The Elasticsearch that keeps the entries. */
export const destination = z.strictObject({
  entity: z.string(),
  version: z.string().nullable(),
  endpoints: z.array(endpoint).min(1),
  index: z.strictObject({ parts: z.array(indexPart).min(1), origin }),
  auth: credentials.nullable(),
  /** null: HTTP without TLS. */
  tls: tls.nullable(),
  origin,
});
export type Destination = z.infer<typeof destination>;

/** One collection of logs: from where, through what, to where. */
export const collection = z.strictObject({
  name: z.string(),
  /** One for each machine that has lines of it. */
  shippers: z.array(shipper),
  /** null without logstash, or when Filebeat sends to it. */
  buffer: buffer.nullable(),
  /** null: straight to the destination. */
  pipeline: pipeline.nullable(),
  destination,
  native: z.array(nativeBlock),
  origin,
});
export type Collection = z.infer<typeof collection>;
