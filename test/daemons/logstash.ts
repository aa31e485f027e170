import { ownChecker, type Complaint, type TestChecker } from "./checker.js";
import { LsclError, parseLscl, pluginsOf, type Pipeline, type Plugin } from "./lscl.js";

const known = {
  input: "azure_event_hubs beats cloudwatch dead_letter_queue elastic_agent elasticsearch exec file ganglia gelf generator graphite heartbeat http http_poller imap jdbc jms kafka log4j pipe pipeline rabbitmq redis s3 snmp sqs stdin syslog tcp twitter udp unix",
  filter:
    "aggregate alter cidr cipher clone csv date de_dot dissect dns drop elapsed elasticsearch environment extractnumbers fingerprint geoip grok http i18n java_uuid jdbc_static jdbc_streaming json json_encode kv memcached metricize metrics mutate prune range ruby sleep split syslog_pri throttle tld translate truncate urldecode useragent uuid xml",
  output: "cloudwatch csv elasticsearch email exec file gelf graphite graphtastic http influxdb kafka lumberjack nagios null pipe pipeline rabbitmq redis s3 sns sqs statsd stdout syslog tcp udp webhdfs",
} as const;

/** Settings without which a plugin does not start. */
const required: Readonly<Record<string, readonly string[]>> = {
  "input/beats": ["port"],
  "input/elastic_agent": ["port"],
  "input/tcp": ["port"],
  "input/udp": ["port"],
  "input/file": ["path"],
  "input/redis": ["data_type", "key"],
  "output/kafka": ["topic_id"],
  "output/file": ["path"],
  "output/tcp": ["host", "port"],
  "output/http": ["url", "http_method"],
};

/** Settings that Logstash 9 refuses. */
const removed: Readonly<Record<string, readonly string[]>> = {
  "input/beats": ["ssl", "ssl_peer_metadata", "ssl_verify_mode", "cipher_suites", "tls_min_version", "tls_max_version"],
  "output/elasticsearch": ["ssl", "ssl_certificate_verification", "cacert", "keystore", "keystore_password", "truststore", "truststore_password", "document_type"],
};

/** A grammar of our own, since the program itself takes a minute and is not in any distribution; then the plugins. */
export const logstash: TestChecker = {
  ...ownChecker,
  name: "logstash",
  read(_, { path, text }) {
    let pipeline: Pipeline;
    try {
      pipeline = parseLscl(text);
    } catch (error) {
      if (!(error instanceof LsclError)) throw error;
      return [{ severity: "error", file: path, line: error.line, text: error.message }];
    }
    const complaints: Complaint[] = [];
    const complain = (line: number, words: string): void => void complaints.push({ severity: "error", file: path, line, text: words });
    for (const kind of ["input", "filter", "output"] as const) {
      const plugins = pluginsOf(pipeline, kind);
      for (const plugin of plugins) checkPlugin(kind, plugin, complain);
      if (kind === "input") checkPorts(plugins, complain);
    }
    return complaints;
  },
};

function checkPlugin(kind: keyof typeof known, plugin: Plugin, complain: (line: number, words: string) => void): void {
  const { name, line, attributes } = plugin;
  if (!known[kind].split(" ").includes(name)) complain(line, `no ${kind} plugin is called \`${name}\``);
  for (const key of required[`${kind}/${name}`] ?? []) if (!attributes.some((attribute) => attribute.name === key)) complain(line, `\`${name}\` needs \`${key}\``);
  const seen = new Set<string>();
  for (const attribute of attributes) {
    if (removed[`${kind}/${name}`]?.includes(attribute.name)) complain(attribute.line, `\`${name}\` has no setting \`${attribute.name}\` any more`);
    // Filters may repeat a setting, which merges the values; elsewhere the second one is a slip.
    if (kind !== "filter" && seen.has(attribute.name)) complain(attribute.line, `\`${attribute.name}\` is set twice`);
    seen.add(attribute.name);
  }
}

function checkPorts(inputs: readonly Plugin[], complain: (line: number, words: string) => void): void {
  const taken = new Map<string, number>();
  for (const { name, attributes, line } of inputs) {
    if (name === "redis" || name === "http_poller" || name === "rabbitmq") continue;
    const port = attributes.find((attribute) => attribute.name === "port")?.value;
    if (port === undefined) continue;
    const number = port.kind === "number" ? port.value : port.kind === "string" ? Number(port.text) : Number.NaN;
    if (!(Number.isInteger(number) && number >= 1 && number <= 65535)) complain(line, `\`${name}\` has no valid port`);
    const key = `${name === "udp" ? "udp" : "tcp"} ${number}`;
    if (taken.has(key)) complain(line, `${key} is taken by the input of line ${taken.get(key)}`);
    taken.set(key, line);
  }
}
