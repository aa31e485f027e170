import { describe, expect, it } from "vitest";
import { analyze } from "../../src/compile.js";
import { emit, type Secrets } from "../../src/emit/emit.js";
import type { OutputFile } from "../../src/emit/output-file.js";
import { defineTarget, type Target } from "../../src/emit/target.js";
import { printOrigin } from "../../src/ir/json.js";
import type { Site } from "../../src/ir/site.js";
import { createMemory } from "../../src/memory.js";
import { unobserved } from "../../src/source/phases.js";
import { targets } from "../../src/targets/index.js";
import { dedent } from "../kit/compile.js";

type Files = Readonly<Record<string, string>>;

const shop = `
  site shop
  network lan 10.0.0.0/16
  host edge1 10.0.0.11
  host app1 10.0.0.21 { runtime docker }
  gateway edge on edge1 { listen 80 }
  balancer inner on edge1 { listen 8080 http }
  service goods on app1 port 8000 image shop/goods:1.0 { behind edge domain goods.example.com; behind inner domain goods.example.com }
  service cart on app1 port 9000 image shop/cart:1.0 { behind edge domain cart.example.com; behind inner domain cart.example.com }
`;

const contained = `
  site shop
  network lan 10.0.0.0/16
  gateway edge image nginx:1.26 { listen 80 }
  service goods port 8000 image shop/goods:1.0 { behind edge domain goods.example.com }
`;

/** Targets that note in `asked` each time that they write. */
function noting(asked: string[], of: readonly Target[] = targets): readonly Target[] {
  return of.map((target) => ({ ...target, emit: (daemon, machine, context) => (asked.push(target.name), target.emit(daemon, machine, context)) }));
}

/** Compiles versions of a program one after the other; after each, tells which targets wrote. All is as without a memory. */
function build(...versions: readonly { readonly text: string; readonly files?: Files; readonly secrets?: Secrets }[]): readonly (readonly string[])[] {
  const asked: string[] = [];
  const [own, memory] = [noting(asked), createMemory()];
  return versions.map(({ text, files = {}, secrets = {} }) => {
    const site = siteOf(text, files, memory);
    asked.length = 0;
    const { value, diagnostics } = emit(site, own, secrets, unobserved, memory);
    const wrote = [...asked];
    const anew = emit(siteOf(text, files), targets, secrets);
    expect(value.map(told)).toEqual(anew.value.map(told));
    expect(diagnostics.map(({ message }) => message)).toEqual(anew.diagnostics.map(({ message }) => message));
    return wrote;
  });
}

function siteOf(text: string, files: Files, memory?: ReturnType<typeof createMemory>): Site {
  const { site, diagnostics } = analyze({ entry: { path: "site.infra", text: dedent(text) }, read: (path) => files[path], ...(memory && { memory }) });
  expect(diagnostics.filter(({ severity }) => severity === "error").map(({ message }) => message)).toEqual([]);
  return site;
}

function told(file: OutputFile): unknown {
  return { ...file, provenance: file.provenance.map(({ first, last, origin }) => `${first}-${last} ${printOrigin(origin)}`) };
}

describe("files that are as they were", () => {
  it("are not written again after the image of a service changed", () => {
    expect(build({ text: shop }, { text: shop.replace("goods:1.0", "goods:1.10") }, { text: shop })).toEqual([["nginx", "haproxy", "compose"], ["compose"], ["compose"]]);
  });

  it("tell where their lines come from now", () => {
    expect(build({ text: shop }, { text: shop.replace("site shop", "site shop\n  # The\n  # site.") }).at(-1)).toEqual(["compose"]);
  });

  it.each([
    ["a port", "port 8000", "port 8001", ["nginx", "haproxy", "compose"]],
    ["a domain of both", /goods\.example/g, "wares.example", ["nginx", "haproxy", "compose"]],
    ["an address", "10.0.0.21", "10.0.0.22", ["nginx", "haproxy", "compose"]],
    ["a network of IPv6", "site shop", "site shop\n  network six fd00::/64", ["nginx", "haproxy", "compose"]],
  ])("are written again after %s changed", (_, before, after, wrote) => {
    expect(build({ text: shop }, { text: shop.replace(before, after) }).at(-1)).toEqual(wrote);
  });

  it("of a container do not ask for the images of others", () => {
    const [, service, gateway] = build({ text: contained }, { text: contained.replace("goods:1.0", "goods:1.1") }, { text: contained.replace("nginx:1.26", "nginx:1.25") });
    // The compose file tells why it mounts what nginx has.
    expect(service).toEqual(["compose", "nginx"]);
    expect(gateway).toEqual(["nginx", "compose"]);
  });

  it("are written again when a secret in them changed, and no other is asked for", () => {
    const text = `${shop}  secret stats_password from env STATS\n  secret other from env OTHER\n`.replace("listen 8080 http", "listen 8080 http; stats 8404 user ops password secret stats_password");
    const asked: string[] = [];
    const secretsOf = (password: string): Secrets => ({
      get stats_password() {
        return asked.push("stats_password"), password;
      },
      get other() {
        return asked.push("other"), "x";
      },
    });
    const wrote = build({ text, secrets: secretsOf("one") }, { text, secrets: secretsOf("one") }, { text, secrets: secretsOf("two") });
    expect(wrote).toEqual([["nginx", "haproxy", "compose"], ["compose"], ["haproxy", "compose"]]);
    expect(new Set(asked)).toEqual(new Set(["stats_password"]));
  });

  it("are written again where one clause becomes two that say the same", () => {
    const limit = "limit 10r/s per ip";
    const limited = (inner: string): string => shop.replace("listen 8080 http", `listen 8080 http; ${inner}`).replaceAll(/; behind inner[^}]*/g, "");
    const together = limited(`${limit}; route a.example.com { / -> goods }; route b.example.com { / -> cart }`);
    const apart = limited(`route a.example.com { / -> goods { ${limit} } }; route b.example.com { / -> cart { ${limit} } }`);
    const [, second, third] = build({ text: together }, { text: apart }, { text: together });
    expect([second, third]).toEqual([["haproxy", "compose"], ["haproxy", "compose"]]);
  });

  it("are written again where something was reported", () => {
    const target = defineTarget({
      name: "nginx",
      summary: "",
      lower: (daemon, { report }) => report({ code: "x", severity: "warning", summary: "", explanation: "", message: () => "x", help: () => "" }, { at: daemon.origin, data: undefined }),
      render: () => [],
    });
    const asked: string[] = [];
    const [own, memory] = [noting(asked, [target]), createMemory()];
    for (const count of [1, 2]) {
      expect(emit(siteOf(shop, {}, memory), own, {}, unobserved, memory).diagnostics).toHaveLength(1);
      expect(asked).toHaveLength(count);
    }
  });
});
