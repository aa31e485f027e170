import { describe, expect, test } from "vitest";
import { analyze, compile } from "../../src/compile.js";
import type { Collection, LogSource } from "../../src/ir/logs.js";
import { site as schema } from "../../src/ir/site.js";

function lower(text: string) {
  const { site, diagnostics } = analyze({ entry: { path: "site.infra", text } });
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code, message }) => `${code}: ${message}`);
  if (errors.length === 0) schema.parse(site);
  return { site, logs: site.logs, errors };
}

/** What is read on each machine: the names of sources, their formats and where they are. */
function readOn(collection: Collection | undefined) {
  const placeOf = ({ from }: LogSource): string => (from.where === "files" ? from.paths.join(" ") : `docker ${from.containers?.join(" ") ?? "all"} ${from.stream}`);
  return Object.fromEntries((collection?.shippers ?? []).map(({ machine, sources }) => [machine, sources.map((source) => `${source.name} ${source.format.form} ${placeOf(source)}`)]));
}

const hosts = "host lb[1..2] 192.168.0.[11..12]\nhost app1 192.168.0.21 { runtime docker }\nhost node[1..3] 192.168.0.[31..33]\nelasticsearch search on node[1..3] cluster cell\n";

describe("the language's sketch", () => {
  const { logs, site, errors } = lower(`${hosts}logstash pipeline on node1
service goods on app1 port 80 image goods
gateway edge on lb[1..2] { listen 80; route { / -> goods } }
logs access from edge, goods through pipeline to search index nginx-access-%{+YYYY.MM.dd}`);

  test("has a Filebeat wherever lines are", () => {
    expect(errors).toEqual([]);
    const edge = ["edge-access nginx-access /var/log/nginx/access.log", "edge-error nginx-error /var/log/nginx/error.log"];
    expect(readOn(logs[0])).toEqual({ app1: ["goods plain docker goods all"], lb1: edge, lb2: edge });
    expect(site.daemons.filter(({ target }) => target === "filebeat" || target === "logstash").map(({ target, machine, entities }) => `${target} ${machine} ${entities.join()}`)).toEqual(["filebeat app1 access", "filebeat lb1 access", "filebeat lb2 access", "logstash node1 access"]);
  });

  test("has inputs where outputs send", () => {
    expect(logs[0]).toMatchObject({
      buffer: null,
      pipeline: { entity: "pipeline", nodes: [{ node: "pipeline", machine: "node1" }], beats: { port: 5044, receivers: [{ host: "192.168.0.31", port: 5044 }] } },
      destination: { entity: "search", endpoints: [31, 32, 33].map((last) => ({ host: `192.168.0.${last}`, port: 9200 })), index: { parts: [{ text: "nginx-access-" }, { date: "yyyy.MM.dd" }] }, auth: null, tls: null },
    });
  });
});

describe("where lines are", () => {
  const on = (text: string) => readOn(lower(`${hosts}${text}`).logs[0]);

  test.each<[string, string, Readonly<Record<string, readonly string[]>>]>([
    ["files of hosts", "logs a from /var/log/syslog, /srv/*/x.log on lb[1..2] to search", { lb1: ["syslog plain /var/log/syslog", "x plain /srv/*/x.log"], lb2: ["syslog plain /var/log/syslog", "x plain /srv/*/x.log"] }],
    ["files of one name in two folders", "logs a from /a/x.log, /b/x.log on lb1 to search", { lb1: ["x plain /a/x.log", "x-2 plain /b/x.log"] }],
    ["what a service says", "service goods on node1 port 80 { logs /var/log/goods/*.log; logs error /var/log/goods.err }\nlogs a from goods to search", { node1: ["goods plain /var/log/goods/*.log", "goods-error plain /var/log/goods.err"] }],
    ["what a service says, on a volume of its container", "service goods on app1 port 80 image g logs /var/log/goods/*.log\nlogs a from goods to search", { app1: ["goods plain /var/lib/docker/volumes/site_goods-logs/_data/*.log"] }],
    ["the usual place of a cluster", "rabbitmq rabbit on node[1..2]\nlogs a from rabbit to search", { node1: ["rabbit plain /var/log/rabbitmq/*.log"], node2: ["rabbit plain /var/log/rabbitmq/*.log"] }],
    ["Apache's", "httpd www on node1\nlogs a from www to search", { node1: ["www-access nginx-access /var/log/apache2/access.log", "www-error plain /var/log/apache2/error.log"] }],
    ["HAProxy's, by syslog", "balancer mq on lb1 { listen 5600 -> goods }\nservice goods on node1 port 80\nlogs a from mq to search", { lb1: ["mq haproxy /var/log/haproxy.log"] }],
    ["squid's", "cache cdn on node1\nlogs a from cdn to search", { node1: ["cdn-access squid /var/log/squid/access.log"] }],
    ["nginx's for connections", "gateway edge on lb1 { listen 5600 tcp -> goods }\nservice goods on node1 port 80\nlogs a from edge to search", { lb1: ["edge-stream nginx-access /var/log/nginx/stream.log", "edge-error nginx-error /var/log/nginx/error.log"] }],
    ["what a gateway says", "gateway edge on lb1 { listen 80; route { / -> deny 403 }; logs access /var/log/nginx/shop.log; logs error no }\nlogs a from edge to search", { lb1: ["edge-access nginx-access /var/log/nginx/shop.log"] }],
    ["all containers of a Docker host", "logs a from containers to search", { app1: ["containers plain docker all all"] }],
  ])("is %s", (_, text, expected) => {
    expect(on(text)).toEqual(expected);
  });

  test("of two gateways that share a file is read once, and belongs to neither", () => {
    const gateway = (name: string, port: number) => `gateway ${name} on lb1 { listen ${port}; route { / -> deny 403 } }\n`;
    const { logs } = lower(`${hosts}${gateway("a", 80)}${gateway("b", 81)}logs x from a, b to search`);
    expect(logs[0]!.shippers[0]!.sources.map(({ name, entity }) => [name, entity])).toEqual([
      ["a-access", null],
      ["a-error", null],
    ]);
  });

  test.each<[string, string]>([
    ["service goods on node1 port 80\nlogs a from goods to search", "unreadable-log: `goods` writes no log that Filebeat can read"],
    ["balancer mq on lb1 { listen 5600 -> goods; logs access 10.0.0.1:514 }\nservice goods on node1 port 80\nlogs a from mq to search", "unreadable-log: `mq` writes no log that Filebeat can read"],
    ["logs a from /var/log/syslog to search", "unplaced-log-file: nothing says on which hosts `/var/log/syslog` is"],
    ["logstash p\nlogs a from /var/log/syslog on lb1 through p to search", "unreachable-receiver: Filebeat on `lb1` cannot reach `p`, which runs in a container of the local engine"],
    ["logstash p on node1\nlogs a from /x on lb1 through p parse format mian", "unknown-log-format: the site has no format `mian`"],
    ["logstash p on node1\nlogs a from /x on lb1 through p parse grok", "unknown-log-format: `parse grok` needs a pattern"],
    ["logstash p on node1\nlogs a from /x on lb1 through p tls ca /ca.pem", "beats-certificate: TLS between Filebeat and logstash has no certificate for logstash"],
    ["logstash p on node1\nlogs a from /x on lb1 through p tls /a.pem verify client", "beats-certificate: TLS between Filebeat and logstash asks Filebeat for a certificate, and it has none"],
  ])("%s is reported", (text, report) => {
    expect(lower(`${hosts}${text}`).errors).toContain(report);
  });
});

describe("what is said of lines", () => {
  const site = "site shop { format main '$remote_addr $status' }\n";
  const sources = (text: string) => lower(`${site}${hosts}logstash p on node1\n${text}`).logs[0]!.shippers.flatMap(({ sources: all }) => all);

  test("is by `parse` what it names, what the engine writes, or what `parse` says of all others", () => {
    const formats = (text: string) => sources(`gateway edge on lb1 { listen 80; route { / -> deny 403 } }\nlogs a from edge, /x.log on lb1 through p ${text} to search`).map(({ name, format }) => `${name} ${format.form}`);
    expect(formats("parse json")).toEqual(["edge-access nginx-access", "edge-error nginx-error", "x json"]);
    expect(formats("parse json of edge")).toEqual(["edge-access json", "edge-error nginx-error", "x plain"]);
    expect(formats("parse no of edge parse syslog of /x.log")).toEqual(["edge-access plain", "edge-error nginx-error", "x syslog"]);
    expect(formats("parse format main of /x.log parse grok 'a', 'b' time t ISO8601")).toEqual(["edge-access nginx-access", "edge-error nginx-error", "x nginx-access"]);
  });

  test("of one source is the exception, its fields and tags are more", () => {
    const [first, second] = sources("logs a {\n from /x.log on lb1 { drop /b/; fields env test; tags y; multiline end '/;$/' lines 9 timeout 1s; encoding gbk }\n from /y.log on lb1\n drop /a/ where level debug\n fields env prod\n fields { team web }\n tags x\n}");
    const patterns = (source: LogSource | undefined) => source?.drop.map((filter) => [filter.patterns.map(({ text }) => text), filter.tests.map(({ field, values }) => [field, values])]);
    expect(patterns(first)).toEqual([[["b"], []]]);
    expect(patterns(second)).toEqual([[["a"], [["level", ["debug"]]]]]);
    expect(first).toMatchObject({ encoding: { name: "gbk" }, multiline: { part: "end", pattern: { form: "regex", text: ";$" }, lines: 9, timeoutMs: 1000 } });
    expect(first!.fields.map(({ field, value }) => `${field}=${value}`)).toEqual(["env=test", "team=web"]);
    expect(first!.tags.map(({ tag }) => tag)).toEqual(["x", "y"]);
    expect(second).toMatchObject({ multiline: null, encoding: null });
  });
});

describe("the way to Elasticsearch", () => {
  const one = (text: string) => lower(`${hosts}${text}`).logs[0]!;

  test("can wait in redis, at its primary, with the password that it has", () => {
    expect(one("redis queue x2 on node[1..2] auth secret queue_pass\nlogstash p on node1\nlogs a from /x on lb1 through queue p to search")).toMatchObject({
      buffer: { by: "redis", endpoint: { host: "192.168.0.31", port: 6379 }, key: "a", auth: { password: { name: "queue_pass" }, variable: "QUEUE_PASS" } },
      pipeline: { beats: null },
    });
  });

  test("can wait in kafka", () => {
    expect(one("kafka events on node[1..2]\nlogstash p on node1\nlogs a from /x on lb1 through events p topic lines to search").buffer).toMatchObject({ by: "kafka", topic: "lines", group: "logstash-a", endpoints: [{ host: "192.168.0.31", port: 9092 }, { host: "192.168.0.32", port: 9092 }] });
  });

  test("can lead through what exists already", () => {
    expect(one("logstash p at 10.0.0.9:5050\nlogs a from /x on lb1 through p to search")).toMatchObject({ pipeline: { nodes: [], beats: { port: 5050, receivers: [{ host: "10.0.0.9", port: 5050 }] } } });
  });

  test("has the credentials and the trust of the cluster, or its own", () => {
    const cluster = "elasticsearch es on lb2 { auth elastic secret es; tls /es.pem ca /ca.pem }\n";
    expect(one(`${cluster}logs a from /x on lb1 to es`).destination).toMatchObject({ auth: { user: "elastic", password: { name: "es" }, variable: "ES" }, tls: { certificate: null, key: null, authority: "/ca.pem", verify: "yes" } });
    expect(one(`${cluster}logs a from /x on lb1 to es auth writer secret other tls verify no`).destination).toMatchObject({ auth: { user: "writer", variable: "OTHER" }, tls: { authority: null, verify: "no" } });
  });
});

describe("containers of the local engine", () => {
  const { files, site, diagnostics } = compile(
    { entry: { path: "site.infra", text: "service goods x2 port 80 logs /var/log/goods/*.log\nservice web port 80\nlogs access from goods, web through logstash listen tcp 5000 to elasticsearch auth elastic secret es\nlogstash logstash heap 256MB" } },
    { es: "secret" },
  );
  const container = (name: string) => site.engines[0]!.containers.find((each) => each.name === name)!;
  const mounts = (name: string) => container(name).mounts.map(({ source, target, readOnly }) => `${source}:${target}${readOnly ? ":ro" : ""}`);

  test("have one Filebeat, in the network of what it sends to", () => {
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(readOn(site.logs[0])).toEqual({ filebeat: ["goods plain /var/log/goods-1/*.log /var/log/goods-2/*.log", "web plain docker web all"] });
    expect(container("filebeat")).toMatchObject({ sidecar: true, node: "logstash", after: [{ container: "logstash", condition: "started" }] });
  });

  test("share their log files with it by volumes", () => {
    expect(mounts("goods-1")).toEqual(["goods-1-logs:/var/log/goods"]);
    expect(mounts("filebeat")).toEqual(["filebeat-data:/usr/share/filebeat/data", "/var/lib/docker/containers:/var/lib/docker/containers:ro", "/var/run/docker.sock:/var/run/docker.sock:ro", "goods-1-logs:/var/log/goods-1:ro", "goods-2-logs:/var/log/goods-2:ro"]);
  });

  test("give logstash its passwords, its heap and a place for its queues", () => {
    expect(container("logstash").environment.map(({ name, value }) => [name, value])).toEqual([["ES", { name: "es" }], ["LS_JAVA_OPTS", "-Xms256m -Xmx256m"]]);
    expect(mounts("logstash")).toEqual(["logstash-data:/usr/share/logstash/data"]);
    expect(files.map(({ path }) => path)).toEqual(expect.arrayContaining(["filebeat/usr/share/filebeat/filebeat.yml", "logstash.env", "logstash/usr/share/logstash/pipeline/access.conf"]));
  });
});
