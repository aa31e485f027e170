import type { Known } from "./formats.js";

/**
 * A pattern of grok for the lines of nginx's `log_format`: each variable is taken into the field that the Elastic Common
 * Schema has for it, or one below `nginx.access`; `-` is what nginx writes for nothing, and gives no field. A text that
 * is one object of JSON is read as such.
 *
 * Sources: nginx, ngx_http_log_module and the index of variables; Elastic Common Schema 8.
 */
export function nginxAccess(format: string): Known {
  const text = format.trim();
  if (text.startsWith("{") && text.endsWith("}")) return { reads: "json", time: jsonTime(text) };
  // Only nginx's `stream` has these.
  const isStream = /\$\{?(?:protocol|session_time)\b/.test(text);
  const pieces = text.matchAll(/\$\{([A-Za-z_]\w*)\}|\$([A-Za-z_]\w*)|[^$]+|\$/g);
  let pattern = "^";
  let time: Known["time"] = null;
  const seen = new Set<string>();
  for (const [piece, braced, bare] of pieces) {
    const variable = braced ?? bare;
    if (variable === undefined) pattern += literal(piece);
    else {
      pattern += seen.has(variable) ? ".*?" : patternOf(variable, isStream);
      seen.add(variable);
      const forms = times[variable];
      if (forms !== undefined && time === null) time = { field: timeField, forms: [forms] };
    }
  }
  return { reads: "grok", patterns: [`${pattern}$`], time, remove: false };
}

/** Where the time waits until it is read; what stands in `@metadata` is not sent on. */
export const timeField = "@metadata.time";
const timeReference = "[@metadata][time]";

/** Blanks and punctuation as they are, what means something in a pattern with a backslash. */
export function literal(text: string): string {
  return text.replace(/[\\^$.|?*+()[\]{}]/g, "\\$&");
}

/** The forms in which nginx writes the time of a request, by the variable. */
const times: Readonly<Record<string, string>> = { time_local: "dd/MMM/yyyy:HH:mm:ss Z", time_iso8601: "ISO8601", msec: "UNIX" };

function jsonTime(text: string): Known["time"] {
  for (const [, key, variable] of text.matchAll(/"([\w@.]+)"\s*:\s*"?\$\{?([a-z0-9_]+)\}?"?/g)) {
    const form = times[variable!];
    if (form !== undefined) return { field: key!, forms: [form] };
  }
  return null;
}

function patternOf(variable: string, isStream: boolean): string {
  const known = isStream ? { ...variables, ...streamVariables } : variables;
  const own = Object.hasOwn(known, variable) ? known[variable] : undefined;
  if (own !== undefined) return own;
  const header = /^http_(\w+)$/.exec(variable)?.[1];
  return orNothing(header === undefined ? `[nginx][${isStream ? "stream" : "access"}][${variable}]` : `[nginx][access][headers][${header}]`);
}

/** A text that can be `-`. */
function orNothing(field: string): string {
  return `(?:-|%{DATA:${field}})`;
}

const number = (field: string): string => `(?:-|%{INT:${field}:int})`;
const decimal = (field: string): string => `(?:-|%{NUMBER:${field}:float})`;

/** By the name of the variable. */
const variables: Readonly<Record<string, string>> = {
  remote_addr: "(?:%{IP:[source][address]}|unix:)",
  realip_remote_addr: "(?:%{IP:[nginx][access][proxy]}|unix:)",
  remote_port: number("[source][port]"),
  remote_user: orNothing("[user][name]"),
  time_local: `%{HTTPDATE:${timeReference}}`,
  time_iso8601: `%{TIMESTAMP_ISO8601:${timeReference}}`,
  msec: `%{NUMBER:${timeReference}}`,
  // What is no HTTP stands in the line as it came.
  request: "(?:%{WORD:[http][request][method]} %{NOTSPACE:[url][original]}(?: HTTP/%{NUMBER:[http][version]})?|%{DATA})",
  request_method: orNothing("[http][request][method]"),
  request_uri: orNothing("[url][original]"),
  uri: orNothing("[url][path]"),
  document_uri: orNothing("[url][path]"),
  args: orNothing("[url][query]"),
  query_string: orNothing("[url][query]"),
  scheme: "%{WORD:[url][scheme]}",
  host: orNothing("[url][domain]"),
  http_host: orNothing("[url][domain]"),
  server_name: orNothing("[nginx][access][server_name]"),
  server_addr: orNothing("[destination][ip]"),
  server_port: number("[destination][port]"),
  server_protocol: "(?:HTTP/%{NUMBER:[http][version]}|%{DATA})",
  status: "%{INT:[http][response][status_code]:int}",
  body_bytes_sent: number("[http][response][body][bytes]"),
  bytes_sent: number("[http][response][bytes]"),
  request_length: number("[http][request][bytes]"),
  content_length: number("[http][request][body][bytes]"),
  request_time: decimal("[nginx][access][request_time]"),
  request_id: orNothing("[http][request][id]"),
  http_referer: orNothing("[http][request][referrer]"),
  http_user_agent: orNothing("[user_agent][original]"),
  http_x_forwarded_for: orNothing("[nginx][access][forwarded_for]"),
  pid: "%{INT:[process][pid]:int}",
  connection: "%{INT:[nginx][access][connection]:int}",
  connection_requests: "%{INT:[nginx][access][connection_requests]:int}",
  hostname: orNothing("[nginx][access][hostname]"),
  ssl_cipher: orNothing("[tls][cipher]"),
  ssl_server_name: orNothing("[tls][client][server_name]"),
};

/** What means something else for a connection than for a request. */
const streamVariables: Readonly<Record<string, string>> = {
  protocol: "%{WORD:[network][transport]}",
  status: "%{INT:[nginx][stream][status]:int}",
  bytes_sent: number("[destination][bytes]"),
  bytes_received: number("[source][bytes]"),
  session_time: decimal("[nginx][stream][session_time]"),
};
