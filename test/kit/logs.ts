import type { Collection, Destination, EntryFilter, LineFormat, LinePattern, LogListen, LogSource, Multiline, Pipeline } from "../../src/ir/logs.js";
import { originOf } from "./origin.js";

const origin = originOf();

export function patternOf(text: string, form: LinePattern["form"] = "regex"): LinePattern {
  return { form, text, origin: originOf(text) };
}

/** Entries whose line matches one of these regular expressions. */
export function filterOf(patterns: readonly string[], parts: Partial<EntryFilter> = {}): EntryFilter {
  return { patterns: patterns.map((pattern) => patternOf(pattern)), tests: [], origin, ...parts };
}

export function multilineOf(pattern: string, parts: Partial<Multiline> = {}): Multiline {
  return { part: "start", pattern: patternOf(pattern), lines: null, timeoutMs: null, origin, ...parts };
}

/** A file of the machine of which nothing is known; `paths` are its name below /var/log, unless they are given. */
export function sourceOf(name: string, parts: Partial<LogSource> = {}): LogSource {
  return {
    name,
    entity: null,
    dataset: null,
    from: { where: "files", paths: [`/var/log/${name}.log`] },
    format: { form: "plain", origin },
    multiline: null,
    encoding: null,
    fields: [],
    tags: [],
    keep: [],
    drop: [],
    origin: originOf(`from ${name}`),
    ...parts,
  };
}

export const combined = '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent "$http_referer" "$http_user_agent"';

/** The access log of the gateway `edge` in nginx's own format. */
export function accessOf(parts: Partial<LogSource> = {}): LogSource {
  const format: LineFormat = { form: "nginx-access", text: combined, origin };
  return sourceOf("edge-access", { entity: "edge", dataset: "nginx.access", from: { where: "files", paths: ["/var/log/nginx/access.log"] }, format, ...parts });
}

/** Elasticsearch `search` on one node, with a daily index. */
export function destinationOf(index: string, parts: Partial<Destination> = {}): Destination {
  return {
    entity: "search",
    version: null,
    endpoints: [{ host: "192.168.0.31", port: 9200 }],
    index: { parts: [{ text: `${index}-` }, { date: "yyyy.MM.dd" }], origin: originOf(`index ${index}`) },
    auth: null,
    tls: null,
    origin,
    ...parts,
  };
}

export function listenOnOf(input: LogListen["input"], port: number, parts: Partial<LogListen> = {}): LogListen {
  return { name: `${input}-${port}`, input, address: null, port, codec: "line", format: { form: "plain", origin }, keep: [], drop: [], origin: originOf(`listen ${input} ${port}`), ...parts };
}

/** The logstash `pipeline` on `node1`, to which Filebeat sends on port 5044. */
export function pipelineOf(parts: Partial<Pipeline> = {}): Pipeline {
  return {
    entity: "pipeline",
    nodes: [{ node: "pipeline", machine: "node1" }],
    beats: { port: 5044, receivers: [{ host: "192.168.0.31", port: 5044 }], tls: null, origin },
    listens: [],
    heap: null,
    apiPort: 9600,
    native: [],
    origin,
    ...parts,
  };
}

/** A collection of `sources` on `lb1`, straight to `search`. */
export function collectionOf(name: string, sources: LogSource[], parts: Partial<Collection> = {}): Collection {
  return {
    name,
    shippers: sources.length === 0 ? [] : [{ machine: "lb1", sources, origin }],
    buffer: null,
    pipeline: null,
    destination: destinationOf(name),
    native: [],
    origin: originOf(`logs ${name}`),
    ...parts,
  };
}
