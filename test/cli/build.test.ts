import { describe, expect, it } from "vitest";
import type { Manifest } from "../../src/emit/manifest.js";
import { memoryHost, type MemoryHost, run, sentence } from "../kit/memory-host.js";

const compose = "out/docker-compose.yml";
const withSecret = "network lan 10.0.0.0/24\ngateway edge x2 { vip 10.0.0.9 auth secret vrrp }\nservice a behind edge\n";

function outputOf({ files }: MemoryHost): Readonly<Record<string, string>> {
  return Object.fromEntries([...files].filter(([path]) => path.startsWith("out/")).map(([path, { text }]) => [path, text]));
}

it("writes the files, the manifest and the lock, and says what it made", async () => {
  const host = memoryHost({ "site.infra": sentence });
  const { code, stdout, stderr } = await run(host, "build");
  expect(code).toBe(0);
  const { files } = JSON.parse(host.textOf("out/manifest.json")!) as Manifest;
  expect(Object.keys(outputOf(host)).sort()).toEqual([...files.map(({ path }) => `out/${path}`), "out/manifest.json"].sort());
  expect(stdout).toContain(`out  ${files.length} files: ${files.length} new\n`);
  expect(stdout).toMatch(/^ {2}gateway-1-keepalived +\d+ files$/m);
  expect(stdout).toMatch(/^ {2}local \(docker-compose\) +\d+ files?$/m);
  expect(stderr).toMatch(/^note site\.infra:1:25: `gateway gateway` is implied \[implied-declaration\]$/m);
  expect(host.textOf("site.lock")).toContain("address goods-1 192.168.0.7\n");
});

it("says that nothing changed when nothing did", async () => {
  const host = memoryHost({ "site.infra": sentence });
  await run(host, "build");
  const before = outputOf(host);
  expect((await run(host, "build")).stdout).toMatch(/^out {2}\d+ files: nothing changed\n$/);
  expect(outputOf(host)).toEqual(before);
});

it("names what is new, changed and removed in a later build", async () => {
  const host = memoryHost({ "site.infra": sentence });
  await run(host, "build");
  host.put("site.infra", sentence.replace("x3 behind", "x2 behind").replace(", keepalived VIP 192.168.0.146", ""));
  const { stdout } = await run(host, "build");
  expect(stdout).toMatch(/^ {2}~ docker-compose\.yml$/m);
  expect(stdout).toMatch(/^ {2}- gateway-1-keepalived\/etc\/keepalived\/keepalived\.conf$/m);
  expect(Object.keys(outputOf(host)).filter((path) => path.includes("keepalived"))).toEqual([]);
});

it("is silent with --quiet when all is well", async () => {
  expect(await run(memoryHost({ "site.infra": sentence }), "build -q")).toEqual({ code: 0, stdout: "", stderr: "" });
});

it("writes nothing and gives 1 when the program has errors", async () => {
  const host = memoryHost({ "site.infra": `${sentence}servce b\n` });
  const { code, stderr } = await run(host, "build");
  expect(code).toBe(1);
  expect(stderr).toContain("did you mean `service`?");
  expect(stderr).toMatch(/1 error\n$/);
  expect([...host.files.keys()]).toEqual(["site.infra"]);
});

it("takes params from --set and the chosen env", async () => {
  const program = "param n count default 1\nenv prod { n 2 }\nservice a x${n} behind gateway\n";
  const nodes = async (line: string): Promise<number> => {
    const host = memoryHost({ "site.infra": program });
    await run(host, `build ${line}`);
    return [...host.textOf("site.lock")!.matchAll(/^address a/gm)].length;
  };
  expect([await nodes(""), await nodes("--env prod"), await nodes("--env prod --set n=3")]).toEqual([1, 2, 3]);
});

describe("what a person changed", () => {
  it("is in the way: gives 3, lists it, writes nothing; --force replaces it", async () => {
    const host = memoryHost({ "site.infra": sentence });
    await run(host, "build");
    const text = host.textOf(compose)!;
    host.put(compose, `${text}# mine\n`);
    host.put("site.infra", sentence.replace("x3 behind", "x2 behind"));
    const [before, lock] = [outputOf(host), host.textOf("site.lock")];
    const refused = await run(host, "build");
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("  docker-compose.yml was changed by hand\n");
    expect(outputOf(host)).toEqual(before);
    expect(host.textOf("site.lock")).toBe(lock);
    expect((await run(host, "build --force")).code).toBe(0);
    expect(host.textOf(compose)).not.toContain("# mine");
  });

  it("is shown, in short", async () => {
    const host = memoryHost({ "site.infra": sentence });
    await run(host, "build");
    host.put(compose, host.textOf(compose)!.replace("x-logging", "x-log") + "# mine\n".repeat(20));
    const { stderr } = await run(host, "build");
    expect(stderr).toMatch(/^ {2}docker-compose\.yml was changed by hand\n {4}-x-logging.*\n {4}\+x-log:.*\n( {4}\+# mine\n){5} {4}and 15 more lines\n/m);
  });

  it("is in the way where a file belongs that infc never wrote", async () => {
    const host = memoryHost({ "site.infra": sentence, [compose]: "services: {}\n", "out/notes.txt": "mine\n" });
    const { code, stderr } = await run(host, "build");
    expect(code).toBe(3);
    expect(stderr).toContain("docker-compose.yml was there before, and infc did not write it");
    expect((await run(host, "build --force")).code).toBe(0);
    expect(host.textOf("out/notes.txt")).toBe("mine\n");
  });
});

it("shows no difference of a file with secrets that a person changed", async () => {
  const host = memoryHost({ "site.infra": withSecret });
  host.env["VRRP"] = "hunter2";
  await run(host, "build");
  const path = "out/gateway-1-keepalived/etc/keepalived/keepalived.conf".replace("gateway", "edge");
  host.put(path, host.textOf(path)!.replace("hunter2", "hunter3"));
  const { code, stderr } = await run(host, "build");
  expect([code, stderr.includes("was changed by hand"), stderr.includes("hunter")]).toEqual([3, true, false]);
});

describe("the lock", () => {
  it("is the same with Windows line ends, which git gives it there", async () => {
    const host = memoryHost({ "site.infra": sentence });
    await run(host, "build");
    host.put("site.lock", host.files.get("site.lock")!.text.replaceAll("\n", "\r\n"));
    expect((await run(host, "build --locked")).code).toBe(0);
  });

  it("is not changed under --locked: gives 3 and writes nothing", async () => {
    const host = memoryHost({ "site.infra": sentence });
    const { code, stderr } = await run(host, "build --locked");
    expect(code).toBe(3);
    expect(stderr).toContain("site.lock would change under --locked");
    expect([...host.files.keys()]).toEqual(["site.infra"]);
    await run(host, "build");
    expect((await run(host, "build --locked")).code).toBe(0);
  });

  it("is neither read nor written for standard input", async () => {
    const host = memoryHost({ "site.lock": "address goods-1 192.168.0.77\n" }, sentence);
    expect((await run(host, "build -")).code).toBe(0);
    expect(host.textOf("site.lock")).toBe("address goods-1 192.168.0.77\n");
    expect(host.textOf(compose)).toContain("192.168.0.7\n");
  });
});

describe("secrets", () => {
  it("come from the environment, cut of one line end, into files of mode 0600, and are never printed", async () => {
    const host = memoryHost({ "site.infra": withSecret });
    host.env["VRRP"] = "hunter2\n";
    const { code, stdout, stderr } = await run(host, "build");
    expect(code).toBe(0);
    const holding = [...host.files].filter(([, { text }]) => text.includes("hunter2"));
    expect(holding.map(([, { mode }]) => mode)).toEqual([0o600, 0o600]);
    expect(holding[0]![1].text).not.toContain("hunter2\n\n");
    expect(stdout + stderr).not.toContain("hunter2");
    expect(host.files.get("out/manifest.json")!.mode).toBe(0o600);
  });

  it.each([
    ["", "the variable `VRRP` is not set"],
    ["secret vrrp from env OTHER\n", "the variable `OTHER` is not set"],
    ["secret vrrp from file ./secrets/vrrp\n", "the file `./secrets/vrrp` cannot be read"],
    ["secret vrrp from file empty\n", "the file `empty` is empty"],
    ['secret vrrp from command "pass vrrp"\n', "the command `pass vrrp` failed"],
  ])("that are missing are errors at their place: %o", async (declaration, words) => {
    const host = memoryHost({ "site.infra": withSecret + declaration, empty: "\n" });
    const { code, stderr } = await run(host, "build");
    expect(code).toBe(1);
    expect(stderr).toContain(`error[missing-secret]: there is no text for the secret \`vrrp\`: ${words}`);
    expect(host.textOf(compose)).toBeUndefined();
  });

  it.each([
    ["secret vrrp from file ./secrets/vrrp\n"],
    ['secret vrrp from command "pass vrrp"\n'],
  ])("come from a file beside the program or a command: %o", async (declaration) => {
    const host = memoryHost({ "site.infra": withSecret + declaration, "secrets/vrrp": "s3cret\n" });
    host.commands.set("pass vrrp", "s3cret\n");
    expect((await run(host, "build")).code).toBe(0);
    expect([...host.files.values()].some(({ text, mode }) => mode === 0o600 && text.includes("s3cret"))).toBe(true);
  });

  it("that no file needs are not fetched", async () => {
    const host = memoryHost({ "site.infra": `${sentence}secret unused from command "false"\n` });
    expect((await run(host, "build")).code).toBe(0);
  });
});

describe("--watch", () => {
  it("builds again when a file changes, goes on after an error, and ends with 0 on Ctrl-C", async () => {
    const host = memoryHost({ "site.infra": sentence });
    const ended = run(host, "build --watch");
    await expect.poll(() => host.stdout).toMatch(/^built out: \d+ new \(\d+ ms\)\n$/);
    host.put("site.infra", "servce\n");
    host.touch();
    await expect.poll(() => host.stdout).toMatch(/\nnot built, out is as it was \(\d+ ms\)\n$/);
    expect(host.stderr).toContain("did you mean `service`?");
    host.put("site.infra", sentence.replace("x3 behind", "x2 behind"));
    host.touch();
    host.touch();
    await expect.poll(() => host.stdout).toMatch(/\nbuilt out: \d+ changed.* \(\d+ ms\)\n$/);
    host.touch();
    await new Promise((resolve) => setTimeout(resolve, 200));
    host.interrupt();
    expect((await ended).code).toBe(0);
    expect(host.stdout.match(/\n/g)).toHaveLength(3);
  });
});
