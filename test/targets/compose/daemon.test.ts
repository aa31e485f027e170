import { describe, expect, test } from "vitest";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Container } from "../../../src/ir/container.js";
import type { Site } from "../../../src/ir/site.js";
import { compose } from "../../../src/targets/compose/index.js";
import { check } from "../../daemons/checker.js";
import { compose as checker } from "../../daemons/compose.js";
import { requireDaemon } from "../../daemons/require.js";
import { inWorld, type World } from "../../daemons/world.js";
import { findNeed } from "../../../tools/machine.js";
import { containerOf, daemonOf, emitSite, engineOf, machineOf, nativeOf, networkOf, originOf, siteOf } from "../../kit/site.js";
import { sentence } from "./sentence.js";

const origin = originOf();

function siteWith(containers: readonly Container[], parts: Partial<Site> = {}): Site {
  return siteOf({
    networks: [networkOf()],
    machines: [machineOf("local", { kind: "local" })],
    daemons: [daemonOf("compose", "local")],
    engines: [engineOf([...containers])],
    ...parts,
  });
}

function worldOf(files: readonly OutputFile[]): World {
  return { files: files.map(({ target, text, mode }) => ({ path: `/site${target}`, content: text, mode })) };
}

/** What Compose itself has understood, dollar signs doubled again. */
async function understand(files: readonly OutputFile[]): Promise<any> {
  const program = findNeed("compose")!;
  const [run] = await inWorld({ ...worldOf(files), programs: [program] }, [{ argv: [program, "-f", "docker-compose.yml", "config", "--format", "json"], cwd: "/site" }]);
  expect(run!.stderr).toBe("");
  return JSON.parse(run!.stdout);
}

describe.runIf(requireDaemon(checker))("Compose", () => {
  test("has nothing to say about the sentence", async () => {
    const { site, emitted } = sentence();
    const { files } = emitSite(compose, site, { emitted });
    expect(await check(checker, { path: "/site/docker-compose.yml", text: files[0]!.text })).toEqual([]);
    const { name, services, networks } = await understand(files);
    expect(name).toBe("site");
    expect(services["gateway-1"]).toMatchObject({
      build: { context: "/site/build/gateway" },
      networks: { lan: { ipv4_address: "192.168.0.5", aliases: ["gateway"] } },
      volumes: [
        { type: "bind", source: "/site/gateway-1/etc/nginx/nginx.conf", target: "/etc/nginx/nginx.conf", read_only: true },
        { type: "bind", source: "/site/gateway-1/var/lib/nginx/upsync", target: "/var/lib/nginx/upsync" },
      ],
      logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    });
    expect(services["gateway-1-keepalived"].depends_on["gateway-1"]).toEqual({ condition: "service_started", restart: true, required: true });
    expect(networks.lan.ipam.config).toEqual([{ subnet: "192.168.0.0/24", gateway: "192.168.0.1" }]);
  });

  test("has nothing to say about one of everything", async () => {
    const everything = containerOf("goods-1", {
      build: { context: "goods", args: [{ name: "V", value: "1.10" }], origin },
      command: ["run", "$x"],
      entrypoint: ["/bin/sh"],
      mounts: [
        { kind: "bind", source: "a:b", target: "/a", readOnly: true, origin },
        { kind: "volume", source: "data.1", target: "/b", readOnly: false, origin },
      ],
      networks: [
        { network: "lan", address: "192.168.0.5", aliases: ["goods"], origin },
        { network: "six", address: "fd00:1::5", aliases: [], origin },
        { network: "wire", address: null, aliases: [], origin },
      ],
      publish: [
        { address: "::1", published: 443, port: 443, transport: "tcp", origin },
        { address: "127.0.0.1", published: 53, port: 5353, transport: "udp", origin },
        { address: null, published: 80, port: 80, transport: "tcp", origin },
      ],
      capabilities: [{ name: "NET_ADMIN", origin }],
      sysctls: [{ key: "net.core.somaxconn", value: "1024", origin }, { key: "net.ipv4.tcp_rmem", value: "4096 1 2", origin }],
      privileged: true,
      dns: ["192.168.0.2"],
      memory: 6 * 1024 ** 2 + 1,
      cpus: 1.5,
      ulimits: [{ name: "nofile", value: 65_536, origin }, { name: "memlock", value: -1, origin }],
      stopGraceMs: 90_500,
      healthcheck: { test: ["true"], everyMs: 500, timeoutMs: 3_600_000, retries: 2, startMs: 1, origin },
      after: [{ container: "init", condition: "done", origin }],
      native: [
        nativeOf("compose", [
          ["init", "true"],
          ["user", "1000:1000"],
          ["labels", [["a.b", "'true"]]],
          ["tmpfs", "/tmp"],
          ["extra_hosts", [["db", "10.0.0.1"]]],
          ["security_opt", "no-new-privileges:true"],
          ["deploy", [["resources", [["reservations", [["memory", "'64m"]]]]]]],
          ["raw", "'x-a: [1]"],
          ["x-b", "c"],
        ]),
      ],
    });
    const networks = [networkOf(), networkOf({ name: "six", cidr: "fd00:1::/64", gateway: "fd00:1::1" }), networkOf({ name: "wire", cidr: "10.0.0.0/24", gateway: null, driver: "ipvlan", parent: "eth0" })];
    const natives = [nativeOf("compose", [["attachable", "true"], ["networks", [["lan", [["driver_opts", [["com.docker.network.bridge.name", "br"]]]]]]], ["volumes", [["data.1", [["driver", "local"]]]]], ["x-c", "d"]])];
    const site = siteWith([everything, containerOf("init", { restart: "no" }), containerOf("a")], { networks });
    const { files } = emitSite(compose, { ...site, engines: site.engines.map((engine) => ({ ...engine, native: natives })) });
    const { services } = await understand(files);
    expect(services["goods-1"]).toMatchObject({ stop_grace_period: "1m30.5s", mem_limit: "6291457", cpus: 1.5, init: true, command: ["run", "$$x"], healthcheck: { interval: "500ms", timeout: "1h0m0s", start_period: "1ms" } });
  });

  test("reads hostile texts as they were written, in the file and in the one with the secrets", async () => {
    const pieces = ["$", "${A}", "$$", "'", '"', "\\", "\\\\", "\\n", "\n", "\r", "\t", " ", "#", " #", "=", ":", "a", "商品", "\u001b", "\u0085", "\u2028", "{", "}", "%", "`", "!", "export ", "\\$", "\\'", '\\"', "\\0101", "\\t"];
    const texts = ["", ...pieces, ...pieces.flatMap((a) => pieces.map((b) => `${a}${b}`)), ...pieces.flatMap((a) => [`x${a}y`, `x${a}${a}${a}`]), "a".repeat(70_000)];
    const names = texts.map((_, index) => `V${index}`);
    const site = siteWith([
      containerOf("open", { environment: texts.map((value, index) => ({ name: names[index]!, value, origin })), command: texts }),
      containerOf("closed", { environment: texts.map((literal, index) => ({ name: names[index]!, value: { literal }, origin })) }),
    ]);
    const { files, diagnostics } = emitSite(compose, site);
    expect(diagnostics).toEqual([]);
    const { services } = await understand(files);
    const doubled = texts.map((text) => text.replaceAll("$", "$$$$"));
    const wrong = (values: readonly string[]): readonly unknown[] => texts.flatMap((text, index) => (values[index] === doubled[index] ? [] : [[text, values[index]]]));
    expect(wrong(services.open.command)).toEqual([]);
    expect(wrong(names.map((name) => services.open.environment[name]))).toEqual([]);
    expect(wrong(names.map((name) => services.closed.environment[name]))).toEqual([]);
  });
});
