import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readdirSync, renameSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { nodeHost } from "../../src/host/node-host.js";
import { bundle } from "../kit/bundle.js";
import { sentence } from "../kit/memory-host.js";
import { temporaryFolder } from "./temporary.js";

const cli = join(import.meta.dirname, "../../node_modules/.cache/infc/test/host-cli.mjs");
beforeAll(() => bundle("src/cli/bin.ts", cli));

function infc(folder: string, args: readonly string[], options: { readonly input?: string; readonly env?: Record<string, string> } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: "utf8", input: options.input ?? "", env: { PATH: process.env["PATH"]!, ...options.env } });
  return { status, stdout, stderr };
}

describe("imports", () => {
  it("are read inside the program's folder only, also through links", () => {
    const folder = temporaryFolder();
    const site = join(folder, "site");
    mkdirSync(site);
    writeFileSync(join(folder, "secret.infra"), "service hidden-name {\n");
    writeFileSync(join(site, "inside.infra"), "site inside\n");
    symlinkSync("inside.infra", join(site, "link.infra"));
    symlinkSync("../secret.infra", join(site, "out.infra"));
    symlinkSync("..", join(site, "up"));
    for (const [path, status] of [["link.infra", 0], ["out.infra", 1], ["up/secret.infra", 1], ["../secret.infra", 1], ["/etc/passwd", 1], ["none.infra", 1]] as const) {
      writeFileSync(join(site, "site.infra"), `import ${path}\n`);
      const found = infc(folder, ["check", "site/site.infra"]);
      expect({ path, status: found.status }).toEqual({ path, status });
      expect(found.stderr).not.toContain("hidden-name");
    }
  });
});

describe("files", () => {
  it.each([
    ["a folder", (path: string) => mkdirSync(path), "it is a folder"],
    ["bytes that are no text", (path: string) => writeFileSync(path, Buffer.from([0xff, 0xfe, 0x00])), "it is not UTF-8 text"],
    ["nothing", () => undefined, "there is no such file or folder; name the program's file, or start one with `infc init`"],
    ["a folder with a program in it", (path: string) => (mkdirSync(path), writeFileSync(join(path, "site.infra"), sentence)), "it is a folder; the program in it is site.infra/site.infra"],
  ])("that cannot be read are said: %s", (_, make, words) => {
    const folder = temporaryFolder();
    make(join(folder, "site.infra"));
    expect(infc(folder, ["check"])).toEqual({ status: 2, stdout: "", stderr: `error: cannot read site.infra: ${words}\n` });
  });

  it("that are imported and cannot be read are said by name", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "site.infra"), "import ./parts\n");
    mkdirSync(join(folder, "parts"));
    expect(infc(folder, ["check"])).toEqual({ status: 2, stdout: "", stderr: "error: cannot read parts: it is a folder\n" });
  });

  it("where folders belong are said", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "shop"), "");
    expect(infc(folder, ["init", "shop"])).toEqual({ status: 2, stdout: "", stderr: "error: cannot write shop/site.infra: a part of its path is no folder\n" });
    writeFileSync(join(folder, "site.infra"), sentence);
    expect(infc(folder, ["build", "-q", "-o", "shop"])).toEqual({ status: 2, stdout: "", stderr: "error: cannot write shop: it is no folder\n" });
    expect(infc(folder, ["build", "-q", "-o", "shop/out"])).toEqual({ status: 2, stdout: "", stderr: "error: cannot write shop/out: a part of its path is no folder\n" });
    expect(infc(folder, ["build", "-q", "-o", ""])).toMatchObject({ status: 2, stderr: expect.stringContaining("Name a folder.") as unknown });
  });

  it("are replaced whole, with their mode, and a link stays a link", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "real.infra"), "site   a\n");
    chmodSync(join(folder, "real.infra"), 0o640);
    symlinkSync("real.infra", join(folder, "site.infra"));
    expect(infc(folder, ["fmt"]).status).toBe(0);
    expect(readFileSync(join(folder, "real.infra"), "utf8")).toBe("site a\n");
    expect(statSync(join(folder, "real.infra")).mode & 0o777).toBe(0o640);
    expect(lstatSync(join(folder, "site.infra")).isSymbolicLink()).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(["real.infra", "site.infra"]);
  });
});

describe("secrets", () => {
  const program = "network lan 10.0.0.0/24\ngateway edge x2 { vip 10.0.0.9 auth secret vrrp }\nservice a behind edge\n";

  it("of a command are its output, run by a shell in the program's folder", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "site"));
    writeFileSync(join(folder, "site/key"), "hun'ter2\n");
    writeFileSync(join(folder, "site/site.infra"), `${program}secret vrrp from command "cat key | cat; echo busy >&2"\n`);
    const { status, stdout, stderr } = infc(folder, ["build", "site/site.infra"]);
    expect({ status, told: stderr.includes("busy") }).toEqual({ status: 0, told: true });
    expect(stdout + stderr).not.toContain("hun'ter2");
    expect(statSync(join(folder, "out/manifest.json")).mode & 0o777).toBe(0o600);
    expect(readFileSync(join(folder, "out/edge-1-keepalived/etc/keepalived/keepalived.conf"), "utf8")).toContain("hun'ter2");
  });

  it("of a command that fails are missing", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, "site.infra"), `${program}secret vrrp from command "echo half; exit 3"\n`);
    expect(infc(folder, ["build"])).toMatchObject({ status: 1, stderr: expect.stringContaining("error[missing-secret]") });
  });
});

it("reads a program from standard input", () => {
  const folder = temporaryFolder();
  expect(infc(folder, ["build", "-"], { input: sentence }).status).toBe(0);
  expect(readdirSync(folder)).toEqual(["out"]);
});

it("does not fail when the reader of its output goes away", () => {
  const folder = temporaryFolder();
  const { stdout, stderr } = spawnSync("/bin/sh", ["-c", `("${process.execPath}" "${cli}" ir --schema; echo "ended with $?" >&2) | head -c 1`], { cwd: folder, encoding: "utf8" });
  expect({ stdout, stderr }).toEqual({ stdout: "{", stderr: "ended with 0\n" });
});

it.runIf(existsSync("/dev/full"))("says that its output cannot be written, and fails", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "site.infra"), sentence);
  const run = (words: string) => spawnSync("/bin/sh", ["-c", `"${process.execPath}" "${cli}" ${words}`], { cwd: folder, encoding: "utf8" });
  expect(run("expand 2>/dev/null >/dev/full")).toMatchObject({ status: 2, stderr: "" });
  expect(run("ir --schema >/dev/full")).toMatchObject({ status: 2, stderr: "error: cannot write standard output: no space left\n" });
  expect(run("check nowhere.infra 2>/dev/full")).toMatchObject({ status: 2, stdout: "" });
});

it("does not watch a folder that is not there", () => {
  expect(infc(temporaryFolder(), ["build", "--watch", "nowhere/site.infra"])).toEqual({ status: 2, stdout: "", stderr: "error: cannot watch nowhere/site.infra: there is no such folder\n" });
});

it("watches: builds after each change, also when the file is replaced, and ends with 0 on Ctrl-C", async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "site.infra"), `import ./part.infra\n${sentence}`);
  writeFileSync(join(folder, "part.infra"), "site one\n");
  const child = spawn(process.execPath, [cli, "build", "--watch"], { cwd: folder });
  const ended = new Promise((resolve) => child.once("exit", (code, signal) => resolve(code ?? signal)));
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (data) => (stdout += String(data)));
  child.stderr.on("data", (data) => (stderr += String(data)));
  const until = (text: RegExp) => expect.poll(() => stdout + stderr, { timeout: 15_000 }).toMatch(text);
  await until(/^built out: \d+ new/m);
  writeFileSync(join(folder, "part.infra"), "site two\n");
  await until(/^built out: \d+ changed/m);
  writeFileSync(join(folder, "next"), "servce\n");
  renameSync(join(folder, "next"), join(folder, "site.infra"));
  await until(/^not built/m);
  child.kill("SIGINT");
  expect(await ended).toBe(0);
  expect(stdout.trim().split("\n")).toHaveLength(3);
}, 60_000);

it("tells what the machine said", () => {
  const folder = temporaryFolder();
  expect(() => nodeHost.writeText(join(folder, "n".repeat(300)), "x")).toThrow(/^cannot write .*: its name is too long$/);
  expect(nodeHost.run("exit 1", folder)).toBeUndefined();
});
