import { describe, expect, it } from "vitest";
import { parse as parseYaml } from "yaml";
import { errorsOf, filesOf, found, servicesOf } from "../kit/files.js";

const hosts = "network lan 10.0.0.0/24\nhost lb[1..2] 10.0.0.[11..12]\nhost node[1..2] 10.0.0.[31..32]\nelasticsearch search on node1\ngateway edge on lb[1..2] { route { / -> deny 403 } }\n";
const docker = "network lan 10.0.0.0/24\nhost lb1 10.0.0.11\nhost app1 10.0.0.21 { runtime docker }\ngateway edge on lb1 { route { / -> deny 403 } }\n";

/** The outputs of each filebeat.yml. */
function outputsOf(files: ReadonlyMap<string, string>): readonly Readonly<Record<string, Readonly<Record<string, unknown>>>>[] {
  const documents = [...files].filter(([path]) => path.endsWith("filebeat.yml")).map(([, text]) => parseYaml(text) as Readonly<Record<string, Readonly<Record<string, unknown>>>>);
  return documents.map((document) => Object.fromEntries(Object.entries(document).filter(([name]) => name.startsWith("output."))));
}

describe("Filebeat", () => {
  it.each([
    ["straight to Elasticsearch", "logs access from edge to search"],
    ["through logstash", "logstash pipeline on node2\nlogs access from edge through pipeline to search"],
    ["through a redis", "redis queue on node2\nlogstash pipeline on node2\nlogs access from edge through queue pipeline to search"],
  ])("has one output: %s", (_, text) => {
    for (const outputs of outputsOf(filesOf(`${hosts}${text}`))) expect(Object.keys(outputs)).toHaveLength(1);
  });

  it("is not given a second output by hand", () => {
    expect(errorsOf(`${hosts}logs access from edge to search { filebeat { output.redis { hosts 10.0.0.9 } } }`)).toContain("other-output");
  });

  it.each([
    ["on a host", `${hosts}logstash pipeline on node2\nlogs access from edge through pipeline to search`, "10.0.0.32:5044", "5044"],
    ["on another port", `${hosts}logstash pipeline on node2 port 5050 as beats\nlogs access from edge through pipeline to search`, "10.0.0.32:5050", "5050"],
    ["on a port that the collection says", `${hosts}logstash pipeline on node2\nlogs access from edge through pipeline listen beats 5060 to search`, "10.0.0.32:5060", "5060"],
    ["on a Docker host that publishes another port", `${docker}elasticsearch search on app1\nlogstash pipeline on app1 publish 6044 -> 5044\nlogs access from edge through pipeline to search`, "10.0.0.21:6044", "5044"],
  ])("sends to where logstash listens: %s", (_, text, sent, listened) => {
    const files = filesOf(text);
    for (const outputs of outputsOf(files)) expect(outputs["output.logstash"]?.["hosts"]).toEqual([sent]);
    expect(found(files, "access.conf", /beats \{\s+port => (\d+)/g)).toEqual([listened]);
  });

  it("fills no list that nobody reads", () => {
    const files = filesOf(`${hosts}redis queue on node2\nlogstash pipeline on node2\nlogs access from edge through queue pipeline to search`);
    const written = outputsOf(files).map((outputs) => [outputs["output.redis"]?.["hosts"], outputs["output.redis"]?.["key"]]);
    expect(written).toEqual([[["10.0.0.32:6379"], "access"], [["10.0.0.32:6379"], "access"]]);
    expect([found(files, "access.conf", /redis \{\s+host => "([^"]*)"/g), found(files, "access.conf", /key => "([^"]*)"/g)]).toEqual([["10.0.0.32"], ["access"]]);
    expect(errorsOf(`${hosts}redis queue on node2\nlogs access from edge through queue to search`)).toEqual(["logs-stages"]);
  });

  it("reads files by an input that its version has", () => {
    const typesIn = (version: string) => new Set(found(filesOf(`${hosts}logs access from edge to search ${version}`), "filebeat.yml", /type: (\w+)/g));
    expect(typesIn("")).toEqual(new Set(["filestream"]));
    expect(typesIn("version 9.0.0")).toEqual(new Set(["filestream"]));
    expect(typesIn("version 7.10.2")).toEqual(new Set(["log"]));
  });

  it("has an id for each input of files, none twice", () => {
    const ids = found(filesOf(`${hosts}logs a from /var/log/a/x.log, /var/log/b/x.log on lb1 to search\nlogs b from /var/log/c/x.log on lb1 to search`), "lb1/etc/filebeat/filebeat.yml", / id: (.*)/g);
    expect(ids).toHaveLength(3);
    expect(new Set(ids).size).toBe(3);
  });

  it("keeps its place in every file on a volume", () => {
    const { volumes } = servicesOf(filesOf("service goods port 80 image registry.example.com/goods:1\nlogs access from goods")).get("filebeat")!;
    expect(volumes).toContain("filebeat-data:/usr/share/filebeat/data");
  });

  it("is told no setting that its version does not have", () => {
    expect(errorsOf(`${hosts}logs access from edge to search version 8.15.0 { filebeat { xpack.monitoring.enabled true } }`)).toEqual(["unknown-directive"]);
  });
});

describe("logstash", () => {
  it("speaks TLS where Filebeat does, and only there", () => {
    const files = filesOf(`${hosts}logstash pipeline on node2\nlogs access from edge through pipeline tls /etc/logstash/beats.pem key /etc/logstash/beats.key ca /etc/ssl/ca.pem to search`);
    expect(found(files, "access.conf", /(ssl_enabled => true)/g)).toHaveLength(1);
    for (const outputs of outputsOf(files)) expect(outputs["output.logstash"]?.["ssl"]).toMatchObject({ certificate_authorities: ["/etc/ssl/ca.pem"] });
    const plain = filesOf(`${hosts}logstash pipeline on node2\nlogs access from edge through pipeline to search`);
    expect(found(plain, "access.conf", /(ssl)/g)).toEqual([]);
    for (const outputs of outputsOf(plain)) expect(outputs["output.logstash"]).not.toHaveProperty("ssl");
  });

  it("writes to indices in small letters, whatever a field holds", () => {
    const files = filesOf(`${hosts}logstash pipeline on node2\nlogs access from edge through pipeline to search index shop-%{service.name}-%{+YYYY.MM}`);
    expect(found(files, "access.conf", /lowercase => \["([^"]*)"\]/g)).toEqual(["[@metadata][index]"]);
    expect(errorsOf(`${hosts}logs access from edge to search index Shop-%{+YYYY.MM}`)).toEqual(["invalid-value"]);
  });

  it("opens no port twice, for one pipeline or for two", () => {
    expect(errorsOf(`${hosts}logstash pipeline on node2\nlogs a through pipeline listen tcp 5000 to search\nlogs b through pipeline listen tcp 5000 to search`)).toEqual(["input-port-taken"]);
    expect(errorsOf(`${hosts}logstash pipeline on node2\nlogs a through pipeline listen tcp 5000 listen tcp 5000 to search`)).toEqual(["input-port-taken"]);
    expect(errorsOf(`${hosts}logstash pipeline on node2\nlogs a through pipeline listen tcp 9600 to search`)).toEqual(["port-conflict"]);
  });

  it("has its comments in its own form, and every text in quotes", () => {
    const files = filesOf(`${hosts}logstash pipeline on node2\nlogs access from edge through pipeline parse grok '%{GREEDYDATA:message} // a text' of edge to search drop "a \\\\ b // c"`);
    const lines = found(files, "access.conf", /^(.*)$/gm).filter((line) => line.replaceAll(/"(?:[^"\\]|\\.)*"|'[^']*'|\/(?:[^/\\\n]|\\.)*\//g, "").includes("//"));
    expect(lines).toEqual([]);
  });
});
