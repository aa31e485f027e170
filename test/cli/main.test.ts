import { expect, it } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { memoryHost, run, sentence } from "../kit/memory-host.js";

it("prints its version", async () => {
  expect(await run(memoryHost(), "--version")).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

it.each([
  ["biuld", "did you mean build"],
  ["build --nope", "--nope"],
  ["build a.infra b.infra", "too many arguments"],
  ["build --set replicas", "name=value"],
  ["explain", "missing required argument"],
  ["check missing.infra", "cannot read missing.infra: there is no such file or folder"],
  ["build - --watch", "--watch needs a program in a file"],
  ["build - --locked", "--locked needs a program in a file"],
  ["lock -", "a program from standard input has no lock"],
])("gives 2 for `infc %s`, and says why", async (line, words) => {
  const { code, stdout, stderr } = await run(memoryHost({ "a.infra": sentence }), line);
  expect(code).toBe(2);
  expect(stderr.toLowerCase()).toContain(words.toLowerCase());
  expect(stdout).toBe("");
});

it("gives 70 for a bug, asks to report it, and shows the stack only with INFC_DEBUG", async () => {
  const host = memoryHost({ "site.infra": sentence });
  const broken = { ...host, printError: host.printError, readText: () => JSON.parse("{") as string };
  const { code, stderr } = await run(Object.assign(host, { readText: broken.readText }), "check");
  expect(code).toBe(70);
  expect(stderr).toMatch(/^error: a bug in infc \d+\.\d+\.\d+: .*\nPlease report it/);
  expect(stderr).not.toMatch(/\n {4}at /);
  host.env["INFC_DEBUG"] = "1";
  expect((await run(host, "check")).stderr).toMatch(/\n {4}at /);
});

it.each([
  [{}, true, true],
  [{}, false, false],
  [{ NO_COLOR: "1" }, true, false],
  [{ NO_COLOR: "" }, true, true],
  [{ FORCE_COLOR: "1" }, false, true],
  [{ FORCE_COLOR: "0" }, true, false],
  [{ FORCE_COLOR: "1", NO_COLOR: "1" }, true, false],
  [{ TERM: "dumb" }, true, false],
])("with %o and a terminal (%s) colors are %s", async (env, terminal, colored) => {
  const host = memoryHost({ "site.infra": "servce a\n" });
  Object.assign(host.env, env);
  host.terminal.stderr = terminal;
  expect((await run(host, "check")).stderr.includes("\u001b[")).toBe(colored);
});

it("shows paths from the current folder", async () => {
  const host = memoryHost({ "sites/a/site.infra": "import ./b.infra\nservce a\n", "sites/a/b.infra": "hots b\n" });
  const { stderr } = await run(host, "check sites/a/site.infra");
  expect(stderr).toContain("┌─ sites/a/site.infra:2:1");
  expect(stderr).toContain("┌─ sites/a/b.infra:1:1");
});
