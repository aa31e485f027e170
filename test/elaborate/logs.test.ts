import { describe, expect, test } from "vitest";
import { analyze } from "../../src/compile.js";
import { printProgram } from "../../src/elaborate/print.js";

function expand(text: string) {
  const { program, diagnostics } = analyze({ entry: { path: "site.infra", text } });
  const expanded = printProgram(program);
  const blockOf = (head: string): string => new RegExp(`^${head}.* \\{\\n([^]*?)^\\}`, "m").exec(expanded)?.[1]?.replace(/^ {2}/gm, "") ?? "";
  return { expanded, blockOf, reports: diagnostics.filter(({ severity }) => severity !== "info").map(({ code, message }) => `${code}: ${message}`) };
}

const placed = "host lb1 192.168.0.11\nhost node1 192.168.0.31\ngateway edge on lb1 { listen 80; route { / -> deny 403 } }\nelasticsearch search on node1\n";

describe("a collection that leaves things out", () => {
  test("goes to the only Elasticsearch, into an index a day", () => {
    expect(expand(`${placed}logs Access from edge`).blockOf("logs Access")).toBe("from edge\nto search {\n  index access-%{+YYYY.MM.dd}\n}\n");
  });

  test("goes to one that is implied where nothing is placed", () => {
    const { expanded, reports } = expand("service goods port 80\nlogs access from goods through logstash");
    expect(reports).toEqual([]);
    expect(expanded).toMatch(/^elasticsearch elasticsearch \{/m);
    expect(expanded).toMatch(/^logstash logstash \{\n {2}image docker\.elastic\.co\/logstash\/logstash:/m);
    expect(expanded).toMatch(/^ {2}image docker\.elastic\.co\/beats\/filebeat:/m);
  });

  test("has Filebeat send to the port that its logstash says", () => {
    expect(expand(`${placed}logstash pipeline on node1 port 5045 as beats\nlogs a from edge through pipeline`).blockOf("logs a")).toContain("through pipeline {\n  listen beats 5045\n}\n");
  });

  test("waits under its name", () => {
    expect(expand(`${placed}redis queue on node1\nlogstash pipeline on node1\nlogs a from edge through queue pipeline`).blockOf("logs a")).toContain("through queue pipeline {\n  topic a\n}\n");
  });
});

describe("what a collection implies", () => {
  test("is a logstash where `through` places it", () => {
    const { blockOf, reports } = expand(`${placed}logs a from edge through logstash on node1`);
    expect(reports).toEqual([]);
    expect(blockOf("logstash logstash")).toBe("on node1\n");
    expect(blockOf("logs a")).not.toContain("on node1");
  });

  test("is the published ports of containers that have to be reached", () => {
    const docker = "host lb1 192.168.0.11\nhost node1 192.168.0.31 { runtime docker }\ngateway edge on lb1 { listen 80; route { / -> deny 403 } }\nelasticsearch search on node1\nlogstash pipeline on node1\n";
    const { blockOf, reports } = expand(`${docker}logs a from edge through pipeline listen syslog 5514 to search`);
    expect(reports).toEqual([]);
    expect(blockOf("logstash pipeline").match(/publish \S+/g)).toEqual(["publish 5514", "publish 5514/udp", "publish 5044"]);
    expect(blockOf("elasticsearch search")).toContain("publish 9200 {");
  });

  test("is of the local engine only what others send to", () => {
    expect(expand("logs a from containers through logstash listen tcp 5000").blockOf("logstash logstash").match(/publish \S+/g)).toEqual(["publish 5000"]);
  });
});

describe("`with filebeat`", () => {
  test("implies one collection for all that say it", () => {
    const { blockOf, expanded } = expand("service a port 80 with filebeat\nservice b port 80 with filebeat");
    expect(blockOf("logs logs")).toMatch(/^from a\n(?:[^]*\n)?from b\n/);
    expect(expanded).not.toContain("with");
  });

  test("joins the only collection, once", () => {
    expect(expand(`${placed}service goods on lb1 port 80 logs /var/log/goods.log with filebeat\nlogs access from edge`).blockOf("logs access").match(/^from .*$/gm)).toEqual(["from edge", "from goods"]);
    expect(expand(`${placed}service goods on lb1 port 80 logs /var/log/goods.log with filebeat\nlogs access from goods`).blockOf("logs access").match(/^from .*$/gm)).toEqual(["from goods"]);
  });

  test("is ambiguous among several", () => {
    expect(expand(`${placed}service goods on lb1 port 80 with filebeat\nlogs a from edge\nlogs b from edge`).reports).toContain("ambiguous-collection: the logs of `goods` could go to `a` or `b`");
  });
});

describe("what does not fit together is reported", () => {
  test.each<[string, string]>([
    ["logs a from egde", "unknown-log-source: nothing that writes logs is named `egde`"],
    ["logs a from lb1", "unknown-log-source: `lb1` is a host, and logs come from services, gateways and clusters"],
    ["service old at 10.0.0.1:80\nlogs a from old", "unknown-log-source: `old` is a service that exists elsewhere, and logs come from services, gateways and clusters"],
    ["logs a to search", "nothing-collected: nothing says what `a` collects"],
    ["redis queue on node1\nlogs a from edge through queue", "logs-stages: `queue` is read by nobody"],
    ["redis queue on node1\nlogstash p on node1\nlogs a from edge through p queue", "logs-stages: `queue` comes after the logstash that is to read it"],
    ["logstash p on node1\nlogstash q on node1\nlogs a from edge through p, q", "logs-stages: `q` is a second logstash"],
    ["logstash p on node1\nlogs a from edge through p on lb1", "logstash-placed-twice: `p` is declared, and its declaration says where it runs"],
    ["logstash p on node1\nlogs a from edge through p parse json of goods", "parses-nothing: `a` collects nothing from `goods`"],
    ["logs a from edge to search index logs-nginx-%{+YYYY.MM.dd}", "data-stream-index: Elasticsearch makes a data stream of `logs-nginx-%{+YYYY.MM.dd}`, and refuses what is written to it as to an index"],
    ["logs _a from edge", "unnamed-index: `_a` makes no name of an index"],
    ["elasticsearch other on lb1\nlogs a from edge", "logs-without-destination: the logs of `a` could be kept in `other` or `search`"],
    ["logs a from edge through logstash", "unknown-reference: no redis, kafka, or logstash is named `logstash`"],
  ])("%s", (text, report) => {
    expect(expand(placed + text).reports).toContain(report);
  });

  test("where nothing can be implied", () => {
    expect(expand("host lb1 192.168.0.11\nlogs a from /var/log/syslog").reports).toContain("logs-without-destination: nothing says where the logs of `a` are kept");
  });
});

test("what is expanded already stays as it is", () => {
  const text = "service goods x2 port 80 logs /var/log/goods/*.log with filebeat\nlogs access from /srv/x.log through redis logstash listen tcp 5000 as devices codec json parse grok 'a' of devices to elasticsearch auth elastic secret es drop /x/ where a.b c multiline '/^\\d/' fields env prod";
  const once = expand(text).expanded;
  expect(expand(once).expanded).toBe(once);
});
