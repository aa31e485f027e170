import type { LineFormat } from "../../ir/logs.js";
import { nginxAccess, timeField } from "./nginx-format.js";

/** How lines of a format are taken apart. */
export interface Known {
  /** `nothing`: they stay as they are. */
  readonly reads: "grok" | "json" | "nothing";
  /** Of grok; the first that matches counts. */
  readonly patterns?: readonly string[];
  /** Where the time of the entry then stands, and its forms in the words of the filter `date`. */
  readonly time: { readonly field: string; readonly forms: readonly string[] } | null;
  /** Whether the field of the time goes once it is read; what stands in `@metadata` is not sent on anyway. */
  readonly remove?: boolean;
}

/** What is known of a format. */
export function knownFormat(format: LineFormat): Known {
  switch (format.form) {
    case "plain":
      return { reads: "nothing", time: null };
    case "nginx-access":
      return nginxAccess(format.text);
    case "json":
      return { reads: "json", time: format.time, remove: true };
    case "grok":
      return { reads: "grok", patterns: format.patterns, time: format.time, remove: true };
    default:
      return { reads: "grok", ...written[format.form] };
  }
}

const time = "[@metadata][time]";

/** The head that syslog gives each line of a file, in its old and its new form. */
const syslogHead = `(?:%{SYSLOGTIMESTAMP:${time}}|%{TIMESTAMP_ISO8601:${time}}) %{NOTSPACE:[host][hostname]} `;
const syslogTimes = ["MMM  d HH:mm:ss", "MMM dd HH:mm:ss", "ISO8601"];

const ms = (field: string): string => `(?:-1|%{INT:[haproxy][${field}]:int})`;
const haproxyHead =
  `^(?:(?:%{SYSLOGTIMESTAMP}|%{TIMESTAMP_ISO8601}) %{NOTSPACE} %{NOTSPACE:[process][name]}\\[%{POSINT:[process][pid]:int}\\]: )?` +
  `%{IP:[source][address]}:%{INT:[source][port]:int} \\[%{DATA:${time}}\\] %{NOTSPACE:[haproxy][frontend_name]} ` +
  `%{NOTSPACE:[haproxy][backend_name]}/(?:<NOSRV>|%{NOTSPACE:[haproxy][server_name]}) `;
const haproxyTail =
  `%{NOTSPACE:[haproxy][termination_state]} %{INT:[haproxy][connections][active]:int}/%{INT:[haproxy][connections][frontend]:int}/` +
  `%{INT:[haproxy][connections][backend]:int}/%{INT:[haproxy][connections][server]:int}/\\+?%{INT:[haproxy][connections][retries]:int} ` +
  `%{INT:[haproxy][server_queue]:int}/%{INT:[haproxy][backend_queue]:int}`;

/**
 * The formats that engines write by themselves. Sources: nginx, ngx_log.c; HAProxy, configuration manual, sections 8.2.2
 * and 8.2.3; Squid, "Features/LogFormat".
 */
const written: Readonly<Record<"nginx-error" | "haproxy" | "squid" | "syslog", Pick<Known, "patterns" | "time">>> = {
  "nginx-error": {
    patterns: [
      `^%{DATA:${time}} \\[%{LOGLEVEL:[log][level]}\\] %{POSINT:[process][pid]:int}#%{NONNEGINT:[process][thread][id]:int}: ` +
        `(?:\\*%{NONNEGINT:[nginx][error][connection_id]:int} )?%{GREEDYDATA:message}$`,
    ],
    time: { field: timeField, forms: ["yyyy/MM/dd HH:mm:ss"] },
  },
  haproxy: {
    patterns: [
      `${haproxyHead}${ms("time_request")}/${ms("time_queue")}/${ms("time_connect")}/${ms("time_response")}/\\+?%{INT:[haproxy][time_total]:int} ` +
        `(?:-1|%{INT:[http][response][status_code]:int}) \\+?%{INT:[http][response][bytes]:int} (?:-|%{DATA:[haproxy][request_cookie]}) (?:-|%{DATA:[haproxy][response_cookie]}) ` +
        `${haproxyTail}(?: \\{%{DATA:[haproxy][request_headers]}\\})?(?: \\{%{DATA:[haproxy][response_headers]}\\})? ` +
        `"(?:<BADREQ>|%{WORD:[http][request][method]} %{NOTSPACE:[url][original]}(?: HTTP/%{NUMBER:[http][version]})?|%{DATA})"?$`,
      `${haproxyHead}${ms("time_queue")}/${ms("time_connect")}/\\+?%{INT:[haproxy][time_total]:int} \\+?%{INT:[destination][bytes]:int} ${haproxyTail}$`,
    ],
    time: { field: timeField, forms: ["dd/MMM/yyyy:HH:mm:ss.SSS"] },
  },
  squid: {
    patterns: [
      `^%{NUMBER:${time}} +%{INT:[squid][duration_ms]:int} (?:-|%{IPORHOST:[source][address]}) %{WORD:[squid][result]}/%{INT:[http][response][status_code]:int} ` +
        `%{INT:[http][response][bytes]:int} (?:-|%{NOTSPACE:[http][request][method]}) %{NOTSPACE:[url][original]} (?:-|%{NOTSPACE:[user][name]}) ` +
        `%{WORD:[squid][hierarchy]}/(?:-|%{NOTSPACE:[destination][address]}) (?:-|%{NOTSPACE:[http][response][mime_type]})$`,
    ],
    time: { field: timeField, forms: ["UNIX"] },
  },
  syslog: {
    patterns: [`^${syslogHead}%{DATA:[process][name]}(?:\\[%{POSINT:[process][pid]:int}\\])?: %{GREEDYDATA:message}$`],
    time: { field: timeField, forms: syslogTimes },
  },
};
