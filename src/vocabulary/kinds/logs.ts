import { auth, dialectVersion, image, native, placement, tls } from "../clauses/everywhere.js";
import { clause, kind, listOf, optional, required } from "../declaration.js";
import { bind } from "../values/addresses.js";
import { fieldName, indexName, linePattern, logSource } from "../values/logs.js";
import { count } from "../values/numbers.js";
import { duration } from "../values/quantities.js";
import { choice, hostReference, line, name, referenceTo } from "../values/texts.js";

/** What can stand between Filebeat and Elasticsearch, in the order in which lines pass. */
const stage = referenceTo("redis", "kafka", "logstash");

const where = clause({
  doc: "Fields that are looked at instead of the line, all of them: the name, and the values of which it has one.",
  example: "where log.level debug, trace",
  args: { field: required(fieldName), values: listOf(line) },
  repeats: true,
});

/** What the lines of a collection are like; of one source, the exception. */
function lines(narrows: boolean) {
  const here = <D extends object>(declaration: D): D & { readonly narrows: boolean } => ({ ...declaration, narrows });
  return {
    keep: here(
      clause({
        doc: "The lines that are collected: those that match a regular expression, or hold a text.",
        example: "keep /ERROR|WARN/",
        default: "all",
        args: { patterns: { ...listOf(linePattern), optional: true } as const },
        clauses: { where },
        repeats: true,
      }),
    ),
    drop: here(
      clause({
        doc: "The lines that are left out, of those that are kept.",
        example: 'drop "GET /healthz"',
        default: "none",
        args: { patterns: { ...listOf(linePattern), optional: true } as const },
        clauses: { where },
        repeats: true,
      }),
    ),
    multiline: here(
      clause({
        doc: "Lines that make one entry: a pattern of those that `start` one, `continue` the one before, or `end` it.",
        example: "multiline start '/^\\d{4}-/'",
        default: "each line is an entry",
        args: { part: optional(choice("start", "continue", "end")), pattern: required(linePattern) },
        clauses: {
          lines: clause({ doc: "The most lines of an entry; the rest is cut off.", example: "lines 1000", default: "500", args: { count: required(count) } }),
          timeout: clause({ doc: "After how long without a line an entry is over.", example: "timeout 10s", default: "5s", args: { wait: required(duration) } }),
        },
      }),
    ),
    fields: here(
      clause({
        doc: "Fields that every entry gets, with their values.",
        example: "fields env prod",
        args: { field: optional(fieldName), value: optional(line) },
        entry: clause({ doc: "A field and its value.", example: "env prod", args: { field: required(fieldName), value: required(line) } }),
        repeats: true,
      }),
    ),
    encoding: here(clause({ doc: "The characters of the files, by the name that the W3C gives them.", example: "encoding gbk", default: "UTF-8", args: { encoding: required(line) } })),
    tags: here(clause({ doc: "Words that every entry gets.", example: "tags web, public", args: { tags: listOf(line) } })),
  };
}

const from = clause({
  doc: "Where the lines come from: services, gateways and clusters of the site, files, or `containers` for all those of a Docker engine.",
  example: "from edge, goods",
  args: { sources: listOf(logSource) },
  clauses: {
    on: clause({ doc: "The hosts whose files or containers they are.", example: "on lb[1..2]", default: "of a path: the only host", args: { hosts: listOf(hostReference) } }),
    ...lines(true),
  },
  repeats: true,
});

const listen = clause({
  doc: "What logstash takes besides what Filebeat reads: `tcp`, `udp` or `syslog` on a port; `beats` names another port for Filebeat itself.",
  example: "listen syslog 5514",
  default: "beats 5044",
  args: { input: required(choice("beats", "tcp", "udp", "syslog")), bind: required(bind) },
  clauses: {
    as: clause({ doc: "A name for it.", example: "as devices", default: "the protocol and the port: tcp-5000", args: { name: required(name) } }),
    codec: clause({ doc: "How what comes is read.", example: "codec json", default: "each line is an entry", args: { codec: required(choice("line", "json")) } }),
  },
  repeats: true,
});

const parse = clause({
  doc: "How logstash takes lines apart: `grok` with patterns of which the first that matches counts, `format` of the site, `json`, `syslog`, or `no`.",
  example: "parse grok '%{TIMESTAMP_ISO8601:time} %{LOGLEVEL:[log][level]} %{GREEDYDATA:message}'",
  default: "by the format that the engine writes; of others, not",
  args: { how: required(choice("grok", "format", "json", "syslog", "no")), patterns: { ...listOf(line), optional: true } as const },
  clauses: {
    of: clause({ doc: "The sources that it is for, as `from` or the `as` of a `listen` names them.", example: "of goods", default: "those whose format is not known", args: { sources: listOf(logSource) } }),
    time: clause({
      doc: "The field that has the time of the entry, and the forms in which it is written.",
      example: "time timestamp ISO8601",
      args: { field: required(fieldName), forms: { ...listOf(line), optional: true } as const },
    }),
  },
  repeats: true,
});

export const logs = kind("logs", 70, {
  doc: "Logs that are collected: where they come from, what they pass, and where they are kept.",
  example: "logs access from edge, goods through logstash to search index nginx-access-%{+YYYY.MM.dd}",
  args: { name: required(name) },
  clauses: {
    from,
    through: clause({
      doc: "What stands between Filebeat and Elasticsearch: a `redis` or `kafka` that holds lines until they are read, and `logstash`, which takes them apart.",
      example: "through queue logstash",
      default: "straight to Elasticsearch",
      args: { stages: listOf(stage), then: optional(stage) },
      clauses: {
        on: clause({ doc: "The hosts where that logstash runs, when nothing else says so.", example: "on node1", default: "a container of the local Docker engine", args: { hosts: listOf(hostReference) } }),
        listen,
        parse,
        auth: { ...auth, doc: "The password of the redis in between.", example: "auth secret queue_password", default: "that of the redis" },
        topic: clause({ doc: "Under what name lines wait: the topic of kafka, the key of redis.", example: "topic logs-access", default: "the name of the collection", args: { topic: required(line) } }),
        tls: { ...tls, doc: "TLS from Filebeat to logstash: logstash's certificate, and with `ca` how Filebeat trusts it.", example: "tls /etc/logstash/beats.pem key /etc/logstash/beats.key ca /etc/ssl/ca.pem" },
      },
    }),
    to: clause({
      doc: "The Elasticsearch that keeps the entries.",
      example: "to search index nginx-access-%{+YYYY.MM.dd}",
      default: "the only one",
      args: { cluster: required(referenceTo("elasticsearch")) },
      clauses: {
        index: clause({ doc: "The index of an entry, in small letters.", example: "index nginx-access-%{+YYYY.MM.dd}", default: "NAME-%{+YYYY.MM.dd}", args: { index: required(indexName) } }),
        auth: { ...auth, doc: "The user and the password at Elasticsearch.", default: "those of the cluster" },
        tls: { ...tls, doc: "How the certificate of Elasticsearch is trusted.", example: "tls ca /etc/ssl/ca.pem", default: "as the cluster says" },
      },
    }),
    ...lines(false),
    is: placement.is,
    version: { ...dialectVersion, doc: "The version of Filebeat; it selects the image's tag and the dialect of its configuration.", example: "version 8.15.0" },
    image: { ...image, doc: "The image of the containers in which Filebeat runs.", example: "image docker.elastic.co/beats/filebeat:8.15.0" },
    filebeat: native("filebeat", "Filebeat"),
    logstash: native("logstash", "Logstash"),
  },
});
