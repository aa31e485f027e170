import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { expectText } from "../kit/golden.js";
import { siteSchema } from "../../src/ir/schema.js";
import { memoryHost, run, sentence } from "../kit/memory-host.js";

describe("check", () => {
  it("says that a program is sound, and writes nothing", async () => {
    const host = memoryHost({ "site.infra": sentence });
    const { code, stdout } = await run(host, "check");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^site\.infra: sound; \d+ nodes, 0 hosts, \d+ files\n$/);
    expect([...host.files.keys()]).toEqual(["site.infra"]);
  });

  it("reads standard input, with imports from the current folder, and needs no secret", async () => {
    const host = memoryHost({ "b.infra": "secret vrrp from env NOT_SET\n" }, `import ./b.infra\ngateway edge x2 { vip 10.0.0.9 auth secret vrrp }\nservice a behind edge\n`);
    const { code, stdout } = await run(host, "check -");
    expect(code).toBe(0);
    expect(stdout).toMatch(/ sound;.*\na build needs the secret vrrp from env NOT_SET\n$/);
  });

  it("names no secret that no file needs", async () => {
    expect((await run(memoryHost({}, `${sentence}secret unused from env UNUSED\n`), "check -")).stdout).not.toContain("unused");
  });

  it("gives 1 for errors", async () => {
    expect((await run(memoryHost({}, "service a {\n"), "check -")).code).toBe(1);
  });
});

describe("expand", () => {
  it("prints a program that builds to the same files without a lock", async () => {
    const host = memoryHost({ "site.infra": sentence });
    await run(host, "build");
    const { code, stdout, stderr } = await run(host, "expand");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const other = memoryHost({}, stdout);
    await run(other, "build -");
    const outputOf = ({ files }: typeof host) => [...files].filter(([path]) => path.startsWith("out/")).sort();
    expect(outputOf(other)).toEqual(outputOf(host));
  });

  it("gives 1 for errors, and prints no program", async () => {
    expect(await run(memoryHost({}, "servce\n"), "expand -")).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("ir", () => {
  const validate = new Ajv2020({ strict: false }).compile(JSON.parse(siteSchema()) as object);

  it.each([
    ["the sentence", sentence],
    ["secrets and native blocks", 'gateway edge x2 { vip 10.0.0.9 auth "pa55word"; nginx { http { keepalive_timeout 65s } } }\nservice a behind edge\nsecret b from env B\n'],
    ["hosts and their addresses", 'gateway edge on lb1, lb2 { listen 80; vip 10.0.0.9 auth "pa55word" }\nhost lb[1..2] 10.0.0.[1..2]\nservice a on lb1 port 81 behind edge\n'],
  ])("prints JSON that the schema describes: %s", async (_, program) => {
    const { code, stdout } = await run(memoryHost({ "site.infra": program }), "ir");
    expect(code).toBe(0);
    validate(JSON.parse(stdout));
    expect(validate.errors ?? []).toEqual([]);
    expect(stdout).toMatch(/"origin": "site\.infra:1:\d+/);
    expect(stdout).not.toContain("pa55word");
  });

  it("says the default where nobody wrote it", async () => {
    const { stdout } = await run(memoryHost({ "site.infra": sentence }), "ir");
    expect(stdout).toMatch(/"origin": "site\.infra:1:25 [a-z]/);
  });

  it("prints the schema, which lies in grammar/", async () => {
    const { stdout } = await run(memoryHost(), "ir --schema");
    expect(stdout).toBe(siteSchema());
    expectText("grammar/site.schema.json", stdout);
  });
});

describe("fmt", () => {
  const untidy = "service   a\n\n\n\nservice b { port   80 }\n";
  const tidy = "service a\n\nservice b { port 80 }\n";

  it("puts files into the style, and says which", async () => {
    const host = memoryHost({ "a.infra": untidy, "b.infra": tidy });
    expect(await run(host, "fmt a.infra b.infra")).toEqual({ code: 0, stdout: "formatted a.infra\n", stderr: "" });
    expect(host.textOf("a.infra")).toBe(tidy);
  });

  it("takes site.infra and its imports when no file is named", async () => {
    const host = memoryHost({ "site.infra": "import   ./b.infra\n", "b.infra": untidy });
    expect((await run(host, "fmt")).stdout).toBe("formatted site.infra\nformatted b.infra\n");
  });

  it("reads standard input and prints the result", async () => {
    expect(await run(memoryHost({}, untidy), "fmt -")).toEqual({ code: 0, stdout: tidy, stderr: "" });
  });

  it("with --check writes nothing and gives 1 for a difference", async () => {
    const host = memoryHost({ "a.infra": untidy, "b.infra": tidy });
    expect((await run(host, "fmt --check a.infra b.infra")).code).toBe(1);
    expect(host.textOf("a.infra")).toBe(untidy);
    expect((await run(host, "fmt --check b.infra")).code).toBe(0);
  });

  it("with --diff prints what would change, as patch takes it", async () => {
    const host = memoryHost({ "a.infra": untidy });
    const { code, stdout } = await run(host, "fmt --diff a.infra");
    expect(code).toBe(0);
    expect(host.textOf("a.infra")).toBe(untidy);
    expect(stdout).toBe(
      ["--- a.infra", "+++ a.infra", "@@ -1,5 +1,3 @@", "-service   a", "+service a", " ", "-", "-", "-service b { port   80 }", "+service b { port 80 }", ""].join("\n"),
    );
  });

  it("leaves a file with syntax errors alone, does the others, and gives 1", async () => {
    const host = memoryHost({ "a.infra": 'service   "a\n', "b.infra": untidy });
    const { code, stderr } = await run(host, "fmt a.infra b.infra");
    expect(code).toBe(1);
    expect(stderr).toMatch(/error\[unterminated-string\](.*\n)*a\.infra is left alone\n$/);
    expect(host.textOf("a.infra")).toBe('service   "a\n');
    expect(host.textOf("b.infra")).toBe(tidy);
  });

  it("prints nothing of standard input with syntax errors, and says so", async () => {
    const { code, stdout, stderr } = await run(memoryHost({}, "gateway {\n"), "fmt -");
    expect([code, stdout]).toEqual([1, ""]);
    expect(stderr).toMatch(/\nnothing was printed: standard input has faults\n$/);
  });

  it("gives 2 for a file that cannot be read, and does the others", async () => {
    const host = memoryHost({ "b.infra": untidy });
    expect((await run(host, "fmt a.infra b.infra")).code).toBe(2);
    expect(host.textOf("b.infra")).toBe(tidy);
  });
});

describe("init", () => {
  it("writes a site that builds without a warning and is in the style", async () => {
    const host = memoryHost();
    expect((await run(host, "init shop")).code).toBe(0);
    expect(await run(host, "fmt --check shop/site.infra")).toMatchObject({ code: 0 });
    const { code, stdout, stderr } = await run(host, "build shop/site.infra");
    expect({ code, stderr: stderr.replace(/^note .*\n/gm, "") }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain("edge-1");
    expect((await run(host, "build shop/site.infra --env prod")).code).toBe(0);
  });

  it("overwrites nothing, and gives 3", async () => {
    const host = memoryHost({ "site.infra": "mine\n" });
    expect(await run(host, "init")).toMatchObject({ code: 3, stderr: "error: site.infra is there already, and stays as it is\n" });
    expect(host.textOf("site.infra")).toBe("mine\n");
  });
});

describe("lock", () => {
  const program = "param n count\nenv small { n 1 }\nenv large { n 2 }\nservice a x${n} behind gateway\n";

  it("lists what no env uses, and drops it with --prune", async () => {
    const host = memoryHost({ "site.infra": program });
    for (const env of ["small", "large"]) await run(host, `build --env ${env}`);
    const kept = host.textOf("site.lock")!;
    host.put("site.lock", `${kept}address gone-1 172.30.0.99\n`);
    expect(await run(host, "lock")).toMatchObject({ code: 0, stdout: "address gone-1 172.30.0.99\n" });
    expect(host.textOf("site.lock")).toContain("gone-1");
    expect(await run(host, "lock --prune")).toMatchObject({ code: 0, stdout: "address gone-1 172.30.0.99\n" });
    expect(host.textOf("site.lock")).toBe(kept);
    expect((await run(host, "lock")).stdout).toBe("every entry of site.lock is used\n");
  });

  it("leaves the lock alone when an env has errors", async () => {
    const host = memoryHost({ "site.infra": program.replace("n 2", "n two"), "site.lock": "address gone-1 172.30.0.99\n" });
    expect((await run(host, "lock --prune")).code).toBe(1);
    expect(host.textOf("site.lock")).toContain("gone-1");
  });

  it("removes a lock of which nothing is left", async () => {
    const host = memoryHost({ "site.infra": "site a\n", "site.lock": "address gone-1 172.30.0.99\n" });
    expect((await run(host, "lock --prune")).code).toBe(0);
    expect(host.textOf("site.lock")).toBeUndefined();
  });
});
