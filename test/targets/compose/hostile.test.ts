import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { collectDiagnostics } from "../../../src/diagnostics/define.js";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Container } from "../../../src/ir/container.js";
import type { Site } from "../../../src/ir/site.js";
import { compose } from "../../../src/targets/compose/index.js";
import { quoteEnvValue } from "../../../src/targets/compose/quote-env.js";
import { containerOf, daemonOf, emitSite, engineOf, linesWithoutOrigin, machineOf, nativeOf, networkOf, originOf, siteOf } from "../../kit/site.js";

const origin = originOf();

const texts = [
  ...["", " ", "a b", "$", "$$", "${a}", "$(id)", "`id`", "{}", "{", "}", "[", ";", "#", " # a", "a: b", "- a", "'", '"', "\\", "\\'", "a\\", "'\\", "\"\\$\"", "%", "*a", "&a", "!a", "|", ">", "yes", "no", "1.10", "22:22", "null", "~"],
  ...["\n", "a\nb", "a\r\nb", "\t", "\u0000", "a\u0000b", "\u0007", "\u001b[0m", "\u007f", "\u0085", "\u2028", "\u202e", "\ufeff", "\ue000", "\ue0010\ue001", "\ud800", "\udc00a"],
  ...["商品", "Ünïcödé", "عربى", "😀", "a".repeat(5000), "../../etc/passwd", "__proto__", "a/b", "a:b:c", ":ro", "x:rw", "<<"],
];

/** One container in which every text of the program is `text`; names and addresses are, too. */
function siteWith(text: string): Site {
  const container: Container = containerOf(text, {
    node: text,
    image: text,
    build: { context: text, args: [{ name: text, value: text }], origin },
    hostname: text,
    command: [text],
    entrypoint: [text, text],
    environment: [{ name: text, value: text, origin }, { name: `S${text}`, value: { name: text }, origin }],
    mounts: [{ kind: "bind", source: text, target: `/${text}`, readOnly: true, origin }, { kind: "volume", source: text, target: `/v${text}`, readOnly: false, origin }],
    networks: [{ network: text, address: text, aliases: [text, `x${text}`], origin }],
    publish: [{ address: text, published: 1, port: 1, transport: "tcp", origin }],
    capabilities: [{ name: text, origin }],
    sysctls: [{ key: `net.${text}`, value: text, origin }],
    dns: [text],
    ulimits: [{ name: text, value: 1, origin }],
    healthcheck: { test: [text], everyMs: 1, timeoutMs: 1, retries: 1, startMs: 1, origin },
    after: [{ container: "other", condition: "started", origin }],
    native: [nativeOf("compose", [["labels", [["a", `'${text}`]]], ["user", `'${text}`]])],
    origin,
  });
  return siteOf({
    networks: [networkOf({ name: text, cidr: "192.168.0.0/24", gateway: text, parent: text })],
    machines: [machineOf("local", { kind: "local" })],
    daemons: [daemonOf("compose", "local")],
    engines: [engineOf([container, containerOf("other")], { project: text, networks: [text] })],
  });
}

describe("a hostile text in every place", () => {
  test.each(texts.map((text) => [JSON.stringify(text).slice(0, 30), text]))("%s breaks out of none", (_, text) => {
    const file: OutputFile = { path: `${text}/${text}`, machine: text, target: `/${text}`, daemon: "nginx", mode: 0o644, text: "", provenance: [], check: null, reload: null, seed: false, owner: null, claim: null };
    const { files } = emitSite(compose, siteWith(text), { emitted: [file], secrets: { [text]: text } });
    for (const version of ["1.1", "1.2"] as const) {
      const data = parse(files[0]!.text, { version }) as { services: Record<string, object> };
      expect(Object.keys(data).sort()).toEqual(["name", "networks", "services", "volumes", "x-logging"]);
      expect(Object.keys(data.services)).toHaveLength(2);
      const known = "image build container_name hostname entrypoint command environment env_file networks ports dns volumes cap_add sysctls ulimits depends_on healthcheck restart logging labels user";
      for (const service of Object.values(data.services)) expect(Object.keys(service).filter((key) => !known.split(" ").includes(key))).toEqual([]);
    }
    for (const each of files) expect(linesWithoutOrigin(each)).toEqual([]);
    // A header and one variable: a line end in it has not become one of the file.
    expect(files.find(({ mode }) => mode === 0o600)!.text.split("\n")).toHaveLength(3);
  });

  test("is kept as it is where Compose can hold it", () => {
    for (const text of texts.filter((each) => !/\0|\p{Surrogate}/u.test(each))) {
      const site = siteOf({
        machines: [machineOf("local", { kind: "local" })],
        daemons: [daemonOf("compose", "local")],
        engines: [engineOf([containerOf("a1", { command: [text], environment: [{ name: "A", value: text, origin }], healthcheck: { test: [text], everyMs: 1, timeoutMs: 1, retries: 1, startMs: 0, origin } })], { networks: [] })],
      });
      const { files, diagnostics } = emitSite(compose, site);
      expect(diagnostics).toEqual([]);
      const { a1 } = (parse(files[0]!.text) as { services: Record<string, { command: string[]; environment: { A: string }; healthcheck: { test: string[] } }> }).services;
      const values = [a1!.command[0], a1!.environment.A, a1!.healthcheck.test[1]].map((value) => value!.replaceAll("$$", "$"));
      expect(values).toEqual([text, text, text]);
    }
  });

  test.each<[where: string, parts: Partial<Container>, code: string]>([
    ["a NUL in a variable", { environment: [{ name: "A", value: "a\u0000", origin }] }, "unrepresentable-text"],
    ["half a character in a command", { command: ["\ud83d"] }, "unrepresentable-text"],
    ["a line end in an image", { image: "a\nb" }, "unrepresentable-text"],
    ["a line end in a path", { mounts: [{ kind: "bind", source: "/a\n", target: "/b", readOnly: true, origin }] }, "unrepresentable-text"],
    ["the name of a variable", { environment: [{ name: "A=B", value: "", origin }] }, "unrepresentable-text"],
    ["the name of a secret's variable", { environment: [{ name: "A B", value: { literal: "" }, origin }] }, "unrepresentable-text"],
    ["a NUL in a secret", { environment: [{ name: "A", value: { literal: "\u0000" }, origin }] }, "unrepresentable-text"],
    ["the name of a host", { hostname: "a".repeat(64) }, "unrepresentable-text"],
    ["the name of a host in another script", { hostname: "商品" }, "unrepresentable-text"],
    ["the name of a service, with all that is named after it", { name: "商品", node: "商品", hostname: "商品", mounts: [{ kind: "volume", source: "商品-data", target: "/b", readOnly: true, origin }] }, "compose-name"],
    ["a NUL in a native text", { native: [nativeOf("compose", [["user", "a\u0000"]])] }, "unrepresentable-text"],
    ["the name of a volume", { mounts: [{ kind: "volume", source: "a/b", target: "/b", readOnly: true, origin }] }, "compose-name"],
  ])("is reported where it cannot: %s", (_, parts, code) => {
    const site = siteOf({ machines: [machineOf("local", { kind: "local" })], daemons: [daemonOf("compose", "local")], engines: [engineOf([containerOf("a1", parts)], { networks: [] })] });
    const { diagnostics } = emitSite(compose, site);
    expect([...new Set(diagnostics.map((each) => each.code))]).toEqual([code]);
  });

  test.each<[what: string, name: string, parts: Partial<Container>]>([
    ["an image", "a", { image: "a\nb" }],
    ["their name", "ü", {}],
  ])("is reported once, though three nodes have it and their sidecars: %s", (_, name, parts) => {
    const containers = [1, 2, 3].flatMap((index) => [
      containerOf(`${name}-${index}`, { ...parts, after: [{ container: `${name}-1`, condition: "started", origin }] }),
      containerOf(`${name}-${index}-registrar`, { ...parts, node: `${name}-${index}`, sidecar: true }),
    ]);
    const site = siteOf({ machines: [machineOf("local", { kind: "local" })], daemons: [daemonOf("compose", "local")], engines: [engineOf(containers, { networks: [] })] });
    expect(emitSite(compose, site).diagnostics).toHaveLength(1);
  });
});

test("a fault that two engines have is reported once", () => {
  const native = [nativeOf("compose", [["versoin", "3"]])];
  const site = siteOf({
    machines: ["app1", "app2"].map((name) => machineOf(name)),
    daemons: ["app1", "app2"].map((name) => daemonOf("compose", name)),
    engines: ["app1", "app2"].map((machine, index) => engineOf([containerOf(`a-${index}`, { image: "a\nb" })], { machine, networks: [], native })),
  });
  expect(emitSite(compose, site).diagnostics.map(({ code }) => code)).toEqual(["unknown-directive", "unrepresentable-text"]);
});

test.each([
  ["plain", "plain"],
  ["", ""],
  ["https://a:b@c/d?e", "'https://a:b@c/d?e'"],
  ["with blank ", "'with blank '"],
  ["a$b", "'a$b'"],
  ['a"b', "'a\"b'"],
  ["a#b", "'a#b'"],
  ["a'b", '"a\'b"'],
  ["a'$\"\\b", '"a\'$$\\"\\\\b"'],
  ["a\nb\r", '"a\\nb\\r"'],
])("a secret %j is %s in the file of variables", (text, quoted) => {
  expect(quoteEnvValue(text, origin, collectDiagnostics().report)).toBe(quoted);
});
