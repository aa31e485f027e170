import { describe, expect, it } from "vitest";
import { renderText } from "../../src/diagnostics/render-text.js";
import { createMemory } from "../../src/memory.js";
import { check } from "../../src/rules/check.js";
import { rules } from "../../src/rules/index.js";
import { analyze } from "../../src/compile.js";

const shop = `site shop
import "hosts.infra"
network lan 10.0.0.0/16
host edge1 10.0.0.11
host app1 10.0.0.21 { runtime docker }
gateway edge on edge1 { listen 80 }
service goods on app1 port 8000 image shop/goods:1.0 behind edge
`;
const others = "host spare 10.0.0.12\n";

/** Checks versions of a program one after the other; of each, which rules looked at it and what they found, which is as without a memory. */
function checkAll(...versions: readonly (readonly [entry: string, imported: string])[]): readonly { readonly looked: readonly string[]; readonly said: readonly string[] }[] {
  let looked: string[] = [];
  const own = rules.map((rule) => ({ ...rule, run: (...args: Parameters<typeof rule.run>) => (looked.push(rule.definition.code), rule.run(...args)) }));
  const memory = createMemory();
  return versions.map(([text, imported]) => {
    const input = { entry: { path: "site.infra", text }, read: () => imported };
    const { site } = analyze({ ...input, memory });
    looked = [];
    const said = check(site, own, memory).map((each) => renderText(each));
    expect(said).toEqual(check(analyze(input).site, rules).map((each) => renderText(each)));
    return { looked, said };
  });
}

describe("rules that found nothing", () => {
  it("look again where what they read has changed", () => {
    const [first, image, port] = checkAll([shop, others], [shop.replace("goods:1.0", "goods:1.1"), others], [shop.replace("8000", "80"), others]);
    expect(first!.looked).toHaveLength(rules.length);
    expect(image!.looked).toEqual(["docker-bridge-overlap", "network-without-parent", "public-network"]);
    expect(port!.looked).toContain("port-conflict");
  });

  it("look again when what they let pass is in another file", () => {
    const [before, after] = checkAll([shop, others], [shop + others, "\n"]);
    expect(before!.said).toEqual([]);
    expect(after!.said.join()).toContain("nothing is on `spare`");
  });

  it("are those alone: what is found is told at its place of now", () => {
    const [first, second] = checkAll([shop + others, "\n"], [shop.replace("import", "\n\nimport") + others, "\n"]);
    expect(first!.said).toHaveLength(1);
    expect(second!.looked).toEqual(["unused-host"]);
    expect(second!.said[0]).not.toBe(first!.said[0]);
  });
});
