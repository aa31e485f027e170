import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { updateFolder } from "../../src/host/output-folder.js";
import { temporaryFolder, treeOf } from "./temporary.js";

/** Writes texts and removes paths. */
function update(folder: string, write: Readonly<Record<string, string>>, remove: readonly string[] = [], mode = 0o644): void {
  updateFolder(folder, () => ({ write: new Map(Object.entries(write).map(([path, text]) => [path, { parts: [text], mode }])), remove: new Set(remove) }));
}

const path = process.env["PATH"];
afterEach(() => {
  process.env["PATH"] = path;
});

// Without perl and python3 two renames do what is one step with them.
describe.each([["in one step", path], ["with two renames", "/nowhere"]])("%s", (_, PATH) => {
  const setUp = (): string => {
    process.env["PATH"] = PATH;
    return join(temporaryFolder(), "out");
  };

  it("makes the folder and those above it, and leaves nothing beside it", () => {
    const out = join(setUp(), "deep", "out");
    update(out, { "a/b/c": "one\n" });
    expect(treeOf(out)).toEqual({ "a/b/c": "one\n" });
    expect(readdirSync(join(out, ".."))).toEqual(["out"]);
  });

  it("changes, adds, removes, and keeps everything else, with its times and modes", () => {
    const out = setUp();
    update(out, { "a/x": "1\n", "a/y": "1\n", "b/z": "1\n", "c/d/e": "1\n" });
    writeFileSync(join(out, "a/mine"), "mine\n", { mode: 0o640 });
    symlinkSync("/etc/passwd", join(out, "a/link"));
    mkdirSync(join(out, "empty"));
    chmodSync(join(out, "b"), 0o750);
    spawnSync("/usr/bin/mkfifo", [join(out, "pipe")]);
    for (const file of ["a/y", "a/mine", "b/z"]) utimesSync(join(out, file), 1e9, 1e9);
    update(out, { "a/x": "2\n", "n/ew": "2\n" }, ["c/d/e"]);
    expect(treeOf(out)).toEqual({ "a/x": "2\n", "a/y": "1\n", "a/mine": "mine\n", "a/link": "-> /etc/passwd", "b/z": "1\n", "n/ew": "2\n", pipe: "other" });
    expect(readdirSync(out).sort()).toEqual(["a", "b", "empty", "n", "pipe"]);
    expect(["a/y", "a/mine", "b/z"].map((file) => statSync(join(out, file)).mtimeMs)).toEqual([1e12, 1e12, 1e12]);
    expect([statSync(join(out, "a/mine")).mode & 0o777, statSync(join(out, "b")).mode & 0o777]).toEqual([0o640, 0o750]);
    expect(readdirSync(join(out, ".."))).toEqual(["out"]);
  });

  it("sets modes whatever the mask", () => {
    const out = setUp();
    const mask = process.umask(0o077);
    update(out, { run: "x\n" }, [], 0o755);
    process.umask(mask);
    expect(statSync(join(out, "run")).mode & 0o777).toBe(0o755);
  });

  it("replaces a link by a folder without touching where it leads", () => {
    const out = setUp();
    const elsewhere = join(out, "../elsewhere");
    for (const folder of [elsewhere, out]) mkdirSync(folder, { recursive: true });
    symlinkSync(elsewhere, join(out, "a"));
    update(out, { "a/x": "1\n" }, ["a"]);
    expect(treeOf(elsewhere)).toEqual({});
    expect(treeOf(out)).toEqual({ "a/x": "1\n" });
  });

  it("follows a link that stands for the folder itself", () => {
    const out = setUp();
    mkdirSync(join(out, "../real"));
    symlinkSync("real", out);
    update(out, { x: "1\n" });
    update(out, { x: "2\n" });
    expect(lstatSync(out).isSymbolicLink()).toBe(true);
    expect(treeOf(join(out, "../real"))).toEqual({ x: "2\n" });
  });

  it("takes names as they are", () => {
    const out = setUp();
    const names = ["-rf", "a b", "$(id)", "`id`", "ünï/文件", "quote'\"", "line\nend", "back\\slash", "*", "..."];
    update(out, Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    update(out, { other: "1\n" });
    expect(Object.keys(treeOf(out)!).sort()).toEqual([...names, "other"].sort());
  });

  it("touches nothing when there is nothing to do", () => {
    const out = setUp();
    update(out, { x: "1\n" });
    const before = statSync(out).ino;
    update(out, {});
    updateFolder(out, () => undefined);
    expect(statSync(out).ino).toBe(before);
  });

  it("leaves everything as it was when a file cannot be written, and says why", () => {
    const out = setUp();
    update(out, { x: "1\n" });
    expect(() => update(out, { x: "2\n", ["n".repeat(300)]: "2\n" })).toThrow(`cannot write ${out}: its name is too long`);
    expect(treeOf(out)).toEqual({ x: "1\n" });
    expect(readdirSync(join(out, ".."))).toEqual(["out"]);
  });
});

it("keeps a folder in which nothing changes, for who has it open or mounted", () => {
  const out = join(temporaryFolder(), "out");
  update(out, { "same/deep/x": "1\n", "other/y": "1\n" });
  const before = statSync(join(out, "same")).ino;
  update(out, { "other/y": "2\n" });
  expect(statSync(join(out, "same")).ino).toBe(before);
});

it.each([
  ["a file", (out: string) => writeFileSync(out, "mine\n"), "it is no folder"],
  ["the folder that infc runs in", () => process.cwd(), "the folder that infc runs in is there"],
])("does not write into %s", (_, make, words) => {
  const out = join(temporaryFolder(), "out");
  const made = make(out);
  expect(() => update(made ?? out, { x: "1\n" })).toThrow(words);
});

describe("what other runs left", () => {
  function claimOf(out: string, owner: string): string {
    const claim = join(out, "../.out.infc");
    mkdirSync(claim);
    writeFileSync(join(claim, "owner"), `${owner}\n`);
    return claim;
  }

  it("brings the old tree back when a run was killed between its two renames, then builds", () => {
    const out = join(temporaryFolder(), "out");
    update(out, { x: "1\n", y: "1\n" });
    renameSync(out, join(claimOf(out, `999999999 1 ${hostname()}`), "old"));
    update(out, { x: "2\n" });
    expect(treeOf(out)).toEqual({ x: "2\n", y: "1\n" });
    expect(readdirSync(join(out, ".."))).toEqual(["out"]);
  });

  it("waits for nobody: says that another run is at it, and leaves its claim", () => {
    const out = join(temporaryFolder(), "out");
    const start = readFileSync(`/proc/${process.pid}/stat`, "utf8").split(") ").at(-1)!.split(" ")[19];
    const claim = claimOf(out, `${process.pid} ${start} ${hostname()}`);
    expect(() => update(out, { x: "1\n" })).toThrow(/another infc \(process \d+\) is writing/);
    expect(existsSync(claim)).toBe(true);
    expect(readdirSync(join(out, ".."))).toEqual([".out.infc"]);
  });

  it("does not take a new process with an old number for the owner", () => {
    const out = join(temporaryFolder(), "out");
    claimOf(out, `${process.pid} 1 ${hostname()}`);
    update(out, { x: "1\n" });
    expect(readdirSync(join(out, ".."))).toEqual(["out"]);
  });
});
