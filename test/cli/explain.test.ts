import { describe, expect, it } from "vitest";
import { catalogue } from "../../src/catalogue.js";
import { wordsOfLanguage } from "../../src/cli/explain-words.js";
import { memoryHost, run, sentence } from "../kit/memory-host.js";

describe("a word", () => {
  it.each([...catalogue.keys()])("explains the diagnostic %s", async (code) => {
    const { stdout } = await run(memoryHost(), `explain ${code}`);
    expect(stdout).toContain(`[${code}] ${catalogue.get(code)!.summary}`);
  });

  it("explains every kind and every clause", async () => {
    for (const word of wordsOfLanguage()) expect(await run(memoryHost(), ["explain", "--", word]), word).toMatchObject({ code: 0, stderr: "" });
  });

  it.each([
    ["gateway listen", /^listen {2}of gateway\n/],
    ["vip", /^vip {2}of service, gateway, balancer/],
    ["VIP auth", /^auth {2}of vip/],
    ["host", /^host\n/],
    ["duration", /^duration {2}a type of words\n\n {2}A duration[^]* {4}1h30m\n/],
    ["route path", /^route path {2}a type of words\n/],
    ["env", /Each statement of its block: A param and its value\./],
  ])("explains `%s`", async (words, text) => {
    expect((await run(memoryHost(), `explain ${words}`)).stdout).toMatch(text);
  });

  it("gives 2 for a word that means nothing, with the nearest one", async () => {
    expect(await run(memoryHost(), "explain gatway")).toMatchObject({ code: 2, stderr: "error: `gatway` is no diagnostic, no kind, no clause and no type; did you mean `gateway`?\n" });
  });
});

describe("a line of an output file", () => {
  const file = "gateway-1-keepalived/etc/keepalived/keepalived.conf";

  async function lineOf(words: string, path = file): Promise<number> {
    const host = memoryHost({ "site.infra": sentence });
    await run(host, "build");
    return host.textOf(`out/${path}`)!.split("\n").findIndex((line) => line.includes(words)) + 1;
  }

  it("says which statement it came from, and by which default", async () => {
    const line = await lineOf("virtual_router_id");
    expect((await run(memoryHost({ "site.infra": sentence }), `explain docker-compose.yml:${await lineOf("subnet", "docker-compose.yml")}`)).stdout).toContain("  which nobody wrote: ");
    const host = memoryHost({ "site.infra": sentence });
    const { code, stdout } = await run(host, `explain out/${file}:${line}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(new RegExp(`^> ${line}│ .*virtual_router_id 146$`, "m"));
    expect(stdout).toContain("  site.infra:1:56\n");
  });

  it.each([file, `./out/${file}`, `/srv/shop/out/${file}`, "gateway-1-keepalived/etc/keepalived/keepalived.conf"])("finds it by %s", async (path) => {
    expect((await run(memoryHost({ "a.infra": sentence }), ["explain", "--in", "a.infra", `${path}:1`])).code).toBe(0);
  });

  it("gives 2 when several files end so, and lists them", async () => {
    const { code, stderr } = await run(memoryHost({ "site.infra": sentence }), "explain keepalived.conf:1");
    expect(code).toBe(2);
    expect(stderr).toContain(`  ${file}\n`);
  });

  it.each([
    ["out/none.conf:1", "the program writes no file `out/none.conf`"],
    [`${file}:99999`, "lines"],
    [`${file}:0`, "lines"],
  ])("gives 2 for %s", async (what, words) => {
    const { code, stderr } = await run(memoryHost({ "site.infra": sentence }), `explain ${what}`);
    expect(code).toBe(2);
    expect(stderr).toContain(words);
  });

  it("gives 2 when there is no program, and says how to name it", async () => {
    expect(await run(memoryHost(), `explain ${file}:1`)).toMatchObject({ code: 2, stderr: "error: there is no program site.infra; name it with `--in FILE`\n" });
  });

  it("gives 2 for a file without a line, and says how to add one", async () => {
    expect(await run(memoryHost({ "site.infra": sentence }), `explain ${file}`)).toMatchObject({ code: 2, stderr: `error: to explain a file, add a line: \`${file}:12\`\n` });
  });

  it("warns when the file on the disk says something else", async () => {
    const host = memoryHost({ "site.infra": sentence });
    await run(host, "build");
    host.put("out/docker-compose.yml", "# mine\n");
    expect((await run(host, "explain out/docker-compose.yml:1")).stderr).toContain("warning: line 1 of out/docker-compose.yml is another one");
  });

  it("gives 1 when the program has errors", async () => {
    expect((await run(memoryHost({ "site.infra": "servce\n" }), `explain ${file}:1`)).code).toBe(1);
  });
});
