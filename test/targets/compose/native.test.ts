import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { NativeBlock } from "../../../src/ir/native.js";
import { compose } from "../../../src/targets/compose/index.js";
import { containerOf, daemonOf, emitSite, engineOf, linesWithoutOrigin, machineOf, nativeOf, type NativeText, networkOf, originOf, originsAt, siteOf, wordsOf } from "../../kit/site.js";

const origin = originOf();

function emit({ engine = [], service = [] }: { readonly engine?: readonly NativeBlock[]; readonly service?: readonly NativeBlock[] }) {
  const goods = (index: number) =>
    containerOf(`goods-${index}`, {
      native: [...service],
      sysctls: [{ key: "net.core.somaxconn", value: "1024", origin }],
      mounts: [{ kind: "volume", source: "data", target: "/data", readOnly: false, origin }],
      networks: [{ network: "lan", address: `192.168.0.${index + 1}`, aliases: ["goods"], origin }],
    });
  const site = siteOf({
    networks: [networkOf()],
    machines: [machineOf("local", { kind: "local" })],
    daemons: [daemonOf("compose", "local")],
    engines: [engineOf([goods(1), goods(2)], { native: [...engine] })],
  });
  const { files, diagnostics } = emitSite(compose, site);
  const file = files[0]!;
  // What the file reads back as.
  const data: any = parse(file.text);
  return { file, data, diagnostics, codes: diagnostics.map(({ code }) => code) };
}

const block = (...statements: readonly NativeText[]): NativeBlock => nativeOf("compose", statements);

describe("a native block of a service", () => {
  test("adds keys: words are texts, a bare number or boolean is one, a comma makes a list, a block a mapping", () => {
    const { file, data, codes } = emit({
      service: [
        block(
          ["read_only", "true"],
          ["user", "1000"],
          ["stop_signal", "'true"],
          ["shm_size", "1.10"],
          ["security_opt", "no-new-privileges:true,", "label=disable"],
          ["tmpfs", "/tmp"],
          ["group_add", "44"],
          ["labels", [["traefik.enable", "'true"], ["empty"]]],
          ["deploy", [["resources", [["reservations", [["cpus", "'0.5"]]]]]]],
          ["x-team", "shop"],
        ),
      ],
    });
    expect(codes).toEqual([]);
    expect(data.services["goods-2"]).toMatchObject({
      read_only: true,
      user: 1000,
      stop_signal: "true",
      shm_size: "1.10",
      security_opt: ["no-new-privileges:true", "label=disable"],
      tmpfs: "/tmp",
      group_add: [44],
      labels: { "traefik.enable": "true", empty: null },
      deploy: { resources: { reservations: { cpus: "0.5" } } },
      "x-team": "shop",
    });
    const line = file.text.split("\n").indexOf("    read_only: true") + 1;
    expect(wordsOf(originsAt(file, line).at(-1)!)).toBe("read_only true");
    expect(linesWithoutOrigin(file)).toEqual([]);
  });

  test("goes into mappings that are there, and replaces what is not one", () => {
    const { data } = emit({ service: [block(["sysctls", [["net.core.somaxconn", "1"], ["net.ipv4.ip_forward", "1"]]], ["logging", [["driver", "journald"]]])] });
    expect(data.services["goods-1"].sysctls).toEqual({ "net.core.somaxconn": 1, "net.ipv4.ip_forward": 1 });
    expect(data.services["goods-1"].logging).toEqual({ driver: "journald" });
  });

  test("of another engine is not Compose's", () => {
    expect(emit({ service: [nativeOf("nginx", [["client_max_body_size", "10m"]])] }).codes).toEqual([]);
  });

  test("leaves `$` to Compose, as whoever writes it writes Compose's own words", () => {
    expect(emit({ service: [block(["platform", "${ARCH}"])] }).data.services["goods-1"].platform).toBe("${ARCH}");
  });

  test("takes a raw text as it stands, and says that nobody has looked at it", () => {
    const { file, data, codes } = emit({ service: [block(["raw", "'post_start:\n  - command: [a]\n"], ["user", "app"])] });
    expect(codes).toEqual(["unchecked-text"]);
    expect(data.services["goods-1"]).toMatchObject({ user: "app", post_start: [{ command: ["a"] }] });
    expect(file.text).toContain("    post_start:\n      - command: [a]\n");
  });

  test.each<[what: string, statement: NativeText, code: string, message: string]>([
    ["an unknown key", ["read_onli", "true"], "unknown-directive", "compose has no directive `read_onli`"],
    ["a key of infc's", ["ports", "80:80"], "typed-directive", "`ports` is what the clause `publish … -> …` says"],
    ["a key of infc's with a block", ["environment", [["A", "b"]]], "typed-directive", "`environment` is what the clause `env NAME VALUE` says"],
    ["a key of a network", ["attachable", "true"], "misplaced-directive", "compose does not take `attachable` in `service`"],
    ["a key of the top", ["include", "a.yml"], "misplaced-directive", "compose does not take `include` in `service`"],
    ["a block where a word belongs", ["user", [["a"]]], "directive-arguments", "`user` takes 1 word, not 0"],
    ["a word where a block belongs", ["deploy", "a"], "directive-arguments", "`deploy` takes no words, not 1"],
    ["no word", ["user"], "directive-arguments", "`user` takes 1 word, not 0"],
    ["words without a comma", ["tmpfs", "/a", "/b"], "directive-arguments", "`tmpfs` takes 1 word, not 2"],
    ["words and a block", ["deploy", [["a", "b", [["c"]]]]], "directive-block", "compose's `a` takes words or a block, not both"],
    ["a key twice in a block", ["labels", [["a", "b"], ["a", "c"]]], "repeated-key", "`a` is said twice in this compose block"],
  ])("is reported once for both nodes: %s", (_, statement, code, message) => {
    const { diagnostics } = emit({ service: [block(statement)] });
    expect(diagnostics.map((each) => `${each.code}: ${each.message}`)).toEqual([`${code}: ${message}`]);
  });

  test("says a key once, in however many blocks", () => {
    const { diagnostics } = emit({ service: [block(["user", "a"]), block(["user", "b"])] });
    expect(diagnostics.map(({ code, related }) => [code, related.map(({ text }) => text)])).toEqual([["repeated-key", ["the first"]]]);
  });
});

describe("a native block of the site or a host", () => {
  test("adds to every service, whose own block counts more", () => {
    const { data, codes } = emit({ engine: [block(["init", "true"], ["labels", [["site", "shop"]]], ["pids_limit", "100"])], service: [block(["pids_limit", "200"], ["labels", [["a", "b"]]])] });
    expect(codes).toEqual([]);
    expect(data.services["goods-2"]).toMatchObject({ init: true, pids_limit: 200, labels: { site: "shop", a: "b" } });
    expect(data.networks.lan.labels).toBeUndefined();
  });

  test("adds to networks and volumes, to all or by name, and to the top", () => {
    const { data, codes } = emit({
      engine: [
        block(
          ["attachable", "true"],
          ["networks", [["lan", [["driver_opts", [["com.docker.network.bridge.name", "br-lan"]]]]]]],
          ["volumes", [["data", [["driver", "local"], ["driver_opts", [["type", "nfs"]]]]]]],
          ["secrets", [["db", [["file", "./db.txt"]]]]],
          ["include", "a.yml,", "b.yml"],
          ["x-team", [["name", "shop"]]],
        ),
      ],
    });
    expect(codes).toEqual([]);
    expect(data.networks.lan).toMatchObject({ driver: "bridge", attachable: true, driver_opts: { "com.docker.network.bridge.name": "br-lan" }, ipam: { config: [{ subnet: "192.168.0.0/24", gateway: "192.168.0.1" }] } });
    expect(data.volumes).toEqual({ data: { driver: "local", driver_opts: { type: "nfs" } } });
    expect(data).toMatchObject({ secrets: { db: { file: "./db.txt" } }, include: ["a.yml", "b.yml"], "x-team": { name: "shop" } });
  });

  test("changes the limits of the logs for all services at one place", () => {
    const { data } = emit({ engine: [block(["x-logging", [["options", [["max-size", "50m"]]]]])] });
    expect(data.services["goods-1"].logging).toEqual({ driver: "json-file", options: { "max-size": "50m", "max-file": "3" } });
  });

  test("makes a volume that nothing typed mounts", () => {
    const site = siteOf({ machines: [machineOf("local", { kind: "local" })], daemons: [daemonOf("compose", "local")], engines: [engineOf([], { networks: [], native: [block(["volumes", [["data", [["driver", "local"]]]]])] })] });
    expect(parse(emitSite(compose, site).files[0]!.text)).toMatchObject({ volumes: { data: { driver: "local" } } });
  });

  test.each<[what: string, statement: NativeText, code: string]>([
    ["the name of the project", ["name", "shop"], "typed-directive"],
    ["services by name", ["services", [["goods-1", [["user", "a"]]]]], "typed-directive"],
    ["the subnet of a network", ["networks", [["lan", [["ipam", [["driver", "x"]]]]]]], "typed-directive"],
    ["a key of a service in a network", ["networks", [["lan", [["user", "x"]]]]], "misplaced-directive"],
    ["an unknown key of a volume", ["volumes", [["data", [["drivr", "x"]]]]], "unknown-directive"],
    ["the old version", ["version", "'3"], "unknown-directive"],
  ])("is reported: %s", (_, statement, code) => {
    expect(emit({ engine: [block(statement)] }).codes).toEqual([code]);
  });
});
