import { describe, expect, test } from "vitest";
import { check } from "./checker.js";
import { filebeat } from "./filebeat.js";
import { logstash } from "./logstash.js";
import { expectFault, type Fault } from "./plant.js";
import { yaml } from "./yaml.js";

describe("the checker of YAML", () => {
  const path = "/site/file.yml";
  const text = 'ports:\n  - "22:22"\nanswer: "no"\nversion: "1.10"\nmode: 8\n';

  test("is content with a text that both versions read alike", async () => {
    expect(await check(yaml, { path, text })).toEqual([]);
  });

  test.each<[string, Fault]>([
    ["a port that YAML 1.1 reads as minutes", { from: '"22:22"', to: "22:22", says: /`ports\.0` is `"22:22"` in YAML 1\.2 and `1342` in YAML 1\.1/, line: 2 }],
    ["a word that YAML 1.1 reads as a boolean", { from: '"no"', to: "no", says: /`answer` is `"no"`/, line: 3 }],
    ["a number that YAML 1.1 reads as octal", { from: "8", to: "010", says: /`mode` is `10` .* `8`/, line: 5 }],
    ["a key that is there twice", { from: "mode", to: "answer", says: /unique/i, line: 5 }],
    ["a tab", { from: "  -", to: "\t-", says: /tab/i, line: 2 }],
  ])("finds %s", async (_, fault) => {
    await expectFault(yaml, { path, text }, {}, fault);
  });
});

describe("the checker of Filebeat", () => {
  const path = "/etc/filebeat/filebeat.yml";
  const text = `filebeat.inputs:
  - type: filestream
    id: access
    paths: ["/var/log/nginx/access.log"]
  - type: filestream
    id: error
    paths:
      - /var/log/nginx/error.log
processors:
  - add_host_metadata: {}
output.logstash:
  hosts: ["192.168.0.31:5044"]
`;

  test("is content with a sound file, its keys dotted or nested", async () => {
    expect(await check(filebeat, { path, text })).toEqual([]);
    const nested = 'filebeat:\n  inputs:\n    - { type: filestream, id: a, paths: [/a] }\noutput:\n  redis: { hosts: ["r:6379"] }\n  logstash: { enabled: false }\n';
    expect(await check(filebeat, { path, text: nested })).toEqual([]);
  });

  test.each<[string, Fault]>([
    ["two outputs", { from: "processors:", to: 'output.redis:\n  hosts: ["r:6379"]\nprocessors:', says: /second output/, line: 13 }],
    ["no output", { from: "output.logstash:", to: "output.logstash:\n  enabled: false", says: /no output is enabled/, line: 1 }],
    ["an unknown output", { from: "output.logstash", to: "output.logstsh", says: /no output is called `logstsh`/, line: 11 }],
    ["an output without hosts", { from: '  hosts: ["192.168.0.31:5044"]', to: "  hosts: []", says: /needs `hosts`/, line: 11 }],
    ["an input without an id", { from: "    id: access\n", to: "", says: /needs an `id`/, line: 2 }],
    ["an id that is there twice", { from: "id: error", to: "id: access", says: /taken by another input/, line: 6 }],
    ["an input that is gone", { from: "type: filestream", to: "type: log", says: /gone since Filebeat 9/, line: 2 }],
    ["an unknown setting", { from: "processors:", to: "procesors:", says: /`procesors` is no setting/, line: 9 }],
  ])("finds %s", async (_, fault) => {
    await expectFault(filebeat, { path, text }, {}, fault);
  });
});

describe("the checker of Logstash", () => {
  const path = "/etc/logstash/conf.d/site.conf";
  const text = `input {
  beats { port => 5044 }
  tcp { port => 5045 }
}
output {
  elasticsearch { hosts => ["https://192.168.0.31:9200"] }
}
`;

  test("is content with a sound file", async () => {
    expect(await check(logstash, { path, text })).toEqual([]);
  });

  test.each<[string, Fault]>([
    ["a syntax error", { from: "port =>", to: "port =", says: /expected `=>`/, line: 2 }],
    ["an unknown plugin", { from: "elasticsearch", to: "elastic", says: /no output plugin is called `elastic`/, line: 6 }],
    ["a plugin of another section", { from: "tcp { port => 5045 }", to: "grok { }", says: /no input plugin is called `grok`/, line: 3 }],
    ["a missing setting", { from: "port => 5044", to: "", says: /`beats` needs `port`/, line: 2 }],
    ["a port that is taken", { from: "5045", to: "5044", says: /tcp 5044 is taken by the input of line 2/, line: 3 }],
    ["a port out of range", { from: "5045", to: "70000", says: /no valid port/, line: 3 }],
    ["a setting that is gone", { from: "port => 5044", to: "port => 5044 ssl => true", says: /no setting `ssl` any more/, line: 2 }],
    ["a setting that is there twice", { from: "port => 5045", to: "port => 5045 port => 5046", says: /`port` is set twice/, line: 3 }],
  ])("finds %s", async (_, fault) => {
    await expectFault(logstash, { path, text }, {}, fault);
  });
});
