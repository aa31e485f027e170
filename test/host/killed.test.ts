import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { hashOf, type Manifest } from "../../src/emit/manifest.js";
import { updateFolder } from "../../src/host/output-folder.js";
import { bundle } from "../kit/bundle.js";
import { sentence } from "../kit/memory-host.js";
import { temporaryFolder, treeOf } from "./temporary.js";

const built = join(import.meta.dirname, "../../node_modules/.cache/infc/test");
const writer = join(built, "killed-writer.mjs");
const cli = join(built, "cli.mjs");

beforeAll(async () => {
  await bundle("test/host/killed-writer.ts", writer);
  await bundle("src/cli/bin.ts", cli);
});

const old = { "a/kept": "old\n", "a/x": "old\n", "b/y": "old\n", "c/removed": "old\n", top: "old\n" };
const next = { "a/kept": "old\n", "a/x": "new\n", "b/y": "new\n", "d/added": "new\n", top: "new\n" };

function plant(folder: string): void {
  for (const [path, text] of Object.entries(old)) {
    mkdirSync(join(folder, path, ".."), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

describe.each([
  ["in one step", process.env["PATH"]!],
  ["with two renames", "/nowhere"],
])("a run killed before each of its changes, %s", (way, PATH) => {
  it("leaves the old tree or the new one, and the next run repairs the rest", () => {
    const source = join(temporaryFolder(), "out");
    plant(source);
    let absent = 0;
    let calls = 1;
    for (; ; calls++) {
      const out = join(temporaryFolder(), "out");
      cpSync(source, out, { recursive: true });
      const { status, signal, stderr } = spawnSync(process.execPath, [writer, out, String(calls)], { env: { PATH }, encoding: "utf8" });
      expect(status === 0 || signal === "SIGKILL", stderr).toBe(true);
      const tree = treeOf(out);
      if (tree === undefined) absent++;
      else expect([old, next]).toContainEqual(tree);
      updateFolder(out, () => ({ write: new Map([["again", { parts: ["again\n"], mode: 0o644 }]]), remove: new Set() }));
      expect([old, next].map((each) => ({ ...each, again: "again\n" }))).toContainEqual(treeOf(out));
      // A run that was killed before it claimed the folder may have left an empty one, which goes after a minute.
      expect(readdirSync(join(out, "..")).filter((name) => !/^\.out\.infc-\w{6}$/.test(name))).toEqual(["out"]);
      if (status === 0) break;
    }
    expect(calls).toBeGreaterThan(15);
    expect(absent).toBe(way === "in one step" ? 0 : 1);
  }, 120_000);
});

it("a build killed at any moment leaves a whole tree", async () => {
  const folder = temporaryFolder();
  const out = join(folder, "out");
  const programs = [sentence, sentence.replace("x3 behind", "x5 behind").replace("192.168.0.146", "192.168.0.147")];
  const wholes: string[] = [];
  for (const program of programs) {
    writeFileSync(join(folder, "site.infra"), program);
    expect(spawnSync(process.execPath, [cli, "build", "-q"], { cwd: folder }).status).toBe(0);
    wholes.push(JSON.stringify(treeOf(out)));
  }
  const whole = performance.now();
  spawnSync(process.execPath, [cli, "build", "-q"], { cwd: folder });
  const usual = performance.now() - whole;
  for (let round = 0; round < 16; round++) {
    writeFileSync(join(folder, "site.infra"), programs[round % 2]!);
    const child = spawn(process.execPath, [cli, "build", "-q"], { cwd: folder });
    const ended = new Promise((resolve) => child.once("exit", resolve));
    // Most of a run is compiling: the moments that count are near its end.
    setTimeout(() => child.kill("SIGKILL"), usual * (0.6 + 0.5 * Math.random()));
    await ended;
    expect(isWhole(out)).toBe(true);
    expect(wholes).toContain(JSON.stringify(treeOf(out)));
  }
}, 120_000);

/** Whether the folder holds exactly what its manifest lists. */
function isWhole(out: string): boolean {
  const { files } = JSON.parse(readFileSync(join(out, "manifest.json"), "utf8")) as Manifest;
  const tree = treeOf(out)!;
  return Object.keys(tree).length === files.length + 1 && files.every(({ path, sha256, seed }) => seed || hashOf(tree[path]!) === sha256);
}
