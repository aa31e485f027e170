import { describe, expect, test } from "vitest";
import { combinedFormat, nginxHttpFormat, nginxStreamFormat } from "../../../src/ir/log-formats.js";
import type { LineFormat } from "../../../src/ir/logs.js";
import { knownFormat } from "../../../src/targets/logstash/formats.js";
import { nginx } from "../../../src/targets/nginx/index.js";
import { grok as grokOf } from "../../kit/grok.js";
import { daemonOf, emitSite, listenOf, machineOf, originOf, poolOf, proxyOf, routeOf, serverOf, siteOf } from "../../kit/site.js";

const origin = originOf();

/** The fields that the first matching pattern of a known format gives, or undefined. */
function grok(format: LineFormat, line: string): Readonly<Record<string, string>> | undefined {
  return grokOf(knownFormat(format).patterns ?? [], line);
}

const nginxAccess = (text: string): LineFormat => ({ form: "nginx-access", text, origin });
const time = "[@metadata][time]";

describe("nginx's own formats", () => {
  test.each<[string, string, Readonly<Record<string, string>>]>([
    [
      combinedFormat,
      '192.168.0.5 - ann [21/Nov/2025:21:24:01 +0000] "GET /goods?id=1 HTTP/1.1" 200 612 "-" "curl/8.0"',
      { "[source][address]": "192.168.0.5", "[user][name]": "ann", [time]: "21/Nov/2025:21:24:01 +0000", "[http][request][method]": "GET", "[url][original]": "/goods?id=1", "[http][version]": "1.1", "[http][response][status_code]": "200", "[http][response][body][bytes]": "612", "[user_agent][original]": "curl/8.0" },
    ],
    [combinedFormat, '2001:db8::1 - - [21/Nov/2025:21:24:01 +0000] "\\x16\\x03" 400 0 "-" "-"', { "[source][address]": "2001:db8::1", [time]: "21/Nov/2025:21:24:01 +0000", "[http][response][status_code]": "400", "[http][response][body][bytes]": "0" }],
    [combinedFormat, 'unix: - - [21/Nov/2025:21:24:01 +0000] "" 400 0 "https://a/" "-"', { [time]: "21/Nov/2025:21:24:01 +0000", "[http][response][status_code]": "400", "[http][response][body][bytes]": "0", "[http][request][referrer]": "https://a/" }],
    [
      nginxHttpFormat,
      '10.0.0.1 - - [21/Nov/2025:21:24:01 +0000] "GET / HTTP/2.0" 502 9 "-" "-" host=shop.example.com request_time=0.004 upstream=10.0.0.2:80, 10.0.0.3:80 upstream_status=502, 200 connect_time=-, 0.001 response_time=0.001, 0.002',
      {
        "[source][address]": "10.0.0.1", [time]: "21/Nov/2025:21:24:01 +0000", "[http][request][method]": "GET", "[url][original]": "/", "[http][version]": "2.0", "[http][response][status_code]": "502", "[http][response][body][bytes]": "9", "[url][domain]": "shop.example.com",
        "[nginx][access][request_time]": "0.004", "[nginx][access][upstream_addr]": "10.0.0.2:80, 10.0.0.3:80", "[nginx][access][upstream_status]": "502, 200", "[nginx][access][upstream_connect_time]": "-, 0.001", "[nginx][access][upstream_response_time]": "0.001, 0.002",
      },
    ],
    [
      nginxStreamFormat,
      "10.0.0.1 [21/Nov/2025:21:24:01 +0000] TCP 10.0.0.9:5600 200 sent=12 received=34 session_time=1.234 upstream=10.0.0.2:5672 connect_time=0.001",
      {
        "[source][address]": "10.0.0.1", [time]: "21/Nov/2025:21:24:01 +0000", "[network][transport]": "TCP", "[destination][ip]": "10.0.0.9", "[destination][port]": "5600", "[nginx][stream][status]": "200", "[destination][bytes]": "12", "[source][bytes]": "34", "[nginx][stream][session_time]": "1.234",
        "[nginx][stream][upstream_addr]": "10.0.0.2:5672", "[nginx][stream][upstream_connect_time]": "0.001",
      },
    ],
  ])("%s is taken apart", (format, line, fields) => {
    expect(grok(nginxAccess(format), line)).toEqual(fields);
  });

  test("are those that infc has nginx write", () => {
    const route = listenOf(80, { routes: [routeOf("/", "goods")] });
    const connections = listenOf(5600, { mode: "tcp", pool: "goods" });
    const proxy = proxyOf("edge", { listens: [route, connections], pools: [poolOf("goods", [serverOf("goods", "10.0.0.2")])] });
    const { files } = emitSite(nginx, siteOf({ machines: [machineOf("edge")], daemons: [daemonOf("nginx", "edge")], proxies: [proxy] }));
    const formats = [...files[0]!.text.matchAll(/log_format \w+((?:\s+'[^']*')+);/g)].map(([, words = ""]) => [...words.matchAll(/'([^']*)'/g)].map(([, text]) => text).join(""));
    expect(formats.toSorted()).toEqual([nginxHttpFormat, nginxStreamFormat].toSorted());
  });
});

describe("a format of the site", () => {
  test("has its variables taken apart, those of no schema below nginx's own", () => {
    expect(grok(nginxAccess("${host}|$http_x_trace|$made_up|$status"), "a.b|t1|-|204")).toEqual({ "[url][domain]": "a.b", "[nginx][access][headers][x_trace]": "t1", "[http][response][status_code]": "204" });
  });

  test("has the time in the form of its variable, the first that says one", () => {
    expect(knownFormat(nginxAccess("$msec $time_local"))).toMatchObject({ time: { field: "@metadata.time", forms: ["UNIX"] } });
    expect(knownFormat(nginxAccess("$status")).time).toBeNull();
  });

  test("takes a variable that comes twice once", () => {
    expect(grok(nginxAccess("$status $status"), "200 200")).toEqual({ "[http][response][status_code]": "200" });
  });

  test("may be JSON", () => {
    expect(knownFormat(nginxAccess('{"at": "$time_iso8601", "status": $status}'))).toEqual({ reads: "json", time: { field: "at", forms: ["ISO8601"] } });
  });

  test.each(["a.b*c(d)[e]{f}?+^|\\ $status", "%{x} $status"])("keeps the letters of %s that mean something in a pattern", (format) => {
    expect(grok(nginxAccess(format), format.replace("$status", "200"))).toEqual({ "[http][response][status_code]": "200" });
  });
});

describe("other engines' own formats", () => {
  test.each<["nginx-error" | "haproxy" | "squid" | "syslog", string, Readonly<Record<string, string>>]>([
    ["nginx-error", '2025/11/21 21:24:01 [error] 29#30: *1 open() "/x" failed', { [time]: "2025/11/21 21:24:01", "[log][level]": "error", "[process][pid]": "29", "[process][thread][id]": "30", "[nginx][error][connection_id]": "1", message: 'open() "/x" failed' }],
    ["nginx-error", "2025/11/21 21:24:01 [notice] 29#29: signal 17", { "[log][level]": "notice", message: "signal 17" }],
    ["haproxy", 'Nov 21 21:24:01 lb1 haproxy[1234]: 10.0.0.9:4321 [21/Nov/2025:21:24:01.123] web be/app1 0/0/1/2/3 200 512 - - ---- 1/1/0/0/0 0/0 "GET /x HTTP/1.1"', { "[process][pid]": "1234", "[source][address]": "10.0.0.9", [time]: "21/Nov/2025:21:24:01.123", "[haproxy][server_name]": "app1", "[haproxy][time_response]": "2", "[http][response][status_code]": "200", "[url][original]": "/x" }],
    ["haproxy", '2025-11-21T21:24:01.1+00:00 lb1 haproxy[1]: 10.0.0.9:4321 [21/Nov/2025:21:24:01.123] web web/<NOSRV> -1/-1/-1/-1/0 400 0 - - CR-- 1/1/0/0/0 0/0 "<BADREQ>"', { "[haproxy][backend_name]": "web", "[haproxy][termination_state]": "CR--", "[http][response][status_code]": "400" }],
    ["haproxy", "10.0.0.9:4321 [21/Nov/2025:21:24:01.123] mq mq/r1 1/0/5003 212 -- 1/1/1/1/0 0/0", { "[haproxy][server_name]": "r1", "[haproxy][time_total]": "5003", "[destination][bytes]": "212" }],
    ["squid", "1732224241.123    245 192.168.0.9 TCP_MISS/200 1234 GET http://a.b/c - HIER_DIRECT/93.184.216.34 text/html", { [time]: "1732224241.123", "[squid][result]": "TCP_MISS", "[url][original]": "http://a.b/c", "[destination][address]": "93.184.216.34" }],
    ["syslog", "Nov  1 21:24:01 lb1 sshd[123]: Accepted publickey", { [time]: "Nov  1 21:24:01", "[host][hostname]": "lb1", "[process][name]": "sshd", "[process][pid]": "123", message: "Accepted publickey" }],
    ["syslog", "2025-11-21T21:24:01.123456+00:00 lb1 kernel: x: y", { "[process][name]": "kernel", message: "x: y" }],
  ])("%s: %s", (form, line, fields) => {
    expect(grok({ form, origin }, line)).toMatchObject(fields);
  });
});
