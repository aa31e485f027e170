import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Collection, LogSource } from "../../../src/ir/logs.js";
import { filebeat } from "../../../src/targets/filebeat/index.js";
import { check } from "../../daemons/checker.js";
import { filebeat as checker } from "../../daemons/filebeat.js";
import { yaml } from "../../daemons/yaml.js";
import { accessOf, collectionOf, contextOf, daemonOf, destinationOf, emitSite, filterOf, linesWithoutOrigin, machineOf, multilineOf, nativeOf, originOf, originsAt, patternOf, pipelineOf, siteOf, sourceOf, wordsOf } from "../../kit/site.js";

const origin = originOf();
type Data = Readonly<Record<string, any>>; // eslint-disable-line @typescript-eslint/no-explicit-any

interface Options {
  readonly version?: string;
  readonly container?: boolean;
}

function emit(logs: Collection[], { version, container = false }: Options = {}) {
  const machines = [machineOf("lb1", { kind: container ? "container" : "host" }), ...(container ? [machineOf("local", { kind: "local" })] : [])];
  const site = siteOf({ machines, daemons: [daemonOf("filebeat", "lb1", { version: version ?? null })], logs });
  const { files, diagnostics } = emitSite(filebeat, site, { secrets: { es: "pa${ss}$$word" } });
  const file = files[0]!;
  return { file, data: parse(file.text) as Data, reports: diagnostics.map(({ code, message }) => `${code}: ${message}`) };
}

const redis = (key: string): Collection["buffer"] => ({ by: "redis", entity: "queue", endpoint: { host: "10.0.0.1", port: 6379 }, database: 2, key, auth: { user: null, password: { name: "es" }, variable: "ES", origin }, origin });
const kafka = (topic: string): Collection["buffer"] => ({ by: "kafka", entity: "events", version: null, endpoints: [{ host: "10.0.0.1", port: 9092 }, { host: "fd00::1", port: 9092 }], topic, group: "g", origin });
const docker = (parts: Partial<Extract<LogSource["from"], { where: "docker" }>> = {}): LogSource["from"] => ({ where: "docker", project: "shop", containers: ["goods-1"], stream: "all", ...parts });

describe("inputs", () => {
  test("read files under an id of their own, and say whose they are", async () => {
    const { file, data, reports } = emit([collectionOf("access", [accessOf(), sourceOf("goods")])]);
    expect(data["filebeat.inputs"]).toEqual([
      { type: "filestream", id: "access-edge-access", paths: ["/var/log/nginx/access.log"], fields_under_root: true, fields: { labels: { collection: "access", source: "edge-access" }, event: { dataset: "nginx.access" }, service: { name: "edge" } } },
      { type: "filestream", id: "access-goods", paths: ["/var/log/goods.log"], fields_under_root: true, fields: { labels: { collection: "access", source: "goods" } } },
    ]);
    expect(reports).toEqual([]);
    expect(file).toMatchObject({ path: "hosts/lb1/etc/filebeat/filebeat.yml", mode: 0o644, check: ["filebeat", "test", "config", "-c", "/etc/filebeat/filebeat.yml"], reload: ["systemctl", "restart", "filebeat"] });
    for (const each of [checker, yaml]) expect(await check(each, { path: "/etc/filebeat/filebeat.yml", text: file.text })).toEqual([]);
  });

  test("join lines, and tell lines by their text", () => {
    const source = sourceOf("goods", {
      multiline: multilineOf("^\\d{4}-", { lines: 100, timeoutMs: 1500 }),
      encoding: { name: "GBK", origin },
      tags: [{ tag: "web", origin }],
      keep: [filterOf(["ERROR", "WARN"])],
      drop: [filterOf([], { patterns: [patternOf("GET /a.b?", "text")] })],
    });
    expect(emit([collectionOf("a", [source])]).data["filebeat.inputs"][0]).toMatchObject({
      encoding: "gbk",
      parsers: [{ multiline: { type: "pattern", pattern: "^\\d{4}-", negate: true, match: "after", max_lines: 100, timeout: "1500ms" } }],
      include_lines: ["ERROR", "WARN"],
      exclude_lines: ["GET /a\\.b\\?"],
      tags: ["web"],
    });
    const parts = (part: "continue" | "end") => emit([collectionOf("a", [sourceOf("x", { multiline: multilineOf("x", { part }) })])]).data["filebeat.inputs"][0].parsers[0].multiline;
    expect([parts("continue"), parts("end")]).toMatchObject([{ negate: false, match: "after" }, { negate: true, match: "before" }]);
  });

  test("leave to logstash what only fields tell, and do it themselves without one", () => {
    const tests = [{ field: "log.level", values: ["debug", "7"], origin }];
    const source = sourceOf("x", { keep: [filterOf(["a"]), filterOf([], { tests })], drop: [filterOf(["b"]), filterOf(["c"], { tests })] });
    const input = (parts: Partial<Collection>) => emit([collectionOf("a", [source], parts)]).data["filebeat.inputs"][0];
    expect(input({ pipeline: pipelineOf() })).not.toHaveProperty("processors");
    expect(input({ pipeline: pipelineOf() })).toMatchObject({ exclude_lines: ["b"] });
    const level = { or: [{ equals: { "log.level": "debug" } }, { equals: { "log.level": 7 } }, { equals: { "log.level": "7" } }] };
    expect(input({}).processors).toEqual([
      { drop_event: { when: { not: { or: [{ regexp: { message: "a" } }, level] } } } },
      { drop_event: { when: { and: [{ regexp: { message: "c" } }, level] } } },
    ]);
  });

  test("leave packed files alone where the pattern would take them", () => {
    const excluded = (path: string) => emit([collectionOf("a", [sourceOf("x", { from: { where: "files", paths: [path] } })])]).data["filebeat.inputs"][0]["prospector.scanner.exclude_files"];
    expect(excluded("/var/log/goods/*")).toEqual(["\\.gz$"]);
    expect(excluded("/var/log/goods/*.log")).toBeUndefined();
  });

  test("follow containers, but never those that would hear themselves", () => {
    const { data } = emit([collectionOf("a", [sourceOf("goods", { from: docker({ containers: ["goods-1", "goods-2"], stream: "stdout" }) }), sourceOf("containers", { from: docker({ containers: null }) })], { pipeline: pipelineOf() })], { container: true });
    const [some, all] = data["filebeat.autodiscover"].providers[0].templates;
    const label = (name: string, value: string) => ({ equals: { [`docker.container.labels.com_docker_compose_${name}`]: value } });
    expect(some).toMatchObject({
      condition: { and: [label("project", "shop"), { or: [label("service", "goods-1"), label("service", "goods-2")] }] },
      config: [{ type: "filestream", id: "a-goods-${data.docker.container.id}", paths: ["/var/lib/docker/containers/${data.docker.container.id}/*-json.log"], parsers: [{ container: { stream: "stdout", format: "docker" } }] }],
    });
    expect(all.condition).toEqual({ and: [label("project", "shop"), { not: { or: [label("service", "lb1"), label("service", "pipeline")] } }] });
    expect(data).not.toHaveProperty("filebeat.inputs");
  });

  test("have the forms of old versions where the site states one", () => {
    const source = sourceOf("x", { multiline: multilineOf("x"), from: { where: "files", paths: ["/a/*"] } });
    const logs = [collectionOf("a", [source, sourceOf("y", { from: docker() })])];
    const [input] = emit(logs, { version: "7.10" }).data["filebeat.inputs"];
    expect(input).toMatchObject({ type: "log", paths: ["/a/*"], exclude_files: ["\\.gz$"], multiline: { pattern: "x" } });
    expect(input).not.toHaveProperty("id");
    const config = (version: string) => emit(logs, { version }).data["filebeat.autodiscover"].providers[0].templates[0].config[0];
    expect(config("7.10")).toMatchObject({ type: "container" });
    expect(config("6.8")).toMatchObject({ type: "docker", "containers.ids": ["${data.docker.container.id}"] });
    expect(config("7.17.0")).toMatchObject({ type: "filestream" });
  });
});

describe("the output", () => {
  test("straight to Elasticsearch has the index as it is said, without template and lifecycle", () => {
    const auth = { user: "writer", password: { name: "es" }, variable: "ES", origin };
    const tls = { certificate: null, key: null, authority: "/etc/ca.pem", minimum: "1.3" as const, ciphers: null, verify: "no" as const, origin };
    const { data, file } = emit([collectionOf("access", [accessOf()], { destination: destinationOf("access", { auth, tls, endpoints: [{ host: "es1", port: 9200 }, { host: "fd00::1", port: 9200 }] }) })]);
    expect(data).toMatchObject({
      "setup.ilm.enabled": false,
      "setup.template.enabled": false,
      "output.elasticsearch": {
        hosts: ["https://es1:9200", "https://[fd00::1]:9200"],
        username: "writer",
        // Filebeat reads `$$` as `$`.
        password: "pa$${ss}$$$$word",
        index: "access-%{+yyyy.MM.dd}",
        ssl: { certificate_authorities: ["/etc/ca.pem"], verification_mode: "none", supported_protocols: ["TLSv1.3"] },
      },
    });
    expect(file.mode).toBe(0o600);
  });

  test("of versions before 8 has a template for the index", () => {
    const data = emit([collectionOf("access", [accessOf()])], { version: "7.17.0" }).data;
    expect(data).toMatchObject({ "setup.template.name": "access", "setup.template.pattern": "access-*" });
    expect(data).not.toHaveProperty("setup.template.enabled");
    expect(emit([collectionOf("access", [accessOf()])], { version: "6.8.0" }).data).not.toHaveProperty("setup.ilm.enabled");
  });

  test("to several logstash spreads the entries", () => {
    const beats = { port: 5044, receivers: [{ host: "10.0.0.1", port: 5044 }, { host: "10.0.0.2", port: 5045 }], tls: { certificate: "/b.pem", key: "/b.key", authority: "/ca.pem", minimum: "1.2" as const, ciphers: "HIGH", verify: "yes" as const, origin }, origin };
    const { data, reports } = emit([collectionOf("a", [accessOf()], { pipeline: pipelineOf({ beats }) })]);
    // The certificate is logstash's own.
    expect(data["output.logstash"]).toEqual({ hosts: ["10.0.0.1:5044", "10.0.0.2:5045"], loadbalance: true, ssl: { certificate_authorities: ["/ca.pem"] } });
    expect(reports).toEqual([]);
  });

  test.each<[string, Partial<Collection>, Data]>([
    ["redis", { buffer: redis("a") }, { "output.redis": { hosts: ["10.0.0.1:6379"], password: "pa$${ss}$$$$word", db: 2, key: "a" } }],
    ["kafka", { buffer: kafka("a") }, { "output.kafka": { hosts: ["10.0.0.1:9092", "[fd00::1]:9092"], topic: "a" } }],
  ])("to %s names where entries wait", (_, parts, expected) => {
    expect(emit([collectionOf("a", [accessOf()], { ...parts, pipeline: pipelineOf({ beats: null }) })]).data).toMatchObject(expected);
  });

  test("serves several collections that go the same way, and parts them again", () => {
    const when = (name: string) => ({ equals: { "labels.collection": name } });
    const two = (parts: (name: string) => Partial<Collection>) => emit([collectionOf("a", [sourceOf("x")], parts("a")), collectionOf("b", [sourceOf("y")], parts("b"))]).data;
    expect(two(() => ({}))["output.elasticsearch"].indices).toEqual([{ index: "a-%{+yyyy.MM.dd}", when: when("a") }, { index: "b-%{+yyyy.MM.dd}", when: when("b") }]);
    expect(two((name) => ({ buffer: redis(name) }))["output.redis"].keys).toEqual([{ key: "a", when: when("a") }, { key: "b", when: when("b") }]);
    expect(two((name) => ({ buffer: kafka(name) }))["output.kafka"].topics).toEqual([{ topic: "a", when: when("a") }, { topic: "b", when: when("b") }]);
    expect(two(() => ({ pipeline: pipelineOf() }))["output.logstash"]).toEqual({ hosts: ["192.168.0.31:5044"] });
  });

  test("is one: what goes another way is reported", () => {
    const { reports, data } = emit([collectionOf("a", [sourceOf("x")]), collectionOf("b", [sourceOf("y")], { pipeline: pipelineOf() })]);
    expect(reports).toEqual(["several-outputs: `b` and `a` send the lines of one machine to different places"]);
    expect(data).not.toHaveProperty("output.logstash");
  });
});

describe("native settings", () => {
  const native = (statements: Parameters<typeof nativeOf>[1], options: Options = {}) => emit([collectionOf("a", [sourceOf("x")], { native: [nativeOf("filebeat", statements)] })], options);

  test("go to the file, to each input, to the output and to the processors", () => {
    const { data, reports } = native([["queue.mem.events", "4096"], ["filebeat.inputs", [["harvester_limit", "10"]]], ["output.elasticsearch", [["bulk_max_size", "500"], ["headers", [["X-A", "b"]]]]], ["processors", [["drop_fields", [["fields", "a,", "b"]]], ["add_locale", []]]], ["logging.level", "debug"]]);
    expect(reports).toEqual([]);
    expect(data).toMatchObject({ "queue.mem.events": 4096, "logging.level": "debug", "filebeat.inputs": [{ id: "a-x", harvester_limit: 10 }], "output.elasticsearch": { bulk_max_size: 500, headers: { "X-A": "b" } }, processors: [{ add_host_metadata: {} }, { drop_fields: { fields: ["a", "b"] } }, { add_locale: {} }] });
  });

  test.each<[string, Parameters<typeof nativeOf>[1], string]>([
    ["are unknown", [["queue.mem.evnts", "1"]], "unknown-directive: filebeat has no directive `queue.mem.evnts`"],
    ["a clause says", [["filebeat.inputs", [["paths", "/x"]]]], "typed-directive: `paths` is what the clause `from PATH` says"],
    ["are of another output", [["output.redis", [["db", "1"]]]], "other-output: Filebeat's output is `output.elasticsearch` here, not `output.redis`"],
    ["stand in the wrong place", [["filebeat.inputs", [["bulk_max_size", "1"]]]], "misplaced-directive: filebeat does not take `bulk_max_size` in `input`"],
    ["are said twice", [["filebeat.inputs", [["harvester_limit", "1"], ["harvester_limit", "2"]]]], "repeated-key: `harvester_limit` is said twice in this filebeat block"],
  ])("that %s are reported", (_, statements, report) => {
    expect(native(statements).reports).toEqual([report]);
  });

  test("of another version are reported", () => {
    expect(native([["filebeat.inputs", [["ignore_inactive", "since_last_start"]]]], { version: "7.10" }).reports).toEqual(["directive-version: filebeat 7.10 does not have `ignore_inactive`, which came with 7.14"]);
  });
});

describe("every line", () => {
  test("has an origin: those of a source that of its statement", () => {
    const { file } = emit([collectionOf("a", [sourceOf("x"), sourceOf("y")], { pipeline: pipelineOf() })]);
    expect(linesWithoutOrigin(file)).toEqual([]);
    const line = file.text.split("\n").findIndex((text) => text.includes("id: a-y")) + 1;
    expect(originsAt(file, line).map(wordsOf)).toContain("from y");
  });

  test("of the same collections is the same", () => {
    const logs = [collectionOf("a", [accessOf()])];
    const context = contextOf(siteOf({ machines: [machineOf("lb1")], daemons: [daemonOf("filebeat", "lb1")], logs }));
    const again = () => filebeat.emit(context.site.daemons[0]!, context.index.machine("lb1"), context)[0]!.text;
    expect(again()).toBe(again());
  });
});

describe("hostile text", () => {
  const hostile = ["a\"b", "a'b", "a: b", "- a", "#a", "a\nb", "a\0b", "${a}", "$$", "$}", "%{[a]}", "{{a}}", "\uE000", "\u2028", "\uD800", "x".repeat(5000), "日本", "*a", "&a", "!!a", "\\", "yes", "1.10", "22:22", "", " a "];

  test.each(hostile.map((text) => [JSON.stringify(text).slice(0, 20), text] as const))("%s breaks nothing in any place", async (_, text) => {
    const at = originOf();
    const source = sourceOf("x", {
      name: text,
      entity: text,
      dataset: text,
      from: { where: "files", paths: [text] },
      fields: [{ field: "f", value: text, origin: at }],
      tags: [{ tag: text, origin: at }],
      multiline: multilineOf("x", { pattern: patternOf(text, "text") }),
      keep: [filterOf([], { patterns: [patternOf(text, "text")], tests: [{ field: text, values: [text], origin: at }] })],
    });
    const logs = [
      collectionOf(`c${text}`, [source, sourceOf("d", { name: text, from: docker({ project: text, containers: [text] }) })], {
        destination: destinationOf("a", { endpoints: [{ host: text, port: 1 }], index: { parts: [{ text }, { field: [text] }], origin: at }, auth: { user: text, password: { literal: text }, variable: text, origin: at }, tls: { certificate: text, key: text, authority: text, minimum: "1.2", ciphers: null, verify: "yes", origin: at } }),
      }),
    ];
    const { file, data, reports } = emit(logs);
    expect(Object.keys(data)).toEqual(["filebeat.inputs", "filebeat.autodiscover", "processors", "setup.ilm.enabled", "setup.template.enabled", "output.elasticsearch"]);
    expect((await check(yaml, { path: "/x", text: file.text })).map(({ text: words }) => words)).toEqual([]);
    const password = String(data["output.elasticsearch"].password).replaceAll("$$", "$");
    if (!reports.some((each) => each.startsWith("unrepresentable"))) expect(password).toBe(text.includes("$$") || text.includes("${") || text.includes("$}") ? text : String(data["output.elasticsearch"].password));
    if (/[\0\n\u2028\uD800]/.test(text)) expect(reports.some((each) => each.startsWith("unrepresentable-text"))).toBe(true);
  });

  test.each(["(?=a)", "(?<!a)", "(a)\\1", "a++", "a{2}+", "(?>a)", "\\Z"])("the pattern %s, which Go cannot read, is reported", (pattern) => {
    expect(emit([collectionOf("a", [sourceOf("x", { drop: [filterOf([pattern])] })])]).reports).toEqual([expect.stringContaining("Go's regular expressions neither look round nor refer back")]);
  });

  test.each(["a+", "\\\\1", "(?i)a", "a{2}?", "[+]+", "(?P<a>b)", "\\d+$"])("the pattern %s is not", (pattern) => {
    expect(emit([collectionOf("a", [sourceOf("x", { drop: [filterOf([pattern])] })])]).reports).toEqual([]);
  });

  test("an unknown encoding is reported with the nearest", () => {
    const { reports } = emit([collectionOf("a", [sourceOf("x", { encoding: { name: "gkb", origin } })])]);
    expect(reports).toEqual(["unknown-encoding: Filebeat knows no encoding `gkb`"]);
  });

  test.each<[string, readonly string[], string]>([
    ["an object of the Elastic Common Schema", ["service"], "object-field: `service` is an object of the Elastic Common Schema, and cannot be a text"],
    ["a value and an object", ["team", "team.lead"], "field-clash: `team.lead` and `team` cannot both be fields"],
    ["an object and a value", ["team.lead", "team"], "field-clash: `team` and `team.lead` cannot both be fields"],
  ])("a field that is %s is reported", (_, names, report) => {
    expect(emit([collectionOf("a", [sourceOf("x", { fields: names.map((field) => ({ field, value: "v", origin })) })])]).reports).toEqual([report]);
  });
});

test("a Filebeat in a container has the image's path, a name of its own, and nothing to say of its machine", () => {
  const { file, data } = emit([collectionOf("a", [sourceOf("x")])], { container: true });
  expect(file).toMatchObject({ path: "lb1/usr/share/filebeat/filebeat.yml", target: "/usr/share/filebeat/filebeat.yml", reload: ["docker", "compose", "restart", "lb1"] });
  expect(data).toMatchObject({ name: "lb1" });
  expect(data).not.toHaveProperty("processors");
});
