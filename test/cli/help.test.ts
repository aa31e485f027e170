import { expect, it } from "vitest";
import { expectGolden } from "../kit/golden.js";
import { memoryHost, run } from "../kit/memory-host.js";

const commands = ["init", "build", "check", "fmt", "expand", "explain", "audit", "lab", "test", "ir", "lock"];

it("prints a help for infc and for each command", async () => {
  const host = memoryHost();
  const texts = new Map([["infc.txt", (await run(host, "--help")).stdout]]);
  for (const command of commands) texts.set(`${command}.txt`, (await run(host, `${command} --help`)).stdout);
  expectGolden("cli/help", texts);
});

it("lists every command in the help", async () => {
  const { stdout, code } = await run(memoryHost(), "");
  expect(code).toBe(0);
  expect([...stdout.matchAll(/^ {2}([a-z]+)(?: \[| <| {2,}[A-Z])/gm)].map(([, name]) => name)).toEqual([...commands, "help"]);
});

it.each(commands)("gives examples of `%s`", async (command) => {
  const { stdout, code } = await run(memoryHost(), `help ${command}`);
  expect(code).toBe(0);
  expect(stdout).toMatch(new RegExp(`\\nExamples:\\n(.*\\n)*.*infc ${command}`));
});
