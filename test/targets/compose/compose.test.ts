import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.js";
import type { OutputFile } from "../../../src/emit/output-file.js";
import type { Container, Engine } from "../../../src/ir/container.js";
import type { Site } from "../../../src/ir/site.js";
import { compose } from "../../../src/targets/compose/index.js";
import { containerOf, daemonOf, emitSite, engineOf, hostOf, linesWithoutOrigin, machineOf, networkOf, originOf, originsAt, siteOf, wordsOf } from "../../kit/site.js";
import { generated, sentence } from "./sentence.js";

const origin = originOf();

interface Result {
  readonly files: readonly OutputFile[];
  readonly text: string;
  /** What the file reads back as. */
  readonly data: any;
  readonly diagnostics: readonly Diagnostic[];
  readonly codes: readonly string[];
}

function emit(site: Site, emitted: readonly OutputFile[] = [], secrets: Readonly<Record<string, string>> = {}): Result {
  const { files, diagnostics } = emitSite(compose, site, { emitted, secrets });
  const { text } = files[0]!;
  return { files, text, data: parse(text), diagnostics, codes: diagnostics.map(({ code }) => code) };
}

/** One local engine with these containers. */
function emitContainers(containers: readonly Container[], engine: Partial<Engine> = {}, site: Partial<Site> = {}, emitted: readonly OutputFile[] = []): Result {
  return emit(
    siteOf({
      networks: [networkOf()],
      machines: [machineOf("local", { kind: "local" }), ...containers.map(({ name }) => machineOf(name, { kind: "container" }))],
      daemons: [daemonOf("compose", "local")],
      engines: [engineOf([...containers], engine)],
      ...site,
    }),
    emitted,
  );
}

/** The service of one container called `goods`. */
function emitService(parts: Partial<Container> = {}, emitted: readonly OutputFile[] = [], site: Partial<Site> = {}): Result {
  const result = emitContainers([containerOf("goods", parts)], {}, site, emitted);
  return { ...result, data: result.data.services.goods };
}

describe("the sentence", () => {
  const { site, emitted } = sentence();
  const { files, text, data, diagnostics } = emit(site, emitted);

  test("is one compose file beside the folders of its containers", () => {
    expect(diagnostics).toEqual([]);
    expect(files.map(({ path, target, machine, mode }) => ({ path, target, machine, mode }))).toEqual([{ path: "docker-compose.yml", target: "/docker-compose.yml", machine: "local", mode: 0o644 }]);
    expect(files[0]!.check).toEqual(["docker", "compose", "config", "-q"]);
    expect(files[0]!.reload).toEqual(["docker", "compose", "up", "-d", "--build", "--remove-orphans"]);
  });

  test("names its services by name, and each container after its node", () => {
    expect(Object.keys(data)).toEqual(["name", "x-logging", "services", "networks", "volumes"]);
    expect(Object.keys(data.services)).toEqual([
      ...["consul-1", "consul-2", "consul-3", "gateway-1", "gateway-1-keepalived", "gateway-2", "gateway-2-keepalived"],
      ...["goods-1", "goods-1-registrar", "goods-2", "goods-2-registrar", "goods-3", "goods-3-registrar"],
    ]);
    for (const [name, service] of Object.entries<{ container_name: string }>(data.services)) expect(service.container_name).toBe(name);
  });

  test("gives a server of Consul its address, its volume and its files", () => {
    expect(data.services["consul-2"]).toEqual({
      image: "hashicorp/consul:1.20",
      container_name: "consul-2",
      hostname: "consul-2",
      command: ["agent", "-config-dir=/etc/consul.d"],
      networks: { lan: { ipv4_address: "192.168.0.3", aliases: ["consul"] } },
      volumes: ["consul-2:/consul/data", "./consul-2/etc/consul.d:/etc/consul.d:ro"],
      healthcheck: { test: ["CMD", "consul", "members"], interval: "10s", timeout: "2s", retries: 3, start_period: "5s" },
      restart: "unless-stopped",
      logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
    });
    expect(data.volumes).toEqual({ "consul-1": null, "consul-2": null, "consul-3": null });
  });

  test("puts keepalived into its gateway's network", () => {
    expect(data.services["gateway-1-keepalived"]).toEqual({
      build: { context: "./build/keepalived" },
      container_name: "gateway-1-keepalived",
      network_mode: "service:gateway-1",
      volumes: ["./gateway-1-keepalived/etc/keepalived:/etc/keepalived:ro"],
      cap_add: ["NET_ADMIN", "NET_BROADCAST", "NET_RAW"],
      depends_on: { "gateway-1": { condition: "service_started", restart: true } },
      restart: "unless-stopped",
      logging: data["x-logging"],
    });
  });

  test("lets nginx write what it keeps, and nothing else", () => {
    expect(data.services["gateway-2"].volumes).toEqual(["./gateway-2/etc/nginx/nginx.conf:/etc/nginx/nginx.conf:ro", "./gateway-2/var/lib/nginx/upsync:/var/lib/nginx/upsync"]);
    expect(data.services["gateway-2"].sysctls).toEqual({ "net.ipv4.ip_nonlocal_bind": 1 });
  });

  test("starts what is waited for first", () => {
    const waits = (name: string): unknown => Object.entries<{ condition: string }>(data.services[name].depends_on).map(([other, { condition }]) => `${other} ${condition}`);
    expect(waits("goods-1")).toEqual(["consul-1 service_healthy", "consul-2 service_healthy", "consul-3 service_healthy"]);
    expect(waits("goods-1-registrar")).toEqual(["consul-1 service_healthy", "consul-2 service_healthy", "consul-3 service_healthy", "goods-1 service_started"]);
    expect(waits("gateway-1")).toEqual([...["1", "2", "3"].map((server) => `consul-${server} service_healthy`), ...["1", "2", "3"].map((server) => `goods-${server} service_started`)]);
  });

  test("has the network that the addresses are in", () => {
    expect(data.networks).toEqual({ lan: { driver: "bridge", ipam: { config: [{ subnet: "192.168.0.0/24", gateway: "192.168.0.1" }] } } });
  });

  test("knows of every line why it is there", () => {
    expect(linesWithoutOrigin(files[0]!)).toEqual([]);
    const lines = text.split("\n");
    const why = (line: string): string | undefined => wordsOf(originsAt(files[0]!, lines.indexOf(line) + 1).at(-1)!);
    expect(lines.slice(0, 2)).toEqual(["# Generated by infc. Do not edit: change the program and build again.", "name: site"]);
    expect(why("        ipv4_address: 192.168.0.7")).toBe("service goods x3");
    expect(why("      - NET_ADMIN")).toBe("keepalived VIP 192.168.0.146");
    expect(why("      net.ipv4.ip_nonlocal_bind: 1")).toBe("keepalived VIP 192.168.0.146");
    expect(why("      - ./gateway-1/etc/nginx/nginx.conf:/etc/nginx/nginx.conf:ro")).toBe("the file /etc/nginx/nginx.conf");
    expect(why("        - subnet: 192.168.0.0/24")).toBe("keepalived VIP 192.168.0.146");
    expect(why("  consul-1:")).toBe("consul discovery");
  });

  test("comes out the same from any order", () => {
    const { machine, project, networks, containers } = site.engines[0]!;
    const reversed = { ...site, engines: [engineOf(containers.toReversed().map((each) => ({ ...each, after: each.after.toReversed(), capabilities: each.capabilities.toReversed() })), { machine, project, networks })] };
    expect(emit(siteOf(reversed), emitted.toReversed()).text).toBe(text);
  });
});

describe("a host with Docker", () => {
  const containers = [containerOf("goods-1", { mounts: [{ kind: "bind", source: "/srv/goods", target: "/srv", readOnly: false, origin }] })];
  const { files, data } = emit(
    siteOf({
      name: "shop",
      hosts: [hostOf("app1", "192.168.0.21", { runtime: "docker" })],
      machines: [machineOf("app1"), machineOf("goods-1", { kind: "container", engine: "app1", root: "hosts/app1/opt/shop/goods-1" })],
      daemons: [daemonOf("compose", "app1")],
      engines: [engineOf([{ ...containers[0]!, environment: [{ name: "DB", value: { name: "db" }, origin }] }], { machine: "app1", project: "Shop", networks: [] })],
    }),
    [generated("goods-1", "/etc/goods/goods.conf", { path: "hosts/app1/opt/shop/goods-1/etc/goods/goods.conf" })],
    { db: "top" },
  );

  test("has its compose file below /opt, and commands that name it", () => {
    expect(files.map(({ path, target, mode }) => ({ path, target, mode }))).toEqual([
      { path: "hosts/app1/opt/shop/docker-compose.yml", target: "/opt/shop/docker-compose.yml", mode: 0o644 },
      { path: "hosts/app1/opt/shop/goods-1.env", target: "/opt/shop/goods-1.env", mode: 0o600 },
    ]);
    expect(files[0]!.check).toEqual(["docker", "compose", "-f", "/opt/shop/docker-compose.yml", "config", "-q"]);
    expect(files[1]!.check).toBeNull();
    expect(files[1]!.reload).toEqual(["docker", "compose", "-f", "/opt/shop/docker-compose.yml", "up", "-d", "--build", "--remove-orphans"]);
  });

  test("mounts what lies beside it", () => {
    expect(data.services["goods-1"].volumes).toEqual(["./goods-1/etc/goods/goods.conf:/etc/goods/goods.conf:ro", "/srv/goods:/srv"]);
  });

  test("uses Compose's own network when its containers join none", () => {
    expect(data.name).toBe("shop");
    expect(data.networks).toBeUndefined();
    expect(data.volumes).toBeUndefined();
    expect(data.services["goods-1"].networks).toBeUndefined();
  });
});

describe("mounts", () => {
  const volumes = (mounts: Container["mounts"], files: readonly OutputFile[] = []): unknown => emitService({ mounts }, files).data.volumes;
  const bind = (source: string, target: string, readOnly = true): Container["mounts"][number] => ({ kind: "bind", source, target, readOnly, origin });

  test.each<[source: string, target: string, out: unknown]>([
    ["static", "/srv", "./static:/srv:ro"],
    ["./static", "/srv", "./static:/srv:ro"],
    ["../static", "/srv", "../static:/srv:ro"],
    [".", "/srv", ".:/srv:ro"],
    [".hidden/a", "/srv", "./.hidden/a:/srv:ro"],
    ["~/a", "/srv", "~/a:/srv:ro"],
    ["~a", "/srv", "./~a:/srv:ro"],
    ["/srv/a b", "/srv", "/srv/a b:/srv:ro"],
    ["/srv/$a", "/srv/${b}", "/srv/$$a:/srv/$${b}:ro"],
    ["a:b", "/srv", { type: "bind", source: "./a:b", target: "/srv", read_only: true }],
    ["/srv", "/s:rv", { type: "bind", source: "/srv", target: "/s:rv", read_only: true }],
  ])("of %s at %s", (source, target, out) => {
    expect(volumes([bind(source, target)])).toEqual([out]);
  });

  test("are sorted by their place, numbers by value", () => {
    expect(volumes([bind("/a", "/x10"), { kind: "volume", source: "data", target: "/x9", readOnly: false, origin }, bind("/b", "/x1", false)])).toEqual(["/b:/x1", "data:/x9", "/a:/x10:ro"]);
  });

  test("of folders that are all infc's are whole, so that a file can be replaced; elsewhere they are single files", () => {
    const files = ["/etc/keepalived/keepalived.conf", "/etc/keepalived/checks/a", "/etc/nginx/nginx.conf", "/etc/nginx/lua/a.lua"].map((target) => generated("goods", target));
    expect(volumes([], files)).toEqual(["./goods/etc/keepalived:/etc/keepalived:ro", "./goods/etc/nginx/lua/a.lua:/etc/nginx/lua/a.lua:ro", "./goods/etc/nginx/nginx.conf:/etc/nginx/nginx.conf:ro"]);
  });

  test("of single files leave room for a mount of the program's in such a folder", () => {
    expect(volumes([bind("certs", "/etc/keepalived/certs/")], [generated("goods", "/etc/keepalived/keepalived.conf")])).toEqual([
      "./certs:/etc/keepalived/certs/:ro",
      "./goods/etc/keepalived/keepalived.conf:/etc/keepalived/keepalived.conf:ro",
    ]);
  });

  test("of what a daemon goes on writing are whole folders, writable, each once", () => {
    const files = [...["a", "b"].map((name) => generated("goods", `/var/lib/nginx/upsync/${name}.conf`, { seed: true })), generated("goods", "/var/lib/nginx/upsync/c.conf")];
    const { text, data } = emitService({}, files);
    expect(data.volumes).toEqual(["./goods/var/lib/nginx/upsync:/var/lib/nginx/upsync"]);
    expect(text).toContain("      # nginx writes here; infc only puts the first state.\n      - ./goods/var/lib/nginx/upsync:/var/lib/nginx/upsync\n");
  });

  test("of files that a daemon's workers write wait for a container that gives them to the workers", () => {
    const claim = ["chown", "-R", "$USER", "/var/lib/nginx/upsync"];
    const file = generated("edge", "/var/lib/nginx/upsync/goods.conf", { seed: true, claim, provenance: [{ origin: originOf("discover"), first: 1, last: 1 }] });
    const edge = containerOf("edge", { image: "shop/edge:2", mounts: [bind("certs", "/etc/certs")] });
    const { data, codes, text } = emitContainers([edge, containerOf("edge-files")], {}, {}, [file, generated("edge", "/etc/nginx/nginx.conf")]);
    expect(data.services["edge-files-files"]).toEqual({
      image: "shop/edge:2",
      container_name: "edge-files-files",
      user: "root",
      entrypoint: ["chown", "-R", "$$USER", "/var/lib/nginx/upsync"],
      network_mode: "none",
      volumes: ["./edge/var/lib/nginx/upsync:/var/lib/nginx/upsync"],
      restart: "no",
      logging: expect.anything() as unknown,
    });
    expect(data.services.edge.depends_on).toEqual({ "edge-files-files": { condition: "service_completed_successfully" } });
    expect(text).toContain("  # Before nginx starts, the files that it keeps become its workers' own.\n  edge-files-files:\n");
    expect([Object.keys(data.services), codes]).toEqual([["edge", "edge-files-files", "edge-files"], []]);
  });

  test("leave out what stays beside the compose file", () => {
    expect(emitService({}, [generated("goods", "/x", { target: null, path: "build/goods/Dockerfile" })]).data.volumes).toBeUndefined();
  });

  test("of the program and of infc at one place are an error", () => {
    const { codes } = emitService({ mounts: [bind("/a", "/etc/nginx/nginx.conf"), bind("/b", "/var/lib/nginx/upsync/")] }, [
      generated("goods", "/etc/nginx/nginx.conf"),
      generated("goods", "/var/lib/nginx/upsync/a.conf", { seed: true }),
    ]);
    expect(codes).toEqual(["mount-over-generated", "mount-over-generated"]);
  });
});

describe("a service", () => {
  test("of nothing but an image is short", () => {
    expect(emitService().data).toEqual({ image: "goods", container_name: "goods", hostname: "goods", restart: "unless-stopped", logging: expect.anything() as unknown });
  });

  test("of one letter has no container name, as Docker takes none so short", () => {
    expect(emitContainers([containerOf("a"), containerOf("_b")]).data.services).toEqual({ _b: expect.not.objectContaining({ container_name: "_b" }) as unknown, a: expect.not.objectContaining({ container_name: "a" }) as unknown });
  });

  test.each<[what: string, parts: Partial<Container>, out: Record<string, unknown>]>([
    ["is built", { image: null, build: { context: "./goods", args: [{ name: "V", value: "1.10" }, { name: "A", value: "$x" }], origin } }, { build: { context: "./goods", args: { A: "$$x", V: "1.10" } } }],
    ["is built elsewhere", { build: { context: "https://example.com/a.git#b", args: [], origin } }, { build: { context: "https://example.com/a.git#b" } }],
    ["has commands", { command: ["sh", "-c", "echo $HOME"], entrypoint: [] }, { command: ["sh", "-c", "echo $$HOME"], entrypoint: [] }],
    ["has limits", { memory: 512 * 1024 ** 2, cpus: 1.5, ulimits: [{ name: "nofile", value: 65_536, origin }, { name: "memlock", value: -1, origin }] }, { mem_limit: "512m", cpus: 1.5, ulimits: { memlock: -1, nofile: 65_536 } }],
    ["has sizes that are no whole megabytes", { memory: 6 * 1024 ** 2 + 1 }, { mem_limit: "6291457b" }],
    ["has rights", { privileged: true, capabilities: ["SYS_TIME", "NET_ADMIN", "NET_ADMIN"].map((name) => ({ name, origin })) }, { privileged: true, cap_add: ["NET_ADMIN", "SYS_TIME"] }],
    ["has name servers", { dns: ["192.168.0.2", "fd00::2"] }, { dns: ["192.168.0.2", "fd00::2"] }],
    ["runs once", { restart: "no", stopGraceMs: 90_500 }, { restart: "no", stop_grace_period: "1m30s500ms" }],
    ["has a health check", { healthcheck: { test: ["curl", "-f", "http://localhost/?a=$b"], everyMs: 500, timeoutMs: 3_600_000, retries: 2, startMs: 0, origin } }, { healthcheck: { test: ["CMD", "curl", "-f", "http://localhost/?a=$$b"], interval: "500ms", timeout: "1h", retries: 2 } }],
    [
      "is published",
      {
        publish: [
          { address: "127.0.0.1", published: 8600, port: 8600, transport: "udp", origin },
          { address: null, published: 80, port: 8080, transport: "tcp", origin },
          { address: "fd00::1", published: 443, port: 443, transport: "tcp", origin },
        ],
      },
      { ports: ["80:8080", "[fd00::1]:443:443", "127.0.0.1:8600:8600/udp"] },
    ],
  ])("%s", (_, parts, out) => {
    const { data, diagnostics } = emitService(parts);
    expect(diagnostics).toEqual([]);
    expect(data).toMatchObject(out);
  });

  test("quotes ports, which YAML 1.1 could take for a number", () => {
    expect(emitService({ publish: [{ address: null, published: 56, port: 22, transport: "tcp", origin }] }).text).toContain('      - "56:22"\n');
  });

  test("has its kernel settings in order, one as a number", () => {
    const { data, codes } = emitService({ sysctls: [{ key: "net.ipv4.tcp_rmem", value: "4096 1 2", origin }, { key: "net.core.somaxconn", value: "4096", origin }] });
    expect(Object.entries(data.sysctls)).toEqual([["net.core.somaxconn", 4096], ["net.ipv4.tcp_rmem", "4096 1 2"]]);
    expect(codes).toEqual([]);
  });

  test.each(["vm.max_map_count", "kernel.pid_max", "fs.file-max"])("cannot have %s, which is its host's", (key) => {
    expect(emitService({ sysctls: [{ key, value: "262144", origin }] }).codes).toEqual(["host-sysctl"]);
  });

  test("cannot have less memory than Docker gives", () => {
    expect(emitService({ memory: 4 * 1024 ** 2 }).codes).toEqual(["container-memory"]);
  });

  test("cannot wait for what another engine runs", () => {
    const { data, codes } = emitService({ after: [{ container: "orders", condition: "healthy", origin }] });
    expect(codes).toEqual(["start-across-engines"]);
    expect(data.depends_on).toBeUndefined();
  });
});

describe("networks", () => {
  const networks = [
    networkOf(),
    networkOf({ name: "six", cidr: "fd00:1::/64", gateway: "fd00:1::1" }),
    networkOf({ name: "wire", cidr: "10.0.0.0/24", gateway: null, driver: "macvlan", parent: "eth0.5" }),
  ];

  test("are declared with what they need", () => {
    const { data } = emitContainers([containerOf("goods")], { networks: ["wire", "six", "lan"] }, { networks });
    expect(Object.entries(data.networks)).toEqual([
      ["lan", { driver: "bridge", ipam: { config: [{ subnet: "192.168.0.0/24", gateway: "192.168.0.1" }] } }],
      ["six", { driver: "bridge", enable_ipv6: true, ipam: { config: [{ subnet: "fd00:1::/64", gateway: "fd00:1::1" }] } }],
      ["wire", { driver: "macvlan", driver_opts: { parent: "eth0.5" }, ipam: { config: [{ subnet: "10.0.0.0/24" }] } }],
    ]);
  });

  test("are joined in their order with an address of their family, and the names that the service does not have anyway", () => {
    const joins = [
      { network: "six", address: "fd00:1::5", aliases: [], origin },
      { network: "lan", address: "192.168.0.5", aliases: ["shop", "goods", "a", "shop"], origin },
      { network: "wire", address: null, aliases: [], origin },
    ];
    const { data } = emitContainers([containerOf("goods", { networks: joins })], {}, { networks });
    expect(data.services.goods.networks).toEqual({
      lan: { ipv4_address: "192.168.0.5", aliases: ["a", "shop"], priority: 2 },
      six: { ipv6_address: "fd00:1::5", priority: 3 },
      wire: { priority: 1 },
    });
    expect(Object.keys(data.networks)).toEqual(["lan", "six", "wire"]);
  });

  test("belong to the node of a sidecar, and to that alone", () => {
    const sidecar = containerOf("goods-registrar", {
      node: "goods",
      sidecar: true,
      hostname: "x",
      dns: ["192.168.0.2"],
      publish: [{ address: null, published: 1, port: 1, transport: "tcp", origin }],
      networks: [{ network: "lan", address: "192.168.0.9", aliases: [], origin }],
    });
    const service = emitContainers([sidecar, containerOf("goods")]).data.services["goods-registrar"];
    expect(service.network_mode).toBe("service:goods");
    expect(["hostname", "dns", "ports", "networks"].filter((key) => key in service)).toEqual([]);
    expect(service.depends_on).toEqual({ goods: { condition: "service_started", restart: true } });
  });
});

test("HAProxy starts as root where its own user could not read its file", () => {
  const file = (mode: 0o600 | 0o644): OutputFile => ({ ...generated("goods", "/usr/local/etc/haproxy/haproxy.cfg"), daemon: "haproxy", mode });
  expect(emitService({}, [file(0o600)]).data.user).toBe("root");
  expect(emitService({}, [file(0o644)]).data.user).toBeUndefined();
});

test("an engine with nothing to run still has a file that Compose reads", () => {
  const { data, files } = emitContainers([], { networks: [] });
  expect(data).toEqual({ name: "site", "x-logging": expect.anything() as unknown, services: {} });
  expect(linesWithoutOrigin(files[0]!)).toEqual([]);
});
