import { describe, expect, test } from "vitest";
import { compareVersions } from "../../../src/emit/versions.js";
import { directives } from "../../../src/targets/consul/directives.js";
import { findNeed } from "../../../tools/machine.js";
import { consul as checker } from "../../daemons/consul.js";
import { check } from "../../daemons/checker.js";
import { requireDaemon } from "../../daemons/require.js";
import { inWorld } from "../../daemons/world.js";
import { checkOf, nativeOf, registrationOf } from "../../kit/site.js";
import { emit, siteOnHosts } from "./sites.js";

const gossip = "aPuGh+5UDskRAbkLaXRzFoSOcSM+5vAK+NEYOWHJH7w=";
const goods = (parts: Parameters<typeof registrationOf>[2]) => registrationOf("goods-1", "192.168.0.21", { machine: "app1", cluster: "registry", ...parts });

describe.runIf(requireDaemon(checker))("Consul itself", () => {
  const program = findNeed("consul") ?? "consul";

  test("is content with a server and a client that have everything", async () => {
    const native = [nativeOf("consul", [["recursors", "192.168.0.1"], ["node_meta", [["rack", "1'\"${x}\\"]]], ["ports", [["grpc", "8502"]]], ["performance", [["leave_drain_time", "10s"]]]])];
    const { file } = emit(siteOnHosts({ ui: true, acl: true, encrypt: { name: "gossip" }, httpPort: 8501, dnsPort: 8601, native }, [goods({})]), { gossip });
    for (const host of ["node1", "app1"]) {
      expect(await check(checker, { path: "/etc/consul.d/consul.hcl", text: file(`hosts/${host}/etc/consul.d/consul.hcl`).text })).toEqual([]);
    }
  });

  test("reads the services of a machine with its agent's file", async () => {
    const instances = [
      goods({ weight: 2, check: checkOf({ form: "http", method: "POST", path: "/health?x=${y}", host: "shop.example.com" }) }),
      goods({ node: "goods-2", check: checkOf({ form: "script", path: '/opt/a "b"\\${c}' }) }),
      goods({ node: "orders-1", service: "orders", check: checkOf({ form: "process", subject: "php-fpm: master" }) }),
    ];
    const { file, paths } = emit(siteOnHosts({}, instances));
    const files = paths.filter((path) => path.startsWith("hosts/app1/")).map((path) => ({ path: path.slice("hosts/app1".length), content: file(path).text }));
    expect(files).toHaveLength(3);
    const [run] = await inWorld({ files, programs: [program] }, [{ argv: [program, "validate", "/etc/consul.d"] }]);
    expect(run).toMatchObject({ status: 0, stderr: "" });
    expect(run!.stdout.trim()).toBe("Configuration is valid!");
  });

  test("knows the settings of the table, and not those that came later", async () => {
    const refused = await refusedKeys(tree("main"));
    const [, version = "0"] = /v([\d.]+)/.exec((await inWorld({ programs: [program] }, [{ argv: [program, "version"] }]))[0]!.stdout) ?? [];
    const later = paths("main").filter(({ since }) => since !== undefined && compareVersions(version, since) < 0);
    expect(refused.toSorted()).toEqual(later.map(({ path }) => path).toSorted());
  });

  /** Consul names every key that it does not know, in one go; a null fits every type. */
  async function refusedKeys(keys: object): Promise<readonly string[]> {
    const files = [{ path: "/etc/consul.d/keys.json", content: JSON.stringify(keys) }];
    const [run] = await inWorld({ files, programs: [program] }, [{ argv: [program, "validate", "/etc/consul.d/keys.json"] }]);
    return [...`${run!.stdout}${run!.stderr}`.matchAll(/invalid config key (\S+)/g)].map(([, key]) => key!);
  }
});

const rows = [...directives.names()].flatMap((name) => directives.find(name)).filter(({ name }) => name !== "*");

function tree(section: string): Record<string, unknown> {
  return Object.fromEntries(rows.filter(({ sections }) => sections.includes(section)).map(({ name, opens }) => [name, opens === undefined ? null : tree(opens)]));
}

/** Every key by its path with the first version that has it; what is in a newer block is refused with that. */
function paths(section: string, above = ""): readonly { readonly path: string; readonly since: string | undefined }[] {
  return rows
    .filter(({ sections }) => sections.includes(section))
    .flatMap(({ name, opens, since }) => {
      const path = `${above}${name}`;
      return [{ path, since }, ...(opens === undefined || since !== undefined ? [] : paths(opens, `${path}.`))];
    });
}
